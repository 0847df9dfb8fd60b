import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {FolderSize} from '../tree/folder-sizes.js';
import type {PathTree} from '../tree/path-tree.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `du` tells, in the shape of its JSON. */
export type Du = {
	schema: 'freedive/du/1';
	image: ReportedImage;
	/** The layer after which the file system stood so. */
	at: LayerNumber;
	/** How many folders deep the rows go. */
	depth: number;
	/** The path that was asked for first, then what lies in it. */
	folders: DuFolder[];
	warnings: ReportedWarning[];
};

export type DuFolder = {
	/** Beginning with `/`; a byte that is no UTF-8 stands as `\xNN`. Not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBase64?: string;
	/** Folders below the path that was asked for. */
	depth: number;
	size: number;
	files: number;
};

/** What there is to tell of some folders. */
export function reportDu(image: Image, tree: PathTree, request: {at: LayerNumber; depth: number}, folders: readonly FolderSize[], warnings: readonly ImageWarning[]): Du {
	return {
		schema: 'freedive/du/1',
		image: reportImage(image),
		...request,
		folders: folders.map(({path, depth, size, files}) => {
			const base64 = pathBase64(tree.pathBytes(path));
			return {
				path: tree.path(path),
				...(base64 !== undefined && {pathBase64: base64}),
				depth,
				size,
				files,
			};
		}),
		warnings: reportWarnings(warnings),
	};
}
