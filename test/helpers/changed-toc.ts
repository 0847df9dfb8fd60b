import crypto from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';
import type {TocClaim} from '../../source/archive/toc/toc-claim.js';
import {entry} from './archive/raw-tar.js';
import {json} from './build-image.js';

/** An entry of a table of contents, as it stands there. */
export type TocEntry = Record<string, unknown> & {name: string; type: string; offset?: number; chunkOffset?: number};

/** An eStargz blob whose table of contents is another, and what claims it. */
export function changedToc(toc: (entries: TocEntry[]) => unknown, {digestOf = (bytes: Buffer) => `sha256:${crypto.hash('sha256', bytes)}`} = {}): {bytes: Buffer; claim: TocClaim} {
	const bytes = fs.readFileSync(new URL('../fixtures/estargz.tar.gz', import.meta.url));
	const offset = Number.parseInt(bytes.subarray(-35, -19).toString(), 16);
	const tar = zlib.gunzipSync(bytes.subarray(offset, -51));
	const size = Number.parseInt(tar.toString('latin1', 124, 135), 8);
	const document = JSON.parse(tar.toString('utf8', 512, 512 + size)) as {entries: TocEntry[]};
	const made = toc(document.entries);
	const text = typeof made === 'string' ? Buffer.from(made) : json({version: 1, entries: made});
	const packed = zlib.gzipSync(Buffer.concat([entry({name: 'stargz.index.json'}, text)]), {level: 1});
	return {
		bytes: Buffer.concat([bytes.subarray(0, offset), packed, bytes.subarray(-51)]),
		claim: {form: 'estargz', digest: digestOf(text)},
	};
}

/** Changes the entry of a file whose name ends so, and leaves all else. */
export const altered = (name: string, more: Record<string, unknown>) => (entries: TocEntry[]) => entries.map(entry => entry.name.endsWith(name) && entry.type !== 'chunk' ? {...entry, ...more} : entry);
