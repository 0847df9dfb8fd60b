import * as v from 'valibot';
import {dropSmallFile, readSmallFile, writeSmallFile} from './small-file.js';

/** An image that was opened lately. */
export type RecentImage = {
	/** How to open it from anywhere: a path is a whole one. */
	reference: string;
	/** Which of several it was, as `--image` and `--platform` take it. */
	image?: string;
	platform?: string;
	/** What it was then: what marks the container in which it lies. */
	form: string;
	/** Bytes of its layers as they lie. */
	size: number;
	/** When it was opened: milliseconds since 1970. */
	opened: number;
};

/** Older ones are forgotten. */
const mostImages = 50;

/** Fifty long paths have less; what is larger is no list of ours. */
const largestList = 256 << 10;

const fileName = 'recent.json';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const whole = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const listSchema = v.object({
	schema: v.literal('freedive/recent/1'),
	images: v.array(v.object({reference: text, image: v.optional(text), platform: v.optional(text), form: text, size: whole, opened: whole})),
});

/** Images that were opened lately, the last one first; none where there is no such list, or none that can be read. */
export function readRecentImages(folder: string): RecentImage[] {
	try {
		const {images} = v.parse(listSchema, JSON.parse(readSmallFile(folder, fileName, largestList) ?? ''));
		return images.slice(0, mostImages);
	} catch {
		return [];
	}
}

/** Puts an image in front of those that were opened lately. Nothing is said where that can't be: nobody asked for it. */
export function rememberImage(folder: string, image: RecentImage): void {
	const isSame = (other: RecentImage) => other.reference === image.reference && other.image === image.image && other.platform === image.platform;
	const images = [image, ...readRecentImages(folder).filter(other => !isSame(other))].slice(0, mostImages);
	writeSmallFile(folder, fileName, `${JSON.stringify({schema: 'freedive/recent/1', images}, undefined, '\t')}\n`);
}

/**
Forgets which images were opened lately.

@throws {Error} Where the list is there and can't be taken away.
*/
export function forgetImages(folder: string): void {
	dropSmallFile(folder, fileName);
}
