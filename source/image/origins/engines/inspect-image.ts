import {hash} from 'node:crypto';
import * as v from 'valibot';
import {safeText} from '../../../format/safe-text.js';
import type {OriginOptions} from '../../container.js';
import {complaintOf} from './complaint.js';
import type {Engine} from './engine.js';
import {findProgram} from './find-program.js';
import {runEngine, type EngineRan} from './run-engine.js';

/** An engine that could not be asked, or did not answer: why, as a sentence that begins with its name. */
export type Unanswered = {kind: 'unanswered'; message: string};

/** What an engine says when it is asked for an image. */
export type Answer = Found | Unanswered | {kind: 'lacks'} | {kind: 'not-installed'};

/** An image that an engine has. */
export type Found = {
	kind: 'has';
	/** The engine's program. */
	program: string;
	/** What `save` is to be given, so that it writes that image and no other. */
	name: string;
	/** Its id, without an algorithm before it. */
	id: string;
	/** Of its layers, where the engine tells them. */
	diffIds: readonly string[];
	/** All that the engine said of it, as a digest. */
	said: string;
	/** Bytes of its layers, where the engine tells them. */
	size?: number;
};

/** Milliseconds that an engine has to answer: one on the other side of the world, by ssh, takes a few seconds. */
export const patience = 15_000;

/** As much of an answer as tells what it is, in characters. */
const longestStart = 60;

/** The list that `image inspect` writes, of which this is asked. Whatever else is wrong with it, `save` tells. */
const inspected = v.pipe(v.string(), v.parseJson(), v.array(v.object({
	// Podman has no algorithm before it.
	Id: v.pipe(v.string(), v.transform(id => id.replace(/^sha256:/, ''))),
	RootFS: v.fallback(v.optional(v.object({Layers: v.array(v.string())})), undefined),
	Size: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), undefined),
})));

/** Asks an engine whether it has an image. It may take as long as `limit` says, in milliseconds. */
export async function inspectImage(engine: Engine, image: string, {programs, signal, onProgress}: Pick<OriginOptions, 'programs' | 'signal' | 'onProgress'>, limit = patience): Promise<Answer> {
	const program = programs && findProgram(engine.name, programs);
	if (!program) {
		return {kind: 'not-installed'};
	}

	onProgress?.({label: `asking ${engine.name} for ${image}`, bytes: 0});
	const ran = await runEngine({program, args: [...engine.inspect, image], programs, signal, limit});
	if (ran.exitCode !== 0) {
		return engine.lacksImage.test(ran.complaint) ? {kind: 'lacks'} : unanswered(engine, ran, `${engine.name} image inspect ${image}`, limit);
	}

	const answer = v.safeParse(inspected, ran.output);
	if (!answer.success) {
		return {kind: 'unanswered', message: `${engine.name} gave no answer that can be read to ${engine.name} image inspect ${image}: ${startOf(ran.output)}.`};
	}

	const [found] = answer.output;
	// Where there is no such image some versions write an empty list, and end well.
	return found ? {kind: 'has', program, name: nameToSave(engine, image, found.Id), id: found.Id, diffIds: found.RootFS?.Layers ?? [], said: hash('sha256', ran.output), size: found.Size} : {kind: 'lacks'};
}

/** How an answer begins that can't be read, as the rest of a sentence, in one line and made safe for a terminal. */
function startOf(output: string): string {
	const text = output.trim();
	const line = safeText(text.slice(0, longestStart).replaceAll(/\s+/g, ' '));
	return line === '' ? 'it is empty' : `it begins with ${line}${text.length > longestStart ? '…' : ''}`;
}

/** Why an engine gave no answer to a command, which took at most `limit` milliseconds. */
export function unanswered({name, isUnreachable, remedy}: Engine, ran: EngineRan, command: string, limit: number): Unanswered {
	if (ran.failure === 'late') {
		return {kind: 'unanswered', message: `${name} hangs: ${command} was waited for ${limit / 1000} s.`};
	}

	const complaint = complaintOf(ran);
	return {
		kind: 'unanswered',
		message: isUnreachable.test(ran.complaint)
			? `${name} is not running, or can't be reached (${complaint}). ${remedy}.`
			: `${name} fails: ${complaint}.`,
	};
}

/** A name without a tag means `latest`; but it may be the start of an id. */
function nameToSave({savesAllTags}: Engine, image: string, id: string): string {
	const hasTag = /[:@][^/]*$/.test(image);
	return !savesAllTags || hasTag || id.startsWith(image) ? image : `${image}:latest`;
}
