import {Buffer} from 'node:buffer';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import {tarOf, type TarItem} from './tar-of.js';

/** What lies in a container, by path: a file's bytes, or a symbolic link. */
export type Files = Map<string, Uint8Array | {link: string}>;

/** How the layers of an image are stored. */
export type Wrapping = 'none' | 'gzip' | 'zstd';

/** An image as its parts, to be put into any container. */
export type BuiltImage = {
	config: Buffer;
	/** Plain tars, base layer first. */
	layers: Buffer[];
	diffIds: string[];
	tags: string[];
	/** Platform of the config. */
	os: string;
	architecture: string;
	variant?: string;
};

export type BuildOptions = {
	tags?: string[];
	/** `os/arch[/variant]`. */
	platform?: string;
	/** More of the config, or instead of what is in it. */
	config?: Record<string, unknown>;
	/** What files hold that are written as `name = @key`, by that key: bytes, or text of several lines. */
	contents?: Readonly<Record<string, Uint8Array | string>>;
};

/** A config's and a manifest's JSON. */
export function json(value: unknown): Buffer {
	return Buffer.from(JSON.stringify(value));
}

/** A document among the files, parsed. */
export function readJson<T>(files: Files, name: string): T {
	return JSON.parse((files.get(name) as Buffer).toString()) as T;
}

export function sha256(bytes: Uint8Array): string {
	return `sha256:${crypto.hash('sha256', bytes, 'hex')}`;
}

export function hex(digest: string): string {
	return digest.slice(digest.indexOf(':') + 1);
}

/**
Builds an image from a short text. A line as far out as the first is `created_by`; the lines indented below it are the layer's
entries, and without any it made no layer.

```
ADD rootfs.tar /
  etc/                     a directory
  etc/motd = hello         a file and what it holds
  var/big * 100000         a file of so many bytes
  0600 1000:1000 etc/key = secret
  user.a! etc/tagged = x   a file with an extended attribute of two bytes
  bin/sh -> busybox        a symbolic link
  bin/ls => bin/busybox    a hard link
  tmp/.wh.old              as it is named: a whiteout
ENV A=1
RUN true
  (nothing)                a layer without entries
```
*/
export async function buildImage(text: string, options: BuildOptions = {}): Promise<BuiltImage> {
	const steps: Array<{createdBy: string; entries?: Array<[string, TarItem]>}> = [];
	const lines = text.split('\n').filter(line => line.trim() !== '');
	const indentation = /^\s*/.exec(lines[0] ?? '')![0].length;
	for (const indented of lines) {
		const line = indented.slice(indentation);
		if (!/^\s/.test(line)) {
			steps.push({createdBy: line});
			continue;
		}

		const step = steps.at(-1)!;
		step.entries ??= [];
		if (line.trim() !== '(nothing)') {
			step.entries.push(entryOf(line.trim(), options.contents));
		}
	}

	const layers = await Promise.all(steps.flatMap(({entries}) => entries ? [tarOf(entries)] : []));
	const diffIds = layers.map(layer => sha256(layer));
	const [os, architecture, variant] = (options.platform ?? 'linux/amd64').split('/', 3);
	const config = json({
		created: '2026-01-02T03:04:05Z',
		architecture,
		os,
		variant,
		config: {Env: ['PATH=/bin'], Cmd: ['sh']},
		rootfs: {type: 'layers', diff_ids: diffIds},
		history: steps.map(({createdBy, entries}) => ({created: '2026-01-02T03:04:05Z', created_by: createdBy, empty_layer: entries ? undefined : true})),
		...options.config,
	});
	return {config, layers, diffIds, tags: options.tags ?? [], os, architecture, variant};
}

function entryOf(line: string, contents: BuildOptions['contents'] = {}): [string, TarItem] {
	const match = /^(?:(?<mode>0\d+) )?(?:(?<uid>\d+):(?<gid>\d+) )?(?:(?<xattr>[\w.]+)! )?(?<name>\S+)(?: (?<sign>=>|->|=|\*) (?<value>.*))?$/.exec(line);
	if (!match) {
		throw new Error(`A layer has no such entry: ${line}`);
	}

	const {mode, uid, gid, xattr, name, sign, value} = match.groups as Record<string, string | undefined> & {name: string};
	const header = {
		uid: Number(uid ?? 0),
		gid: Number(gid ?? 0),
		...(mode !== undefined && {mode: Number.parseInt(mode, 8)}),
		...(xattr !== undefined && {pax: {[`SCHILY.xattr.${xattr}`]: 'on'}}),
	};
	switch (sign) {
		case '->': {
			return [name, {header: {...header, type: 'symlink', linkname: value}}];
		}

		case '=>': {
			return [name, {header: {...header, type: 'link', linkname: value}}];
		}

		case '*': {
			return [name, {header, content: Buffer.alloc(Number(value), name)}];
		}

		default: {
			return name.endsWith('/')
				? [name.slice(0, -1), {header: {mode: 0o755, ...header, type: 'directory'}}]
				: [name, {header, content: contentOf(value, contents)}];
		}
	}
}

function contentOf(value: string | undefined, contents: NonNullable<BuildOptions['contents']>): string | Buffer {
	const content = value?.startsWith('@') ? contents[value.slice(1)] ?? value : value ?? '';
	return typeof content === 'string' ? content : Buffer.from(content);
}

export function wrap(bytes: Uint8Array, wrapping: Wrapping): Buffer {
	return {none: Buffer.from, gzip: zlib.gzipSync, zstd: zlib.zstdCompressSync}[wrapping](bytes as Buffer);
}

/** A descriptor of bytes that are put among the blobs. */
export function addBlob(files: Files, bytes: Buffer, mediaType: string, more: Record<string, unknown> = {}) {
	const digest = sha256(bytes);
	files.set(`blobs/sha256/${hex(digest)}`, bytes);
	return {mediaType, digest, size: bytes.length, ...more};
}

/** Puts an image's blobs and its manifest among the files. */
export function addManifest(files: Files, image: BuiltImage, {wrapping = 'gzip', ...more}: {wrapping?: Wrapping; annotations?: Record<string, string>; platform?: boolean} = {}) {
	const suffix = {none: '', gzip: '+gzip', zstd: '+zstd'}[wrapping];
	const manifest = json({
		schemaVersion: 2,
		mediaType: 'application/vnd.oci.image.manifest.v1+json',
		config: addBlob(files, image.config, 'application/vnd.oci.image.config.v1+json'),
		layers: image.layers.map(layer => addBlob(files, wrap(layer, wrapping), `application/vnd.oci.image.layer.v1.tar${suffix}`)),
	});
	const {os, architecture, variant} = image;
	return addBlob(files, manifest, 'application/vnd.oci.image.manifest.v1+json', {
		annotations: more.annotations,
		platform: more.platform ? {os, architecture, variant} : undefined,
	});
}

/** Puts an index among the blobs. */
export function addIndex(files: Files, manifests: unknown[], more: Record<string, unknown> = {}) {
	const mediaType = 'application/vnd.oci.image.index.v1+json';
	return addBlob(files, json({schemaVersion: 2, mediaType, manifests}), mediaType, more);
}

/** The top of an OCI layout. */
export function finishLayout(files: Files, manifests: unknown): Files {
	files.set('index.json', json({schemaVersion: 2, manifests}));
	files.set('oci-layout', json({imageLayoutVersion: '1.0.0'}));
	return files;
}

/** An OCI layout of images, each under its first tag. */
export function ociLayout(images: BuiltImage[], wrapping: Wrapping = 'gzip'): Files {
	const files: Files = new Map();
	return finishLayout(files, images.map(image => addManifest(files, image, {
		wrapping,
		annotations: image.tags.length > 0 ? {'org.opencontainers.image.ref.name': image.tags[0]} : undefined,
	})));
}

/** What `docker save` wrote from 1.10 to 24: layers in folders whose names are no digests. */
export function dockerArchive(images: BuiltImage[], wrapping: Wrapping = 'none'): Files {
	const files: Files = new Map();
	const items = images.map(image => {
		const config = `${hex(sha256(image.config))}.json`;
		files.set(config, image.config);
		let parent: string | undefined;
		const layers = image.layers.map((layer, index) => {
			const id = hex(sha256(Buffer.from(`${config} ${index}`)));
			files.set(`${id}/VERSION`, Buffer.from('1.0'));
			files.set(`${id}/json`, json({id, parent}));
			parent = id;
			files.set(`${id}/layer.tar`, wrap(layer, wrapping));
			return `${id}/layer.tar`;
		});
		return {Config: config, RepoTags: image.tags.length > 0 ? image.tags : null, Layers: layers};
	});
	files.set('manifest.json', json(items));
	return files;
}

/** What `docker save` has written since 25: an OCI layout with plain layers, and `manifest.json` still. */
export function docker25Archive(images: BuiltImage[]): Files {
	const files: Files = new Map();
	const manifests = images.map(image => addManifest(files, image, {
		wrapping: 'none',
		annotations: image.tags.length > 0
			? {
				'io.containerd.image.name': `docker.io/library/${image.tags[0]}`,
				'org.opencontainers.image.ref.name': image.tags[0].split(':', 2)[1],
			}
			: undefined,
	}));
	finishLayout(files, manifests);
	files.set('manifest.json', json(images.map(image => ({
		Config: `blobs/sha256/${hex(sha256(image.config))}`,
		RepoTags: image.tags.length > 0 ? image.tags : null,
		Layers: image.diffIds.map(diffId => `blobs/sha256/${hex(diffId)}`),
	}))));
	return files;
}

/** What `docker save` wrote before 1.10: a folder a layer, which names its parent, and no manifest. */
export function layerChain(image: BuiltImage): Files {
	const files: Files = new Map();
	const {history, ...config} = JSON.parse(image.config.toString()) as {history: Array<{created_by: string; empty_layer?: boolean}>};
	const commands = history.filter(entry => !entry.empty_layer).map(entry => entry.created_by);
	let parent: string | undefined;
	for (const [index, layer] of image.layers.entries()) {
		const id = hex(sha256(Buffer.from(`${commands[index]} ${index}`)));
		files.set(`${id}/VERSION`, Buffer.from('1.0'));
		files.set(`${id}/json`, json({...config, id, parent, container_config: {Cmd: ['/bin/sh', '-c', commands[index]]}}));
		files.set(`${id}/layer.tar`, layer);
		parent = id;
	}

	const repositories: Record<string, Record<string, string>> = {};
	for (const tag of image.tags) {
		const [name, version] = tag.split(':', 2);
		repositories[name] = {...repositories[name], [version]: parent!};
	}

	files.set('repositories', json(repositories));
	return files;
}

/** What skopeo calls a dir: bare names, and one manifest. */
export function dockerDir(image: BuiltImage, wrapping: Wrapping = 'none'): Files {
	const blobs: Files = new Map();
	addManifest(blobs, image, {wrapping});
	const manifest = [...blobs].pop()!;
	const files: Files = new Map([...blobs].slice(0, -1).map(([name, bytes]) => [path.basename(name), bytes]));
	files.set('manifest.json', manifest[1]);
	files.set('version', Buffer.from('Directory Transport Version: 1.1\n'));
	return files;
}

/** Writes files as a folder. */
export function writeFolder(folder: string, files: Files): string {
	for (const [name, item] of files) {
		const file = path.join(folder, name);
		fs.mkdirSync(path.dirname(file), {recursive: true});
		if ('link' in item) {
			fs.symlinkSync(item.link, file);
		} else {
			fs.writeFileSync(file, item);
		}
	}

	return folder;
}

/** Writes files as a tar. */
export async function writeTar(file: string, files: Files): Promise<string> {
	fs.writeFileSync(file, await tarOf(files));
	return file;
}
