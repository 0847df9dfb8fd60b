import {ImageError} from '../../image.js';
import {connectionError, PassingError, type Asked} from './registry-error.js';
import type {RegistrySession} from './session.js';
import {StallError, type HttpAnswer, type HttpRequest} from './transport.js';

/** Go's clients, for which registries are made, follow ten. */
const mostRedirects = 10;

/** Longer ones are no addresses of a storage, whose signatures have some two thousand characters. */
const longestLocation = 16 << 10;

const redirects = new Set([301, 302, 303, 307, 308]);

/** A request that may be sent on to other addresses. */
export type RedirectedRequest = Omit<HttpRequest, 'isInsecure'> & {
	/** Whether at an address plain HTTP will do, and any certificate. */
	isInsecureAt: (url: URL) => boolean;
	/** Told when there is an answer, whatever it says. */
	onAnswer?: () => void;
};

/** An answer, and who gave it in the end. */
export type Followed = {
	answer: HttpAnswer;
	asked: Asked;
	/** Whether it is from where the request went first. */
	isOwn: boolean;
};

/**
Sends a request and follows where it is redirected. The header Authorization, and a body, go nowhere but to where the request went first.

@throws {ImageError} When the connection breaks, nothing comes, or the redirects lead nowhere.
*/
export async function followRedirects(session: RegistrySession, request: RedirectedRequest, asked: Asked): Promise<Followed> {
	const {authorization, ...others} = request.headers;
	const seen = new Set([request.url.href]);
	let {url} = request;
	let who = asked;
	for (;;) {
		const isOwn = url.origin === request.url.origin;
		const headers = isOwn && authorization !== undefined ? {...others, authorization} : others;
		const answer = await send(session, {...request, url, headers, isInsecure: request.isInsecureAt(url)}, who);
		request.onAnswer?.();
		if (!redirects.has(answer.status)) {
			return {answer, asked: who, isOwn};
		}

		answer.discard();
		url = nextUrl(answer.headers.location, url, request, who);
		if (seen.has(url.href)) {
			throw new ImageError(`${asked.registry} redirects in a circle when it is asked for ${asked.subject}.`);
		}

		if (seen.size > mostRedirects) {
			throw new ImageError(`${asked.registry} redirects more than ${mostRedirects} times when it is asked for ${asked.subject}.`);
		}

		seen.add(url.href);
		session.counts.redirects++;
		who = url.host === request.url.host ? asked : {...asked, registry: `${url.host}, where ${asked.registry} redirects,`};
	}
}

function nextUrl(location: string | undefined, from: URL, {method, isInsecureAt}: RedirectedRequest, {registry, subject}: Asked): URL {
	const url = location !== undefined && location.length <= longestLocation && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
	if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || method !== 'GET') {
		throw new ImageError(`${registry} redirects to nowhere when it is asked for ${subject}.`);
	}

	if (url.protocol === 'http:' && from.protocol === 'https:' && !isInsecureAt(url)) {
		throw new ImageError(`${registry} redirects from https to plain http when it is asked for ${subject}, which anyone on the way could read and change.`);
	}

	// What a server says of itself is nothing to log in with.
	url.username = '';
	url.password = '';
	url.hash = '';
	return url;
}

async function send(session: RegistrySession, request: HttpRequest, asked: Asked): Promise<HttpAnswer> {
	try {
		return await session.transport.send(request);
	} catch (error) {
		throw sentenceOf(error, asked, session, request.signal);
	}
}

/** What went wrong on the way as a sentence; the signal's reason stays what it is. */
export function sentenceOf(error: unknown, asked: Asked, {patience}: RegistrySession, signal: AbortSignal | undefined): unknown {
	if (error instanceof ImageError || signal?.aborted) {
		return signal?.aborted ? signal.reason : error;
	}

	if (error instanceof StallError) {
		return new PassingError(`Gave up waiting for ${asked.registry} to send ${asked.subject}: ${error.hasCome ? 'next to nothing' : 'nothing'} came for ${patience} s.`, {cause: error, weight: 2});
	}

	return connectionError(asked, error as NodeJS.ErrnoException);
}
