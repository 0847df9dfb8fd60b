import type {ByteSource} from '../archive/byte-source.js';
import {indexTar} from '../archive/index-tar.js';
import {looksLikeTar, sniffCompression, type Compression} from '../archive/sniff.js';
import type {BlobStore} from './blob-store.js';
import type {Opened, OriginOptions} from './container.js';
import {ImageError, type ImageWarning} from './image.js';
import {TarStore} from './tar-store.js';

/** What an origin gave, as a store whose documents can be read. */
export type Unwrapped = {
	store: BlobStore;
	/** What is odd about the container itself. */
	warnings: ImageWarning[];
	/** Closes what was opened, here and before. */
	close(): void;
};

/** An archive compressed twice is a slip that happens; beyond that it is a trap. */
const mostWrappings = 3;

/**
Opens the outer file: inflated to a spool where it is compressed, so that it can be sought, and its headers walked.

@throws {ImageError} When it is no tar.
@throws {ArchiveError} When it can't be inflated.
*/
export async function unwrap(opened: Opened, options: OriginOptions): Promise<Unwrapped> {
	if ('locate' in opened.content) {
		return {store: opened.content, warnings: (opened.warnings ?? []).map(message => ({message, incomplete: false})), close: opened.close};
	}

	const {name} = opened;
	const warnings: ImageWarning[] = [];
	let source = opened.content;
	let close = () => opened.close();
	try {
		for (let wrapping = 0; ; wrapping++) {
			const firstBlock = source.slice(0, 512);
			if (looksLikeTar(firstBlock)) {
				break;
			}

			const compression = sniffCompression(firstBlock);
			if (compression === 'none' || wrapping === mostWrappings) {
				throw noTar(name, source, wrapping, warnings);
			}

			const plain = await inflateToSpool(source, compression, name, options, warnings);
			close();
			source = plain.source;
			close = plain.close;
		}

		const table = indexTar(source);
		if (table.count === 0) {
			throw new ImageError(`${name} is a tar archive that holds nothing.`);
		}

		for (const {path, message, incomplete} of table.warnings) {
			warnings.push({message: `${[name, path?.slice(1), message].filter(Boolean).join(': ')}.`, incomplete});
		}

		return {store: new TarStore(name, source, table), warnings, close};
	} catch (error) {
		close();
		throw error;
	}
}

async function inflateToSpool(source: ByteSource, compression: Compression, name: string, options: OriginOptions, warnings: ImageWarning[]): Promise<{source: ByteSource; close(): void}> {
	// Loaded when there is something to inflate and not before: it brings zlib and child_process.
	const [{inflate}, {spool, closeSpool}, {ArchiveError}] = await Promise.all([
		import('../archive/inflate.js'),
		import('../archive/spool.js'),
		import('../archive/archive-error.js'),
	]);
	const {temporaryFolder, onProgress, signal} = options;
	let read = 0;
	const chunks = inflate(source, compression, {
		signal,
		onRead(bytes) {
			read += bytes;
			onProgress?.({label: `inflating ${name}`, bytes: read, total: source.size});
		},
	});

	/** What there is of a stream that breaks off is opened all the same. */
	async function * untilBroken(): AsyncIterable<Uint8Array> {
		let isEmpty = true;
		try {
			for await (const chunk of chunks) {
				isEmpty = false;
				yield chunk;
			}
		} catch (error) {
			if (isEmpty || !(error instanceof ArchiveError)) {
				throw error instanceof ArchiveError ? new ArchiveError(`${name}: ${error.message}.`, {cause: error}) : error;
			}

			warnings.push({message: `${name}: ${error.message}; what comes before is shown.`, incomplete: true});
		}
	}

	const plain = await spool(untilBroken(), {folder: temporaryFolder, name});
	return {source: plain, close: () => closeSpool(plain)};
}

function noTar(name: string, source: ByteSource, wrappings: number, warnings: readonly ImageWarning[]): ImageError {
	const [broken] = warnings;
	if (broken) {
		return new ImageError(`${broken.message.slice(0, broken.message.indexOf(';'))}, before there is an image.`);
	}

	const within = wrappings > 0 ? 'what is compressed in it' : 'it';
	return new ImageError(source.size === 0
		? `${name} is empty${wrappings > 0 ? ' when inflated' : ''}.`
		: `${name} is no image: ${within} is neither a tar archive nor compressed with gzip, zstd, xz or bzip2.`);
}
