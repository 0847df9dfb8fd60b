import {setImmediate as turn} from 'node:timers/promises';
import {detectEncoding, headSize} from '../../content/decode-text.js';
import type {Facts, FileKind} from '../../content/facts.js';
import {Highlighter} from '../../content/highlight-text.js';
import {lookInto} from '../../content/look-into.js';
import {readLater} from '../../content/reading.js';
import {formatBytes} from '../../format/bytes.js';
import {SeekableContent} from '../../image/seekable-content.js';
import type {Store} from '../store.js';
import {differenceLines} from '../viewer/difference-lines.js';
import {factsLines} from '../viewer/facts-lines.js';
import {HexPages} from '../viewer/hex-pages.js';
import {Highlighting} from '../viewer/highlighting.js';
import {LinesPages} from '../viewer/lines-pages.js';
import {refOf, type ContentRef, type FileSubject, type Subject} from '../viewer/subject.js';
import {topOf} from '../viewer/move-viewer.js';
import {TextPages} from '../viewer/text-pages.js';
import {bytesAtHand, type ViewedBytes} from '../viewer/viewed-bytes.js';
import {hasBefore, lookOf, pagesOf, viewerRoom, viewOf, type Opened, type Viewer} from '../viewer/viewer.js';
import {Slicer} from './slicer.js';
import {ViewerPursuit} from './viewer-pursuit.js';

/** What is text, or begins as text does, and is read as what it stands for. */
const saysMoreThanText: ReadonlySet<FileKind> = new Set(['certificate', 'key', 'archive']);

/** Further than this a file in a compressed layer is not inflated only to say what it is. */
const farthestFact = 64 << 20;

/** Beyond the last row that is seen, so much is to be there for the next. */
const margin = 1 << 16;

/** Milliseconds between two news of what grows: each is a frame. */
const newsInterval = 60;

/** Milliseconds of work between two turns of the event loop. */
const workTime = 4;

export type ViewerOptions = {
	/** Where temporary files are made. */
	temporaryFolder: string;
	onError: (error: unknown) => void;
};

/** What works for the viewer while it shows one thing: it brings bytes, facts, matches and colours, and says so. */
export class ViewerSession {
	private readonly slicer = new Slicer(['goal', 'lines', 'colors', 'count'] as const);
	private readonly pursuit: ViewerPursuit;
	private opened?: Opened;
	private bytes?: ViewedBytes;
	private highlighting?: Highlighting;
	private isReaching = false;
	private isComparing = false;
	private isClosed = false;
	private readonly abort = new AbortController();
	private toldAt = 0;
	/** What was counted when lines were to be counted last, and the rows that were to be coloured last: once more is of no use. */
	private countedFrom = -1;
	private colored = '';

	constructor(private readonly store: Store, readonly subject: Subject, private readonly options: ViewerOptions) {
		this.pursuit = new ViewerPursuit(store, this.slicer, {
			bytes: () => this.bytes,
			isClosed: () => this.isClosed,
			grew: () => {
				this.grew();
			},
			grewNow: () => {
				this.grewNow();
			},
			guard: async work => this.guard(work),
			onError: options.onError,
		});
	}

	/** Begins. What lies in a plain layer is there at once. */
	open(): void {
		if (this.subject.kind === 'difference') {
			this.tell({pages: {changes: comparing()}, first: 'changes'});
			return;
		}

		const ref = refOf(this.store.getState().grown, this.subject, this.subject.version);
		const bytes = ref && this.contentOf(ref);
		if (!bytes) {
			this.tell({pages: {facts: new LinesPages([{text: `Layer ${this.subject.versions[this.subject.version].layer} can't be read.`, style: 'waste'}])}, first: 'facts'});
			return;
		}

		this.bytes = bytes;
		if (bytes.available >= Math.min(bytes.size, headSize) || bytes.isWhole) {
			this.dress(bytes);
		} else {
			this.tell({bytes, pages: {}, first: 'text', work: 'inflating'});
			void this.guard(async () => {
				await bytes.reach(headSize);
				this.dress(bytes);
			});
		}
	}

	/** Sees to what the viewer wants after an action. */
	follow(viewer: Viewer): void {
		if (this.isClosed || !this.opened) {
			return;
		}

		this.pursuit.followGoal(viewer);
		this.pursuit.followSearch(viewer);
		this.followRows(viewer);
		if ((viewOf(viewer) === 'changes' || viewer.view === 'changes') && (this.subject.kind === 'difference' || hasBefore(this.subject))) {
			this.compare();
		}
	}

	close(): void {
		this.isClosed = true;
		this.abort.abort();
		this.bytes?.close();
		this.slicer.stop();
	}

	/** Says what is to be looked at, by its first bytes; and looks further into it. */
	private dress(bytes: ViewedBytes): void {
		if (this.isClosed) {
			return;
		}

		const head = bytes.peek(0, headSize);
		const detected = detectEncoding(head, head.length === bytes.size);
		if (head.length === 0) {
			const text = bytes.problem ?? (bytes.size === 0 ? 'It is empty.' : 'Nothing of it can be read.');
			this.tell({bytes, pages: {facts: new LinesPages([{text, style: bytes.size === 0 ? 'faint' : 'waste'}])}, first: 'facts'});
			return;
		}

		const text = new TextPages(bytes, detected?.encoding ?? 'utf8');
		this.tell({bytes, pages: {text, hex: new HexPages(bytes)}, first: detected ? 'text' : 'hex', work: 'looking into it'});
		void this.guard(async () => this.look(bytes, text));
	}

	private async look(bytes: ViewedBytes, text: TextPages): Promise<void> {
		const path = this.store.getState().grown?.overlay.tree.path((this.subject as FileSubject).shown) ?? '';
		const facts = await this.factsOf(bytes, path);
		if (this.isClosed || !this.opened) {
			return;
		}

		const {pages, ...rest} = this.opened;
		const lines = typeof facts === 'string' ? [{text: facts, style: 'faint' as const}] : factsLines(facts);
		const hasFacts = typeof facts === 'string' || facts.tables.length > 0 || facts.warnings.length > 0;
		const formatted = typeof facts === 'string' || facts.formatted === undefined ? undefined : new TextPages(bytesAtHand(Buffer.from(facts.formatted)), 'utf8');
		this.tell({
			...rest,
			...(typeof facts === 'object' && {facts}),
			pages: {...pages, ...(hasFacts && {facts: new LinesPages(lines)}), ...(formatted && {formatted})},
			// What a file says of itself tells more than its bytes, and than base64; the text that it holds compressed more than both.
			first: (rest.first === 'hex' || (typeof facts === 'object' && saysMoreThanText.has(facts.kind))) && hasFacts && typeof facts === 'object' && facts.tables.length > 0 ? (formatted ? 'formatted' : 'facts') : rest.first,
			work: undefined,
		});
		if (typeof facts === 'object' && facts.language !== undefined) {
			await this.color(facts.language, text);
		}
	}

	/** What a file says of itself, or why nobody looked. */
	private async factsOf(bytes: ViewedBytes, path: string): Promise<Facts | string> {
		let end = performance.now() + workTime;
		const tooFar = new Error('too far');
		try {
			return await readLater(lookInto({path, size: bytes.size}), async (at, length) => {
				if (performance.now() >= end) {
					await turn();
					end = performance.now() + workTime;
				}

				if (this.isClosed || (!bytes.isWhole && at + length > Math.max(farthestFact, bytes.available) && at < bytes.size)) {
					throw tooFar;
				}

				return bytes.read(at, length);
			});
		} catch (error) {
			if (error !== tooFar) {
				throw error;
			}

			return `What it says of itself lies beyond its first ${formatBytes(farthestFact)}, and its layer is compressed: it is not inflated that far for it.`;
		}
	}

	private async color(language: string, text: TextPages): Promise<void> {
		const highlighter = await Highlighter.load(language);
		if (highlighter && !this.isClosed) {
			this.highlighting = new Highlighting(highlighter, text);
			text.spansOf = this.highlighting.spansOf;
			this.grew();
		}
	}

	/** Brings what the rows that are seen need: bytes, the numbers of their lines, their colours. */
	private followRows(viewer: Viewer): void {
		const pages = pagesOf(viewer);
		if (!(pages instanceof TextPages || pages instanceof HexPages)) {
			return;
		}

		const {size} = this.store.getState();
		const {height} = viewerRoom(size);
		const places = pages.from(topOf(viewer), height, lookOf(viewer, size));
		const first = places[0]?.at ?? 0;
		const last = places.at(-1)?.at ?? 0;
		const {bytes} = pages;
		if (!bytes.isWhole && bytes.available < Math.min(bytes.size, last + margin) && !this.isReaching) {
			this.isReaching = true;
			void this.guard(async () => {
				await bytes.reach(last + margin);
				this.isReaching = false;
				this.grew();
			});
		}

		if (pages instanceof TextPages) {
			if (pages.lineNumber(first) === undefined && !this.slicer.has('lines') && this.countedFrom !== pages.lines.end) {
				this.countedFrom = pages.lines.end;
				this.slicer.run('lines', pages.count(first), {
					step: () => {
						this.grewNow();
					},
					done: () => {
						this.grew();
					},
					failed: this.options.onError,
				});
			}

			const {highlighting} = this;
			const starts = [...new Set(places.map(({at}) => at))];
			const key = `${starts[0]} ${starts.at(-1)} ${bytes.available}`;
			if (highlighting && viewOf(viewer) === 'text' && this.colored !== key && !highlighting.covers(starts) && !this.slicer.has('colors')) {
				this.colored = key;
				this.slicer.run('colors', highlighting.cover(starts), {
					done: () => {
						this.grew();
					},
					failed: this.options.onError,
				});
			}
		}
	}

	/** Works out what changed, once that is asked for. */
	private compare(): void {
		if (this.isComparing) {
			return;
		}

		this.isComparing = true;
		const {subject, opened} = this;
		this.tell({...opened!, pages: {...opened!.pages, changes: comparing()}});
		void this.guard(async () => {
			const lines = await differenceLines(subject, {
				grown: this.store.getState().grown,
				contentOf: ref => this.contentOf(ref),
				signal: this.abort.signal,
			});
			if (!this.isClosed) {
				this.tell({...this.opened!, pages: {...this.opened!.pages, changes: new LinesPages(lines)}});
			}
		});
	}

	private contentOf({contents, layer, index}: ContentRef): SeekableContent | undefined {
		const place = contents.blobOf(layer);
		return place && new SeekableContent({...place, index}, {
			temporaryFolder: this.options.temporaryFolder,
			onProgress: () => {
				this.grewNow();
			},
		});
	}

	private tell(opened: Opened): void {
		this.opened = opened;
		this.store.dispatch({type: 'viewer-opened', opened});
	}

	private grew(): void {
		if (!this.isClosed) {
			this.toldAt = performance.now();
			this.store.dispatch({type: 'viewer-grew'});
		}
	}

	/** The same for what grows again and again. */
	private grewNow(): void {
		if (performance.now() - this.toldAt >= newsInterval) {
			this.grew();
		}
	}

	private async guard(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (!this.isClosed) {
				this.options.onError(error);
			}
		}
	}
}

function comparing(): LinesPages {
	return new LinesPages([{text: 'Comparing …', style: 'faint'}]);
}
