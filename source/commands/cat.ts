import {ArchiveError} from '../archive/archive-error.js';
import {entryType, entryTypeNames} from '../archive/entry-table.js';
import {safeText} from '../format/safe-text.js';
import type {Contents} from '../image/contents.js';
import type {Options} from '../options.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {exitCodeOf} from './exit-code.js';
import {seenBy, seenView} from './layer-range.js';
import {load, type Loaded, type Work} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {findShown} from './taken-paths.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';
import {whyNotHeld} from './why-missing.js';
import {writeOutput} from './write-output.js';

/** `freedive cat IMAGE PATH…` */
export async function cat(options: Options, outside: Outside): Promise<number> {
	const {used: exitCode} = await load(options.operands[0], options, outside, {
		use: async (loaded, contents, work) => print(loaded, contents, options, outside, work),
	});
	return exitCode;
}

async function print(loaded: Loaded, contents: Contents, options: Options, outside: Outside, {signal}: Work): Promise<number> {
	const {image, overlay} = loaded;
	const {at, from} = seenBy(seenView(image, options));
	let exitCode = exitCodeOf(loaded.warnings);
	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	// All are found before the first is printed: a name that was mistyped leaves no half output.
	const found = options.operands.slice(1).map(operand => ({operand, ...contentOf(overlay, operand, {at, from, follow: options.follow})}));
	for (const {path, content} of options.quiet ? [] : found) {
		const last = overlay.transitions.at(path, at);
		if (overlay.transitions.entry[last] === absent) {
			log(outside, {level: 'note', message: `${overlay.tree.path(path)} was removed by layer ${overlay.transitions.layer[last]}; this is what layer ${overlay.store.layerOf(content)} holds`});
		}
	}

	for (const {operand, content} of found) {
		const layer = overlay.store.layerOf(content);
		try {
			if (!await writeOutput(outside.standardOutput, contents.stream(layer, content - overlay.store.base(layer), {signal}))) {
				break;
			}
		} catch (error) {
			if (!(error instanceof ArchiveError)) {
				throw error;
			}

			log(outside, {level: 'error', message: `${operand}, layer ${layer}: ${error.message}`});
			exitCode = 2;
		}
	}

	return exitCode;
}

function contentOf(overlay: Overlay, operand: string, {at, from, follow}: {at: number; from?: number; follow: boolean}): {path: PathId; content: EntryId} {
	const {store, tree} = overlay;
	const {path, entry} = findShown(overlay, operand, {at, from, follow});
	const named = safeText(tree.path(path));
	if (from !== undefined && (entry < 0 || store.layerOf(entry) < from)) {
		throw new UsageError(whyNotHeld(overlay, named, path, {from, to: at}));
	}

	const content = store.content(entry);
	if (content < 0) {
		const {type, link} = overlay.facts(entry);
		throw new UsageError(type === entryType.hardlink
			? `${named} is a hard link to ${safeText(link)}, which is not there.`
			: `${named} is no file, but a ${entryTypeNames[type]}${link === '' ? '' : ` to ${safeText(link)}`}.`);
	}

	return {path, content};
}
