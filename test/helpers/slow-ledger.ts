import {createHash} from 'node:crypto';
import {Readable} from 'node:stream';
import tar from 'tar-stream';

/** Content bytes by what became of them. */
export type SlowLedger = Record<'total' | 'live' | 'overwritten' | 'rewritten' | 'removed' | 'superseded', number>;

type Content = {layer: number; path: string; size: number; digest: string; names: Set<string>};

/** What a path shows: a content, or something without bytes. */
type Shown = {content?: Content; kind: 'file' | 'directory' | 'other'};

type Entry = {path: string; kind: 'file' | 'directory' | 'link' | 'other'; link: string; size: number; digest: string};

/**
Where every byte went, counted another way: all of every layer is read by tar-stream and hashed, paths are strings, and each layer is
laid over a plain map of them. For layers as engines write them: no sparse files, no hard links to what comes later.

@param layers Plain tars, base first.
*/
export async function slowLedger(layers: Iterable<() => AsyncIterable<Uint8Array>>): Promise<SlowLedger> {
	const ledger: SlowLedger = {total: 0, live: 0, overwritten: 0, rewritten: 0, removed: 0, superseded: 0};
	const state = new Map<string, Shown>();
	let layer = 0;
	for (const open of layers) {
		layer++;
		const entries = await entriesOf(open());
		const before = new Map<Content, string[]>();
		const contents: Content[] = [];
		const take = (path: string) => {
			const {content} = state.get(path) ?? {};
			if (content) {
				content.names.delete(path);
				before.set(content, [...(before.get(content) ?? []), path]);
			}

			state.delete(path);
		};

		const takeBelow = (folder: string) => {
			for (const path of state.keys()) {
				if (path.startsWith(`${folder}/`)) {
					take(path);
				}
			}
		};

		for (const {path} of entries) {
			const name = path.slice(path.lastIndexOf('/') + 1);
			const folder = path.slice(0, path.lastIndexOf('/'));
			if (name === '.wh..wh..opq') {
				takeBelow(folder);
			} else if (name.startsWith('.wh.')) {
				takeBelow(`${folder}/${name.slice(4)}`);
				take(`${folder}/${name.slice(4)}`);
			}
		}

		for (const {path, kind, link, size, digest} of entries) {
			if (path.includes('/.wh.') || path === '') {
				continue;
			}

			if (kind === 'directory' && state.get(path)?.kind === 'directory') {
				continue;
			}

			const linked = kind === 'link' ? state.get(link)?.content : undefined;
			if (state.get(path)?.kind === 'directory') {
				takeBelow(path);
			}

			take(path);
			if (kind === 'file') {
				const content = {layer, path, size, digest, names: new Set([path])};
				contents.push(content);
				ledger.total += size;
				state.set(path, {kind: 'file', content});
			} else {
				linked?.names.add(path);
				state.set(path, {kind: kind === 'link' ? 'file' : (kind === 'directory' ? 'directory' : 'other'), content: linked});
			}
		}

		for (const {names, size} of contents) {
			ledger.superseded += names.size === 0 ? size : 0;
		}

		for (const [content, names] of before) {
			if (content.names.size > 0 || content.layer === layer) {
				continue;
			}

			const deciding = names.includes(content.path) ? content.path : names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))[0];
			const after = state.get(deciding);
			const isStored = after?.kind === 'file';
			ledger[isStored ? (after.content?.digest === content.digest ? 'rewritten' : 'overwritten') : 'removed'] += content.size;
		}
	}

	const live = new Set([...state.values()].flatMap(({content}) => content ? [content] : []));
	for (const {size} of live) {
		ledger.live += size;
	}

	return ledger;
}

/** The chunks for keeping: an inflated one is freed when the next is asked for. */
async function * copies(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
	for await (const chunk of chunks) {
		yield Buffer.from(chunk);
	}
}

async function entriesOf(chunks: AsyncIterable<Uint8Array>): Promise<Entry[]> {
	const entries: Entry[] = [];
	const clean = (path: string) => `/${path}`.replaceAll(/\/\.?(?=\/|$)/g, '');
	for await (const entry of Readable.from(copies(chunks)).pipe(tar.extract())) {
		const {name, type, linkname, size} = entry.header as {name: string; type: string; linkname: string | null; size: number};
		const hash = createHash('sha256');
		for await (const chunk of entry) {
			hash.update(chunk as Uint8Array);
		}

		const kind = ({file: 'file', 'contiguous-file': 'file', directory: 'directory', link: 'link'} as const)[type as 'file'] ?? 'other';
		entries.push({path: clean(name), kind, link: clean(linkname ?? ''), size: kind === 'file' ? size : 0, digest: hash.digest('hex')});
	}

	return entries;
}
