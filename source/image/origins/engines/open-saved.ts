import {hash} from 'node:crypto';
import type {ByteSource} from '../../../archive/byte-source.js';
import {DeferredFile} from '../../../archive/deferred-file.js';
import {DeferredSource} from '../../../archive/deferred-source.js';
import type {EntryTable} from '../../../archive/entry-table.js';
import {indexTar} from '../../../archive/index-tar.js';
import {Ranges, type Range} from '../../../archive/ranges.js';
import type {Opened, OpenProgress, OriginOptions} from '../../container.js';
import {ImageError} from '../../image.js';
import type {Engine} from './engine.js';
import type {Found} from './inspect-image.js';
import {holdsAllOf} from './holds-all-of.js';
import {isSavedAlike} from './is-saved-alike.js';
import {saveImage} from './save-image.js';

/** Where an engine is asked, as far as the variables tell: what lies elsewhere is another engine's. */
const places = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'CONTAINER_HOST', 'CONTAINER_CONNECTION', 'CONTAINERD_ADDRESS', 'CONTAINERD_NAMESPACE'];

/** Milliseconds until answers are written: most come together, and a screen may never be closed. */
const answersAfter = 500;

/**
An image that an engine has: saved now, or not before someone needs bytes that are not kept of another time, where `defers` says that
whoever opens it can wait for them.

@throws {ImageError} Where it is to be saved, and that does not end well.
*/
export async function openSaved(engine: Engine, found: Found, options: OriginOptions): Promise<Opened> {
	const saved = options.cache?.saved;
	if (!saved || found.diffIds.length === 0) {
		return saveImage(engine, found, options);
	}

	const identity = identityOf(engine, found, options);
	const answers = saved.answers(identity);
	let later: NodeJS.Timeout | undefined;
	const keepAnswers = () => {
		clearTimeout(later);
		later = undefined;
		saved.keepAnswers(identity, answers);
	};

	answers.onNew = () => {
		later ??= setTimeout(keepAnswers, answersAfter).unref();
	};

	const as = {name: `${found.name} of ${engine.name}`, identity, answers};
	const kept = options.defers ? saved.find(identity) : undefined;
	const opened = (file: DeferredFile, read?: () => void): Opened => ({
		name: as.name,
		form: engine.name,
		content: new DeferredSource(as.name, file),
		...read && {read},
		close() {
			file.close();
			if (later) {
				keepAnswers();
			}
		},
	});
	if (!kept) {
		const file = DeferredFile.whole((await saveImage(engine, found, options)).content as ByteSource, as);
		return opened(file, () => {
			const content = new DeferredSource(as.name, file);
			const table = indexTar(content);
			const pieces = file.takeNotes(besideContents(table, file.size));
			if (pieces && holdsAllOf(content, table, found)) {
				saved.keep(identity, pieces);
			}
		});
	}

	const saveAgain = async (signal: AbortSignal, onRead: (bytes: number) => void): Promise<Opened> => {
		let last: OpenProgress = {label: '', bytes: 0};
		try {
			return await saveImage(engine, found, {
				...options,
				signal,
				onProgress(step) {
					options.onProgress?.(step);
					onRead(step.bytes - last.bytes);
					last = step;
				},
			});
		} finally {
			options.onProgress?.({...last, isOver: true});
		}
	};

	const file = DeferredFile.kept(kept, {
		...as,
		temporaryFolder: options.temporaryFolder,
		async bring({signal, onRead}) {
			const again = await saveAgain(signal, onRead);
			if (isSavedAlike(kept, content, again.content as ByteSource)) {
				return again.content as ByteSource;
			}

			again.close();
			await saved.drop(identity);
			throw new ImageError(`${engine.name} now saves ${found.name} otherwise than before: open it again.`, {isTransient: true});
		},
	});
	const content = new DeferredSource(as.name, file);
	return opened(file);
}

/** All that is no content of an entry: headers. No more of a layer is kept than its start, by which it was told how it is compressed. */
function besideContents({count, offset, size: sizes}: EntryTable, size: number): Range[] {
	const contents = new Ranges();
	for (let entry = 0; entry < count; entry++) {
		contents.add(offset[entry], offset[entry] + sizes[entry]);
	}

	return contents.gaps(0, size);
}

/** What tells an image of an engine from all others, and from what it was while the engine said anything else of it. */
function identityOf(engine: Engine, {program, name, said}: Found, {programs, platform = ''}: OriginOptions): string {
	return hash('sha256', JSON.stringify([engine.name, program, places.map(place => programs!.environment[place] ?? ''), name, platform, said]));
}
