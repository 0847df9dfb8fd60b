import type {FoundLine} from '../content/search/found.js';
import type {SearchPattern} from '../content/search/search-pattern.js';
import type {LayerNumber} from '../image/image.js';
import type {ReportedImage} from './reported-image.js';
import type {ReportedWarning} from './summary.js';

/** What was found in a file. One of very many lines comes in several parts. */
export type GrepFile = {
	/** Beginning with `/`; a byte that is no UTF-8 stands as `\xNN`. Not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBytes?: Uint8Array;
	/** The layer that stores the content. */
	layer: LayerNumber;
	/** What became of the content, by a name of `fateNames`. */
	fate: string;
	/** The layer that hid it; 0 while it is seen. */
	hiddenBy: LayerNumber;
	lines: readonly FoundLine[];
	/** How many lines match, of this part. */
	matches: number;
	/** Whether it matches, but is no text. */
	isBinary: boolean;
};

/** What `grep` found, and what stands around it. */
export type Grep = {
	image: ReportedImage;
	pattern: SearchPattern & {isInverted: boolean};
	/** What was searched: the file system after that layer, or what those layers hold. */
	view: {at: LayerNumber} | {from: LayerNumber; to: LayerNumber};
	/** Whether lines are told, how many there are, or only the files. */
	mode: 'lines' | 'count' | 'files';
	/** Whether lines around matches are told too. */
	hasContext: boolean;
	/** More characters of a line are not told in text. */
	longest: number;
	/** Made while they are read. */
	files: AsyncIterable<readonly GrepFile[]>;
	/** Asked for after the files. */
	warnings: () => readonly ReportedWarning[];
};
