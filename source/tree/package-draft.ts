import type {PackageKind} from '../content/package-fact.js';
import type {LayerNumber} from '../image/image.js';
import type {PathId} from './path-tree.js';

/** A list of files that a database gave for a package. */
export type Claim = {
	/** Paths, a line each. */
	paths: Uint8Array;
	/** The folder to which they are relative. */
	from: PathId;
	/** The layer that stored the list. */
	layer: LayerNumber;
	/** Whether the final file system has it. */
	isLast: boolean;
};

/** A package as databases told of it, before anyone knows which files are its own. */
export type PackageDraft = {
	kind: PackageKind;
	name: string;
	version: string;
	architecture: string;
	/** The layer that brought this version. */
	layer: LayerNumber;
	/** The layer that removed it, or 0. */
	removedIn: LayerNumber;
	/** Its entry in a database. */
	path: PathId;
	claims: Claim[];
	/** Paths that belong to it with all below them, but for what belongs to a package further down. */
	folders: PathId[];
	/** What of a gem is compiled: the folder of that name, two folders below this one (a platform's, and of it a version's). */
	extension?: {folder: PathId; name: string};
};
