import {ArchiveError} from './archive-error.js';
import {inflate, type InflateOptions} from './inflate.js';
import {readSegmentLater} from './read-segment.js';
import {segmentAt, storedEnd, type SeekPoints, type SegmentIndex} from './seek-points.js';
import type {StoredBlob} from './stored-blob.js';

/**
The plain bytes of a blob from a place to its end, inflated from the last point before it. A chunk is valid only until the next is asked for.

Each segment is checked before anything of it is given. Where the points don't reach, or don't fit the blob, all from the start is
inflated, as without them: they cost time then, and nothing else. But for those of a table of contents: there nothing else leads to
the bytes.

@throws {ArchiveError} As `inflate` does, and where a table of contents tells of other bytes than are there.
*/
export async function * inflateFrom(stored: StoredBlob, start: number, options: InflateOptions = {}): AsyncGenerator<Uint8Array, void, void> {
	const {blob, compression, points} = stored;
	let position = start;
	const first = points && segmentAt(points, start);
	if (points && first !== undefined) {
		for await (const bytes of segmentsFrom(stored, points, first, options)) {
			// Only the first begins before.
			const rest = position === start ? bytes.subarray(start - points.plain[first]) : bytes;
			position += rest.length;
			yield rest;
		}

		if (points.isWhole && position === points.plain[points.count]) {
			return;
		}
	}

	if (points?.chunks) {
		throw new ArchiveError('its bytes are not those that the layer\'s table of contents tells of');
	}

	await blob.ready(undefined, undefined, {signal: options.signal});
	let at = 0;
	for await (const chunk of inflate(blob, compression, options)) {
		at += chunk.length;
		if (at > position) {
			yield chunk.subarray(Math.max(0, chunk.length - (at - position)));
			position = at;
		}
	}
}

/** Segments one after another, up to one that can't be read. While one is used the next is inflated, once a second was asked for. */
async function * segmentsFrom({blob}: StoredBlob, points: SeekPoints, first: SegmentIndex, {signal, onRead}: InflateOptions): AsyncGenerator<Uint8Array, void, void> {
	let next: Promise<Uint8Array | undefined> | undefined;
	for (let segment = first; segment < points.count; segment++) {
		signal?.throwIfAborted();
		const bytes = await (next ?? readSegmentLater(blob, points, segment));
		if (!bytes) {
			return;
		}

		next = segment > first && segment + 1 < points.count ? readSegmentLater(blob, points, segment + 1) : undefined;
		// It may fail before it is waited for, or never be: whoever waits is told.
		next?.catch(() => undefined);
		onRead?.(storedEnd(points, segment) - points.stored[segment]);
		yield bytes;
		release(bytes);
	}
}

/** Memory of less than this may be part of one that others have. */
const ownMemory = 1 << 18;

/** Frees a segment that was used up at once, instead of when the garbage collector comes: gigabytes of them go by. */
function release({buffer}: Uint8Array): void {
	if (buffer instanceof ArrayBuffer && buffer.byteLength >= ownMemory) {
		buffer.transfer(0);
	}
}
