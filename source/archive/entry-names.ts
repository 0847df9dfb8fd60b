import {isPosix, textEnd} from '../content/archives/tar-header.js';
import {cleanPath, nameStart, whiteoutKind, type CleanPath} from './entry-path.js';
import type {EntryTableBuilder} from './entry-table-builder.js';
import {entryType} from './entry-table.js';

const slash = 0x2F;

/** Linux's PATH_MAX is 4096, but a path may be walked to by steps; beyond this a name or a link's target is cut. */
const maximumPath = 1 << 16;

/** Gives the entry added last its path and link target, from its header or from the extended headers before it. */
export class EntryNames {
	private readonly clean: CleanPath = {bytes: new Uint8Array(), start: 0, end: 0, escaped: false};
	/** Room for ustar's prefix, a slash and the name. */
	private readonly joined = new Uint8Array(256);

	constructor(private readonly builder: EntryTableBuilder) {}

	/**
	Adds the path, and says that the entry is a whiteout where its name does.

	@param at Where the header stands in `bytes`.
	@param name What an extended header says instead.
	*/
	addPath(bytes: Uint8Array, at: number, name: Uint8Array | undefined): void {
		const {builder, clean} = this;
		let first = bytes[at];
		if (name) {
			[first] = name;
			cleanPath(name, 0, textEnd(name, 0, Math.min(name.length, maximumPath)), clean);
		} else if (bytes[at + 345] !== 0 && isPosix(bytes, at)) {
			first = bytes[at + 345];
			this.joinPrefix(bytes, at);
		} else {
			cleanPath(bytes, at, textEnd(bytes, at, 100), clean);
		}

		const base = nameStart(clean.bytes, clean.start, clean.end);
		const kind = whiteoutKind(clean.bytes, base, clean.end);
		if (kind === 'none') {
			builder.path(clean.bytes, clean.start, clean.end);
		} else {
			this.addWhiteout(base, kind);
		}

		// The root itself may well be called by its slash.
		if (first === slash && clean.end > clean.start) {
			builder.absoluteLast();
		}

		if (clean.escaped) {
			builder.warnOfLast('its name leaves the root by ".."; it is kept inside', false);
		}

		if (name && name.length > maximumPath) {
			builder.warnOfLast(`its name of ${name.length} bytes is cut at ${maximumPath}`, true);
		}
	}

	/** Adds the target of a symbolic link, as it is written, or of a hard link, which is a path of the archive. */
	addLink(bytes: Uint8Array, at: number, longTarget: Uint8Array | undefined, isHardLink: boolean): void {
		const {builder, clean} = this;
		const target = longTarget ?? bytes;
		const start = longTarget ? 0 : at + 157;
		const end = textEnd(target, start, longTarget ? Math.min(longTarget.length, maximumPath) : 100);
		if (isHardLink) {
			cleanPath(target, start, end, clean);
			builder.link(clean.bytes, clean.start, clean.end);
			if (clean.escaped) {
				builder.warnOfLast('its link target leaves the root by ".."; it is kept inside', false);
			}
		} else {
			builder.link(target, start, end);
		}

		if (longTarget && longTarget.length > maximumPath) {
			builder.warnOfLast(`its link target of ${longTarget.length} bytes is cut at ${maximumPath}`, true);
		}
	}

	private joinPrefix(bytes: Uint8Array, at: number): void {
		const prefix = textEnd(bytes, at + 345, 155) - (at + 345);
		const length = textEnd(bytes, at, 100) - at;
		this.joined.set(bytes.subarray(at + 345, at + 345 + prefix));
		this.joined[prefix] = slash;
		this.joined.set(bytes.subarray(at, at + length), prefix + 1);
		cleanPath(this.joined, 0, prefix + 1 + length, this.clean);
	}

	private addWhiteout(base: number, kind: 'whiteout' | 'opaque' | 'aufs' | 'meaningless'): void {
		const {builder, clean} = this;
		if (kind === 'opaque') {
			builder.retype(entryType.opaque);
			builder.path(clean.bytes, clean.start, Math.max(clean.start, base - 1));
		} else if (kind === 'whiteout') {
			builder.retype(entryType.whiteout);
			builder.path(clean.bytes, clean.start, base);
			builder.path(clean.bytes, base + 4, clean.end);
		} else {
			builder.retype(entryType.aufs);
			builder.path(clean.bytes, clean.start, clean.end);
			if (kind === 'meaningless') {
				builder.warnOfLast('a whiteout that names nothing is ignored', false);
			}
		}
	}
}
