import {entryType} from '../archive/entry-table.js';
import {ArchiveError} from '../archive/archive-error.js';
import {encodeEscaped} from '../format/safe-text.js';
import {filePatch, folderRemark, type PatchFile, type PatchLine} from '../report/file-patch.js';
import {change} from '../tree/change.js';
import {placeOf, type Comparison, type Side} from '../tree/compare-images.js';
import {difference} from '../tree/difference.js';
import {absent, implicit, type EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import type {Work} from './load.js';

/** Texts that are larger are but mentioned, in bytes: nobody reads the patch of one. */
const largestText = 1 << 20;

/** Texts of compressed layers are read before the first is told, in the order in which they lie. They are kept up to this sum, in bytes. */
const largestSum = 256 << 20;

/** Who looks for text looks for a zero in the first bytes of a file: so does git. */
const lookedAt = 8000;

/** The patch of each path that differs in what a patch can tell. The lines are given file by file. */
export async function * patchFiles(comparison: Comparison, paths: readonly PathId[], work: Work): AsyncGenerator<PatchLine[], void, void> {
	const {a, b, tree, entryA, entryB} = comparison;
	const texts = {a: new SideTexts(a), b: new SideTexts(b)};
	const wanted = paths.filter(path => hasOtherText(comparison, path));
	await texts.a.prepare(wanted.map(path => entryA[path]), work);
	await texts.b.prepare(wanted.map(path => entryB[path]), work);
	for (const path of paths) {
		work.signal.throwIfAborted();
		const isRead = hasOtherText(comparison, path);
		const fileA = texts.a.fileOf(entryA[path], isRead);
		const fileB = texts.b.fileOf(entryB[path], isRead);
		const name = Buffer.from(tree.pathBytes(path)).toString('latin1');
		if (fileB && texts.a.isFolder(entryA[path])) {
			yield [folderRemark(name)];
		} else if (fileA ?? fileB) {
			yield filePatch(name, fileA, fileB);
		}
	}
}

/** Whether a patch must have the texts of a path: else its mode alone is told. */
function hasOtherText({change: changes, what}: Comparison, path: PathId): boolean {
	return changes[path] !== change.metadata && (changes[path] !== change.modified || (what[path] & (difference.content | difference.type | difference.link)) !== 0);
}

/** The texts of one side's files. */
class SideTexts {
	/** Of compressed layers, by content; undefined for what is no text. */
	private readonly prepared = new Map<EntryId, Pick<PatchFile, 'text' | 'problem'>>();
	private left = largestSum;

	constructor(private readonly side: Side) {}

	/** Reads those that lie in compressed layers, in one pass over each. */
	async prepare(entries: readonly EntryId[], {signal, tell}: Work): Promise<void> {
		const {contents, overlay: {store}, image} = this.side;
		const places = [...new Set(entries.map(entry => store.content(entry)))]
			.filter(content => content >= 0 && store.sizeOf(content) <= largestText && !store.isBroken(content))
			.map(content => placeOf(this.side, content))
			.filter(({layer, index}) => contents.blobOf(layer)?.compression !== 'none' || contents.blobOf(layer)!.table.sparse.has(index));
		for (const [layer, found] of Map.groupBy(places, place => place.layer)) {
			tell(`reading texts of layer ${layer} of ${image.reference}`);
			const base = store.base(layer);
			for await (const {entry, pieces} of contents.streamAll(layer, found.map(({index}) => index), {signal})) {
				this.prepared.set(base + entry, await this.textFrom(pieces, store.sizeOf(base + entry), signal));
			}
		}
	}

	/** Whether an entry is a folder, or one that no layer lists. */
	isFolder(entry: EntryId): boolean {
		return entry === implicit || (entry !== absent && this.side.overlay.facts(entry).type === entryType.directory);
	}

	/** What a patch says of an entry; undefined where it says nothing, as of folders and devices. */
	fileOf(entry: EntryId, isRead: boolean): PatchFile | undefined {
		if (entry < 0) {
			return undefined;
		}

		const {type, mode, size, link} = this.side.overlay.facts(entry);
		if (type === entryType.symlink) {
			return {mode: '120000', size: 0, text: Buffer.from(encodeEscaped(link)).toString('latin1')};
		}

		if (type !== entryType.file && type !== entryType.hardlink) {
			return undefined;
		}

		const file = {mode: (mode & 0o111) === 0 ? '100644' : '100755', size};
		return isRead ? {...file, ...this.textOf(entry, size)} : {...file, text: ''};
	}

	private textOf(entry: EntryId, size: number): Pick<PatchFile, 'text' | 'problem'> {
		const {contents, overlay: {store}} = this.side;
		const content = store.content(entry);
		if (content < 0 || size === 0) {
			return {text: ''};
		}

		if (size > largestText) {
			return {problem: 'too large'};
		}

		const known = this.prepared.get(content);
		if (known) {
			return known;
		}

		const {layer, index} = placeOf(this.side, content);
		const bytes = contents.read(layer, index, largestText);
		return bytes ? {text: textIn(bytes)} : {problem: 'unreadable'};
	}

	private async textFrom(pieces: AsyncIterable<Uint8Array>, size: number, signal: AbortSignal): Promise<Pick<PatchFile, 'text' | 'problem'>> {
		try {
			const chunks: Uint8Array[] = [];
			for await (const piece of pieces) {
				// Valid only until the next.
				chunks.push(Uint8Array.from(piece));
			}

			const text = textIn(Buffer.concat(chunks));
			this.left -= text === undefined ? 0 : size;
			return text !== undefined && this.left < 0 ? {problem: 'too large'} : {text};
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof ArchiveError) {
				return {problem: 'unreadable'};
			}

			throw error;
		}
	}
}

/** A character a byte; undefined for what is no text. */
function textIn(bytes: Uint8Array): string | undefined {
	return bytes.subarray(0, lookedAt).includes(0) ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
