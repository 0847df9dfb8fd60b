import * as v from 'valibot';
import {sha256Pattern} from '../../../format/digest.js';
import {chainIds} from '../../chain-ids.js';
import type {Programs} from '../../container.js';
import type {EngineName} from '../../engine-image.js';
import type {KnownImage} from '../../known-image.js';
import {engines, isImageName} from './engine.js';
import {findProgram} from './find-program.js';
import {listEngineImages} from './list-engine-images.js';
import {runEngine} from './run-engine.js';

export type KnownToEnginesOptions = {
	programs: Programs;
	/** The only one that is asked; all that are installed where it is not told. */
	engine?: EngineName;
	signal?: AbortSignal;
	/** Milliseconds that each engine has for all its answers. */
	limit?: number;
};

/** Nobody waits longer for a base to be named, in milliseconds. */
const patience = 5000;

/** Images whose layers are asked for at once: what an engine writes of each are a few kilobytes, and at most some megabytes are collected. */
const batch = 200;

/** Images of an engine of which that is asked, the newest first. */
const mostImages = 2000;

/** No image has more layers: engines take no more than 127. */
const mostLayers = 1000;

const text = v.fallback(v.optional(v.string()), undefined);

const inspectedSchema = v.object({
	Id: text,
	RepoTags: v.fallback(v.nullish(v.array(v.string())), undefined),
	Created: text,
	RootFS: v.object({Layers: v.pipe(v.array(v.pipe(v.string(), v.regex(sha256Pattern))), v.minLength(1), v.maxLength(mostLayers))}),
});

/**
What engines know of the images that they have, which tells what is built on them: their names and the diff_ids of their layers. One that
is not running, or does not answer in time, knows nothing.

@throws {Error} AbortError, when `signal` says so.
*/
export async function knownToEngines({programs, engine, signal, limit = patience}: KnownToEnginesOptions): Promise<KnownImage[]> {
	const until = performance.now() + limit;
	const answers = await listEngineImages({programs, only: engine, signal, limit});
	const known = await Promise.all(answers.map(async ({engine, images}) => {
		const ids = [...new Set(images.map(({id}) => id))].slice(0, mostImages);
		const found: KnownImage[] = [];
		for (let start = 0; start < ids.length && performance.now() < until; start += batch) {
			found.push(...await inspect(engine, ids.slice(start, start + batch), {programs, signal, limit: until - performance.now()}));
		}

		return found;
	}));
	return known.flat();
}

async function inspect(name: EngineName, ids: readonly string[], {programs, signal, limit}: {programs: Programs; signal?: AbortSignal; limit: number}): Promise<KnownImage[]> {
	const engine = engines.find(engine => engine.name === name)!;
	const program = findProgram(name, programs);
	if (!program) {
		return [];
	}

	// Where one is gone meanwhile it ends badly, and tells of the others.
	const {output} = await runEngine({program, args: [...engine.inspect, ...ids], programs, signal, limit});
	return itemsOf(output).flatMap(item => imagesOf(name, item));
}

function itemsOf(output: string): unknown[] {
	try {
		const items: unknown = JSON.parse(output);
		return Array.isArray(items) ? items : [];
	} catch {
		return [];
	}
}

/** An image under each of its names, or its id where it has none; nothing of what can't be read. */
function imagesOf(engine: EngineName, item: unknown): KnownImage[] {
	const parsed = v.safeParse(inspectedSchema, item);
	if (!parsed.success) {
		return [];
	}

	const {Id: id = '', RepoTags: tags, Created: created, RootFS: {Layers: diffIds}} = parsed.output;
	const chainId = chainIds(diffIds.map(diffId => ({diffId}))).at(-1)!;
	const names = (tags ?? []).filter(name => isImageName(name));
	return (names.length > 0 ? names : [id.replace(/^sha256:/, '').slice(0, 12)])
		.filter(name => isImageName(name))
		.map(name => ({chainId, layers: diffIds.length, name, ...(created !== undefined && {created}), knownBy: engine}));
}
