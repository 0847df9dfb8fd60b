import {csvLine} from './csv.js';
import type {Packages} from './packages.js';

const columns = ['name', 'version', 'kind', 'layer', 'removed_in', 'bytes', 'files', 'wasted', 'wasted_files', 'wasted_layers', 'path'];

/** Packages as CSV. What nobody owns is the last row, without a name, so that all rows add up to the image. */
export function * packagesCsv({packages, unowned}: Packages): Generator<string> {
	yield csvLine(columns);
	for (const {name, version, kind, layer, removedIn, bytes, files, wasted, wastedFiles, wastedLayers, path} of packages) {
		yield csvLine([name, version, kind, layer, removedIn, bytes, files, wasted, wastedFiles, wastedLayers.join(' '), path]);
	}

	const {bytes, files, wasted, wastedFiles} = unowned;
	yield csvLine(['', '', 'unowned', '', '', bytes, files, wasted, wastedFiles, '', '']);
}
