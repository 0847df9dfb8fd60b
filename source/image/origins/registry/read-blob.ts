import {NoRangesError} from '../../../archive/no-ranges-error.js';
import {formatBytes} from '../../../format/bytes.js';
import {formatCount} from '../../../format/count.js';
import {ImageError} from '../../image.js';
import type {RegistryConnection} from './connection.js';
import {RunningDigest} from './running-digest.js';
import {sentenceOf, type Followed} from './follow-redirects.js';
import {PassingError, type Asked} from './registry-error.js';

/** Which bytes of a blob are wanted, and what is known of it. */
export type BlobOptions = {
	/** Bytes of the whole blob, as its descriptor claims. */
	size: number;
	/** The first byte that is wanted; 0 where it is not told. */
	start?: number;
	/** The byte before which to end; `size` where it is not told. */
	end?: number;
	/** Whether it is given up where the registry knows no ranges, and all that lies before would have to be read. */
	onlyByRange?: boolean;
	signal?: AbortSignal;
	/** Told of each piece how many bytes it has. */
	onRead?: (bytes: number) => void;
};

/**
The bytes of a blob as they come. Where the connection breaks, it goes on from there by a range; a registry that knows no ranges is
read from the start again, and what is not wanted is left out.

@throws {NoRangesError} Before any came, when `onlyByRange` says so.
@throws {ImageError} When it can't be had whole, when it is longer or shorter than its descriptor claims, and at the end, when the
whole blob was asked for and has another digest.
*/
export async function * readBlob(connection: RegistryConnection, digest: string, options: BlobOptions, subject: string): AsyncIterable<Uint8Array> {
	const {size, start = 0, end = size, onRead} = options;
	const {session} = connection;
	const signal = session.signal(options.signal);
	const tries = session.tries(connection.asked({subject}), signal);
	const running = start === 0 && end === size ? new RunningDigest(digest) : undefined;
	let position = start;
	while (position < end) {
		const headers = position === 0 && end === size ? undefined : {range: `bytes=${position}-${end - 1}`};
		const followed = await connection.get({path: `blobs/${digest}`, subject, headers, signal: options.signal}, tries);
		if (options.onlyByRange && start > 0 && position === start && followed.answer.status === 200) {
			followed.answer.discard();
			throw new NoRangesError();
		}

		try {
			for await (const piece of piecesOf(followed, {position, end, size})) {
				position += piece.length;
				tries.progress(piece.length);
				running?.add(piece);
				onRead?.(piece.length);
				yield piece;
			}

			if (position < end) {
				throw new PassingError(`${followed.asked.registry} ends ${subject} after ${formatCount(position)} of ${formatCount(size)} bytes.`);
			}
		} catch (error) {
			await tries.pause(sentenceOf(error, followed.asked, session, signal));
		}
	}

	const actual = running?.end();
	if (actual !== undefined && actual !== digest) {
		throw new ImageError(`${connection.endpoint.name} sends other bytes as ${subject}: their digest is ${actual}.`);
	}
}

/** Which bytes an answer is to bring. */
type Wanted = {position: number; end: number; size: number};

/** What of an answer's body is wanted. It never gives more, and never asks for more than one piece beyond. */
async function * piecesOf({answer, asked}: Followed, {position, end, size}: Wanted): AsyncIterable<Uint8Array> {
	let at: number;
	let stop: number;
	try {
		({at, stop} = rangeOf(answer, asked, {position, end, size}));
	} catch (error) {
		answer.discard();
		throw error;
	}

	for await (const chunk of answer.body) {
		const from = at;
		at += chunk.length;
		if (at > stop) {
			throw tooMuch(asked, size);
		}

		const piece = chunk.subarray(Math.max(0, position - from), Math.max(0, end - from));
		if (piece.length > 0) {
			yield piece;
		}

		// Of what is wanted only in part, the rest need not come.
		if (at >= end && at < stop) {
			return;
		}
	}
}

/**
Where the bytes of an answer begin in the blob, and where they end at the latest.

@throws {ImageError} When they are no part of the blob that was asked for, or of a blob of another size.
*/
function rangeOf({status, headers}: Followed['answer'], asked: Asked, {position, end, size}: Wanted): {at: number; stop: number} {
	const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
	if (status === 200) {
		if (length !== undefined && length !== size) {
			throw wrongSize(asked, length, size);
		}

		return {at: 0, stop: size};
	}

	const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/.exec(headers['content-range'] ?? '');
	if (!match) {
		throw new ImageError(`${asked.registry} sends a part of ${asked.subject}, and does not say which.`);
	}

	const [first, last] = [Number(match[1]), Number(match[2])];
	if (match[3] !== '*' && Number(match[3]) !== size) {
		throw wrongSize(asked, Number(match[3]), size);
	}

	// A part may be shorter than was asked for, but never lie elsewhere (RFC 9110, 15.3.7).
	if (first !== position || last < first || last >= end || (length !== undefined && length !== last - first + 1)) {
		throw new ImageError(`${asked.registry} sends another part of ${asked.subject} than was asked for.`);
	}

	return {at: first, stop: last + 1};
}

function wrongSize({registry, subject}: Asked, found: number, size: number): ImageError {
	return new ImageError(`${registry} says that ${subject} has ${formatCount(found)} bytes, where its descriptor claims ${formatCount(size)}.`);
}

function tooMuch({registry, subject}: Asked, size: number): ImageError {
	return new ImageError(`${registry} sends more bytes of ${subject} than the ${formatBytes(size)} that were asked for.`);
}
