import {decodeSeekPoints, encodeSeekPoints} from '../../archive/encode-seek-points.js';
import {FetchedSource} from '../../archive/fetched-source.js';
import {maximumWindows, type SeekPoints} from '../../archive/seek-points.js';
import type {Layer} from '../image.js';
import type {CacheFolder} from './cache-folder.js';
import {nameByDigest, nameByPlace} from './kept-name.js';

/** Windows, and the columns of as many points as there may be. */
const largestFile = maximumWindows * 2;

/**
Seek points of compressed layers, kept for the next time: by digest where the blob comes from a registry, which was held to it, else by
the file and the place that it lies at. Whatever they say, what is read by them is held against checksums.
*/
export class SeekPointCache {
	/**
	@param keepsWindows Whether windows may be kept: plain content of the layers, 32 KiB for each point.
	*/
	constructor(private readonly folder: CacheFolder, private readonly keepsWindows = true) {}

	/** The points of a layer's blob; undefined where they are not known. */
	find(layer: Layer): SeekPoints | undefined {
		const name = nameOf(layer);
		if (name === undefined) {
			return undefined;
		}

		const bytes = this.folder.readBytes(name, largestFile);
		const points = bytes && decodeSeekPoints(bytes);
		return points?.size === layer.storedSize && points.compression === layer.compression ? points : undefined;
	}

	/** Keeps points. They are written while other work goes on. */
	keep(layer: Layer, points: SeekPoints): void {
		const name = nameOf(layer);
		if (name !== undefined && (this.keepsWindows || points.windows.length === 0)) {
			this.folder.keep(name, [encodeSeekPoints(points)]);
		}
	}
}

function nameOf({blob, digest}: Layer): string | undefined {
	return blob instanceof FetchedSource ? nameByDigest('seek', digest) : blob && nameByPlace('seek', blob);
}
