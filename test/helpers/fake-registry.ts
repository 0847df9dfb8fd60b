import http from 'node:http';
import type net from 'node:net';
import type {ExecutionContext} from 'ava';

/** A request as a fake registry got it. */
export type FakeRequest = {
	method: string;
	/** With its query. */
	path: string;
	headers: http.IncomingHttpHeaders;
	body: string;
	/** How many requests came before it. */
	number: number;
};

/** What a fake registry answers: a status, headers and a body; or whatever it does with the raw answer. */
export type FakeAnswer = ((response: http.ServerResponse) => void) | {
	status?: number;
	headers?: Record<string, string | undefined>;
	body?: string | Uint8Array;
};

export type FakeRegistry = {
	/** `127.0.0.1:PORT`. */
	host: string;
	/** What was asked of it, in order. */
	requests: FakeRequest[];
	/** The paths of that. */
	readonly paths: string[];
	/** Ends it before the test does: from then on nobody listens there. */
	stop(): void;
};

/** A server that answers as a test wants, on a port of the loopback; it ends with the test. What `answer` leaves undefined is not found. */
export async function fakeRegistry(t: ExecutionContext, answer: (request: FakeRequest) => FakeAnswer | undefined): Promise<FakeRegistry> {
	const requests: FakeRequest[] = [];
	const server = http.createServer((incoming, response) => {
		let body = '';
		incoming.setEncoding('utf8');
		incoming.on('data', (chunk: string) => {
			body += chunk;
		});
		incoming.on('end', () => {
			const request = {method: incoming.method!, path: incoming.url!, headers: incoming.headers, body, number: requests.length};
			requests.push(request);
			const answered = answer(request) ?? notFound;
			if (typeof answered === 'function') {
				answered(response);
				return;
			}

			const bytes = Buffer.from(answered.body ?? '');
			const given = Object.entries({'content-length': String(bytes.length), ...answered.headers}).filter((pair): pair is [string, string] => pair[1] !== undefined);
			response.writeHead(answered.status ?? 200, Object.fromEntries(given));
			response.end(bytes);
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const stop = () => {
		server.closeAllConnections();
		server.close();
	};

	t.teardown(stop);
	return {
		host: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
		requests,
		get paths() {
			return requests.map(({path}) => path);
		},
		stop,
	};
}

/** As a registry says it (distribution-spec, "Error Codes"). */
export const notFound: FakeAnswer = {
	status: 404,
	headers: {'content-type': 'application/json'},
	body: JSON.stringify({errors: [{code: 'MANIFEST_UNKNOWN', message: 'manifest unknown'}]}),
};

/** Bytes as a registry sends them that knows ranges: the part that is asked for. */
export function ranged(bytes: Uint8Array, {headers}: Pick<FakeRequest, 'headers'>): FakeAnswer {
	const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
	if (!range) {
		return {body: bytes};
	}

	const [start, end] = [Number(range[1]), range[2] === '' ? bytes.length : Math.min(bytes.length, Number(range[2]) + 1)];
	return start < end
		? {status: 206, headers: {'content-range': `bytes ${start}-${end - 1}/${bytes.length}`}, body: bytes.subarray(start, end)}
		: {status: 416};
}
