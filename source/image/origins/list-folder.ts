import fs from 'node:fs/promises';
import {constants} from 'node:fs';
import path from 'node:path';
import {inflateFirst} from '../../archive/first-bytes.js';
import {sniffCompression, type Compression} from '../../archive/sniff.js';
import type {ImageForm} from '../image.js';
import {parseReference} from '../reference.js';
import {looksLikeImage} from '../salvage.js';
import {firstNames} from './first-names.js';

/** An image that lies in a folder, told by its name and first bytes alone. */
export type FolderImage = {
	/** How to open it from this folder. */
	reference: string;
	/** Its whole path. */
	path: string;
	/** What it is, as far as the first bytes tell. */
	form?: ImageForm;
	compression: Compression;
	/** Bytes on disk. */
	size: number;
	/** When it was changed last: milliseconds since 1970. */
	modified: number;
};

/** Names of a folder that are looked at: a folder of more is no place where one looks for an image. */
const mostNames = 2000;

/** Files that are looked at side by side. */
const atOnce = 8;

/** Headers of a tar that are looked at: an image of a hundred layers has as many. */
const mostHeaders = 128;

/** Of a compressed file so much is read, and inflated to so much at most: enough for the first names. */
const firstCompressed = 64 << 10;
const firstPlain = 512 << 10;

/** Blobs of a layout whose sizes are added up. */
const mostBlobs = 1000;

/** What a root file system has at its top. */
const ofFileSystems = new Set(['.dockerenv', 'bin', 'boot', 'dev', 'etc', 'lib', 'lib64', 'proc', 'sbin', 'usr', 'var']);

/** Names by which a tar goes that is compressed in a way which its first bytes can't be read of without another program. */
const packedTar = /\.(?:tar\.(?:xz|bz2)|txz|tbz2?)$/i;

/**
The images in a folder, the newest first: archives and layouts, the folder itself among them if it is one. What can't be looked at is
left out: who names it is told why.
*/
export async function listFolder(folder: string, {signal}: {signal?: AbortSignal} = {}): Promise<FolderImage[]> {
	const names = await namesIn(folder);
	const found: FolderImage[] = [];
	const take = async (): Promise<void> => {
		for (let name = names.pop(); name !== undefined && !signal?.aborted; name = names.pop()) {
			try {
				const image = await lookAt(folder, name);
				if (image) {
					found.push(image);
				}
			} catch {
				// Gone meanwhile, or not for us to read.
			}
		}
	};

	await Promise.all(Array.from({length: atOnce}, take));
	return found.sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1));
}

async function namesIn(folder: string): Promise<string[]> {
	const names = ['.'];
	try {
		for await (const {name} of await fs.opendir(folder)) {
			// A name that is no text can't be written on the screen and opened again.
			if (!name.includes('\uFFFD')) {
				names.push(name);
			}

			if (names.length > mostNames) {
				break;
			}
		}
	} catch {
		// A folder that can't be read has nothing to offer.
	}

	return names;
}

async function lookAt(folder: string, name: string): Promise<FolderImage | undefined> {
	const whole = path.join(folder, name);
	const stats = await fs.stat(whole);
	if (stats.isDirectory()) {
		return lookAtLayout(whole, referenceOf(name));
	}

	const about = {reference: referenceOf(name), path: whole, size: stats.size, modified: stats.mtimeMs};
	if (!stats.isFile() || stats.size < 512) {
		return undefined;
	}

	// Without waiting: what was a file just now may be a fifo without a writer.
	const file = await fs.open(whole, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const read = async (at: number, length: number): Promise<Uint8Array> => {
			const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, at);
			return buffer.subarray(0, bytesRead);
		};

		const compression = sniffCompression(await read(0, 512));
		if (compression === 'none') {
			return tarOf({...about, compression}, await firstNames(read, mostHeaders));
		}

		if (compression === 'xz' || compression === 'bzip2') {
			return packedTar.test(name) ? {...about, compression} : undefined;
		}

		const plain = await inflateFirst(await read(0, firstCompressed), compression, firstPlain);
		return tarOf({...about, compression}, await firstNames((at, length) => plain.subarray(at, at + length), mostHeaders));
	} finally {
		await file.close();
	}
}

/** What a tar is by its first names; undefined where it is neither an image nor a file system. */
function tarOf(about: Omit<FolderImage, 'form'>, names: readonly string[]): FolderImage | undefined {
	const plain = names.map(name => name.replace(/\/$/, ''));
	const has = new Set(plain);
	const isImage = looksLikeImage(plain);
	const isDocker = has.has('manifest.json') || has.has('repositories');
	if (isDocker && (isImage || (has.has('manifest.json') && has.has('repositories')))) {
		return {...about, form: 'docker-archive'};
	}

	if (isImage) {
		// Docker writes both documents, and manifest.json behind all blobs: where not all names are seen, it may still come.
		return about.compression === 'none' && names.length < mostHeaders && has.has('index.json') ? {...about, form: 'oci-archive'} : about;
	}

	return plain.some(name => ofFileSystems.has(name.split('/', 1)[0])) ? {...about, form: 'rootfs'} : undefined;
}

/** A folder that is an OCI layout, or what skopeo calls a dir; a manifest.json alone is one of many things. */
async function lookAtLayout(folder: string, reference: string): Promise<FolderImage | undefined> {
	const has = async (name: string) => {
		try {
			return await fs.stat(path.join(folder, name));
		} catch {
			return undefined;
		}
	};

	const layout = await has('oci-layout') && await has('index.json');
	const dir = layout ? undefined : await has('version') && await has('manifest.json');
	const document = layout || dir;
	if (!document) {
		return undefined;
	}

	return {
		reference,
		path: folder,
		form: layout ? 'oci-layout' : 'docker-dir',
		compression: 'none',
		size: await sizeOf(layout ? path.join(folder, 'blobs', 'sha256') : folder),
		modified: document.mtimeMs,
	};
}

/** Bytes of the files in a folder, as far as they are added up. */
async function sizeOf(folder: string): Promise<number> {
	let size = 0;
	let blobs = 0;
	try {
		for await (const {name} of await fs.opendir(folder)) {
			if (++blobs > mostBlobs) {
				break;
			}

			const stats = await fs.stat(path.join(folder, name));
			size += stats.isFile() ? stats.size : 0;
		}
	} catch {
		// What is added up so far has to do.
	}

	return size;
}

/** The name of something that is there, as it is opened: with `./` in front where it could be taken for something else. */
function referenceOf(name: string): string {
	const {scheme} = parseReference(name, () => 'file');
	return scheme === undefined && !/^[-~]/.test(name) ? name : `./${name}`;
}
