import {createHash} from 'node:crypto';
import fs from 'node:fs';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {Random} from '../test/helpers/random.js';
import {tarHeader, TarWriter} from './write-tar.js';

/** An image as it is to be made: the same for the same plan. */
export type Plan = {
	name: string;
	layers: number;
	/** Entries of all layers. */
	entries: number;
	/** Content bytes of a file: most are far below. */
	largest: number;
};

type Folder = {path: string; files: number};

/** What there is of each file name; the folder tells them apart. */
const names = ['index', 'util', 'types', 'parse', 'render', 'state', 'view', 'test'];

/** Writes a plan's image as `docker save` does, with plain layers. */
export function generateDockerArchive(file: string, plan: Plan): void {
	const random = new Random(plan.entries + plan.layers);
	const pool = contentPool(random);
	const folders: Folder[] = [];
	const fd = fs.openSync(`${file}.part`, 'w');
	const archive = new TarWriter(fd);
	const layers = [];
	for (let layer = 1; layer <= plan.layers; layer++) {
		const start = archive.length;
		const tar = new TarWriter(fd, start + 512);
		writeLayer(tar, Math.floor(plan.entries / plan.layers), {layer, folders, random, pool, largest: plan.largest});
		const digest = tar.end();
		fs.writeSync(fd, tarHeader(`${digest}.tar`, tar.length, '0', 0o644), 0, 512, start);
		archive.skip(tar.length);
		layers.push(digest);
	}

	const config = Buffer.from(JSON.stringify(configOf(layers)));
	archive.file('config.json', config);
	archive.file('manifest.json', Buffer.from(JSON.stringify([{Config: 'config.json', RepoTags: [`freedive/${plan.name}:generated`], Layers: layers.map(layer => `${layer}.tar`)}])));
	archive.end();
	fs.closeSync(fd);
	fs.renameSync(`${file}.part`, file);
}

/** Writes the image of a generated docker-archive as an OCI archive with compressed layers. */
export async function generateOciArchive(file: string, from: string, compression: 'gzip' | 'zstd'): Promise<void> {
	const compress = promisify<Buffer, Buffer>(compression === 'gzip' ? zlib.gzip : zlib.zstdCompress);
	const source = fs.openSync(from, 'r');
	const fd = fs.openSync(`${file}.part`, 'w');
	const archive = new TarWriter(fd);
	const add = (bytes: Buffer, mediaType: string) => {
		const hex = createHash('sha256').update(bytes).digest('hex');
		archive.file(`blobs/sha256/${hex}`, bytes);
		return {mediaType, digest: `sha256:${hex}`, size: bytes.length};
	};

	const layers = [];
	const diffIds = [];
	for (const {name, start, size} of layersOf(source)) {
		const plain = Buffer.alloc(size);
		fs.readSync(source, plain, 0, size, start);
		diffIds.push(name);
		layers.push(add(await compress(plain), `application/vnd.oci.image.layer.v1.tar+${compression}`));
	}

	const config = add(Buffer.from(JSON.stringify(configOf(diffIds))), 'application/vnd.oci.image.config.v1+json');
	const manifest = add(Buffer.from(JSON.stringify({schemaVersion: 2, config, layers})), 'application/vnd.oci.image.manifest.v1+json');
	archive.file('index.json', Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [manifest]})));
	archive.file('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
	archive.end();
	fs.closeSync(fd);
	fs.closeSync(source);
	fs.renameSync(`${file}.part`, file);
}

type LayerOptions = {layer: number; folders: Folder[]; random: Random; pool: Buffer; largest: number};

/** Three quarters of a layer are new folders, a fifth files stored again, the rest files removed. */
function writeLayer(tar: TarWriter, entries: number, {layer, folders, random, pool, largest}: LayerOptions): void {
	const listed = new Set<string>();
	// Those of the layers below, each at most once, so that no path is twice in a layer.
	const below = random.shuffled(folders.slice(-2000));
	let left = entries;
	const list = (folder: string) => {
		const slash = folder.lastIndexOf('/');
		if (listed.has(folder) || left === 0) {
			return;
		}

		if (slash !== -1) {
			list(folder.slice(0, slash));
		}

		listed.add(folder);
		tar.directory(folder);
		left--;
	};

	const content = () => {
		// Most files are small: the fourth power of a random number.
		const size = 1 + Math.floor(largest * (random.next() ** 4));
		const from = random.below(pool.length - size);
		return pool.subarray(from, from + size);
	};

	while (left > 0) {
		const kind = below.length === 0 ? 0 : random.next();
		if (kind < 0.75) {
			const parent = folders.length > 0 && random.chance(0.5) ? random.pick(folders).path : `srv/layer${layer}`;
			const folder = {path: parent.length > 60 ? `srv/deep${folders.length}` : `${parent}/d${folders.length}`, files: 10 + random.below(50)};
			list(folder.path);
			for (let number = 0; number < folder.files && left > 0; number++, left--) {
				tar.file(`${folder.path}/${names[number % names.length]}${number}.js`, content());
			}

			folders.push(folder);
		} else {
			const folder = below.pop()!;
			const removes = kind > 0.95;
			list(folder.path);
			for (let number = 0; number < folder.files && left > 0; number++, left--) {
				const name = `${names[number % names.length]}${number}.js`;
				tar.file(`${folder.path}/${removes ? '.wh.' : ''}${name}`, removes ? Buffer.alloc(0) : content());
			}
		}
	}
}

/** Eight megabytes of which each other kilobyte is text that compresses well, and the rest does not compress. */
function contentPool(random: Random): Buffer {
	const pool = Buffer.alloc(8 << 20);
	for (let index = 0; index < pool.length; index++) {
		pool[index] = (index & 1024) === 0 ? random.below(256) : 97 + (index % 23);
	}

	return pool;
}

function configOf(layers: readonly string[]): Record<string, unknown> {
	return {
		architecture: 'amd64',
		os: 'linux',
		created: '2025-06-15T15:06:40Z',
		config: {},
		rootfs: {type: 'layers', diff_ids: layers.map(digest => `sha256:${digest}`)},
		history: layers.map((_, index) => ({created: '2025-06-15T15:06:40Z', created_by: `RUN /bin/sh -c make layer${index + 1} # buildkit`})),
	};
}

/** The layers in a docker-archive of `generateDockerArchive`, which lie before all else. */
function * layersOf(fd: number): Generator<{name: string; start: number; size: number}> {
	const header = Buffer.alloc(512);
	for (let at = 0; fs.readSync(fd, header, 0, 512, at) === 512;) {
		const name = header.toString('latin1', 0, header.indexOf(0));
		const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
		if (!name.endsWith('.tar')) {
			return;
		}

		yield {name: name.slice(0, -'.tar'.length), start: at + 512, size};
		at += 512 + (Math.ceil(size / 512) * 512);
	}
}
