import {parentPort, workerData} from 'node:worker_threads';
import {giveWay} from '../archive/give-way.js';
import type {ContentJob, ExtractPlan, Skipped} from './extract-plan.js';
import type {FolderSession, Note} from './folder-session.js';
import {ExtractError} from './refusal.js';
import {SkipList} from './skip-list.js';
import {writeContents} from './write-contents.js';
import {writeFolder, type FolderWriter, type Outcome} from './write-folder.js';

/** What all threads of an extraction share; all of it plain data. */
export type ThreadSession = Omit<FolderSession, 'skips' | 'notes' | 'onBytes'>;

/** What a thread is started with: to write contents, job by job as they come, or to do all of an extraction. */
export type ExtractSetting = {
	/** Bytes that threads wrote so far, a number for each, on shared memory. */
	written: Float64Array;
	slot: number;
} & (
	| {session: ThreadSession}
	| {plan: ExtractPlan; folder: string; writer: Pick<FolderWriter, 'options' | 'platform' | 'control'>}
);

/** What a thread answers: that a job is done, with what came of all of them when no more come; or what came of all. */
export type ExtractAnswer =
	| {kind: 'ready'}
	| {kind: 'contents'; skipped: Skipped[]; notes: Note[]}
	| {kind: 'folder'; outcome: Outcome}
	| {kind: 'failed'; message: string; isKnown: boolean};

const port = parentPort!;
const setting = workerData as ExtractSetting;
const onBytes = (bytes: number) => {
	setting.written[setting.slot] += bytes;
};

if ('session' in setting) {
	const {session: shared} = setting;
	const session: FolderSession = {...shared, skips: new SkipList(), notes: new Map(), onBytes};
	port.on('message', (job: ContentJob | 'end') => {
		if (job === 'end') {
			answer({kind: 'contents', skipped: session.skips.list, notes: [...session.notes.values()]});
			port.close();
			return;
		}

		void attempt(async () => {
			await writeContents(session, job);
			answer({kind: 'ready'});
		});
	});
} else {
	const {plan, folder, writer} = setting;
	giveWay();

	void attempt(async () => {
		answer({kind: 'folder', outcome: await writeFolder(plan, folder, {...writer, onBytes})});
	});
}

async function attempt(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		answer({kind: 'failed', message: (error as Error).message, isKnown: error instanceof ExtractError});
	}
}

function answer(message: ExtractAnswer): void {
	port.postMessage(message);
}
