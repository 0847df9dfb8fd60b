import {hash} from 'node:crypto';
import {Answers} from '../../archive/answers.js';
import type {Image, Layer} from '../image.js';
import type {CacheFolder} from './cache-folder.js';
import {decodeInSlices, encodeColumns, type ColumnRecord} from './column-record.js';
import type {LayerCache} from './layer-cache.js';

/** The last letters are the numbers of the forms. */
const overlayMagic = 'freedov1';
const answersMagic = 'freedan1';

/** What is found out sooner than looked up: how fewer entries lie over one another. */
const worthEntries = 5000;

/** What is kept of how an image's layers lie over one another. */
export type KeptOverlay<Rest> = {
	record: ColumnRecord<Rest>;
	/** What was found out of that. */
	answers: Answers;
};

/** Entries are numbered anew each time layers are laid over one another: answers tell by the stamp of which time they speak. */
type Stamped<Value> = {stamp: string; value: Value};

/**
How the layers of images lie over one another, kept for the next time; and what was asked of that, and answered. It is called by the
names under which the layers' tables are kept, so it is of these and no others.
*/
export class OverlayCache {
	/**
	@param layers Has met the layers of an image before these are asked for.
	@param maker Says which program made it: no other reads it.
	*/
	constructor(private readonly folder: CacheFolder, private readonly layers: LayerCache, private readonly maker: string) {}

	/** Whether a layer was read now, for the first time: what lies over it can't have been kept. */
	isNew(layer: Layer): boolean {
		return this.layers.isNew(layer);
	}

	/** What is kept of an image of which all layers are read. `Rest` is what was given to `keep`. */
	* find<Rest>(image: Image): Generator<void, KeptOverlay<Rest> | undefined> {
		const name = this.nameOf(image);
		if (name === undefined) {
			return undefined;
		}

		const found = yield * this.read<Rest>(name, overlayMagic);
		return found && {record: found.record, answers: yield * this.answers(image, name, found.stamp)};
	}

	/**
	Keeps how layers lie over one another. It is written while other work goes on: columns must stay as they are.

	@returns Where to put what is found out of it; undefined where nothing of such an image is kept.
	*/
	keep<Rest>(image: Image, entries: number, record: () => ColumnRecord<Rest>): Answers | undefined {
		const name = entries < worthEntries ? undefined : this.nameOf(image);
		if (name === undefined) {
			return undefined;
		}

		const stamp = crypto.randomUUID();
		const {rest, columns} = record();
		this.folder.keep(name, encodeColumns<Stamped<Rest>>({rest: {stamp, value: rest}, columns}, overlayMagic, this.maker));
		return this.answering(new Map(), answersName(image, name), stamp);
	}

	private * answers(image: Image, overlay: string, stamp: string): Generator<void, Answers> {
		const name = answersName(image, overlay);
		const kept = yield * this.read<Map<string, unknown>>(name, answersMagic);
		return this.answering(kept?.stamp === stamp ? kept.record.rest : new Map<string, unknown>(), name, stamp);
	}

	/** Answers that are kept as they come; those of one turn at once. */
	private answering(known: Map<string, unknown>, name: string, stamp: string): Answers {
		const answers = new Answers(known);
		let isWaiting = false;
		answers.onNew = () => {
			if (!isWaiting) {
				isWaiting = true;
				queueMicrotask(() => {
					isWaiting = false;
					this.folder.keep(name, encodeColumns<Stamped<ReadonlyMap<string, unknown>>>({rest: {stamp, value: answers.all}, columns: []}, answersMagic, this.maker));
				});
			}
		};

		return answers;
	}

	private * read<Value>(name: string, magic: string): Generator<void, {stamp: string; record: ColumnRecord<Value>} | undefined> {
		const found = yield * this.folder.readInSlices(name, (fd, size) => decodeInSlices<Stamped<Value>>(fd, size, magic, this.maker));
		return found && {stamp: found.rest.stamp, record: {rest: found.rest.value, columns: found.columns}};
	}

	private nameOf({layers}: Image): string | undefined {
		// What is said of it while layers can't be had, and can't be told of it then, is for now alone.
		const names = layers.map(layer => this.layers.isLacking(layer) ? undefined : this.layers.nameOf(layer));
		return names.length === 0 || names.includes(undefined) ? undefined : `overlay/${hash('sha256', names.join('\n'))}`;
	}
}

/** What is said of the waste quotes instructions: images of the same layers may have others. */
function answersName({layers}: Image, overlay: string): string {
	return `${overlay}-${hash('sha256', JSON.stringify(layers.map(({history}) => history?.instruction ?? '')))}`;
}
