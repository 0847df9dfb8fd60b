import type {PackageKind} from '../content/package-fact.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {Package, PackageBytes} from '../tree/packages.js';
import type {PathTree} from '../tree/path-tree.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `packages` tells, in the shape of its JSON. */
export type Packages = {
	schema: 'freedive/packages/1';
	image: ReportedImage;
	/** Of all packages and of what nobody owns. */
	bytes: {live: number; wasted: number};
	packages: ReportedPackage[];
	/** What those packages take that are left out, where only some were asked for. */
	others: PackageBytes & {packages: number};
	/** Files that no package owns. */
	unowned: PackageBytes;
	warnings: ReportedWarning[];
};

export type ReportedPackage = {
	name: string;
	/** Null where nobody tells. */
	version: string | null;
	kind: PackageKind;
	/** The layer that brought this version. */
	layer: LayerNumber;
	/** The layer that removed it; null while it is there. */
	removedIn: LayerNumber | null;
	bytes: number;
	files: number;
	wasted: number;
	wastedFiles: number;
	/** The layers in which the wasted bytes lie. */
	wastedLayers: LayerNumber[];
	/** The file that names it: a database, or its own. Beginning with `/`; not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBase64?: string;
};

/** What there is to tell of packages, of which `limit` are named. */
export function reportPackages(image: Image, tree: PathTree, found: {packages: readonly Package[]; unowned: PackageBytes}, limit: number | undefined, warnings: readonly ImageWarning[]): Packages {
	const {packages, unowned} = found;
	const shown = packages.slice(0, limit);
	const all = addUp([...packages, unowned]);
	return {
		schema: 'freedive/packages/1',
		image: reportImage(image),
		bytes: {live: all.bytes, wasted: all.wasted},
		packages: shown.map(({name, version, kind, layer, removedIn, bytes, files, wasted, wastedFiles, wastedIn, path}) => {
			const base64 = pathBase64(tree.pathBytes(path));
			return {
				name,
				version: version || null,
				kind,
				layer,
				removedIn: removedIn || null,
				bytes,
				files,
				wasted,
				wastedFiles,
				wastedLayers: wastedIn,
				path: tree.path(path),
				...(base64 !== undefined && {pathBase64: base64}),
			};
		}),
		others: {packages: packages.length - shown.length, ...addUp(packages.slice(shown.length))},
		unowned,
		warnings: reportWarnings(warnings),
	};
}

function addUp(parts: readonly PackageBytes[]): PackageBytes {
	const sum = {bytes: 0, files: 0, wasted: 0, wastedFiles: 0};
	for (const {bytes, files, wasted, wastedFiles} of parts) {
		sum.bytes += bytes;
		sum.files += files;
		sum.wasted += wasted;
		sum.wastedFiles += wastedFiles;
	}

	return sum;
}
