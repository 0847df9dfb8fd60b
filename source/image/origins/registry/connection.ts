import {untilAborted} from '../../../archive/until-aborted.js';
import {ImageError} from '../../image.js';
import {Authorization} from './authorization.js';
import {isInsecureAt, type Endpoint} from './endpoint.js';
import {followRedirects, sentenceOf, type Followed, type RedirectedRequest} from './follow-redirects.js';
import {asUnreachable, isNoTls, PassingError, type Asked} from './registry-error.js';
import type {RegistrySession} from './session.js';
import {statusError} from './status-error.js';
import type {HttpAnswer} from './transport.js';
import type {Tries} from './tries.js';

export type GetOptions = {
	/** The path after `/v2/REPOSITORY/`, with what is to be escaped in it escaped. */
	path: string;
	/** What it is, for sentences, such as `image a/b:1.0`. */
	subject: string;
	headers?: Readonly<Record<string, string>>;
	signal?: AbortSignal;
};

/** A document of a registry. */
export type FetchedDocument = {
	bytes: Uint8Array;
	headers: HttpAnswer['headers'];
	/** The header Content-Type without parameters, in lower case; empty where there is none. */
	mediaType: string;
};

/** Asks one registry for what it has of one repository: logs in, follows redirects, and asks again where that may help. */
export class RegistryConnection {
	/** How the registry is spoken to, once that is known. */
	private scheme: 'https' | 'http' | undefined;
	private readonly authorization: Authorization;
	/** Whether anything came of it, be it that it denies. */
	private hasAnswered = false;

	constructor(readonly endpoint: Endpoint, readonly session: RegistrySession) {
		this.scheme = endpoint.isInsecure ? undefined : 'https';
		this.authorization = new Authorization(endpoint, session);
	}

	/**
	A whole document.

	@param largest Bytes beyond which it is none.
	@throws {ImageError} Why it can't be had; `MissingError` where it is not there, `UnreachableError` where nothing ever came of the registry.
	*/
	async document(options: GetOptions, largest: number): Promise<FetchedDocument> {
		try {
			return await this.readDocument(options, largest);
		} catch (error) {
			throw (this.hasAnswered ? undefined : asUnreachable(error)) ?? error;
		}
	}

	/** What is asked of whom. */
	asked({subject}: Pick<GetOptions, 'subject'>): Asked {
		return {registry: this.endpoint.name, subject};
	}

	/**
	An answer whose status is good, its body yet to be read. Asks again as often as `tries` allow.

	@throws {ImageError} Why there is none.
	*/
	async get(options: GetOptions, tries: Tries): Promise<Followed> {
		for (;;) {
			try {
				return await this.getOnce(options);
			} catch (error) {
				await tries.pause(error);
			}
		}
	}

	private async readDocument(options: GetOptions, largest: number): Promise<FetchedDocument> {
		const asked = this.asked(options);
		const signal = this.session.signal(options.signal);
		const tries = this.session.tries(asked, signal);
		for (;;) {
			const followed = await this.get(options, tries);
			try {
				return await readDocument(followed, largest, this.session, signal);
			} catch (error) {
				await tries.pause(error);
			}
		}
	}

	private async getOnce(options: GetOptions): Promise<Followed> {
		const asked = this.asked(options);
		const {options: {now = Date.now}, secrets} = this.session;
		const followed = await this.sendWithLogin(options, asked);
		if (followed.answer.status === 200 || followed.answer.status === 206) {
			return followed;
		}

		throw await statusError(followed.answer, followed.asked, now(), text => secrets.hide(text), followed.isOwn ? await this.authorization.standing() : '');
	}

	/** Sends a request; where it is refused and there is a login for what the registry then asks for, once more with that. */
	private async sendWithLogin(options: GetOptions, asked: Asked): Promise<Followed> {
		const signal = this.session.signal(options.signal);
		const header = await untilAborted(this.authorization.header(), signal);
		const followed = await this.send(withHeader(options, header), asked);
		const {answer, isOwn} = followed;
		if (answer.status !== 401 || !isOwn || !await untilAborted(this.authorization.refused(answer.headers['www-authenticate'], header), signal)) {
			return followed;
		}

		answer.discard();
		return this.send(withHeader(options, await this.authorization.header()), asked);
	}

	/** Sends a request by the scheme that is known to do; where plain HTTP may do too, as docker does: by TLS first. */
	private async send(options: GetOptions, asked: Asked): Promise<Followed> {
		if (this.scheme !== undefined) {
			return this.sendBy(this.scheme, options, asked);
		}

		try {
			const followed = await this.sendBy('https', options, asked);
			this.scheme = 'https';
			return followed;
		} catch (error) {
			const {cause} = (error as Error);
			if (!(cause instanceof Error && isNoTls(cause))) {
				throw error;
			}

			const followed = await this.sendBy('http', options, asked);
			// A connection that broke says nothing of TLS, and what speaks TLS calls plain HTTP a bad request.
			if (followed.answer.status === 400 && error instanceof PassingError) {
				followed.answer.discard();
				throw error;
			}

			this.scheme = 'http';
			return followed;
		}
	}

	private async sendBy(scheme: 'https' | 'http', {path, headers, signal}: GetOptions, asked: Asked): Promise<Followed> {
		const {host, repository} = this.endpoint;
		const address = `${scheme}://${host}/v2/${repository}/${path}`;
		if (!URL.canParse(address)) {
			// A name such as `app.1` is one of an image, and no host's: what ends in a number is an address (URL Standard, "ends in a number").
			throw new ImageError(`${this.endpoint.registry} can't be asked for ${asked.subject}: no host has such a name.`);
		}

		const request: RedirectedRequest = {
			method: 'GET',
			url: new URL(address),
			headers: {'user-agent': this.session.userAgent, ...headers},
			isInsecureAt: url => isInsecureAt(this.endpoint, url),
			onAnswer: () => {
				this.hasAnswered = true;
			},
			signal: this.session.signal(signal),
		};
		const followed = await followRedirects(this.session, request, asked);
		this.session.counts.requests++;
		return followed;
	}
}

function withHeader(options: GetOptions, authorization: string | undefined): GetOptions {
	return authorization === undefined ? options : {...options, headers: {...options.headers, authorization}};
}

async function readDocument({answer, asked}: Followed, largest: number, session: RegistrySession, signal: AbortSignal | undefined): Promise<FetchedDocument> {
	const {registry, subject} = asked;
	const mediaType = (answer.headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
	const chunks: Uint8Array[] = [];
	let length = 0;
	try {
		for await (const chunk of answer.body) {
			length += chunk.length;
			if (length > largest) {
				throw new ImageError(`${registry} sends more than ${largest >> 20} MiB as ${subject}, which is no document of that kind.`);
			}

			chunks.push(chunk);
		}
	} catch (error) {
		throw sentenceOf(error, asked, session, signal);
	}

	const bytes = Buffer.concat(chunks, length);
	if (mediaType === 'text/html' || /^\s*</.test(bytes.subarray(0, 100).toString('latin1'))) {
		throw new ImageError(`${registry} answers with a web page when it is asked for ${subject}: it is no registry, or something on the way asks to log in.`);
	}

	return {bytes, headers: answer.headers, mediaType};
}
