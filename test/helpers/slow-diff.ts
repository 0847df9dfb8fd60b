import type {DrawnEntry} from './draw-layers.js';
import {contentShown, SlowOverlay, type SlowEntry, type SlowState} from './slow-overlay.js';

/** What a path of two images differs in, as the JSON of `diff` says it. */
export type SlowChange = {path: string; change: string; what: string[]; sizeA: number | null; sizeB: number | null};

type Shown = SlowEntry | 'implicit' | undefined;

/**
The comparison as its rules are told in words, as plainly as can be: strings, whole states, everything looked for everywhere. It shares
no code with `source/tree/`, which is held against it.

- added, removed: only one shows the path.
- modified: type, content, link target or device number differ. Contents are their size and letter.
- metadata: mode (but of links), owner, whole seconds or xattrs differ; or which other paths, of those that both show, are the same file.
*/
export function slowDiff(a: SlowState, b: SlowState): SlowChange[] {
	const both = [...a.keys()].filter(path => b.has(path));
	return [...new Set([...a.keys(), ...b.keys(), '/'])].sort().flatMap((path): SlowChange[] => {
		const before = a.get(path) ?? (path === '/' ? 'implicit' : undefined);
		const after = b.get(path) ?? (path === '/' ? 'implicit' : undefined);
		const sizes = {sizeA: before && sizeOf(before), sizeB: after && sizeOf(after)};
		const row = {path, sizeA: sizes.sizeA ?? null, sizeB: sizes.sizeB ?? null};
		if (before === undefined || after === undefined) {
			return [{...row, change: before === undefined ? 'added' : 'removed', what: []}];
		}

		const what = [...differences(before, after), ...(sameNames(a, both, path) === sameNames(b, both, path) ? [] : ['hardlinks'])];
		const isModified = ['type', 'content', 'link', 'device'].some(name => what.includes(name));
		return what.length === 0 ? [] : [{...row, change: isModified ? 'modified' : 'metadata', what}];
	});
}

/** The states of layers that a test drew, after each. */
export function slowStates(layers: readonly DrawnEntry[][]): SlowState[] {
	return new SlowOverlay(layers).states;
}

/** Content bytes that a state shows, each content once. */
export function slowBytes(state: SlowState): number {
	const contents = new Map([...state.values()].map(entry => contentShown(entry)).filter(content => content !== undefined).map(content => [`${content.layer}#${content.index}`, content.drawn.size]));
	return [...contents.values()].reduce((sum, size) => sum + size, 0);
}

/** The drawn entry that tells what a path is: of a hard link, what it names. */
function kindOf(entry: Shown): DrawnEntry | undefined {
	return typeof entry === 'object' ? (entry.drawn.type === 'hardlink' ? entry.target?.drawn : entry.drawn) : undefined;
}

function typeOf(entry: Shown): string {
	return entry === 'implicit' ? 'directory' : (kindOf(entry)?.type ?? 'file');
}

function sizeOf(entry: Shown): number {
	return contentShown(entry)?.drawn.size ?? 0;
}

function differences(before: Shown, after: Shown): string[] {
	const a = {...attributesOf(before), type: typeOf(before)};
	const b = {...attributesOf(after), type: typeOf(after)};
	const isSame = a.type === b.type;
	const differs: Record<string, boolean> = {
		type: !isSame,
		content: isSame && a.type === 'file' && contentText(before) !== contentText(after),
		link: isSame && a.type === 'symlink' && kindOf(before)!.link !== kindOf(after)!.link,
		device: isSame && a.type.endsWith('device') && String(kindOf(before)!.device) !== String(kindOf(after)!.device),
		mode: a.mode !== b.mode && a.type !== 'symlink' && b.type !== 'symlink',
		uid: a.uid !== b.uid,
		gid: a.gid !== b.gid,
		mtime: a.mtime !== undefined && b.mtime !== undefined && Math.floor(a.mtime) !== Math.floor(b.mtime),
		xattrs: xattrsText(a.xattrs) !== xattrsText(b.xattrs),
	};
	return Object.keys(differs).filter(name => differs[name]);
}

function xattrsText(xattrs: DrawnEntry['xattrs']): string {
	return Object.entries(xattrs).map(([name, value]) => `${name}=${value}`).sort().join('\n');
}

function attributesOf(entry: Shown): Pick<DrawnEntry, 'mode' | 'uid' | 'gid' | 'xattrs'> & {mtime?: number} {
	return typeof entry === 'object' ? entry.drawn : {mode: 0o755, uid: 0, gid: 0, xattrs: {}};
}

/** What stands for the bytes of a content. */
function contentText(entry: Shown): string {
	const content = contentShown(entry)?.drawn;
	return content && content.size > 0 ? `${content.size} ${content.letter}` : '';
}

/** The paths that are the same file, of those that both show: the first of them, as the rule marks those that come after. */
function sameNames(state: SlowState, both: readonly string[], path: string): string {
	const content = contentShown(state.get(path));
	const names = content ? both.filter(other => contentShown(state.get(other)) === content) : [path];
	return names.sort().join('\n');
}
