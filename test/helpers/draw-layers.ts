import {Buffer} from 'node:buffer';
import {EntryTableBuilder} from '../../source/archive/entry-table-builder.js';
import {entryTypeNames, type entryType, type EntryTable} from '../../source/archive/entry-table.js';
import {encodeEscaped} from '../../source/format/safe-text.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';

/** An entry of a layer, as a test draws it. */
export type DrawnEntry = {
	type: (typeof entryTypeNames)[number];
	/** Beginning with `/`; of a whiteout, the path that it removes, and of an opaque marker its directory. */
	path: string;
	mode: number;
	uid: number;
	gid: number;
	/** Content bytes of a file. */
	size: number;
	/** Seconds since 1970. */
	mtime: number;
	/** Where a symbolic link leads, as written; the path that a hard link names, beginning with `/`. */
	link: string;
	device: readonly [number, number] | undefined;
	xattrs: Record<string, string>;
	/** Whether the content is not all there. */
	broken: boolean;
	/** What stands for the bytes of the content, where a test compares contents. */
	letter?: string;
};

const signs: Readonly<Record<string, DrawnEntry['type']>> = {
	'+': 'file', d: 'directory', l: 'symlink', h: 'hardlink', f: 'fifo', c: 'character-device', b: 'block-device', '-': 'whiteout', o: 'opaque', u: 'aufs',
};

/**
Reads layers that are drawn as text, base layer first, with `--` between them. What is left out of a line is as ordinary as can be.

```
d /etc 0755 0:0 @5 user.color=red   a directory: mode, owner, time, xattrs
+ /etc/motd 12                      a file of 12 bytes
+ /etc/cut 12 broken                a file whose content is not all there
+ /x\\x0ay                          a file with a line break in its name: any byte is written so
l /bin -> usr/bin                   a symbolic link
h /x => /y                          a hard link
f /pipe                             a fifo
c /dev/null 1:3                     a character device; 0:0 is a whiteout as overlayfs writes it
b /dev/sda 8:0                      a block device
- /a/b                              a whiteout of /a/b
o /a                                /a is opaque
u /.wh..wh.plnk                     AUFS's own
```
*/
export function drawnLayers(picture: string): DrawnEntry[][] {
	const layers: DrawnEntry[][] = [[]];
	for (const indented of picture.split('\n')) {
		const line = indented.trim();
		if (line === '--') {
			layers.push([]);
		} else if (line !== '' && !line.startsWith('#')) {
			layers.at(-1)!.push(drawnEntry(line));
		}
	}

	return layers;
}

export function drawnEntry(line: string): DrawnEntry {
	const [sign, path, ...words] = line.split(/\s+/);
	const type = signs[sign];
	if (!type || !path?.startsWith('/')) {
		throw new Error(`No layer can be drawn with: ${line}`);
	}

	const entry: DrawnEntry = {
		type, path, mode: type === 'directory' ? 0o755 : 0o644, uid: 0, gid: 0, size: 0, mtime: 0, link: '', device: undefined, xattrs: {}, broken: false,
	};
	const isDevice = type === 'character-device' || type === 'block-device';
	for (let index = 0; index < words.length; index++) {
		const word = words[index];
		if (word === '->' || word === '=>') {
			entry.link = words[++index];
		} else if (word === 'broken') {
			entry.broken = true;
		} else if (word.startsWith('@')) {
			entry.mtime = Number(word.slice(1));
		} else if (/^\d+:\d+$/.test(word)) {
			const [first, second] = word.split(':').map(Number);
			if (isDevice && !entry.device) {
				entry.device = [first, second];
			} else {
				entry.uid = first;
				entry.gid = second;
			}
		} else if (/^0\d+$/.test(word)) {
			entry.mode = Number.parseInt(word, 8);
		} else if (/^\d+$/.test(word)) {
			entry.size = Number(word);
		} else if (word.includes('=')) {
			entry.xattrs[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
		} else {
			throw new Error(`“${word}” means nothing in: ${line}`);
		}
	}

	// As the index of a tar reads it.
	return isDevice && entry.device![0] === 0 && entry.device![1] === 0 && sign === 'c' ? {...entry, type: 'whiteout', device: undefined} : entry;
}

/** The line that draws an entry; what is ordinary is left out. */
export function drawEntry(entry: DrawnEntry): string {
	const {type, path, mode, uid, gid, size, mtime, link, device, xattrs, broken} = entry;
	const sign = Object.keys(signs).find(sign => signs[sign] === type)!;
	return [
		sign,
		path,
		...(device ? [device.join(':')] : []),
		...(mode === (type === 'directory' ? 0o755 : 0o644) ? [] : [`0${mode.toString(8)}`]),
		...(uid === 0 && gid === 0 ? [] : [`${uid}:${gid}`]),
		...(size === 0 ? [] : [String(size)]),
		...(mtime === 0 ? [] : [`@${mtime}`]),
		...Object.entries(xattrs).map(([name, value]) => `${name}=${value}`),
		...(broken ? ['broken'] : []),
		...(link === '' ? [] : [type === 'hardlink' ? '=>' : '->', link]),
	].join(' ');
}

/** The picture of layers. */
export function drawLayers(layers: readonly DrawnEntry[][]): string {
	return layers.map(layer => layer.map(entry => drawEntry(entry)).join('\n')).join('\n--\n');
}

/** The table that the index of such a layer's tar would be. */
export function tableOf(layer: readonly DrawnEntry[]): EntryTable {
	const builder = new EntryTableBuilder();
	for (const {type, path, mode, uid, gid, size, mtime, link, device, xattrs, broken} of layer) {
		const number = entryTypeNames.indexOf(type) as (typeof entryType)[keyof typeof entryType];
		const entry = builder.add(number, mode, uid, gid, 0, 0, mtime, type === 'file' ? size : 0, 0);
		const bytes = Buffer.from(encodeEscaped(path.slice(1)));
		builder.path(bytes, 0, bytes.length);
		if (link !== '') {
			const target = Buffer.from(type === 'hardlink' ? link.slice(1) : link);
			builder.link(target, 0, target.length);
		}

		if (device) {
			builder.devices.set(entry, device);
		}

		if (Object.keys(xattrs).length > 0) {
			builder.xattrs.set(entry, new Map(Object.entries(xattrs).map(([name, value]) => [name, Buffer.from(value)])));
		}

		if (broken) {
			builder.broken.add(entry);
		}
	}

	return builder.finish(0);
}

/** Drawn layers, laid over each other. `order`: the numbers of the layers in the order in which they come in. */
export function overlayOf(drawn: string | readonly DrawnEntry[][], order?: readonly number[]): Overlay {
	const layers = typeof drawn === 'string' ? drawnLayers(drawn) : drawn;
	const overlay = new Overlay(layers.length);
	for (const layer of order ?? layers.map((_layer, index) => index + 1)) {
		overlay.add(layer, tableOf(layers[layer - 1]));
		runNow(overlay.advance());
	}

	return overlay;
}
