import {hash} from 'node:crypto';
import * as v from 'valibot';
import {sha256Pattern} from '../../format/digest.js';
import {formatTime} from '../../format/time.js';
import type {CacheFolder} from './cache-folder.js';

/** What a tag named when its registry was asked. */
export type KeptTag = {
	digest: string;
	/** As the registry called it; empty where it did not. */
	mediaType: string;
	/** When that was: RFC 3339, in UTC, in whole seconds. */
	asked: string;
};

/** A name has at most some 650 characters, a media type 255; what is larger is none of ours. */
const largestFile = 4096;

const schema = 'freedive/tag/1';
const fileSchema = v.object({
	schema: v.literal(schema),
	name: v.string(),
	digest: v.pipe(v.string(), v.regex(sha256Pattern)),
	mediaType: v.pipe(v.string(), v.maxLength(255)),
	asked: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
});

/** Which digests tags named, kept for when their registry can't be reached. Who may read it may read the documents beside it. */
export class TagCache {
	constructor(private readonly folder: CacheFolder) {}

	/** What the tag of a name named when it was asked for last; undefined where that is not known. */
	find(name: string): KeptTag | undefined {
		const bytes = this.folder.readBytes(fileName(name), largestFile);
		const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), bytes && Buffer.from(bytes).toString());
		if (!parsed.success || parsed.output.name !== name) {
			return undefined;
		}

		const {digest, mediaType, asked} = parsed.output;
		return {digest, mediaType, asked};
	}

	/**
	Keeps what the tag of a name names.

	@param name In full, with registry and tag.
	@param now Milliseconds since 1970.
	*/
	keep(name: string, {digest, mediaType}: Pick<KeptTag, 'digest' | 'mediaType'>, now: number): void {
		const kept = {schema, name, digest, mediaType, asked: formatTime(Math.floor(now / 1000))};
		if (v.is(fileSchema, kept)) {
			this.folder.keep(fileName(name), [Buffer.from(JSON.stringify(kept))]);
		}
	}
}

/** Names have letters that no file's name may have. */
function fileName(name: string): string {
	return `tag/name-${hash('sha256', name)}`;
}
