import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

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
		const fd = fs.openSync(path.join(folder, fileName), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
		try {
			const stats = fs.fstatSync(fd);
			if (!stats.isFile() || stats.size > largestList) {
				return [];
			}

			const {images} = v.parse(listSchema, JSON.parse(fs.readFileSync(fd, 'utf8')));
			return images.slice(0, mostImages);
		} finally {
			fs.closeSync(fd);
		}
	} catch {
		return [];
	}
}

/**
Puts an image in front of those that were opened lately. Nothing is said where that can't be: nobody asked for it.

The list is written aside and renamed, so that it is whole at any time; of two programs that write at once the last one's image is kept.
*/
export function rememberImage(folder: string, image: RecentImage): void {
	const aside = path.join(folder, `.${fileName}.${randomUUID()}`);
	const isSame = (other: RecentImage) => other.reference === image.reference && other.image === image.image && other.platform === image.platform;
	try {
		fs.mkdirSync(folder, {recursive: true, mode: 0o700});
		// Another may have made it, for what is nobody's secret.
		fs.chmodSync(folder, 0o700);
		const images = [image, ...readRecentImages(folder).filter(other => !isSame(other))].slice(0, mostImages);
		fs.writeFileSync(aside, `${JSON.stringify({schema: 'freedive/recent/1', images}, undefined, '\t')}\n`, {flag: 'wx', mode: 0o600});
		fs.renameSync(aside, path.join(folder, fileName));
	} catch {
		leave(aside);
	}
}

/**
Forgets which images were opened lately.

@throws {Error} Where the list is there and can't be taken away.
*/
export function forgetImages(folder: string): void {
	fs.rmSync(path.join(folder, fileName), {force: true});
}

/** Takes away what was written aside, if it was. */
function leave(aside: string): void {
	try {
		fs.unlinkSync(aside);
	} catch {
		// It is not there, as far as we can tell.
	}
}
