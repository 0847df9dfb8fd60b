import fs from 'node:fs';
import {closeSpool, spoolByProgram} from '../../../archive/spool.js';
import {formatBytes} from '../../../format/bytes.js';
import type {Opened, OriginOptions} from '../../container.js';
import {ImageError} from '../../image.js';
import {complaintOf} from './complaint.js';
import type {Engine} from './engine.js';
import type {Found} from './inspect-image.js';
import {runEngine, type EngineRan} from './run-engine.js';

/**
What an engine's `save` writes, in a file without a name. The engine's program writes it there itself: its bytes go through nobody else.

@throws {ImageError} Where it does not end well. What there is by then is not opened: nothing tells what is missing.
*/
export async function saveImage(engine: Engine, found: Found, options: OriginOptions): Promise<Opened> {
	const {platform} = options;
	const ways = [
		...(platform !== undefined && engine.savesPlatform ? [[...engine.save, '--platform', platform]] : []),
		engine.save,
		...(engine.saveOtherwise ? [engine.saveOtherwise] : []),
	];
	for (;;) {
		const way = ways.shift()!;
		try {
			return await saveBy(engine, way, found, options);
		} catch (error) {
			if (!(error instanceof SaveError && ways.length > 0 && engine.takesNoWay.test(error.complaint))) {
				throw error;
			}
		}
	}
}

/** A save that failed, with all that was said of it. */
class SaveError extends ImageError {
	constructor(message: string, readonly complaint: string) {
		super(message, {isTransient: true});
	}
}

async function saveBy(engine: Engine, way: readonly string[], {program, name, size}: Found, {temporaryFolder, programs, signal, onProgress}: OriginOptions): Promise<Opened> {
	const content = await spoolByProgram(async fd => {
		const tell = () => {
			const bytes = sizeOf(fd);
			onProgress?.(bytes === 0
				? {label: `waiting for ${engine.name} to save ${name}`, bytes}
				// Its headers are not counted, and what is stored compressed comes so: the size is about right at best.
				: {label: `reading ${name} from ${engine.name}`, bytes, total: size !== undefined && bytes <= size ? size : undefined});
		};

		tell();
		const ran = await runEngine({program, args: [...way, '--', name], programs: programs!, fd, signal, onTick: tell});
		if (ran.exitCode !== 0) {
			throw brokenOff(engine, name, ran, sizeOf(fd), temporaryFolder);
		}
	}, {folder: temporaryFolder, name: `${name} of ${engine.name}`});
	return {name: content.name, form: engine.name, content, close: () => closeSpool(content)};
}

function sizeOf(fd: number): number {
	return fs.fstatSync(fd).size;
}

function brokenOff(engine: Engine, image: string, ran: EngineRan, bytes: number, folder: string): SaveError {
	const why = isFull(folder) ? `${folder} is full. Set TMPDIR to a folder with more room` : complaintOf(ran);
	// Docker ends with a question.
	const told = /[!?]$/.test(why) ? why : `${why}.`;
	const message = bytes === 0
		? `${engine.name} can't save ${image}: ${told}`
		: `${image} broke off when ${engine.name} had saved ${formatBytes(bytes)} of it: ${told}`;
	return new SaveError(message, ran.complaint);
}

/** Room for less than one chunk of a copy is none, in bytes. */
const leastRoom = 1 << 20;

/** Whether the file system of a folder has no room. A program says so in its own words, if it does, and not of which disk. */
function isFull(folder: string): boolean {
	try {
		const {bavail, bsize} = fs.statfsSync(folder);
		return bavail * bsize < leastRoom;
	} catch {
		return false;
	}
}
