import {sha256Pattern} from '../../format/digest.js';
import {ArchiveError} from '../archive-error.js';
import {ContentDigests} from '../content-digests.js';
import {EntryNames} from '../entry-names.js';
import {EntryTableBuilder} from '../entry-table-builder.js';
import {entryType, unknownOwner, type EntryType} from '../entry-table.js';
import {tableLimits} from '../table-limits.js';
import type {LayerIndex} from '../tap.js';
import {ChunkList} from './chunk-list.js';
import type {TocClaim} from './toc-claim.js';

/** Types of entries, as tables of contents call them. */
const types: ReadonlyMap<string, EntryType> = new Map([
	['reg', entryType.file],
	['dir', entryType.directory],
	['symlink', entryType.symlink],
	['hardlink', entryType.hardlink],
	['fifo', entryType.fifo],
	['char', entryType.characterDevice],
	['block', entryType.blockDevice],
]);

/** Files of eStargz itself, by their names: the tar gives their owner no name. */
const ownFiles = new Set(['stargz.index.json', '.prefetch.landmark', '.no.prefetch.landmark']);

const noBytes = new Uint8Array();

/** Linux's own bound of a user's or group's name (LOGIN_NAME_MAX). */
const longestOwner = 256;

type Raw = Readonly<Record<string, unknown>>;

/** A content whose chunks have not all come. */
type Open = {name: string; size: number; covered: number; digest: string};

/** A table of contents, and where it lies in the blob. */
export type TocPlace = {
	claim: TocClaim;
	/** Bytes of its JSON. */
	jsonSize: number;
	/** Where it begins in the blob, and all contents end. */
	offset: number;
	/** Bytes of the blob. */
	blobSize: number;
};

/**
Turns the entries of a table of contents into what indexing the layer would have given, with the digests of its contents, but for
what no such table tells: names of owners (zstd:chunked), fractions of a second and holes (eStargz).

Both forms have the same entries, each with its own additions (stargz-snapshotter, docs/estargz.md, "TOCEntry"; containers/storage,
pkg/chunked/internal, "FileMetadata").
*/
export class TocIndexer {
	private readonly builder: EntryTableBuilder;
	private readonly names: EntryNames;
	private readonly chunks: ChunkList;
	private readonly digests = new ContentDigests();
	/** In eStargz an owner is named where the name is another than the last for that number. */
	private readonly users = new Map<number, string>();
	private readonly groups = new Map<number, string>();
	private open?: Open;

	constructor(private readonly place: TocPlace, limits = tableLimits) {
		this.builder = new EntryTableBuilder(limits);
		this.names = new EntryNames(this.builder);
		// The table of eStargz is a file of the tar itself, and the last.
		this.chunks = new ChunkList(place.claim.form === 'estargz' ? place.offset + 1 : place.offset);
	}

	/**
	Takes the next entry.

	@throws {ArchiveError} Where it is no entry, or can't be true.
	*/
	take(raw: Raw): void {
		const type = text(raw, 'type');
		if (type === 'chunk') {
			this.takeChunk(raw);
			return;
		}

		this.endContent();
		const known = types.get(type);
		if (known === undefined) {
			throw new ArchiveError('it has an entry of a type that is not known');
		}

		this.takeEntry(raw, known);
	}

	/**
	What the entries make.

	@throws {ArchiveError} Where the last content lacks a part.
	*/
	finish(): LayerIndex {
		this.endContent();
		const {place: {claim, jsonSize, offset, blobSize}, chunks} = this;
		if (claim.form === 'estargz' && jsonSize > 0) {
			// The table lies in the tar as a file, which it does not list.
			this.takeEntry({name: 'stargz.index.json', size: jsonSize, digest: claim.digest, offset, innerOffset: tarHeader}, entryType.file);
			this.endContent();
		}

		const table = this.builder.finish(chunks.plain);
		table.points = chunks.finish(claim.form === 'estargz' ? 'gzip' : 'zstd', {end: claim.form === 'estargz' ? blobSize : offset, size: blobSize});
		return {table, facts: {'content-digest': this.digests}};
	}

	private takeEntry(raw: Raw, told: EntryType): void {
		const {builder, chunks} = this;
		if (builder.isFull) {
			throw new ArchiveError('it tells of too many files');
		}

		const name = text(raw, 'name');
		const major = count(raw, 'devMajor');
		const minor = count(raw, 'devMinor');
		// Overlayfs's own whiteout is a character device 0/0.
		const type = told === entryType.characterDevice && major === 0 && minor === 0 ? entryType.whiteout : told;
		const size = type === entryType.file ? count(raw, 'size') : 0;
		const uid = owner(raw, 'uid');
		const gid = owner(raw, 'gid');
		const isItsOwn = ownFiles.has(name);
		const user = isItsOwn ? 0 : this.ownerName(this.users, uid, text(raw, 'userName'));
		const group = isItsOwn ? 0 : this.ownerName(this.groups, gid, text(raw, 'groupName'));
		const entry = builder.add(type, count(raw, 'mode') & 0o7777, uid, gid, user, group, time(text(raw, 'modtime')), size, chunks.plain);
		this.names.addPath(noBytes, 0, bytesOf(name));
		if (type === entryType.symlink || type === entryType.hardlink) {
			this.names.addLink(noBytes, 0, bytesOf(text(raw, 'linkName')), type === entryType.hardlink);
		} else if (told === entryType.characterDevice || told === entryType.blockDevice) {
			builder.device(major, minor);
		}

		const xattrs = xattrsOf(raw);
		if (xattrs) {
			builder.attributes(xattrs);
		}

		if (size > 0) {
			const digest = text(raw, 'digest');
			this.open = {name, size, covered: 0, digest};
			if (builder.lastType === entryType.file) {
				this.digests.set(entry, digestOf(digest).toString('latin1'));
			}

			this.takeChunk(raw);
		}
	}

	private takeChunk(raw: Raw): void {
		const {open} = this;
		if (!open || open.covered === open.size || open.name !== text(raw, 'name') || count(raw, 'chunkOffset') !== open.covered) {
			throw new ArchiveError('it tells of a part of a file that is not where it should be');
		}

		const rest = open.size - open.covered;
		const size = count(raw, 'chunkSize') || rest;
		const digest = text(raw, 'chunkDigest') || (size === open.size ? open.digest : '');
		if (size > rest || (size === open.size && digest !== open.digest)) {
			throw new ArchiveError('what it tells of a file and of its parts does not fit together');
		}

		this.chunks.add({offset: count(raw, 'offset'), inner: count(raw, 'innerOffset'), size, digest: digestOf(digest)});
		open.covered += size;
	}

	private endContent(): void {
		if (this.open && this.open.covered < this.open.size) {
			throw new ArchiveError('it tells of a file and not of all its parts');
		}

		this.open = undefined;
	}

	private ownerName(known: Map<number, string>, id: number, name: string): number {
		if (name !== '') {
			known.set(id, name);
		}

		return this.builder.owner((known.get(id) ?? '').slice(0, longestOwner));
	}
}

/** Bytes before the JSON in the member that holds it. */
const tarHeader = 512;

function text(raw: Raw, key: string): string {
	const value = Object.hasOwn(raw, key) ? raw[key] : undefined;
	if (value === undefined || value === null) {
		return '';
	}

	if (typeof value !== 'string') {
		throw malformed(key);
	}

	return value;
}

/** A number of something: 0 where it is not told. */
function count(raw: Raw, key: string): number {
	const value = Object.hasOwn(raw, key) ? raw[key] ?? 0 : 0;
	if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
		throw malformed(key);
	}

	return value;
}

function owner(raw: Raw, key: 'uid' | 'gid'): number {
	const id = count(raw, key);
	if (id > unknownOwner) {
		throw malformed(key);
	}

	return id;
}

function malformed(key: string): ArchiveError {
	return new ArchiveError(`it has an entry with a ${key} that can't be`);
}

/** A name as the tar has it. What was no UTF-8 there can't be told any more. */
function bytesOf(name: string): Uint8Array {
	if (name.includes('\uFFFD')) {
		throw new ArchiveError('it has a name that was no UTF-8, and does not tell which');
	}

	return Buffer.from(name);
}

function digestOf(digest: string): Buffer {
	const hex = sha256Pattern.exec(digest)?.groups!.hex;
	if (hex === undefined) {
		throw new ArchiveError('it does not tell the digest of each part of a file');
	}

	return Buffer.from(hex, 'hex');
}

/** Seconds since 1970 of a time as RFC 3339 writes it, with its fraction as a tar's header would tell it. */
function time(written: string): number {
	if (written === '') {
		return 0;
	}

	const match = /^(?<start>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d\d:\d\d)$/.exec(written);
	const seconds = match ? Date.parse(`${match.groups!.start}${match.groups!.zone}`) / 1000 : Number.NaN;
	if (!Number.isFinite(seconds)) {
		throw malformed('modtime');
	}

	const fraction = match!.groups!.fraction ?? '0';
	return seconds < 0 ? seconds + Number(`0.${fraction}`) : Number(`${seconds}.${fraction}`);
}

function xattrsOf(raw: Raw): Map<string, Uint8Array> | undefined {
	const value = Object.hasOwn(raw, 'xattrs') ? raw.xattrs ?? undefined : undefined;
	if (value === undefined) {
		return undefined;
	}

	if (typeof value !== 'object') {
		throw malformed('xattrs');
	}

	const xattrs = new Map<string, Uint8Array>();
	for (const [name, encoded] of Object.entries(value as Raw)) {
		if (typeof encoded !== 'string') {
			throw malformed('xattrs');
		}

		xattrs.set(name, new Uint8Array(Buffer.from(encoded, 'base64')));
	}

	return xattrs.size > 0 ? xattrs : undefined;
}
