import os from 'node:os';
import path from 'node:path';
import {Worker} from 'node:worker_threads';
import {summary} from '../../extract/extracted-text.js';
import type {ExtractPlan} from '../../extract/extract-plan.js';
import type {ExtractAnswer, ExtractSetting} from '../../extract/extract-worker.js';
import type {Contents} from '../../image/contents.js';
import {planExtraction} from '../../extract/plan-extraction.js';
import {isThere} from '../../extract/refusal.js';
import {extractWorkerUrl} from '../../extract/write-in-threads.js';
import type {Outcome} from '../../extract/write-folder.js';
import {formatCount} from '../../format/count.js';
import {selectionsOf, type Extraction} from '../extraction.js';
import type {Grown, Notice, State} from '../state.js';
import type {Store} from '../store.js';
import type {TakenPart} from '../taken-differences.js';
import type {Taken} from '../taken.js';
import type {SliceName, Slicer} from './slicer.js';

/** Milliseconds between two news of how far it is: each is a frame. */
const newsInterval = 100;

/** How the image is taken out of on the screen: nothing is replaced, and nothing is made that is more than files. */
const options = {force: false, keepSetuid: false, devices: false} as const;

export type ExtractingOptions = {
	/** Whether owners can be kept. */
	isRoot: boolean;
	platform: string;
};

/**
Takes out what the user has chosen, in a thread that gives way to the one that answers keys; says how far it is, and what came out.

@returns Ends it, once nothing reads the image's files any more.
*/
export function keepExtracting(store: Store, slicer: Slicer<SliceName>, {isRoot, platform}: ExtractingOptions): {close: () => Promise<void>} {
	let running: {control: Int32Array; done: Promise<void>} | undefined;
	let isClosed = false;
	const end = (text: string, kind: Notice['kind']) => {
		running = undefined;
		if (!isClosed) {
			store.dispatch({type: 'extracting', extraction: undefined});
			store.dispatch({type: 'notify', text, kind});
		}
	};

	const write = async (planned: readonly Planned[], folder: string, control: Int32Array) => {
		const written = new Float64Array(new SharedArrayBuffer(8));
		const look = setInterval(() => {
			const {extraction} = store.getState();
			if (extraction && extraction.written !== written[0]) {
				store.dispatch({type: 'extracting', extraction: {...extraction, written: written[0]}});
			}
		}, newsInterval);
		try {
			const told: Array<ReturnType<typeof toldOf>> = [];
			for (const {plan, contents, name} of planned) {
				await contents.bring(plan.jobs);
				const outcome = await inThread({plan, folder, writer: {options: {...options, sameOwner: isRoot}, platform, control}, written, slot: 0});
				const [text, kind] = toldOf(outcome, folder);
				told.push([planned.length > 1 ? `${name}: ${text}` : text, kind]);
				if (outcome.stopped !== undefined) {
					break;
				}
			}

			end(told.map(([text]) => text).join('; '), told.some(([, kind]) => kind === 'problem') ? 'problem' : 'info');
		} catch (error) {
			end(`Not extracted: ${(error as Error).message}`, 'problem');
		} finally {
			clearInterval(look);
		}
	};

	const begin = ({parts, folder}: Extraction) => {
		const sources = parts.map(({side, taken}) => ({taken, name: side?.toUpperCase() ?? '', grown: grownOf(store.getState(), side)}));
		if (!areRead(sources)) {
			end('Not extracted: the image is not read yet.', 'problem');
			return;
		}

		const control = new Int32Array(new SharedArrayBuffer(4));
		const {promise: done, resolve} = Promise.withResolvers<void>();
		running = {control, done};
		slicer.run<Planned[]>('extract', planAll(sources), {
			done(planned) {
				void write(planned, resolved(folder), control).finally(resolve);
			},
			dropped: resolve,
			failed(error) {
				end(`Not extracted: ${(error as Error).message}`, 'problem');
				resolve();
			},
		});
	};

	store.onAction((_action, before) => {
		const {extraction} = store.getState();
		if (extraction && !before.extraction) {
			begin(extraction);
		} else if (extraction?.isStopping && !before.extraction?.isStopping) {
			if (slicer.has('extract')) {
				slicer.cancel('extract');
				end('Stopped: nothing was extracted.', 'problem');
			} else if (running) {
				running.control[0] = 1;
			}
		}
	});
	return {
		async close() {
			isClosed = true;
			slicer.cancel('extract');
			if (running) {
				running.control[0] = 1;
				await running.done;
			}
		},
	};
}

/** What is to come out of one image, and what reads its contents. `name`: which of two it is. */
type Planned = {plan: ExtractPlan; contents: Contents; name: string};

type Source = {taken: readonly Taken[]; name: string; grown?: Grown};
type ReadSource = Source & {grown: Grown & {contents: Contents}};

function grownOf({grown, comparison}: State, side: TakenPart['side']): Grown | undefined {
	return side ? comparison?.[side].grown : grown;
}

function areRead(sources: readonly Source[]): sources is readonly ReadSource[] {
	return sources.every(({grown}) => grown?.contents);
}

function * planAll(sources: readonly ReadSource[]): Generator<void, Planned[]> {
	const planned: Planned[] = [];
	for (const {taken, name, grown: {overlay, contents}} of sources) {
		planned.push({plan: yield * planExtraction(overlay, contents, selectionsOf(overlay, taken)), contents, name});
	}

	return planned;
}

async function inThread(setting: ExtractSetting): Promise<Outcome> {
	const worker = new Worker(extractWorkerUrl, {workerData: setting});
	try {
		return await new Promise((resolve, reject) => {
			worker.on('message', (answer: ExtractAnswer) => {
				if (answer.kind === 'folder') {
					resolve(answer.outcome);
				} else if (answer.kind === 'failed') {
					reject(new Error(answer.message));
				}
			});
			worker.on('error', reject);
			worker.on('exit', () => {
				reject(new Error('the thread that wrote it ended.'));
			});
		});
	} finally {
		await worker.terminate();
	}
}

/** What came of it, in a line. */
function toldOf(outcome: Outcome, folder: string): [text: string, kind: Notice['kind']] {
	const {stopped, skipped, notes} = outcome;
	const [first] = skipped;
	const count = skipped.reduce((sum, {count}) => sum + count, 0);
	if (first && stopped === undefined && outcome.files + outcome.names + outcome.links + outcome.special === 0) {
		return [nothingTold(first, count), 'problem'];
	}

	const parts = [
		`${stopped === undefined ? 'Extracted' : `Stopped${stopped === 'stopped' ? '' : `, as ${stopped}`}:`} ${summary(outcome, folder)}`,
		...(first && stopped === undefined ? [`${formatCount(count)} left out: ${first.paths[0]} as ${spokenReason(first)}`] : []),
		...(notes.some(({kind}) => kind === 'setuid') ? ['without setuid bits'] : []),
	];
	return [parts.join('; '), first ? 'problem' : 'info'];
}

/** Why nothing came out, of the first and of how many. */
function nothingTold(first: Outcome['skipped'][number], count: number): string {
	const more = count - 1;
	const what = `${first.paths[0]}${more === 0 ? '' : ` and ${formatCount(more)} more`}`;
	return first.reason === isThere
		? `Nothing new: ${what} ${more === 0 ? 'is' : 'are'} there already (${formatCount(count)} left out)`
		: `Nothing extracted: ${formatCount(count)} left out, ${first.paths[0]} as ${spokenReason(first)}`;
}

/** Without what the command line could do about it. */
function spokenReason({reason}: Outcome['skipped'][number]): string {
	return reason.replace(/ \(--.*$/, '');
}

/** Whether who runs the program may give files away. A user without a name, as in some containers, is none who may. */
export function isRoot(): boolean {
	try {
		return os.userInfo().uid === 0;
	} catch {
		return false;
	}
}

/** `~` is the user's own folder, as a shell has it. */
function resolved(folder: string): string {
	return /^~(?:\/|$)/.test(folder) ? path.join(os.homedir(), folder.slice(1)) : folder;
}
