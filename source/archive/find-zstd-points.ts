import zlib from 'node:zlib';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import {readChunks} from './read-chunks.js';
import {SeekPointList, type FindOptions} from './seek-point-list.js';
import {ownStart, type SeekPoints} from './seek-points.js';
import {unzstd} from './unzstd.js';
import {ZstdFrames} from './zstd-frames.js';

/**
Finds where inflating can begin in a zstd blob: at its frames, of which zstd:chunked and pzstd make many.

@returns Undefined where there is no such place but the start: most have one frame.
@throws {Error} What the file system says.
*/
export async function findZstdPoints(source: ByteSource, {onRead, leastPlain}: FindOptions = {}): Promise<SeekPoints | undefined> {
	const list = new SeekPointList(source, 'zstd', leastPlain);
	const {ends, isWhole} = findFrames(source, list.leastStored);
	if (ends.length < 2) {
		return undefined;
	}

	let plain = 0;
	let check = 0;
	try {
		for (const [index, end] of ends.entries()) {
			const start = ends[index - 1] ?? 0;
			let length = 0;
			let next = check;
			for await (const chunk of unzstd(source.region(source.name, start, end - start), {})) {
				length += chunk.length;
				next = zlib.crc32(chunk, next);
			}

			plain += length;
			check = next;
			onRead?.(end - start);
			const place = {plain, stored: end, bit: ownStart};
			if (index === ends.length - 1 || list.isDue(place)) {
				list.end(place, check);
				check = 0;
			}
		}

		return list.finish(isWhole);
	} catch (error) {
		if (error instanceof ArchiveError) {
			return list.finish(false);
		}

		throw error;
	}
}

/**
Where frames end. What may be skipped belongs to the frame that follows it.

@param apart Frames that end closer to one another than so many bytes are taken together.
*/
function findFrames(source: ByteSource, apart: number): {ends: number[]; isWhole: boolean} {
	const frames = new ZstdFrames();
	const ends: number[] = [];
	let end = 0;
	let isWhole = false;
	try {
		for (const chunk of readChunks(source)) {
			for (const {last} of frames.push(chunk)) {
				end = last ? frames.position : end;
				if (last && end - (ends.at(-1) ?? 0) >= apart) {
					ends.push(end);
				}
			}
		}

		isWhole = frames.whole;
	} catch (error) {
		if (!(error instanceof ArchiveError)) {
			throw error;
		}
	}

	if (end > (ends.at(-1) ?? 0)) {
		ends.push(end);
	}

	return {ends, isWhole};
}
