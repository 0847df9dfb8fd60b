import type {EntryTable} from '../archive/entry-table.js';
import type {TapFacts} from '../archive/tap.js';
import type {Layer} from '../image/image.js';
import {isSameBlob} from '../image/same-blob.js';

type Kept = {layer: Layer; table: EntryTable; facts: TapFacts; image: number};

/** Entries of layers that are kept, at about 150 bytes each with what taps found. */
const mostEntries = 400_000;

/** Images whose files stay open, so that what is kept can be held against what another image has. */
const mostImages = 32;

/**
What was read of the layers of several images, so that one that they share is read once. A digest that a document states proves nothing:
the stored bytes of both are compared, which costs a fraction of inflating them.
*/
export class KeptLayers {
	private readonly kept: Kept[] = [];
	private readonly open: Array<{image: number; close: () => void; isDone: boolean}> = [];
	private entries = 0;
	private images = 0;
	private turn: Promise<void> = Promise.resolve();

	/** Has one image at a time read its layers: what two share that are read at once would be read twice. */
	async whileAlone<Result>(read: () => Promise<Result>): Promise<Result> {
		const before = this.turn;
		const {promise, resolve: end} = Promise.withResolvers<void>();
		this.turn = promise;
		await before;
		try {
			return await read();
		} finally {
			end();
		}
	}

	/** How an image's layers are looked for here, and put here. `close` frees its files: it is called some time after `done` was. */
	of(close: () => void): {known: (layer: Layer) => Promise<Kept | undefined>; keep: (layer: Layer, table: EntryTable, facts: TapFacts) => void; done: () => void} {
		const opened = {image: ++this.images, close, isDone: false};
		this.open.push(opened);
		return {
			known: async layer => this.find(layer),
			keep: (layer, table, facts) => {
				this.put({layer, table, facts, image: opened.image});
			},
			done: () => {
				opened.isDone = true;
				const isDone = this.open.filter(({isDone}) => isDone);
				for (const first of isDone.slice(0, Math.max(0, this.open.length - mostImages))) {
					this.release(first);
				}
			},
		};
	}

	/** Frees all that is open. */
	close(): void {
		while (this.open.length > 0) {
			this.release(this.open[0]);
		}
	}

	private async find(layer: Layer): Promise<Kept | undefined> {
		const {blob, digest, diffId} = layer;
		if (!blob) {
			return undefined;
		}

		for (const kept of this.kept) {
			const claimsTheSame = (digest !== undefined && digest === kept.layer.digest) || (diffId !== undefined && diffId === kept.layer.diffId);
			if (claimsTheSame && await isSameBlob(layer, kept.layer)) {
				return {...kept, table: {...kept.table}};
			}
		}

		return undefined;
	}

	private put(kept: Kept): void {
		if (!kept.layer.blob || kept.table.count > mostEntries || this.kept.some(({layer}) => layer.digest === kept.layer.digest && layer.diffId === kept.layer.diffId)) {
			return;
		}

		// The overlay takes the paths out of its own table.
		this.kept.push({...kept, table: {...kept.table}});
		this.entries += kept.table.count;
		while (this.entries > mostEntries) {
			this.entries -= this.kept.shift()!.table.count;
		}
	}

	private release(opened: (typeof this.open)[number]): void {
		this.open.splice(this.open.indexOf(opened), 1);
		for (let index = this.kept.length - 1; index >= 0; index--) {
			if (this.kept[index].image === opened.image) {
				this.entries -= this.kept[index].table.count;
				this.kept.splice(index, 1);
			}
		}

		opened.close();
	}
}
