import * as v from 'valibot';
import {sha256Pattern} from '../../format/digest.js';
import {chainIds} from '../chain-ids.js';
import type {Image} from '../image.js';
import type {KnownImage} from '../known-image.js';
import {lastingReference} from '../origins/lasting-reference.js';
import {dropSmallFile, readSmallFile, writeSmallFile} from './small-file.js';

/** Older ones are forgotten. */
const mostImages = 2000;

/** What has a longer name is not kept. */
const longestName = 500;

/** As many of the longest names, in the longest way to write them, have less; what is larger is no list of ours. */
const largestList = 8 << 20;

const fileName = 'known.jsonl';
const heading = '{"schema":"freedive/known/1"}';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const lineSchema = v.tuple([
	v.pipe(v.string(), v.regex(sha256Pattern)),
	v.pipe(v.string(), v.minLength(1), v.maxLength(longestName)),
	v.pipe(count, v.minValue(1)),
	count,
]);

/**
The images that were opened before and begin an image's layers, the last one opened first. None where there is no such list, or none that
can be read. Of two thousand lines only those are parsed that tell of these layers.
*/
export function readKnownImages(folder: string, {layers}: Pick<Image, 'layers'>): KnownImage[] {
	const starts = new Set(chainIds(layers).map(chainId => startOf(chainId)));
	return linesOf(folder).flatMap(line => {
		if (!starts.has(line.slice(0, startLength))) {
			return [];
		}

		try {
			const [chainId, name, layers, steps] = v.parse(lineSchema, JSON.parse(line));
			return [{chainId, name, layers, steps, knownBy: 'opened'}];
		} catch {
			// Another program's, or a broken one: the others are as good as before.
			return [];
		}
	});
}

/**
Keeps what tells others that they are built on an image that was opened: its name and the chain of its layers. Nothing is said where that
can't be: nobody asked for it. Of the demo, and of what has no layers, nothing is kept, nor of a stream without a name.
*/
export function rememberLayers(folder: string, image: Image): void {
	const chainId = chainIds(image.layers).at(image.layers.length - 1);
	const name = image.tags[0] ?? lastingReference(image.reference);
	if (chainId === undefined || name === undefined || name.length > longestName || image.form === 'demo') {
		return;
	}

	const line = JSON.stringify([chainId, name, image.layers.length, image.history.length]);
	const lines = linesOf(folder);
	if (!lines.includes(line)) {
		writeSmallFile(folder, fileName, `${[heading, line, ...lines.slice(0, mostImages - 1)].join('\n')}\n`);
	}
}

/**
Forgets which images are known.

@throws {Error} Where the list is there and can't be taken away.
*/
export function forgetKnownImages(folder: string): void {
	dropSmallFile(folder, fileName);
}

/** How many images are known so. */
export function countKnownImages(folder: string): number {
	return linesOf(folder).length;
}

function linesOf(folder: string): string[] {
	const [first, ...lines] = readSmallFile(folder, fileName, largestList)?.split('\n') ?? [];
	return first === heading ? lines.filter(line => line !== '').slice(0, mostImages) : [];
}

/** How a line begins that tells of these layers. */
function startOf(chainId: string): string {
	return `["${chainId}",`;
}

const startLength = startOf(`sha256:${'0'.repeat(64)}`).length;
