import type {FileFact} from '../content/file-fact.js';
import type {Contents} from '../image/contents.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {Copies} from '../tree/duplicates.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PackageList} from '../tree/packages.js';
import type {Waste} from '../tree/waste.js';
import type {SystemFiles} from './system-files.js';

/** What a policy or the command line asks of an image beyond what rules know. */
export type AuditDemands = {
	/** Names of codecs and of their libraries that FFmpeg must have. */
	codecs: readonly string[];
	/** Labels that must be there, as `name`, or as `name=value` with exactly that value. */
	labels: readonly string[];
	/** Paths and globs, as `freedive files` takes them, of which each must be in the finished file system. */
	paths?: readonly string[];
	/** Those that no layer may store. */
	forbiddenPaths?: readonly string[];
};

/** All that rules look at. Each is found out once, whatever the number of rules. */
export type AuditInput = {
	image: Image;
	/** All layers, with contents proven. */
	overlay: Overlay;
	contents: Contents;
	/** The last layer of the base image; 0 where it is not known. */
	base: LayerNumber;
	wastes: readonly Waste[];
	duplicates: readonly Copies[];
	packages: PackageList;
	/** The finished file system, as a program in a container would see it. */
	files: SystemFiles;
	demands: AuditDemands;
	/** What the tap `file-facts` found of a content, by its regular-file entry. */
	factOf(content: EntryId): FileFact | undefined;
	/** Its facts of all contents, in the order of the layers and of their tars. */
	facts(): Iterable<{content: EntryId; layer: LayerNumber; fact: FileFact}>;
	/** Each layer's instruction in one line, as its author wrote it, secrets masked: by layer number less one. */
	instructions: readonly string[];
	/** What something that several rules need is worked out by, once: the function is asked only the first time. */
	once<Result>(work: (input: AuditInput) => Result): Result;
};
