import {countOf} from '../../format/count.js';
import type {Contents} from '../../image/contents.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {Overlay} from '../../tree/overlay.js';
import {chosenToCopy, previewOf, type CopyChoice} from '../copy-choices.js';
import type {Notice} from '../state.js';
import type {Store} from '../store.js';
import type {Clipboard} from './clipboard.js';
import {againWithBytes} from './again-with-bytes.js';
import type {SliceName, Slicer} from './slicer.js';

/** Milliseconds between two news of how far digests are. */
const newsInterval = 200;

/** Copies what `y` and the menu of `Y` choose, and says what was copied. Digests are taken in slices first. */
export function keepCopying(store: Store, slicer: Slicer<SliceName>, clipboard: Clipboard, signal: AbortSignal): void {
	const notify = (text: string, kind: Notice['kind'] = 'info') => {
		store.dispatch({type: 'notify', text, kind});
	};

	const copy = async (choice: CopyChoice, lines: readonly Uint8Array[]) => {
		const bytes = Buffer.concat(lines.flatMap((line, index) => index === 0 ? [line] : [lineBreak, line]));
		const what = lines.length === 1
			? `the ${choice.name}: ${previewOf({...choice, lines, contents: undefined})}`
			: countOf(lines.length, choice.name, choice.plural);
		try {
			const copied = await clipboard(bytes);
			if (copied === 'nowhere') {
				notify(`Not copied: ${countOf(bytes.length, 'byte')} are too many for the clipboard.`, 'problem');
			} else {
				notify(copied === 'system' ? `Copied ${what}` : `Copied, if the terminal takes it (OSC 52), ${what}`);
			}
		} catch (error) {
			notify(`Not copied: ${(error as Error).message}.`, 'problem');
		}
	};

	const digest = (choice: CopyChoice, overlay: Overlay, contents: Contents) => {
		let told = performance.now();
		const tell = (share: number) => {
			if (performance.now() - told >= newsInterval) {
				told = performance.now();
				notify(`Taking the digest … ${Math.floor(share * 100)} %`);
			}
		};

		slicer.run('digest', digests(choice, overlay, contents, tell), {
			done(lines: readonly Uint8Array[] | undefined) {
				if (lines) {
					void copy(choice, lines);
				} else {
					notify('Not copied: the content can\'t be read.', 'problem');
				}
			},
			failed: againWithBytes(() => {
				digest(choice, overlay, contents);
			}, {
				signal,
				onLacking(sentence) {
					notify(`Not copied: ${sentence}`, 'problem');
				},
				onError(error) {
					notify(`Not copied: ${(error as Error).message}.`, 'problem');
				},
			}),
		});
	};

	store.onAction((action, before) => {
		const choice = chosenToCopy(before, action);
		if (!choice) {
			return;
		}

		slicer.cancel('digest');
		const {grown} = before;
		if (!choice.contents) {
			void copy(choice, choice.lines);
		} else if (grown?.contents) {
			digest(choice, grown.overlay, grown.contents);
		} else {
			notify('Not copied: contents can be read once all layers are read and compared.', 'problem');
		}
	});
}

const lineBreak = Buffer.from('\n');

/** One digest as it is; several as `sha256sum` writes them, with the paths. Undefined where none can be told. */
function * digests(
	{contents = [], lines}: CopyChoice, {store}: Overlay, reader: Contents, tell: (share: number) => void,
): Generator<void, readonly Uint8Array[] | undefined> {
	const total = contents.reduce((sum, content) => sum + store.sizeOf(content), 0);
	let before = 0;
	const found: Uint8Array[] = [];
	for (const [index, content] of contents.entries()) {
		const digest = yield * digestOf(content, store, reader, bytes => {
			tell((before + bytes) / total);
		});
		before += store.sizeOf(content);
		yield;
		if (digest !== undefined) {
			found.push(contents.length === 1 ? Buffer.from(`sha256:${digest}`) : Buffer.concat([Buffer.from(`${digest}  `), lines[index]]));
		}
	}

	return found.length > 0 ? found : undefined;
}

/** How many bytes `Contents.digest` reads between two of its pauses. */
const pieceSize = 256 * 1024;

function * digestOf(content: EntryId, store: Overlay['store'], reader: Contents, tell: (bytes: number) => void): Generator<void, string | undefined> {
	const steps = reader.digest(...store.placeOf(content));
	for (let done = 0; ; done += pieceSize) {
		const step = steps.next();
		if (step.done) {
			return step.value;
		}

		tell(done);
		yield;
	}
}
