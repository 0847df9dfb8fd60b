import http from 'node:http';
import https from 'node:https';
import {proxyAuthorization, proxyFor} from './proxy.js';
import {StallWatch} from './stall-watch.js';
import {TunnelAgent} from './tunnel-agent.js';

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

/** Nothing came for as long as is waited, or next to nothing. */
export class StallError extends Error {
	override name = 'StallError';

	constructor(readonly hasCome: boolean) {
		super('Nothing came.');
	}
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
	/** By proxy, and by whether certificates are checked. */
	private readonly tunnels = new Map<string, TunnelAgent>();

	/**
	@param environment Says which proxies are to be used.
	@param patience Milliseconds without a byte after which a server is given up.
	@param onBytes Told of each part of a body how long it is.
	*/
	constructor(private readonly environment: Readonly<Record<string, string | undefined>>, private readonly patience: number, private readonly onBytes: (bytes: number) => void) {}

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
		for (const agent of [this.plain, this.secure, this.unchecked, ...this.tunnels.values()]) {
			agent.destroy();
		}
	}

	private async sendOnce({method, url, headers, body, isInsecure, signal}: HttpRequest): Promise<HttpAnswer> {
		signal?.throwIfAborted();
		const options = {method, headers: {...headers, 'accept-encoding': 'identity'}, signal};
		const proxy = proxyFor(url, this.environment);
		const outgoing = proxy && url.protocol === 'http:'
			? this.requestByProxy(url, proxy, options)
			: (url.protocol === 'https:'
				? https.request(url, {...options, agent: proxy ? this.tunnel(proxy, isInsecure) : (isInsecure ? this.unchecked : this.secure)})
				: http.request(url, {...options, agent: this.plain}));
		const watch = new StallWatch(this.patience, () => {
			outgoing.destroy(new StallError(false));
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

	/** A request in plain HTTP that a proxy is to pass on ("absolute-form", RFC 9112, 3.2.2). */
	private requestByProxy(url: URL, proxy: URL, {headers, ...options}: {method: string; headers: Record<string, string>; signal?: AbortSignal}): http.ClientRequest {
		const authorization = proxyAuthorization(proxy);
		const isSecure = proxy.protocol === 'https:';
		return (isSecure ? https : http).request({
			...options,
			host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
			port: proxy.port || (isSecure ? 443 : 80),
			path: url.href,
			headers: {...headers, host: url.host, ...authorization !== undefined && {'proxy-authorization': authorization}},
			agent: isSecure ? this.secure : this.plain,
		});
	}

	private tunnel(proxy: URL, isInsecure: boolean): TunnelAgent {
		const key = `${isInsecure} ${proxy.href}`;
		const agent = this.tunnels.get(key) ?? new TunnelAgent(proxy, this.patience, {...this.options, rejectUnauthorized: !isInsecure});
		this.tunnels.set(key, agent);
		return agent;
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
		const watch = new StallWatch(this.patience, hasCome => {
			incoming.destroy(new StallError(hasCome));
		});
		try {
			watch.start();
			for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
				watch.stop(chunk.length);
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
