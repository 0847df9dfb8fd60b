import http from 'node:http';
import https from 'node:https';
import {StallWatch} from './stall-watch.js';

/*
By node:http and not by `fetch`: that one takes 40 ms more to load, can't be told of proxies or of a registry whose certificate is not
to be checked without a package of its own, refuses a dozen ports, and inflates what a server calls compressed, so that no size fits.
*/

/** A request as it goes over the wire. */
export type HttpRequest = {
	method: 'GET' | 'POST';
	url: URL;
	headers: Readonly<Record<string, string>>;
	body?: string;
	/** Takes any certificate. */
	isInsecure: boolean;
	signal?: AbortSignal;
};

/** An answer, whose body is yet to come. Whoever has one reads the body or discards it. */
export type HttpAnswer = {
	status: number;
	headers: http.IncomingHttpHeaders;
	/** The body as it comes. Breaking off closes the connection. */
	body: AsyncIterable<Uint8Array>;
	/** Lets a short body pass, so that its connection can be used again, and closes the connection of any other. */
	discard(): void;
};

/** Nothing came for as long as is waited. */
export class StallError extends Error {
	override name = 'StallError';
}

/** Connections to one host at once; registries limit them, and more are not faster. */
const mostConnections = 8;

/** A body that is not wanted is read to its end up to here: a new connection costs more than so many bytes. */
const worthReading = 64 << 10;

/** Sends requests, and keeps connections open between them. */
export class Transport {
	private readonly options = {keepAlive: true, maxSockets: mostConnections, scheduling: 'lifo'} as const;
	private readonly plain = new http.Agent(this.options);
	private readonly secure = new https.Agent(this.options);
	private readonly unchecked = new https.Agent({...this.options, rejectUnauthorized: false});

	/**
	@param patience Milliseconds without a byte after which a server is given up.
	@param onBytes Told of each part of a body how long it is.
	*/
	constructor(private readonly patience: number, private readonly onBytes: (bytes: number) => void) {}

	/**
	Sends a request; resolves when the head of its answer is there. Follows no redirect.

	@throws {Error} What Node says of connections, `StallError`, or the signal's reason.
	*/
	async send(request: HttpRequest): Promise<HttpAnswer> {
		try {
			return await this.sendOnce(request);
		} catch (error) {
			// A server may close a connection that was kept just when it is used again.
			if ((error as {isReused?: boolean}).isReused) {
				return this.sendOnce(request);
			}

			throw error;
		}
	}

	/** Closes all connections. */
	close(): void {
		for (const agent of [this.plain, this.secure, this.unchecked]) {
			agent.destroy();
		}
	}

	private async sendOnce({method, url, headers, body, isInsecure, signal}: HttpRequest): Promise<HttpAnswer> {
		signal?.throwIfAborted();
		const isSecure = url.protocol === 'https:';
		const outgoing = (isSecure ? https : http).request(url, {
			method,
			headers: {...headers, 'accept-encoding': 'identity'},
			agent: isSecure ? (isInsecure ? this.unchecked : this.secure) : this.plain,
			signal,
		});
		const watch = new StallWatch(this.patience, () => {
			outgoing.destroy(new StallError());
		});
		return new Promise((resolve, reject) => {
			watch.start();
			outgoing.once('response', incoming => {
				watch.stop();
				resolve(this.answerOf(incoming, signal));
			});
			// Also after the answer came, when it is the body's to tell.
			outgoing.on('error', (error: NodeJS.ErrnoException) => {
				watch.stop();
				const isReused = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
				reject(signal?.aborted ? signal.reason as Error : (isReused ? Object.assign(error, {isReused}) : error));
			});
			outgoing.end(body);
		});
	}

	private answerOf(incoming: http.IncomingMessage, signal: AbortSignal | undefined): HttpAnswer {
		// Until somebody reads it.
		incoming.on('error', () => undefined);
		return {
			status: incoming.statusCode!,
			headers: incoming.headers,
			body: this.bodyOf(incoming, signal),
			discard() {
				let length = 0;
				incoming.on('data', (chunk: Uint8Array) => {
					length += chunk.length;
					if (length > worthReading) {
						incoming.destroy();
					}
				});
			},
		};
	}

	private async * bodyOf(incoming: http.IncomingMessage, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
		const watch = new StallWatch(this.patience, () => {
			incoming.destroy(new StallError());
		});
		try {
			watch.start();
			for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
				watch.stop();
				this.onBytes(chunk.length);
				yield chunk;
				watch.start();
			}
		} catch (error) {
			throw signal?.aborted ? signal.reason as Error : error;
		} finally {
			watch.stop();
			incoming.destroy();
		}
	}
}
