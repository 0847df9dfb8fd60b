import type {LayerNumber} from '../image/image.js';
import type {ReportedImage} from './reported-image.js';
import type {ReportedWarning} from './summary.js';

/** A row of `files`: a path of a file system, or an entry of a layer. */
export type FileRow = {
	/** Beginning with `/`; a byte that is no UTF-8 stands as `\xNN`. Not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBytes?: Uint8Array;
	/** A name of `entryTypeNames`. */
	type: string;
	mode: number;
	uid: number;
	gid: number;
	user: string;
	group: string;
	size: number;
	/** Seconds since 1970; undefined for a directory that no layer lists. */
	mtime?: number;
	/** Where a link leads, as `path`; empty for anything else. */
	link: string;
	/** The layer that stored the entry; undefined for a directory that no layer lists. */
	layer?: LayerNumber;
	/** What the layer did to the path, by a name of `changeNames`; undefined where it was not asked for. */
	change?: string;
	/** What became of the bytes that the row's entry stores, by a name of `fateNames`; not there where it stores none. */
	fate?: () => string;
	/** The layer that hid those bytes; 0 while they are seen. */
	hiddenBy?: () => LayerNumber;
	/** The name of the package that owns the path; undefined where none does, not there where it was not asked for. */
	package?: () => string | undefined;
	/** The digest of the bytes that the row shows, such as `sha256:…`; not there for what is no file, undefined where it can't be read. */
	contentDigest?: () => string | undefined;
};

/** What rows tell of their layer. */
export type RowLayer = {
	digest?: string;
	createdBy?: string;
	instruction?: string;
};

/** The rows of `files` and what stands around them. */
export type FileListing = {
	image: ReportedImage;
	/** Of what the rows are: the file system after that layer, or the entries of those layers. */
	view: {at: LayerNumber} | {from: LayerNumber; to: LayerNumber};
	/** By layer number minus one. */
	layers: readonly RowLayer[];
	/** Made while they are read. */
	rows: Iterable<FileRow>;
	warnings: readonly ReportedWarning[];
};
