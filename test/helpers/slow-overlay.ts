import {Buffer} from 'node:buffer';
import type {DrawnEntry} from './draw-layers.js';

/**
The overlay as its rules are told in words, as plainly as can be: a whole copy of the file system for each layer, paths as strings,
everything looked for everywhere. It shares no code with `source/tree/`, which is held against it.

1. A layer's whiteouts and opaque markers hide only what lower layers put there, whatever their place in the tar.
2. Directory over directory merges and takes the newer attributes. Anything else over anything replaces the whole subtree.
3. A hard link shares the bytes of what it names: what that path shows when the link comes, be it of a lower layer; or else what its
   own layer puts there by its end. A loop of links, and a link to a directory, lead nowhere.
4. A parent that no layer lists is an implicit directory; it replaces what is no directory.
*/
export type SlowEntry = {
	layer: number;
	/** Its place in the layer. */
	index: number;
	drawn: DrawnEntry;
	/** What a hard link names, which is no hard link; undefined where it leads nowhere. */
	target?: SlowEntry;
};

/** What the paths of a file system show. */
export type SlowState = Map<string, SlowEntry | 'implicit'>;

export type SlowContent = {
	entry: SlowEntry;
	fate: string;
	/** The layer after which no path shows it; 0 while one does. */
	hiddenBy: number;
	/** The path whose change decided its fate. */
	at?: string;
};

export class SlowOverlay {
	/** The file system after each layer; the first is empty. */
	readonly states: SlowState[] = [new Map<string, SlowEntry | 'implicit'>()];
	/** Every regular-file entry. */
	readonly contents: SlowContent[] = [];

	constructor(readonly layers: readonly DrawnEntry[][]) {
		for (const [index, layer] of layers.entries()) {
			this.states.push(afterLayer(this.states[index], layer, index + 1));
		}

		for (const [index, layer] of layers.entries()) {
			for (const [place, drawn] of layer.entries()) {
				if (drawn.type === 'file') {
					this.contents.push(this.contentOf(index + 1, place, drawn));
				}
			}
		}
	}

	private contentOf(layer: number, index: number, drawn: DrawnEntry): SlowContent {
		const id = `${layer}#${index}`;
		const shown = (after: number) => [...this.states[after]].filter(([, entry]) => idOf(contentShown(entry)) === id);
		const entry: SlowEntry = {layer, index, drawn};
		for (let hiddenBy = layer; hiddenBy < this.states.length; hiddenBy++) {
			if (shown(hiddenBy).length > 0) {
				continue;
			}

			if (hiddenBy === layer) {
				return {entry, fate: 'superseded', hiddenBy, at: drawn.path};
			}

			const names = shown(hiddenBy - 1).map(([path]) => path);
			const at = names.includes(drawn.path) ? drawn.path : names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))[0];
			return {entry, fate: fateAt(drawn, this.states[hiddenBy].get(at), hiddenBy), hiddenBy, at};
		}

		return {entry, fate: 'live', hiddenBy: 0};
	}
}

function fateAt(drawn: DrawnEntry, after: SlowEntry | 'implicit' | undefined, layer: number): string {
	if (after === undefined || after === 'implicit' || after.layer !== layer) {
		return 'removed';
	}

	// A link that leads nowhere is a file without content.
	if (!['file', 'hardlink'].includes((after.target ?? after).drawn.type)) {
		return 'removed';
	}

	const next = contentShown(after)?.drawn;
	if (drawn.broken || next?.broken) {
		return 'unknown';
	}

	if (next?.size !== drawn.size) {
		return 'overwritten';
	}

	if (drawn.size === 0) {
		return 'rewritten';
	}

	return drawn.letter === undefined ? 'unknown' : (drawn.letter === next.letter ? 'rewritten' : 'overwritten');
}

/** `layer#place` of an entry, or `implicit`, or nothing. */
export function idOf(entry: SlowEntry | 'implicit' | undefined): string {
	return typeof entry === 'object' ? `${entry.layer}#${entry.index}` : (entry ?? '');
}

/** The regular-file entry whose bytes a path shows. */
export function contentShown(entry: SlowEntry | 'implicit' | undefined): SlowEntry | undefined {
	if (typeof entry !== 'object') {
		return undefined;
	}

	const shown = entry.drawn.type === 'hardlink' ? entry.target : entry;
	return shown?.drawn.type === 'file' ? shown : undefined;
}

function isDirectory(entry: SlowEntry | 'implicit' | undefined): boolean {
	return entry === 'implicit' || entry?.drawn.type === 'directory';
}

function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function isBelow(path: string, folder: string): boolean {
	return path !== '/' && path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function removeBelow(state: SlowState, folder: string): void {
	for (const path of state.keys()) {
		if (isBelow(path, folder)) {
			state.delete(path);
		}
	}
}

function isOpaque({type, xattrs}: DrawnEntry): boolean {
	return type === 'opaque' || (type === 'directory' && (xattrs['trusted.overlay.opaque'] === 'y' || xattrs['user.overlay.opaque'] === 'y'));
}

function makeDirectory(state: SlowState, path: string): void {
	if (path !== '/') {
		makeDirectory(state, parentOf(path));
		if (!isDirectory(state.get(path))) {
			state.set(path, 'implicit');
		}
	}
}

function afterLayer(below: SlowState, layer: readonly DrawnEntry[], number: number): SlowState {
	const state: SlowState = new Map(below);
	for (const drawn of layer) {
		if (drawn.type === 'whiteout' && drawn.path !== '/') {
			state.delete(drawn.path);
			removeBelow(state, drawn.path);
		} else if (isOpaque(drawn)) {
			removeBelow(state, drawn.path);
		}
	}

	/** What the path that a link names showed when the link came. */
	const shownThen = new Map<SlowEntry, SlowEntry | 'implicit' | undefined>();
	for (const [index, drawn] of layer.entries()) {
		const {type, path} = drawn;
		if (type === 'aufs') {
			continue;
		}

		if (type === 'opaque') {
			makeDirectory(state, path);
			continue;
		}

		if (type !== 'whiteout' && type !== 'directory' && path === '/') {
			continue;
		}

		makeDirectory(state, parentOf(path));
		if (type === 'whiteout') {
			continue;
		}

		const entry: SlowEntry = {layer: number, index, drawn};
		if (type === 'hardlink') {
			shownThen.set(entry, state.get(drawn.link));
		}

		if (type !== 'directory') {
			removeBelow(state, path);
		}

		state.set(path, entry);
	}

	const names = new Map([...shownThen.keys()].map(link => [link, named(link, shownThen, state, [])]));
	for (const [link, target] of names) {
		link.target = target;
	}

	return state;
}

/** What a hard link of a layer names in the end. */
function named(link: SlowEntry, shownThen: ReadonlyMap<SlowEntry, SlowEntry | 'implicit' | undefined>, end: SlowState, asking: readonly SlowEntry[]): SlowEntry | undefined {
	if (asking.includes(link)) {
		return undefined;
	}

	for (const shown of [shownThen.get(link), end.get(link.drawn.link)]) {
		if (typeof shown === 'object' && shown.drawn.type !== 'directory') {
			const isWaiting = shown.drawn.type === 'hardlink' && shown.layer === link.layer;
			return isWaiting ? named(shown, shownThen, end, [...asking, link]) : (shown.target ?? (shown.drawn.type === 'hardlink' ? undefined : shown));
		}
	}

	return undefined;
}

/** How a path changed, by the definition of a change. */
export function changeBetween(before: SlowEntry | 'implicit' | undefined, after: SlowEntry | 'implicit' | undefined): string {
	if (before === undefined || after === undefined) {
		return before === after ? 'unchanged' : (before === undefined ? 'added' : 'removed');
	}

	if (idOf(before) === idOf(after)) {
		return 'unchanged';
	}

	const a = lookOf(before);
	const b = lookOf(after);
	if (a.type !== b.type || a.link !== b.link || a.device !== b.device || a.size !== b.size) {
		return 'modified';
	}

	if (a.size > 0 && a.content !== b.content) {
		const [contentA, contentB] = [contentShown(before)?.drawn, contentShown(after)?.drawn];
		const isCompared = contentA?.letter !== undefined && !contentA.broken && !contentB?.broken;
		return isCompared ? (contentA.letter === contentB?.letter ? 'metadata' : 'modified') : 'unknown';
	}

	// A directory, link or empty file may be restated with another mtime.
	const timeMatters = a.size > 0 || !['directory', 'symlink', 'file'].includes(a.type);
	return a.attributes !== b.attributes || (timeMatters && a.mtime !== b.mtime) ? 'metadata' : 'unchanged';
}

function lookOf(entry: SlowEntry | 'implicit') {
	if (entry === 'implicit') {
		// 0755, root.
		return {type: 'directory', link: '', device: '', size: 0, content: '', attributes: '493 0 0 {}', mtime: 0};
	}

	const {mode, uid, gid, mtime, xattrs} = entry.drawn;
	const {type, link, device} = (entry.target ?? entry).drawn;
	const content = contentShown(entry);
	return {
		type: type === 'hardlink' ? 'file' : type,
		link: type === 'symlink' ? link : '',
		device: String(device ?? ''),
		size: content?.drawn.size ?? 0,
		content: idOf(content),
		attributes: `${mode} ${uid} ${gid} ${JSON.stringify(xattrs, Object.keys(xattrs).sort())}`,
		mtime: Math.floor(mtime),
	};
}
