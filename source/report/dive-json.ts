import {entryType, linkBytes, unknownOwner, type EntryIndex, type EntryTable, type EntryType} from '../archive/entry-table.js';
import {safeJson} from '../format/json.js';
import type {Image, Layer} from '../image/image.js';
import {countAsDive} from '../tree/dive-figures.js';
import type {Overlay} from '../tree/overlay.js';

/** A path of a layer, as dive's JSON has it. Numbers of types are those of tar, modes those of Go. */
type DiveFileInfo = {path: string; typeFlag: number; linkName: string; size: number; fileMode: number; uid: number; gid: number; isDir: boolean};

/** A path in a layer's own tree. */
type Node = {info: DiveFileInfo; children: Map<string, Node>};

/** Go's `fs.FileMode` by type, and the letter that tar has for it. */
const kinds: Readonly<Partial<Record<EntryType, {flag: string; mode: number}>>> = {
	[entryType.file]: {flag: '0', mode: 0},
	[entryType.hardlink]: {flag: '1', mode: 0},
	[entryType.symlink]: {flag: '2', mode: 2 ** 27},
	[entryType.characterDevice]: {flag: '3', mode: (2 ** 26) + (2 ** 21)},
	[entryType.blockDevice]: {flag: '4', mode: 2 ** 26},
	[entryType.directory]: {flag: '5', mode: 2 ** 31},
	[entryType.fifo]: {flag: '6', mode: 2 ** 25},
};

const noInfo: DiveFileInfo = {path: '', typeFlag: 0, linkName: '', size: 0, fileMode: 0, uid: 0, gid: 0, isDir: false};

/**
The JSON that `dive --json FILE` writes (v0.13), with the same keys. Targets of hard links are without a first `./`, and whiteouts
have none, whatever their tar says; of paths that waste as much the order may be another.
*/
export function * diveJson(image: Image, overlay: Overlay): Generator<string> {
	yield '{\n  "layer": [';
	for (const [index, layer] of image.layers.entries()) {
		yield `${index === 0 ? '' : ','}\n    ${indented({...layerOf(layer, overlay), fileList: filesOf(layer, overlay)}, 4)}`;
	}

	const {figures, files} = countAsDive(overlay);
	const {tree} = overlay;
	yield `${image.layers.length === 0 ? '' : '\n  '}],\n  "image": ${indented({
		sizeBytes: image.layers.reduce((sum, {number}) => sum + overlay.layer(number).size, 0),
		inefficientBytes: figures.wastedBytes,
		efficiencyScore: figures.efficiency,
		fileReference: files.map(({path, count, bytes}) => ({count, sizeBytes: bytes, file: textOf(tree.pathBytes(path))})),
	}, 2)}\n}`;
}

function layerOf({number, diffId, history, blobName = ''}: Layer, overlay: Overlay) {
	return {
		index: number - 1,
		// To dive that is the first folder of the blob's path.
		id: blobName.includes(':') ? 'blobs' : blobName.split('/', 1)[0],
		digestId: history ? diffId ?? '' : '',
		sizeBytes: overlay.layer(number).size,
		command: history ? history.createdBy.replace(/^\/bin\/sh -c /, '') : '(missing)',
	};
}

/** A layer's own paths, what is in a folder before it, and siblings by name. */
function filesOf({number}: Layer, {store, tree}: Overlay): DiveFileInfo[] {
	const table = store.table(number);
	const paths = store.paths(number);
	const top: Node = {info: noInfo, children: new Map()};
	for (let index = 0; index < table.count; index++) {
		const type = table.type[index] as EntryType;
		const names = textOf(tree.pathBytes(paths[index])).split('/').filter(name => name !== '');
		if (type === entryType.aufs || names.length === 0) {
			continue;
		}

		const isNamed = type === entryType.whiteout && !table.devices.has(index);
		if (isNamed) {
			names.push(`.wh.${names.pop()!}`);
		}

		let node = top;
		for (const name of names) {
			let child = node.children.get(name);
			if (!child) {
				child = {info: noInfo, children: new Map()};
				node.children.set(name, child);
			}

			node = child;
		}

		if (type !== entryType.opaque) {
			node.info = infoOf(table, index, names.join('/'), isNamed ? entryType.file : (type === entryType.whiteout ? entryType.characterDevice : type));
		}
	}

	return [...childrenFirst(top)];
}

function * childrenFirst({children}: Node): Generator<DiveFileInfo> {
	const pending: Array<{node: Node; rest: string[]}> = [{node: {info: noInfo, children}, rest: namesOf(children)}];
	while (pending.length > 0) {
		const {node, rest} = pending.at(-1)!;
		const name = rest.pop();
		if (name === undefined) {
			pending.pop();
			if (pending.length > 0) {
				yield node.info;
			}
		} else {
			const child = node.children.get(name)!;
			pending.push({node: child, rest: namesOf(child.children)});
		}
	}
}

/** Names by their bytes, the last first. */
function namesOf(children: ReadonlyMap<string, Node>): string[] {
	return [...children.keys()].sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)));
}

function infoOf(table: EntryTable, index: EntryIndex, path: string, type: EntryType): DiveFileInfo {
	const {flag, mode} = kinds[type]!;
	const bits = table.mode[index];
	const owner = (id: number) => id === unknownOwner ? 0 : id;
	return {
		path,
		typeFlag: flag.codePointAt(0)!,
		linkName: textOf(linkBytes(table, index)),
		size: table.size[index],
		fileMode: mode + (bits & 0o777) + ((bits & 0o4000) && 2 ** 23) + ((bits & 0o2000) && 2 ** 22) + ((bits & 0o1000) && 2 ** 20),
		uid: owner(table.uid[index]),
		gid: owner(table.gid[index]),
		isDir: type === entryType.directory,
	};
}

/** Go's JSON has U+FFFD for what is no UTF-8. */
function textOf(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
}

/** Go writes what HTML would take for its own as `\uNNNN`, which is the same JSON. */
function indented(value: unknown, spaces: number): string {
	return safeJson(value, 2)
		.replaceAll(/[&<>]/g, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)
		.split('\n')
		.join(`\n${' '.repeat(spaces)}`);
}
