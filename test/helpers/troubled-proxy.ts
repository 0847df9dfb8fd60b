import http from 'node:http';
import net from 'node:net';
import type {ExecutionContext} from 'ava';

/** A proxy in front of a registry, as `host:port`. */
export type TroubledProxy = {
	host: string;
	/** Connections so far, and those of them that were cut in the midst. */
	connections: number;
	cut: number;
};

/** Passes connections on to a registry, and cuts every third in the midst of what it sends; the others end sooner or later too, so that there are thirds. */
export async function cuttingProxy(t: ExecutionContext, target: string, {after = 20_000, life = 300_000} = {}): Promise<TroubledProxy> {
	const [host, port] = target.split(':', 2);
	const proxy = {host: '', connections: 0, cut: 0};
	const sockets = new Set<net.Socket>();
	const server = net.createServer(client => {
		const isThird = ++proxy.connections % 3 === 0;
		const upstream = net.connect(Number(port), host);
		let passed = 0;
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				client.destroy();
				upstream.destroy();
			});
		}

		client.pipe(upstream);
		upstream.on('data', (chunk: Buffer) => {
			const limit = isThird ? after : life;
			client.write(chunk.subarray(0, Math.max(0, limit - passed)));
			passed += chunk.length;
			if (passed >= limit) {
				proxy.cut++;
				upstream.destroy();
				client.end();
			}
		});
	});
	await listen(t, server);
	t.teardown(() => {
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	proxy.host = hostOf(server);
	return proxy;
}

/** Passes requests on to a registry without the header Range, and answers without saying that ranges are known. */
export async function rangelessProxy(t: ExecutionContext, target: string): Promise<string> {
	const server = http.createServer((incoming, response) => {
		const {range, ...headers} = incoming.headers;
		const [host, port] = target.split(':', 2);
		const request = http.request({host, port, path: incoming.url, method: incoming.method, headers, agent: false}, answer => {
			const {'accept-ranges': _, ...kept} = answer.headers;
			response.writeHead(answer.statusCode!, kept);
			answer.pipe(response);
		});
		response.on('close', () => {
			request.destroy();
		});
		request.on('error', () => {
			response.destroy();
		});
		request.end();
	});
	await listen(t, server);
	t.teardown(() => {
		server.closeAllConnections();
	});
	return hostOf(server);
}

/** What a proxy for TLS was asked to connect to, and with what login. */
export type Connects = {url: string; asked: Array<{authority: string; login?: string}>};

/** A proxy that takes CONNECT to any name and leads it to one server; and plain requests to any, which it answers itself. */
export async function connectProxy(t: ExecutionContext, target: string, {status = 200} = {}): Promise<Connects> {
	const [host, port] = target.split(':', 2);
	const proxy: Connects = {url: '', asked: []};
	const sockets = new Set<net.Socket>();
	const server = http.createServer((incoming, response) => {
		proxy.asked.push({authority: incoming.url!, login: incoming.headers['proxy-authorization']});
		response.writeHead(status, {'content-type': 'application/json'});
		response.end('{}');
	});
	server.on('connect', (incoming: http.IncomingMessage, client: net.Socket, head: Buffer) => {
		proxy.asked.push({authority: incoming.url!, login: incoming.headers['proxy-authorization']});
		client.on('error', () => undefined);
		if (status !== 200) {
			client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
			return;
		}

		const upstream = net.connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 Yes\r\n\r\n');
			upstream.write(head);
			client.pipe(upstream).pipe(client);
		});
		upstream.on('error', () => {
			client.destroy();
		});
		sockets.add(client).add(upstream);
	});
	await listen(t, server);
	t.teardown(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		server.closeAllConnections();
	});
	proxy.url = `http://${hostOf(server)}`;
	return proxy;
}

async function listen(t: ExecutionContext, server: net.Server): Promise<void> {
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', () => {
			resolve();
		});
	});
	t.teardown(() => {
		server.close();
	});
}

function hostOf(server: net.Server): string {
	return `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}
