/** A path of the file system that the story builds. */
export type StoryNode = {
	type: 'file' | 'directory' | 'symlink' | 'link' | 'fifo';
	mode: number;
	uid: number;
	gid: number;
	user: string;
	group: string;
	/** Seconds since 1970. */
	mtime: number;
	/** Content bytes. */
	size: number;
	/** The content itself; else it is made from `seed` and `size`. */
	text?: string;
	/** Contents of one seed and size are equal. */
	seed: string;
	/** Target of a symbolic or hard link. */
	target: string;
	/** Extended attributes, by name. */
	xattrs: Record<string, string>;
};

/** What a layer says of a path, in the order of its tar. A whiteout's path is that of `.wh.NAME`. */
export type StoryEntry = {path: string; node: StoryNode};

/** The file system as the layers so far left it, by path. */
export type StoryState = Map<string, StoryNode>;

const units: Record<string, number> = {k: 1000, M: 1_000_000};

/**
Carries out one layer's text on the state, and gives the layer's entries as an engine would write them:
sorted by path, each changed path with the directories above it.

A line holds columns that two spaces or more divide, and a path may have `{a,b}` in it:

	etc/                      a directory, with a mode if one follows
	bin/bash  755  1.3M       a file, its mode and size (`~1k`: about that)
	etc/hostname  =  sea\n    a file with this text
	bin  ->  usr/bin          a symbolic link
	b  =>  a                  a hard link to a
	run/queue  |  fifo        a named pipe
	as  1000:1000:me:us       the owner of what follows

	$ rm  a      $ mv  a  b      $ cp  a  b      $ chmod  755  a      $ chown  1000:1000:me:us  a      $ setcap  cap_net_raw  a
	$ replace  a              removes the directory and makes it anew, which a layer tells by an opaque marker
	$ twice  a  1k            stores a file that the layer then stores once more
*/
export function applyLayer(state: StoryState, text: string, mtime: number): StoryEntry[] {
	const layer = new LayerWriter(state, mtime);
	for (const line of text.split('\n')) {
		if (line !== '') {
			layer.line(line);
		}
	}

	return layer.entries();
}

/** Paths that a pattern with braces stands for: `{a,b}/c` is `a/c` and `b/c`. */
export function expandBraces(pattern: string): string[] {
	const open = pattern.indexOf('{');
	if (open === -1) {
		return [pattern];
	}

	const choices: string[] = [];
	let depth = 0;
	let from = open + 1;
	let at = open;
	for (; at < pattern.length; at++) {
		const character = pattern[at];
		if (character === '{') {
			depth++;
		} else if (character === '}' && --depth === 0) {
			break;
		} else if (character === ',' && depth === 1) {
			choices.push(pattern.slice(from, at));
			from = at + 1;
		}
	}

	choices.push(pattern.slice(from, at));
	const rest = expandBraces(pattern.slice(at + 1));
	return choices.flatMap(choice => expandBraces(choice)).flatMap(choice => rest.map(end => pattern.slice(0, open) + choice + end));
}

/** A number that follows from a text alone (FNV-1a). */
export function hashText(text: string): number {
	let hash = 0x81_1C_9D_C5;
	for (const byte of Buffer.from(text)) {
		hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
	}

	return hash;
}

class LayerWriter {
	#owner = {uid: 0, gid: 0, user: 'root', group: 'root'};
	readonly #changed = new Map<string, StoryNode>();
	readonly #markers = new Map<string, StoryNode>();
	readonly #earlier = new Map<string, StoryNode>();

	constructor(readonly state: StoryState, readonly mtime: number) {}

	line(line: string): void {
		const [first, second, third] = line.split(/ {2,}/, 3);
		if (first === 'as') {
			this.#owner = parseOwner(second);
		} else if (first.startsWith('$ ')) {
			this.#command(first.slice(2), second, third);
		} else {
			for (const path of expandBraces(first)) {
				this.#declare(path, second, third);
			}
		}
	}

	entries(): StoryEntry[] {
		const entries: StoryEntry[] = [...this.#markers, ...this.#earlier, ...this.#withParents()].map(([path, node]) => ({path, node}));
		const order = (path: string) => path.replaceAll('/', '\0');
		return entries.sort((a, b) => order(a.path) < order(b.path) ? -1 : (order(a.path) > order(b.path) ? 1 : 0));
	}

	#declare(path: string, second: string | undefined, third = ''): void {
		if (path.endsWith('/')) {
			this.#put(path.slice(0, -1), this.#node('directory', {mode: Number.parseInt(second ?? '755', 8)}));
		} else if (second === '->') {
			this.#put(path, this.#node('symlink', {mode: 0o777, target: third}));
		} else if (second === '=>') {
			this.#put(path, {...this.#at(third), type: 'link', size: 0, target: third});
		} else if (second === '|') {
			this.#put(path, this.#node('fifo', {mode: 0o600}));
		} else if (second === '=') {
			const text = third.replaceAll(String.raw`\n`, '\n');
			this.#put(path, this.#node('file', {mode: 0o644, text, size: Buffer.byteLength(text)}));
		} else {
			this.#put(path, this.#file(path, Number.parseInt(second ?? '', 8), third));
		}
	}

	#command(name: string, first: string, second = ''): void {
		const paths = expandBraces(second === '' || name === 'mv' || name === 'cp' || name === 'twice' ? first : second);
		for (const path of paths) {
			switch (name) {
				case 'rm': {
					this.#remove(path);
					break;
				}

				case 'mv': {
					this.#copy(path, second, node => node);
					this.#remove(path);
					break;
				}

				case 'cp': {
					this.#copy(path, second, node => ({...node, mtime: this.mtime}));
					break;
				}

				case 'chmod': {
					this.#put(path, {...this.#at(path), mode: Number.parseInt(first, 8)});
					break;
				}

				case 'chown': {
					for (const below of this.#tree(path)) {
						this.#put(below, {...this.#at(below), ...parseOwner(first)});
					}

					break;
				}

				case 'setcap': {
					// VFS_CAP_REVISION_2, effective; permitted: CAP_NET_RAW, which is bit 13.
					this.#put(path, {...this.#at(path), xattrs: {'security.capability': `\u0001\0\0\u0002\0\u0020${'\0'.repeat(14)}`}});
					break;
				}

				case 'replace': {
					const directory = {...this.#at(path), mtime: this.mtime};
					this.#remove(path);
					this.#markers.delete(whiteoutOf(path));
					this.#markers.set(`${path}/.wh..wh..opq`, this.#node('file', {mode: 0o600}));
					this.#put(path, directory);
					break;
				}

				case 'twice': {
					this.#earlier.set(path, this.#file(`${path} at first`, 0o644, second));
					break;
				}

				default: {
					throw new Error(`The story has no command ${name}`);
				}
			}
		}
	}

	#node(type: StoryNode['type'], facts: Partial<StoryNode>): StoryNode {
		return {type, mode: 0o644, ...this.#owner, mtime: this.mtime, size: 0, seed: '', target: '', xattrs: {}, ...facts};
	}

	#file(path: string, mode: number, size: string): StoryNode {
		return this.#node('file', {mode, size: parseSize(size, path), seed: `${path} ${this.mtime}`});
	}

	#at(path: string): StoryNode {
		const node = this.state.get(path);
		if (!node) {
			throw new Error(`The story has no path ${path}`);
		}

		return node;
	}

	#tree(path: string): string[] {
		return [...this.state.keys()].filter(other => other === path || other.startsWith(`${path}/`));
	}

	#put(path: string, node: StoryNode): void {
		const slash = path.lastIndexOf('/');
		if (slash !== -1 && !this.state.has(path.slice(0, slash))) {
			this.#put(path.slice(0, slash), this.#node('directory', {mode: 0o755}));
		}

		this.state.set(path, node);
		this.#changed.set(path, node);
	}

	#remove(path: string): void {
		this.#at(path);
		for (const below of this.#tree(path)) {
			this.state.delete(below);
			this.#changed.delete(below);
		}

		this.#markers.set(whiteoutOf(path), this.#node('file', {mode: 0o600}));
	}

	#copy(from: string, to: string, change: (node: StoryNode) => StoryNode): void {
		for (const path of this.#tree(from)) {
			const node = this.#at(path);
			const original = node.type === 'link' ? this.#at(node.target) : node;
			this.#put(to + path.slice(from.length), change({...original}));
		}
	}

	/** What changed, and the directories above it, which engines write too. */
	#withParents(): Map<string, StoryNode> {
		const all = new Map(this.#changed);
		for (const path of [...this.#changed.keys(), ...this.#markers.keys()]) {
			for (let slash = path.lastIndexOf('/'); slash !== -1; slash = path.lastIndexOf('/', slash - 1)) {
				const parent = path.slice(0, slash);
				all.set(parent, this.#at(parent));
			}
		}

		return all;
	}
}

function whiteoutOf(path: string): string {
	return path.replace(/[^/]*$/, name => `.wh.${name}`);
}

function parseOwner(text: string): {uid: number; gid: number; user: string; group: string} {
	const [uid, gid, user, group] = text.split(':', 4);
	return {uid: Number(uid), gid: Number(gid), user, group};
}

/** `12k` is 12,000; `~12k` from a half to twice that, and always the same for one path. */
function parseSize(text: string, path: string): number {
	const match = /^(~?)([\d.]+)([Mk]?)$/.exec(text);
	if (!match) {
		throw new Error(`The story has no size ${text} for ${path}`);
	}

	const size = Number(match[2]) * (units[match[3]] ?? 1);
	return Math.round(match[1] === '' ? size : size * 2 ** (((hashText(path) % 2001) / 1000) - 1));
}
