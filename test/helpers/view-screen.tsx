import type {ExecutionContext} from 'ava';
import {renderToString} from 'ink';
import {indexBlob} from '../../source/archive/index-blob.js';
import {contentDigest} from '../../source/archive/taps/content-digest.js';
import type {Compression} from '../../source/archive/sniff.js';
import {Contents} from '../../source/image/contents.js';
import type {Image, Layer} from '../../source/image/image.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {Screen} from '../../source/ui/app.js';
import {keepListing} from '../../source/ui/effects/keep-listing.js';
import {sliceNames, Slicer} from '../../source/ui/effects/slicer.js';
import {keepViewer} from '../../source/ui/effects/keep-viewer.js';
import {pressKey} from '../../source/ui/press-key.js';
import {initialState, type State} from '../../source/ui/state.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {createTheme} from '../../source/ui/theme.js';
import {sourceOf} from './archive/sources.js';
import {temporaryFolder} from './temporary-folder.js';

/** A layer as its blob, and the instruction that made it. */
export type ViewedLayer = {blob: Uint8Array; compression?: Compression; instruction?: string};

export type ViewScreenOptions = {columns?: number; rows?: number; color?: boolean; ascii?: boolean};

/** The screen of layers that are really there, with all that works for the viewer: keys in, frames out. */
export class ViewScreen {
	/** Reads the layers. */
	static async open(t: ExecutionContext, layers: readonly ViewedLayer[], options: ViewScreenOptions = {}): Promise<ViewScreen> {
		const history = layers.map(({instruction = ''}, index) => ({createdBy: instruction, instruction, buildArguments: [], emptyLayer: false, layer: index + 1}));
		const made = layers.map(({blob, compression = 'none'}, index): Layer => ({
			number: index + 1, mediaType: '', storedSize: blob.length, compression, blob: sourceOf(t, blob), history: history[index],
		}));
		const image: Image = {
			reference: 'viewed.tar', form: 'docker-archive', platform: 'linux/amd64', tags: [],
			config: {user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels: {}, healthcheck: null},
			layers: made, history, others: [], annotations: {}, warnings: [],
		};
		const overlay = new Overlay(layers.length);
		const contents = new Contents(image);
		for (const {number, blob, compression} of made) {
			const {table, facts} = await indexBlob(blob!, compression, compression === 'none' ? [] : [contentDigest]);
			contents.add(number, table, facts);
			overlay.add(number, table);
		}

		runNow(overlay.advance());
		runNow(overlay.prove(contents));
		return new ViewScreen(t, image, overlay, contents, options);
	}

	readonly store: Store;
	private readonly errors: unknown[] = [];

	private constructor(t: ExecutionContext, image: Image, readonly overlay: Overlay, contents: Contents, private readonly options: ViewScreenOptions) {
		const {columns = 100, rows = 16} = options;
		this.store = createStore(initialState({reference: 'viewed.tar', columns, rows}));
		const slicer = new Slicer(sliceNames);
		const onError = (error: unknown) => {
			this.errors.push(error);
		};

		keepListing(this.store, slicer, onError);
		const viewing = keepViewer(this.store, {temporaryFolder: temporaryFolder(t), onError});
		t.teardown(() => {
			slicer.stop();
			viewing.close();
		});
		this.store.dispatch({type: 'opened', image, at: 0});
		this.store.dispatch({type: 'overlay-grew', grown: {overlay, ready: image.layers.length, isComplete: true, isProven: true, contents}});
		this.store.dispatch({type: 'loaded'});
	}

	get state(): State {
		return this.store.getState();
	}

	/** Looks into a path as it is after a layer. */
	view(path: string, layer = this.overlay.ready): this {
		this.store.dispatch({type: 'view', path: this.overlay.tree.find(Buffer.from(path.replace(/^\//, ''))), layer});
		return this;
	}

	press(...keys: string[]): this {
		for (const key of keys) {
			pressKey(this.store, key);
		}

		return this;
	}

	type(text: string): this {
		return this.press(...Array.from(text, character => character === ' ' ? 'space' : character));
	}

	get frame(): string {
		const {color = false, ascii = false} = this.options;
		return renderToString(<Screen state={this.state} theme={createTheme({color, ascii})}/>, {columns: this.state.size.columns});
	}

	get lines(): string[] {
		return this.frame.split('\n').map(line => line.trimEnd());
	}

	/** What scrolls, without the headings and the bottom line. */
	get body(): string[] {
		return this.lines.slice(3, -1).filter((_, index, lines) => lines.slice(index).some(Boolean));
	}

	get bottom(): string {
		return this.lines.at(-1)!;
	}

	/** Waits until the frame is as asked. */
	async until(isThere: (frame: string) => boolean, seconds = 60): Promise<this> {
		for (const end = performance.now() + seconds * 1000; !isThere(this.frame);) {
			if (this.errors.length > 0) {
				throw this.errors[0];
			}

			if (performance.now() > end) {
				throw new Error(`The screen never came to be so:\n${this.frame}`);
			}

			await new Promise(resolve => {
				setTimeout(resolve, 20);
			});
		}

		return this;
	}
}
