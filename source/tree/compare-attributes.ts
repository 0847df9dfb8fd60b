import {emptyEntryTable, entryType, linkBytes, type EntryTable, type EntryType} from '../archive/entry-table.js';
import {encodeEscaped} from '../format/safe-text.js';
import {sameXattrs} from './compare-entries.js';
import {difference} from './difference.js';
import {implicit, type EntryId, type EntryStore} from './entry-store.js';

/** Set beside the bits of `difference` where both are files of the same size, not empty, or one is cut off: whether their contents are the same must be read. */
export const unread = 1 << 15;

/** What is known of the entry that a path shows, of one after another: no object is made for it. */
export class ShownEntry {
	type: EntryType = entryType.directory;
	mode = 0;
	uid = 0;
	gid = 0;
	/** Undefined for an implicit directory. */
	mtime: number | undefined;
	/** Of a hard link, that of what it names; and so are type, link and device. */
	size = 0;
	/** Whether that is not all of its bytes. */
	isBroken = false;
	link: Uint8Array = noBytes;
	device: readonly [number, number] | undefined;
	xattrs: ReadonlyMap<string, Uint8Array> | undefined;
	private table: EntryTable = emptyEntryTable();
	private first = 0;

	constructor(private readonly store: EntryStore) {}

	/** Goes to an entry, or to an implicit directory. */
	seek(entry: EntryId): void {
		if (entry === implicit) {
			this.type = entryType.directory;
			this.mode = 0o755;
			this.uid = 0;
			this.gid = 0;
			this.mtime = undefined;
			this.size = 0;
			this.isBroken = false;
			this.link = noBytes;
			this.device = undefined;
			this.xattrs = undefined;
			return;
		}

		// Neighbours are mostly of one layer.
		if (entry < this.first || entry >= this.first + this.table.count) {
			const layer = this.store.layerOf(entry);
			this.table = this.store.table(layer);
			this.first = this.store.base(layer);
		}

		const {table} = this;
		const index = entry - this.first;
		this.type = table.type[index] as EntryType;
		this.mode = table.mode[index];
		this.uid = table.uid[index];
		this.gid = table.gid[index];
		this.mtime = table.mtime[index];
		this.size = table.size[index];
		this.isBroken = table.broken.has(index);
		this.link = linkBytes(table, index);
		this.device = table.devices.get(index);
		this.xattrs = table.xattrs.get(index);
		if (this.type === entryType.hardlink) {
			this.follow(entry);
		}
	}

	private follow(entry: EntryId): void {
		const target = this.store.resolve(entry);
		const {type, size, link, device} = target < 0 ? emptyFile : this.store.facts(target);
		this.type = type === entryType.hardlink ? entryType.file : type;
		this.size = size;
		this.isBroken = target >= 0 && this.store.isBroken(target);
		this.link = encodeEscaped(link);
		this.device = device;
	}
}

const noBytes = new Uint8Array();

/** What a hard link shows that leads nowhere. */
const emptyFile = {type: entryType.file, size: 0, link: '', device: undefined};

/**
What differs between two entries, as bits of `difference`, and `unread`.

@param isRestating Whether the time of directories, links and empty files does not count: engines restate them within an image.
*/
export function compareAttributes(a: ShownEntry, b: ShownEntry, isRestating: boolean): number {
	if (a.type === entryType.whiteout || b.type === entryType.whiteout) {
		return a.type === b.type ? 0 : difference.type;
	}

	const isFile = a.type === entryType.file && b.type === entryType.file;
	const isUncertain = a.isBroken || b.isBroken;
	const timeMatters = !isRestating || isTimed(a) || isTimed(b);
	let what = a.type === b.type ? 0 : difference.type;
	if (what === 0) {
		what |= Buffer.compare(a.link, b.link) === 0 ? 0 : difference.link;
		what |= a.device?.[0] === b.device?.[0] && a.device?.[1] === b.device?.[1] ? 0 : difference.device;
		what |= !isFile || isUncertain || a.size === b.size ? 0 : difference.content;
	}

	return what
		// Of a link it means nothing: who writes layers puts there what they like.
		| (a.mode === b.mode || a.type === entryType.symlink || b.type === entryType.symlink ? 0 : difference.mode)
		| (a.uid === b.uid ? 0 : difference.uid)
		| (a.gid === b.gid ? 0 : difference.gid)
		| (timeMatters && a.mtime !== undefined && b.mtime !== undefined && Math.floor(a.mtime) !== Math.floor(b.mtime) ? difference.mtime : 0)
		| (sameXattrs(a.xattrs, b.xattrs) ? 0 : difference.xattrs)
		| (isFile && (isUncertain || (a.size === b.size && a.size > 0)) ? unread : 0);
}

function isTimed({type, size}: ShownEntry): boolean {
	return type === entryType.file ? size > 0 : type !== entryType.directory && type !== entryType.symlink;
}
