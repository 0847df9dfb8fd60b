import type {ByteSource} from '../archive/byte-source.js';
import {readSegment} from '../archive/read-segment.js';
import {segmentAt, type SeekPoints, type SegmentIndex} from '../archive/seek-points.js';

/** Segments that are kept: what is seen may lie in two, and what is looked for beside it in two more. */
const maximumSegments = 4;

/** The plain bytes of a blob at any place, by its seek points: a segment is inflated when it is asked for, and kept for a while. */
export class SegmentCache {
	private readonly segments = new Map<SegmentIndex, Uint8Array>();

	constructor(private readonly blob: ByteSource, private readonly points: SeekPoints) {}

	/**
	Fills `target` with the plain bytes from `position`.

	@returns Whether that could be done: not where the points don't fit the blob.
	@throws {Error} What the file system says.
	*/
	fill(target: Uint8Array, position: number): boolean {
		for (let done = 0; done < target.length;) {
			const segment = segmentAt(this.points, position + done);
			const bytes = segment === undefined ? undefined : this.segment(segment);
			if (!bytes) {
				return false;
			}

			const from = position + done - this.points.plain[segment!];
			const piece = bytes.subarray(from, from + target.length - done);
			target.set(piece, done);
			done += piece.length;
		}

		return true;
	}

	private segment(segment: SegmentIndex): Uint8Array | undefined {
		const bytes = this.segments.get(segment) ?? readSegment(this.blob, this.points, segment);
		if (bytes) {
			this.segments.delete(segment);
			this.segments.set(segment, bytes);
			if (this.segments.size > maximumSegments) {
				this.segments.delete(this.segments.keys().next().value!);
			}
		}

		return bytes;
	}
}
