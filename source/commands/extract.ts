import fs from 'node:fs';
import {PlainCopies} from '../archive/plain-copies.js';
import {entryType} from '../archive/entry-table.js';
import {extractedText, isWhole, type ExtractedTo} from '../extract/extracted-text.js';
import {planExtraction, type Selection} from '../extract/plan-extraction.js';
import type {ExtractPlan} from '../extract/extract-plan.js';
import {ExtractError} from '../extract/refusal.js';
import {writeFolder, type Outcome} from '../extract/write-folder.js';
import {writeInThreads} from '../extract/write-in-threads.js';
import {writeTar} from '../extract/write-tar.js';
import {decodeBytes, encodeEscaped} from '../format/safe-text.js';
import type {Contents} from '../image/contents.js';
import type {LayerNumber} from '../image/image.js';
import type {Options} from '../options.js';
import {absent} from '../tree/entry-store.js';
import type {Change} from '../tree/change.js';
import {heldTransition} from '../tree/held-entry.js';
import {root, type PathId} from '../tree/path-tree.js';
import {runInTurns} from '../archive/slices.js';
import {exitCodeOf} from './exit-code.js';
import {seenBy, seenView} from './layer-range.js';
import {load, type Loaded, type Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {askQuery, filterOfQuery, type AskedQuery} from './query.js';
import {removalsIn} from './removals.js';
import {matching, takenPaths, type Where} from './taken-paths.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';
import {cleaned, rangeText} from './why-missing.js';
import {writeOutput} from './write-output.js';
import {writeTarFile} from './write-tar-file.js';

/** `freedive extract IMAGE PATH… -o FOLDER` */
export async function extract(options: Options, outside: Outside): Promise<number> {
	const {output, operands, layer, query, force} = options;
	if (output === undefined) {
		throw new UsageError('Where to? -o FOLDER, -o FILE.tar, or -o - for a tar on standard output.');
	}

	if (/\.(?:tgz|tar\.\w+)$/.test(output)) {
		throw new UsageError(`-o ${output}: freedive writes plain tars. To compress one: -o - | gzip > ${output}`);
	}

	if (operands.length < 2 && layer === undefined && query === undefined) {
		throw new UsageError('Which paths? / is all of the final file system; --layer N all that a layer holds; --query QUERY what freedive find finds.');
	}

	if (isTar(output) && output !== '-' && !force && fs.existsSync(output)) {
		throw new UsageError(`${output} is there already; --force replaces it.`);
	}

	if (output === '-' && outside.standardOutput.isTTY) {
		throw new UsageError('A tar is nothing for a terminal: give -o FOLDER, or lead standard output somewhere.');
	}

	const asked = query === undefined ? undefined : askQuery(query);
	const copies = takesMost(options) ? new PlainCopies(outside.temporaryFolder) : undefined;
	try {
		const {used: exitCode} = await load(operands[0], options, outside, {
			proof: asked?.proof,
			taps: asked?.taps,
			copies,
			use: async (loaded, contents, work) => take(asked, {loaded, contents, work, options, outside}),
		});
		return exitCode;
	} finally {
		copies?.close();
	}
}

/** Whether most of what layers hold is taken: then it is copied while they are read, and not inflated again. */
function takesMost({operands, layer, query, at}: Options): boolean {
	return operands.includes('/', 1) && layer === undefined && query === undefined && at === undefined;
}

/** A name that ends so is a tar, unless a folder of that name is there. */
function isTar(output: string): boolean {
	return output === '-' || (output.endsWith('.tar') && !fs.statSync(output, {throwIfNoEntry: false})?.isDirectory());
}

/** What an extraction goes by. */
type Taking = {loaded: Loaded; contents: Contents; work: Work; options: Options; outside: Outside};

async function take(asked: AskedQuery | undefined, taking: Taking): Promise<number> {
	const {loaded, contents, work, options, outside} = taking;
	const {image, overlay, warnings} = loaded;
	const {at, from} = seenBy(seenView(image, options));
	const where = {at, from, follow: options.follow, strip: options.strip};
	const filter = asked && await queryOf(asked, taking, where);
	const selections = selectionsOf(loaded, options, where, filter?.matches);
	const plan = await runInTurns(planExtraction(overlay, contents, selections, strippedText(options)), work.signal);
	if (plan.count === 1 && plan.kind[0] !== entryType.directory && plan.skipped.length === 0) {
		throw new UsageError(nothingToTake(options, where, filter?.lastWith));
	}

	await contents.bring(plan.jobs, {signal: work.signal});
	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	const outcome = await write(plan, options, outside, work);
	if (!outcome) {
		// Whoever read the tar went away, and wants to hear no more.
		return exitCodeOf(warnings);
	}

	if (!options.quiet) {
		const told: ExtractedTo = {output: options.output!, layer: options.layer, ...from !== undefined && removalsIn(overlay, selections, {from, to: at})};
		for (const line of extractedText(outcome, told)) {
			log(outside, {level: isWhole(outcome) ? 'note' : 'warning', message: line});
		}
	} else if (outcome.stopped !== undefined) {
		log(outside, {level: 'error', message: outcome.stopped});
	}

	return isWhole(outcome) ? exitCodeOf(warnings) : 2;
}

/** What is taken: the paths that are given, or else all; of that, with a query, what it finds. */
function selectionsOf({overlay}: Loaded, options: Options, where: Where, filter: PathTest | undefined): Selection[] {
	const paths = options.operands.slice(1);
	if (paths.length === 0) {
		return [filter ? matching(overlay, where, filter) : {path: root, at: where.at, from: where.from, place: new Uint8Array()}];
	}

	const taken = takenPaths(overlay, paths, where);
	return filter ? taken.map(selection => ({...selection, matches: path => (selection.matches?.(path) ?? true) && filter(path)})) : taken;
}

type PathTest = (path: PathId) => boolean;

/** What a query finds, as it stands there, or as the layers hold it. */
async function queryOf(asked: AskedQuery, {loaded, contents, work, outside}: Taking, {at, from}: Where): Promise<{matches: PathTest; lastWith: () => LayerNumber | undefined}> {
	const {overlay} = loaded;
	const {filter, warnings} = await filterOfQuery(asked, {loaded, contents, work, outside});
	loaded.warnings.push(...warnings);
	const {transitions, tree} = overlay;
	const isMatch = (path: PathId, transition: number) => transition >= 0 && filter(path, {
		entry: transitions.entry[transition],
		layer: transitions.layer[transition],
		change: transitions.change[transition] as Change,
	});
	return {
		matches: path => isMatch(path, from === undefined ? transitions.at(path, at) : heldTransition(overlay, path, {from, to: at})),
		/** The last layer after which something is there that it finds, wherever that was looked for. */
		lastWith() {
			let last: LayerNumber | undefined;
			for (let path = 1; path < tree.count; path++) {
				for (let transition = transitions.last[path]; transition >= 0 && transitions.layer[transition] > (last ?? 0); transition = transitions.previous[transition]) {
					if (transitions.entry[transition] !== absent && isMatch(path, transition)) {
						last = transitions.layer[transition];
						break;
					}
				}
			}

			return last;
		},
	};
}

function nothingToTake({operands, query}: Options, {at, from}: Where, lastWith?: () => LayerNumber | undefined): string {
	const layers = from === undefined ? undefined : rangeText({from, to: at});
	if (query !== undefined) {
		const elsewhere = operands.length > 1 || from !== undefined ? undefined : lastWith?.();
		if (elsewhere !== undefined) {
			return `No path matches ${query}, but after layer ${elsewhere} one does: --at ${elsewhere} takes it from there.`;
		}

		return `${operands.length > 1 ? 'Nothing of that' : 'No path'}${layers === undefined ? '' : ` in ${layers.toLowerCase()}`} matches ${query}.`;
	}

	return layers === undefined ? 'There is nothing to take.' : `${layers} ${from === at ? 'holds' : 'hold'} no files.`;
}

/** What `--strip` takes off, as paths of the plan have it. */
function strippedText({strip}: Options): string {
	return strip === undefined ? '' : decodeBytes(cleaned(encodeEscaped(strip)));
}

async function write(plan: ExtractPlan, options: Options, outside: Outside, {signal, tell}: Work): Promise<Outcome | undefined> {
	const output = options.output!;
	const {force, keepSetuid, devices} = options;
	let done = 0;
	const onBytes = (bytes: number) => {
		done += bytes;
		tell('extracting files', plan.bytes === 0 ? undefined : Math.min(1, done / plan.bytes));
	};

	if (!isTar(output)) {
		try {
			return await writeFolder(plan, output, {
				options: {force, keepSetuid, devices, sameOwner: options.sameOwner && outside.userId === 0},
				platform: outside.hostPlatform.startsWith('windows/') ? 'win32' : undefined,
				signal,
				onBytes,
				writeJobs: async (session, jobs) => writeInThreads(session, jobs, outside.threads, signal),
			});
		} catch (error) {
			throw error instanceof ExtractError ? new UsageError(error.message) : error;
		}
	}

	let outcome: Outcome | undefined;
	const tar = writeTar(plan, {
		options: {keepSetuid, devices, sameOwner: options.sameOwner},
		signal,
		onBytes,
		onDone(result) {
			outcome = result;
		},
	});
	await (output === '-' ? writeOutput(outside.standardOutput, tar) : writeTarFile(output, tar));
	return outcome;
}
