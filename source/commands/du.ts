import {entryType} from '../archive/entry-table.js';
import {findLayer} from '../image/find-layer.js';
import type {Options} from '../options.js';
import {reportDu} from '../report/du.js';
import {duReporters} from '../report/reporters.js';
import {folderSizes, type FolderSize} from '../tree/folder-sizes.js';
import {runNow} from '../archive/slices.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {findPath} from './find-path.js';
import {load} from './load.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';

/** `freedive du IMAGE [PATH]` */
export async function du(options: Options, outside: Outside): Promise<number> {
	const {operands, at: layer, depth = 1, sort = 'size', limit, quiet} = options;
	const [reference, operand = '/'] = operands;
	if (sort === 'layer') {
		throw new UsageError('--sort is size or path here, not layer: a folder is of many layers.');
	}

	const loaded = await load(reference, options, outside, {defers: true});
	const {image, overlay, warnings} = loaded;
	const at = layer === undefined ? image.layers.length : findLayer(image.layers, layer);
	const path = findPath(overlay, operand, at);
	const folders = runNow(folderSizes(overlay, at, path, depth));
	if (folders.length === 0) {
		throw new UsageError(`${overlay.tree.path(path)} is not there after layer ${at}.`);
	}

	const {type, link} = overlay.facts(overlay.transitions.stateAfter(path, at));
	if (type === entryType.symlink) {
		throw new UsageError(`${overlay.tree.path(path)} is a link to ${link}, and holds nothing itself.`);
	}

	const rows = (sort === 'size' ? largestFirst(folders) : folders).slice(0, limit);
	const result = reportDu(image, overlay.tree, {at, depth}, rows, warnings);
	await deliver((format, text) => duReporters[format](result, text), options, outside);
	if (!quiet) {
		warnOfImage(loaded, outside);
	}

	return exitCodeOf(warnings);
}

/** What is as large keeps the tree's order, and so a folder comes before what lies in it. */
function largestFirst(folders: readonly FolderSize[]): FolderSize[] {
	return folders.toSorted((a, b) => b.size - a.size);
}
