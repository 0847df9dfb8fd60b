import {entryType} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId, EntryStore} from './entry-store.js';
import type {PathId, PathTree} from './path-tree.js';
import {StoredContents} from './stored-contents.js';

const installs = /\b(?:apt|apt-get|aptitude|dpkg|apk|dnf5?|yum|microdnf|tdnf|rpm|zypper|pacman)\b/;
const removals = /\b(?:apt|apt-get|aptitude)\s.*\b(?:purge|remove|autoremove|autopurge)\b|\bdpkg\s.*(?<=\s)(?:-r|-P|--remove|--purge)\b|\bapk\s.*\bdel\b|\b(?:dnf5?|yum|microdnf|tdnf|zypper)\s.*\b(?:remove|erase|autoremove|rm)\b|\brpm\s.*(?<=\s)-e\b|\bpacman\s.*(?<=\s)-R/;

/** Nobody writes longer ones by hand, and the patterns above look ahead from each word: characters. */
const longestRead = 4000;

/** What layers do, as far as causes of waste ask for it: made when it is asked for, and remembered. */
export class LayerDeeds {
	private readonly stored = new Map<LayerNumber, StoredContents>();
	/** By layer, the folders whose lower contents it hides as a whole. */
	private readonly opaque = new Map<LayerNumber, Set<PathId>>();
	private readonly deeds = new Map<LayerNumber, {install: boolean; remove: boolean; copy: boolean}>();
	private linked: Set<EntryId> | undefined;

	/** @param instructions Of each layer in one line, by layer number minus one. */
	constructor(private readonly store: EntryStore, private readonly tree: PathTree, private readonly instructions: readonly string[]) {}

	/** What a layer's instruction does, by its words. */
	does(layer: LayerNumber): {install: boolean; remove: boolean; copy: boolean} {
		let deeds = this.deeds.get(layer);
		if (!deeds) {
			const instruction = this.instructions[layer - 1].slice(0, longestRead);
			deeds = {install: installs.test(instruction), remove: removals.test(instruction), copy: /^(?:copy|add)\b/i.test(instruction)};
			this.deeds.set(layer, deeds);
		}

		return deeds;
	}

	/** The contents that a layer stores, to look for those that came from elsewhere. */
	storedBy(layer: LayerNumber): StoredContents {
		let stored = this.stored.get(layer);
		if (!stored) {
			stored = new StoredContents(this.store, this.tree, layer);
			this.stored.set(layer, stored);
		}

		return stored;
	}

	/** The folders whose lower contents a layer hides as a whole. */
	opaqueOf(layer: LayerNumber): Set<PathId> {
		let paths = this.opaque.get(layer);
		if (!paths) {
			paths = new Set();
			this.opaque.set(layer, paths);
			const {store} = this;
			const {count, type} = store.table(layer);
			const ids = store.paths(layer);
			for (let index = 0; index < count; index++) {
				if (type[index] === entryType.opaque) {
					paths.add(ids[index]);
				}
			}
		}

		return paths;
	}

	/** Whether a content has a hard link in the layer that stores it. */
	isLinked(content: EntryId): boolean {
		const {store} = this;
		if (!this.linked) {
			this.linked = new Set();
			for (const link of store.links()) {
				if (store.layerOf(link.entry) === store.layerOf(link.content)) {
					this.linked.add(link.content);
				}
			}
		}

		return this.linked.has(content);
	}
}
