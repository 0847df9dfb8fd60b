import {entryType} from '../../archive/entry-table.js';
import {findElf} from '../../content/find-elf.js';
import {absent, implicit, type EntryId} from '../../tree/entry-store.js';
import {fate} from '../../tree/fate.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import type {LinkageFiles, LinkedFile} from './linkage-files.js';

const setuidOrGid = 0o6000;
const executable = 0o111;

/** A file of an image's finished file system, and where it stands in it. */
export type ImageFile = LinkedFile & {at: PathId};

/** The finished file system of an image, for the linkage check. A file's number is its content's. */
export class ImageFiles implements LinkageFiles {
	private readonly known = new Map<PathId, ImageFile | undefined>();
	private readonly all: ImageFile[];

	constructor(private readonly input: AuditInput) {
		const {overlay: {tree}} = input;
		this.all = [...this.findElfFiles()].sort((a, b) => tree.comparePaths(a.at, b.at));
	}

	file(path: string): ImageFile | undefined {
		const found = this.input.files.find(path);
		return found && this.fileAt(found.path, found.entry);
	}

	isFolder(path: string): boolean {
		const found = this.input.files.find(path);
		return found !== undefined && this.input.overlay.store.facts(found.entry).type === entryType.directory;
	}

	text(path: string): Uint8Array | undefined {
		const content = this.input.files.content(path);
		return content === undefined ? undefined : this.input.factOf(content)?.text;
	}

	names(folder: string): string[] {
		const {files, overlay: {tree, transitions}} = this.input;
		const found = files.find(folder);
		const names: string[] = [];
		if (found) {
			for (let position = tree.position[found.path] + 1; position < tree.subtreeEnd[found.path]; position = tree.subtreeEnd[tree.atPosition[position]]) {
				if (transitions.state(tree.atPosition[position]) !== absent) {
					names.push(tree.name(tree.atPosition[position]));
				}
			}
		}

		return names;
	}

	elfFiles(): readonly ImageFile[] {
		return this.all;
	}

	/** The file that a path itself shows, where it is a regular one. */
	fileAt(path: PathId, entry: EntryId): ImageFile | undefined {
		if (this.known.has(path)) {
			return this.known.get(path);
		}

		const {overlay: {store, tree}, factOf} = this.input;
		const content = entry === implicit ? absent : store.content(entry);
		let file: ImageFile | undefined;
		if (content !== absent) {
			const layer = store.layerOf(content);
			const index = content - store.base(layer);
			const {sparse, broken, size, mode} = store.table(layer);
			const elf = factOf(content)?.elf;
			file = {
				path: tree.path(path),
				at: path,
				id: content,
				elf,
				isKnown: elf !== undefined || !(sparse.has(index) || broken.has(index) || size[index] > findElf.limit),
				// A hard link has the attributes of what it names.
				isSetuid: (mode[index] & setuidOrGid) !== 0,
				isExecutable: (mode[index] & executable) !== 0,
			};
		}

		this.known.set(path, file);
		return file;
	}

	/** ELF files that are live, each by one of its paths. */
	private * findElfFiles(): Generator<ImageFile> {
		const {overlay} = this.input;
		const {store, transitions} = overlay;
		const lookedFor = new Set<EntryId>();
		for (const {content, fact} of this.input.facts()) {
			if (fact.elf && overlay.fateOf(content) === fate.live) {
				const path = store.pathOf(content);
				const entry = transitions.state(path);
				if (entry !== absent && store.content(entry) === content) {
					yield this.fileAt(path, entry)!;
				} else {
					lookedFor.add(content);
				}
			}
		}

		// Of some only another name is left.
		for (const {entry, content} of lookedFor.size > 0 ? store.links() : []) {
			const path = store.pathOf(entry);
			if (lookedFor.has(content) && transitions.state(path) === entry) {
				lookedFor.delete(content);
				yield this.fileAt(path, entry)!;
			}
		}
	}
}
