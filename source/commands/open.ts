import type {Options} from '../options.js';
import {readBase} from './base.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {entriesCsv} from './files.js';
import {load} from './load.js';
import {goBoolean} from './go-boolean.js';
import {log} from './log.js';
import type {Outside, ScreenRequest} from './outside.js';
import {summaryMaker, wastesOf} from './summary.js';
import {UsageError} from './usage-error.js';
import {usesColor} from './uses-color.js';
import {warnOfImage} from './warn.js';

const demo = 'demo:';

/** `freedive [IMAGE…]`: the screen on a terminal, the summary elsewhere, the formats that were asked for anywhere. */
export async function open(options: Options, outside: Outside): Promise<number> {
	if (options.allLocal) {
		const {localImages} = await import('./local-images.js');
		const {references, failures} = await localImages(options, outside);
		if (hasScreen(options, outside)) {
			return show({references, isList: true}, options, outside);
		}

		const {images} = await import('./images.js');
		return images(references, options, outside, failures);
	}

	if (options.ci || options.json !== undefined) {
		if (options.base !== undefined) {
			throw new UsageError('--base goes without --ci and --json: dive knows no base.');
		}

		const {dive} = await import('./dive.js');
		return dive(options, outside);
	}

	const references = options.operands.length === 0 ? [demo] : options.operands;
	const [reference] = references;
	if (references.length > 1 && options.open) {
		throw new UsageError('--open goes with one image.');
	}

	if (references.length > 1 && options.verify) {
		throw new UsageError('--verify goes with one image.');
	}

	if (references.length > 1 && options.base !== undefined) {
		throw new UsageError('--base goes with one image.');
	}

	if (references.filter(name => name === '-').length > 1) {
		throw new UsageError('Standard input is one image: - can be given once only.');
	}

	if (hasScreen(options, outside)) {
		return show({references: options.operands}, options, outside);
	}

	if (references.length === 2) {
		const {diff} = await import('./diff.js');
		return diff(options, outside);
	}

	if (references.length > 1) {
		const {images} = await import('./images.js');
		return images(references, options, outside);
	}

	// Dive gives its verdict where the variable is set. Here one command line does the same everywhere; but who comes from dive is told.
	if (goBoolean(outside.environment.CI ?? '') && options.operands.length > 0 && options.formats.length === 0 && !options.quiet && outside.commandLine.every(word => !word.startsWith('--ci'))) {
		log(outside, {level: 'note', message: `CI is set, which gives no verdict by itself: freedive ${reference} --ci gives dive's, freedive audit ${reference} the policy's`});
	}

	// Rows alone need no contents.
	const proof = options.formats.length === 0 || options.formats.some(({name}) => name !== 'csv');
	const {used: {wastes, base}, ...loaded} = await load(reference, options, outside, {
		proof,
		defers: true,
		attached: proof,
		async use(loaded, contents, {signal}) {
			const base = await readBase(loaded.image, options, outside);
			return {base, wastes: proof ? await wastesOf(loaded, contents, signal, base) : []};
		},
	});
	const makeSummary = summaryMaker(loaded, wastes, base);
	await deliver((format, text) => format === 'csv' ? entriesCsv(loaded) : makeSummary(format, text), options, outside);
	if (options.operands.length === 0) {
		log(outside, {level: 'note', message: 'this is the demo; open your own with: freedive IMAGE, the name of one that docker, podman or nerdctl has, or freedive IMAGE.tar'});
	}

	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	return exitCodeOf(loaded.warnings);
}

/** Whether the screen is what is asked for, and can be had. */
function hasScreen({formats}: Options, {environment, standardOutput, openScreen}: Outside): boolean {
	return formats.length === 0 && standardOutput.isTTY === true && environment.TERM !== 'dumb' && openScreen !== undefined;
}

async function show(shown: Pick<ScreenRequest, 'references' | 'isList'>, options: Options, outside: Outside): Promise<number> {
	const {platform, image, base, open, mouse, ascii, color, eager, verify} = options;
	const {cache, environment, standardOutput, openScreen} = outside;
	const choosePolicy = async () => (await import('./choose-policy.js')).choosePolicy(options, outside);
	return openScreen!({...shown, cache, choosePolicy, platform, image, base, open, mouse, ascii, eager, verify, color: usesColor(color, environment, standardOutput)});
}
