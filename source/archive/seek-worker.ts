import {parentPort, workerData} from 'node:worker_threads';
import {ByteSource, type SourcePlace} from './byte-source.js';
import {findSeekPoints} from './find-seek-points.js';
import {giveWay} from './give-way.js';
import type {SeekPoints} from './seek-points.js';
import type {Compression} from './sniff.js';

/** What a thread is started for: the points of one blob. */
export type SeekRequest = {
	source: SourcePlace;
	compression: Compression;
	/** Whether the thread that answers keys goes before it. */
	giveWay: boolean;
};

/** What it answers. */
export type SeekAnswer = {points?: SeekPoints} | {problem: string};

const {source, compression, giveWay: isPatient} = workerData as SeekRequest;

if (isPatient) {
	giveWay();
}

let answer: SeekAnswer;
try {
	answer = {points: await findSeekPoints(ByteSource.at(source), compression)};
} catch (error) {
	answer = {problem: (error as Error).message};
}

parentPort!.postMessage(answer);
