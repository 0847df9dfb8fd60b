import {entryType} from '../archive/entry-table.js';
import type {EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import {environment} from './ffmpeg/image-ffmpeg.js';

/** Where programs put what they need for a while. */
export type TemporaryFolder = {
	/** Its path, without a slash behind it. */
	folder: string;
	/** Whether TMPDIR names it; else it is /tmp, as POSIX has it. */
	isSet: boolean;
	/** Whether it, or a folder above it, is a volume. */
	isVolume: boolean;
	/** What the image has there, where that is a folder. */
	found?: {path: PathId; entry: EntryId};
};

/** Which folder for temporary files an image names. */
export function temporaryFolder({image, files, overlay: {store}}: Pick<AuditInput, 'image' | 'files' | 'overlay'>): TemporaryFolder {
	const {env, volumes} = image.config;
	const variable = environment(env, 'TMPDIR');
	const isSet = variable?.startsWith('/') === true;
	const folder = (isSet ? variable : '/tmp').replace(/\/+$/, '');
	const found = files.find(folder);
	return {
		folder,
		isSet,
		isVolume: isVolume(volumes, folder),
		...(found && store.facts(found.entry).type === entryType.directory && {found}),
	};
}

/** Whether a folder, or one above it, is among the volumes of an image. */
export function isVolume(volumes: readonly string[], folder: string): boolean {
	return volumes.some(volume => `${folder}/`.startsWith(`${volume.replace(/\/+$/, '')}/`));
}
