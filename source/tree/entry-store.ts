import {decodeBytes} from '../format/safe-text.js';
import {emptyEntryTable, entryType, linkBytes, type EntryIndex, type EntryTable, type EntryType} from '../archive/entry-table.js';
import type {Column} from '../image/cache/column-record.js';
import type {LayerNumber} from '../image/image.js';
import type {PathId} from './path-tree.js';

/** The number of an entry over all layers, in the order in which the layers' tables came in. Below 0 stand `absent` and `implicit`. */
export type EntryId = number;

/** No entry: the path is not there. */
export const absent = -1;

/** A directory that no layer lists, though something lies below it: 0755, root. */
export const implicit = -2;

/** What is known of an entry, or of an implicit directory. */
export type EntryFacts = {
	type: EntryType;
	/** Permission bits and setuid, setgid, sticky. */
	mode: number;
	uid: number;
	gid: number;
	user: string;
	group: string;
	/** Content bytes; a hard link has those of what it names. */
	size: number;
	/** Seconds since 1970, with fraction; undefined for an implicit directory. */
	mtime: number | undefined;
	/** Where a symbolic link leads, as it is written; for a hard link the path that it names, beginning with `/`. */
	link: string;
	/** The layer that stored it; 0 for an implicit directory. */
	layer: LayerNumber;
	/** Major and minor number of a device node. */
	device: readonly [number, number] | undefined;
};

const implicitFacts: EntryFacts = {
	type: entryType.directory, mode: 0o755, uid: 0, gid: 0, user: '', group: '', size: 0, mtime: undefined, link: '', layer: 0, device: undefined,
};

/** The entry tables of all layers under one numbering of entries. Columns stay in the tables; none is copied. */
export class EntryStore {
	private readonly tables: EntryTable[] = [];
	/** The path of each entry, by layer. */
	private readonly pathIds: Int32Array[] = [];
	private readonly bases: EntryId[] = [];
	/** The layers in the order in which they came in, and the entry at which each begins. */
	private readonly arrived: Array<{layer: LayerNumber; base: EntryId}> = [];
	/** What a hard link names, once its layer is overlaid: an entry that is no hard link, or `absent`. */
	private readonly linked = new Map<EntryId, EntryId>();
	/** How many entries there are. */
	count = 0;

	/** Adds a layer's table with the path of each of its entries. */
	add(layer: LayerNumber, table: EntryTable, pathIds: Int32Array): void {
		this.tables[layer] = table;
		this.pathIds[layer] = pathIds;
		this.bases[layer] = this.count;
		this.arrived.push({layer, base: this.count});
		this.count += table.count;
	}

	/** What hangs on the tables, as columns that stay as they are: where hard links lead, and of each layer, in the order in which they came in, its number and the paths of its entries. See `take`. */
	give(): Column[] {
		return [Int32Array.from([...this.linked].flat()), Uint16Array.from(this.arrived, ({layer}) => layer), ...this.arrived.map(({layer}) => this.pathIds[layer])];
	}

	/**
	Takes what another store gave, with the tables of the same layers. There must be none yet.

	@returns Whether it is of such tables; where not, nothing is taken.
	*/
	take(columns: readonly Column[], tables: ReadonlyMap<LayerNumber, EntryTable>): boolean {
		const [pairs, layers, ...paths] = columns as [Int32Array, Uint16Array, ...Int32Array[]];
		if (layers.length !== tables.size || layers.some((layer, index) => tables.get(layer)?.count !== paths[index].length)) {
			return false;
		}

		for (const [index, layer] of layers.entries()) {
			this.add(layer, tables.get(layer)!, paths[index]);
		}

		for (let at = 0; at < pairs.length; at += 2) {
			this.linked.set(pairs[at], pairs[at + 1]);
		}

		return true;
	}

	has(layer: LayerNumber): boolean {
		return this.tables[layer] !== undefined;
	}

	/** A layer's table; an empty one while it is not in. */
	table(layer: LayerNumber): EntryTable {
		return this.tables[layer] ?? noEntries;
	}

	/** The number of a layer's first entry; its others follow in the order of the tar. */
	base(layer: LayerNumber): EntryId {
		return this.bases[layer];
	}

	/** The paths of a layer's entries, in the order of the tar. */
	paths(layer: LayerNumber): Int32Array {
		return this.pathIds[layer] ?? noPaths;
	}

	layerOf(entry: EntryId): LayerNumber {
		const {arrived} = this;
		let low = 0;
		let high = arrived.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (arrived[middle].base <= entry) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}

		// Layers without entries share their base with the next: the last of them holds the entry.
		return arrived[low].layer;
	}

	/** Where an entry stands: in which layer's table, and at which place of it. */
	placeOf(entry: EntryId): [layer: LayerNumber, index: EntryIndex] {
		const layer = this.layerOf(entry);
		return [layer, entry - this.bases[layer]];
	}

	pathOf(entry: EntryId): PathId {
		const layer = this.layerOf(entry);
		return this.pathIds[layer][entry - this.bases[layer]];
	}

	/** Compares two entries by their place in the order of layers, and within a layer of the tar. */
	compareOrder(a: EntryId, b: EntryId): number {
		return this.layerOf(a) - this.layerOf(b) || a - b;
	}

	/** The entry's type in its tar: a hard link is one here. */
	typeOf(entry: EntryId): EntryType {
		const layer = this.layerOf(entry);
		return this.tables[layer].type[entry - this.bases[layer]] as EntryType;
	}

	/** What a hard link names; any other entry is itself. */
	resolve(entry: EntryId): EntryId {
		return this.linked.get(entry) ?? entry;
	}

	setLinked(entry: EntryId, target: EntryId): void {
		this.linked.set(entry, target);
	}

	/** The regular-file entry whose bytes an entry shows, or `absent`. */
	content(entry: EntryId): EntryId {
		if (entry < 0) {
			return absent;
		}

		const target = this.resolve(entry);
		return target >= 0 && this.typeOf(target) === entryType.file ? target : absent;
	}

	/** Content bytes of a regular-file entry. */
	sizeOf(entry: EntryId): number {
		const layer = this.layerOf(entry);
		return this.tables[layer].size[entry - this.bases[layer]];
	}

	/** Every hard link that leads to a content. */
	* links(): Generator<{entry: EntryId; content: EntryId}> {
		for (const [entry, target] of this.linked) {
			if (target >= 0 && this.typeOf(target) === entryType.file) {
				yield {entry, content: target};
			}
		}
	}

	/** A reader of sizes that remembers the layer it read last: for scans, in which neighbours are mostly of one layer. */
	sizes(): (entry: EntryId) => number {
		let base = 0;
		let size: Float64Array = new Float64Array();
		return entry => {
			if (entry < base || entry >= base + size.length) {
				const layer = this.layerOf(entry);
				base = this.bases[layer]!;
				({size} = this.tables[layer]!);
			}

			return size[entry - base];
		};
	}

	/** Whether the content of a regular-file entry is not all there. */
	isBroken(entry: EntryId): boolean {
		const layer = this.layerOf(entry);
		return this.tables[layer].broken.has(entry - this.bases[layer]);
	}

	/** What is known of an entry. Its own attributes, and the type, size and target of what it names if it is a hard link that leads somewhere. */
	facts(entry: EntryId): EntryFacts {
		if (entry < 0) {
			return implicitFacts;
		}

		const own = this.ownFacts(entry);
		const target = this.resolve(entry);
		if (target === entry || target < 0) {
			return own;
		}

		const {type: targetType, size, link: targetLink, device} = this.facts(target);
		return targetType === entryType.file ? {...own, size} : {...own, type: targetType, size, link: targetLink, device};
	}

	/** What an entry of a tar says of itself: a hard link is one, without content. */
	ownFacts(entry: EntryId): EntryFacts {
		const layer = this.layerOf(entry);
		const table = this.tables[layer];
		const index = entry - this.bases[layer];
		const type = table.type[index] as EntryType;
		const link = decodeBytes(linkBytes(table, index));
		return {
			type,
			mode: table.mode[index],
			uid: table.uid[index],
			gid: table.gid[index],
			user: table.owners[table.user[index]],
			group: table.owners[table.group[index]],
			size: table.size[index],
			mtime: table.mtime[index],
			link: type === entryType.hardlink ? `/${link}` : link,
			layer,
			device: table.devices.get(index),
		};
	}

	/** The bytes of where a symbolic link leads, as they are written; empty for anything else. */
	linkTarget(entry: EntryId): Uint8Array {
		const target = entry < 0 ? absent : this.resolve(entry);
		if (target < 0 || this.typeOf(target) !== entryType.symlink) {
			return noBytes;
		}

		const layer = this.layerOf(target);
		return linkBytes(this.tables[layer], target - this.bases[layer]);
	}

	/** Extended attributes, where there are any. */
	xattrs(entry: EntryId): ReadonlyMap<string, Uint8Array> | undefined {
		if (entry < 0) {
			return undefined;
		}

		const layer = this.layerOf(entry);
		return this.tables[layer].xattrs.get(entry - this.bases[layer]);
	}
}

const noEntries = emptyEntryTable();
const noPaths = new Int32Array();
const noBytes = new Uint8Array();
