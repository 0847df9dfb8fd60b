import http from 'node:http';
import type net from 'node:net';

/** Hands requests on to a server of the loopback, and counts them and the bytes of what comes back. */
export async function countingProxy(port: number): Promise<{host: string; counts: {requests: number; bytes: number}; reset(): void; close(): void}> {
	const counts = {requests: 0, bytes: 0};
	const server = http.createServer((request, response) => {
		counts.requests++;
		const onward = http.request({host: '127.0.0.1', port, path: request.url, method: request.method, headers: request.headers}, answer => {
			response.writeHead(answer.statusCode!, answer.headers);
			answer.on('data', (chunk: Buffer) => {
				counts.bytes += chunk.length;
			});
			answer.pipe(response);
		});
		onward.on('error', () => {
			response.destroy();
		});
		request.pipe(onward);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		host: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
		counts,
		reset() {
			counts.requests = 0;
			counts.bytes = 0;
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
