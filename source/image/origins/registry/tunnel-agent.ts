import http from 'node:http';
import https from 'node:https';
import type {Duplex} from 'node:stream';
import {proxyAuthorization} from './proxy.js';

/** A proxy did not connect; the message is the rest of a sentence that says so. */
export class ProxyError extends Error {
	override name = 'ProxyError';

	/**
	@param status What it answered; undefined where it did not.
	*/
	constructor(readonly host: string, readonly status?: number, options?: ErrorOptions) {
		super(status === 407
			? `the proxy ${host} wants a login`
			: (status === undefined ? `the proxy ${host} can't be reached` : `the proxy ${host} does not connect to it (status ${status})`), options);
	}
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** Connections that speak TLS with a server by way of a proxy (RFC 9110, 9.3.6, "CONNECT"). */
export class TunnelAgent extends https.Agent {
	/**
	@param patience Milliseconds that the proxy is waited for.
	*/
	constructor(private readonly proxy: URL, private readonly patience: number, options: https.AgentOptions) {
		super(options);
	}

	override createConnection(options: https.RequestOptions, callback?: Connected): Duplex | null | undefined {
		const {proxy} = this;
		let isDone = false;
		const finish = (error: Error | null, stream?: Duplex) => {
			if (!isDone) {
				isDone = true;
				callback?.(error, stream!);
			}
		};

		const host = String(options.host ?? options.hostname);
		const authority = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`;
		const authorization = proxyAuthorization(proxy);
		const request = (proxy.protocol === 'https:' ? https : http).request({
			method: 'CONNECT',
			host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
			port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
			path: authority,
			headers: {host: authority, ...authorization !== undefined && {'proxy-authorization': authorization}},
			agent: false,
			timeout: this.patience,
		});
		request.once('connect', ({statusCode}, socket) => {
			socket.setTimeout(0);
			if (statusCode === 200) {
				finish(null, super.createConnection({...options, socket} as https.RequestOptions)!);
			} else {
				socket.destroy();
				finish(new ProxyError(proxy.host, statusCode));
			}
		});
		request.once('response', ({statusCode}) => {
			request.destroy();
			finish(new ProxyError(proxy.host, statusCode));
		});
		request.once('timeout', () => {
			request.destroy(new Error('The proxy does not answer.'));
		});
		request.once('error', error => {
			finish(new ProxyError(proxy.host, undefined, {cause: error}));
		});
		request.end();
		return undefined;
	}
}
