import {ArchiveError} from '../archive/archive-error.js';
import {BytesNeeded, withBytes} from '../archive/bytes-needed.js';
import type {AttachedOptions, FoundAttached} from './attached.js';
import {ChoiceError, type ImageChoice} from './choice-error.js';
import {nameOfChosen} from './choose.js';
import type {OriginOptions} from './container.js';
import type {BlobStore} from './blob-store.js';
import {DocumentNeeded} from './document-needed.js';
import {fileError} from './file-error.js';
import {ImageError, type Image, type ImageWarning} from './image.js';
import {origins} from './origins/index.js';
import {look} from './origins/look.js';
import {parsePlatform} from './platform.js';
import {readImage} from './read-image.js';
import {parseReference} from './reference.js';
import {unwrap} from './unwrap.js';
import type {Wanted} from './wanted.js';

export type OpenOptions = OriginOptions & {
	/** Tag or number of the image to choose in an archive that holds several. */
	image?: string;
	/** Asks which of several images is meant, where nothing that was asked for says so; without it that is an error. */
	choose?: (choices: readonly ImageChoice[], signal?: AbortSignal) => Promise<ImageChoice>;
	/** The platform of the machine, which is chosen where none is asked for: `linux/amd64`. */
	hostPlatform: string;
};

export type {OpenProgress} from './container.js';

/** An image by its documents, and the files that its layers lie in. */
export type OpenedImage = {
	image: Image;
	/** What was chosen by asking. */
	chosen?: Pick<ImageChoice, 'image' | 'platform'>;
	/** What is attached to it, such as signatures: read anew each time that someone asks. */
	attached(options: AttachedOptions): Promise<FoundAttached>;
	/** Closes the files: no layer can be read after it. */
	close(): void;
};

/**
Opens an image from wherever it lies, by its documents alone.

@param reference A file, a folder, `-`, or one of them behind a scheme such as `oci:`; else the name of an image, which engines are asked for.
@throws {ImageError} One or two sentences for the user.
@throws {Error} AbortError, when `signal` says so.
*/
export async function openImage(reference: string, options: OpenOptions): Promise<OpenedImage> {
	try {
		return await open(reference, options);
	} catch (error) {
		options.signal?.throwIfAborted();
		throw explain(error, reference);
	}
}

async function open(reference: string, options: OpenOptions): Promise<OpenedImage> {
	const platform = options.platform === undefined ? undefined : parsePlatform(options.platform);
	const target = parseReference(reference, look);
	const origin = origins.find(origin => origin.takes(target))!;
	const opened = await origin.open(target, options);
	const {store, warnings, close} = await unwrap(opened, options);
	try {
		const {image, wanted, chosen: asked} = await readChosen(store, warnings, {
			reference,
			scheme: target.scheme,
			image: options.image ?? target.image,
			platform,
			host: parsePlatform(options.hostPlatform),
		}, options);
		opened.read?.();
		if (options.image !== undefined || asked?.image !== undefined) {
			const chosen = nameOfChosen(image, wanted.image!);
			image.chosen = chosen;
			image.tags.sort((a, b) => Number(b === chosen) - Number(a === chosen));
		}

		return {
			image: {...image, form: opened.form ?? image.form, ...(opened.asOf !== undefined && {asOf: opened.asOf})},
			...(asked && {chosen: asked}),
			async attached(attachedOptions) {
				// Most images have nothing, and what reads it brings certificates.
				if (image.others.every(({kind}) => kind === 'image') && !(attachedOptions.asks && store.kind === 'remote')) {
					return {attached: [], problems: []};
				}

				const {findAttached} = await import('./attached.js');
				return withBytes(async () => findAttached(store, image, attachedOptions), {signal: attachedOptions.signal});
			},
			close,
		};
	} catch (error) {
		close();
		throw error;
	}
}

/** Reads an image; where several may be meant, the one that is chosen by who is asked. */
async function readChosen(store: BlobStore, warnings: readonly ImageWarning[], wanted: Wanted, {choose, signal}: OpenOptions): Promise<{image: Image; wanted: Wanted; chosen?: OpenedImage['chosen']}> {
	let chosen: OpenedImage['chosen'];
	for (let asked = wanted; ;) {
		try {
			return {image: await readAll(store, warnings, asked, signal), wanted: asked, chosen};
		} catch (error) {
			if (!choose || !(error instanceof ChoiceError)) {
				throw error;
			}

			const {image = asked.image, platform} = await choose(error.choices, signal);
			signal?.throwIfAborted();
			chosen = {...chosen, ...(image !== asked.image && {image}), ...(platform !== undefined && {platform})};
			asked = {...asked, image, ...(platform !== undefined && {platform: parsePlatform(platform)})};
		}
	}
}

/** Reads an image, and again each time that a document which it needs was fetched. */
async function readAll(store: BlobStore, warnings: readonly ImageWarning[], wanted: Wanted, signal?: AbortSignal): Promise<Image> {
	for (;;) {
		try {
			return readImage(store, [...warnings], wanted);
		} catch (error) {
			if (error instanceof BytesNeeded) {
				await error.bring({signal});
				continue;
			}

			if (!(error instanceof DocumentNeeded && store.fetch)) {
				throw error;
			}

			await store.fetch(error.digest, signal);
		}
	}
}

/** What goes wrong on the way as a sentence that names the image. */
function explain(error: unknown, reference: string): unknown {
	if (error instanceof ImageError) {
		return error;
	}

	if (error instanceof ArchiveError) {
		return new ImageError(error.message, {cause: error});
	}

	return error instanceof Error && 'code' in error && 'syscall' in error ? fileError(reference, error) : error;
}
