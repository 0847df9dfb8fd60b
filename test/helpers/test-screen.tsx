import {renderToString} from 'ink';
import type {Image} from '../../source/image/image.js';
import {Overlay} from '../../source/tree/overlay.js';
import {findPaths} from '../../source/tree/query/find-paths.js';
import {runNow} from '../../source/archive/slices.js';
import {Screen} from '../../source/ui/app.js';
import type {Action} from '../../source/ui/action.js';
import {cursorPath} from '../../source/ui/files.js';
import {selectQuery} from '../../source/ui/finder.js';
import {computeListing, isSameWish} from '../../source/ui/listing.js';
import {pressKey} from '../../source/ui/press-key.js';
import {selectWish} from '../../source/ui/select.js';
import {initialState, type LayerStatus, type State} from '../../source/ui/state.js';
import {createStore, type Store} from '../../source/ui/store.js';
import {createTheme} from '../../source/ui/theme.js';
import {drawnLayers, tableOf} from './draw-layers.js';

export type TestScreenOptions = {
	columns?: number;
	rows?: number;
	color?: boolean;
	ascii?: boolean;
	/** Of each layer; `RUN step N` where there is none. */
	instructions?: string[];
	/** More of the image, or instead of what is in it. */
	image?: Partial<Image>;
	/** How many layers are in; all where this is not said. */
	ready?: number;
};

/** The screen of an image that is drawn as text (see `drawnLayers`): keys in, frames out. What is computed in slices is there at once. */
export class TestScreen {
	readonly store: Store;
	readonly overlay: Overlay;
	private readonly options: TestScreenOptions;

	constructor(picture: string, options: TestScreenOptions = {}) {
		this.options = options;
		const {columns = 120, rows = 30} = options;
		const layers = drawnLayers(picture);
		const image = imageOf(layers.length, options);
		this.overlay = new Overlay(layers.length);
		this.store = createStore(initialState({reference: 'story.tar', columns, rows}));
		this.store.onAction(() => {
			const {listing} = this.state;
			const wish = selectWish(this.state);
			if (wish && !(listing && isSameWish(listing.wish, wish))) {
				this.store.dispatch({type: 'listed', listing: runNow(computeListing(wish, listing))});
			}

			this.answerFinder();
		});
		this.store.dispatch({type: 'opened', image, at: 0});
		const ready = options.ready ?? layers.length;
		const statuses = new Map<number, LayerStatus>();
		for (let layer = 1; layer <= ready; layer++) {
			this.overlay.add(layer, tableOf(layers[layer - 1]));
			const total = image.layers[layer - 1].storedSize;
			statuses.set(layer, {step: 'read', bytes: total, total, warnings: [], isBroken: false});
		}

		runNow(this.overlay.advance());
		this.store.dispatch({type: 'layers-progress', layers: statuses, at: 0});
		this.store.dispatch({type: 'overlay-grew', grown: {overlay: this.overlay, ready, isComplete: this.overlay.complete}});
		if (this.overlay.complete) {
			this.store.dispatch({type: 'loaded'});
		}
	}

	get state(): State {
		return this.store.getState();
	}

	/** What the finder is asked, without what has to be prepared. */
	private answerFinder(): void {
		const {field, finder, grown} = this.state;
		const parsed = field?.kind === 'find' ? selectQuery(this.state) : undefined;
		if (grown && parsed && 'query' in parsed && (finder.result?.text !== finder.text || finder.result.limit !== finder.limit)) {
			const found = runNow(findPaths(grown.overlay, parsed.query, {}, {limit: finder.limit}));
			this.store.dispatch({type: 'finder-found', result: {text: finder.text, query: parsed.query, overlay: grown.overlay, limit: finder.limit, found}});
		}
	}

	/** Presses keys, by their names. */
	press(...keys: string[]): this {
		for (const key of keys) {
			pressKey(this.store, key);
		}

		return this;
	}

	/** Types text, character by character. */
	type(text: string): this {
		return this.press(...Array.from(text, character => character === ' ' ? 'space' : character));
	}

	dispatch(...actions: Action[]): this {
		for (const action of actions) {
			this.store.dispatch(action);
		}

		return this;
	}

	/** The path under the cursor of the files. */
	get cursor(): string {
		const path = cursorPath(this.state);
		return path === undefined ? '' : this.overlay.tree.path(path);
	}

	/** The paths of the rows of the files pane. */
	get rows(): string[] {
		return Array.from(this.state.listing?.rows ?? [], path => this.overlay.tree.path(path));
	}

	/** The frame, as Ink draws it. */
	get frame(): string {
		const {color = false, ascii = false} = this.options;
		const {columns} = this.state.size;
		return renderToString(<Screen state={this.state} theme={createTheme({color, ascii})}/>, {columns});
	}

	get lines(): string[] {
		return this.frame.split('\n');
	}
}

function imageOf(layerCount: number, {instructions = [], image = {}}: TestScreenOptions): Image {
	const history = Array.from({length: layerCount}, (_, index) => ({
		createdBy: '', instruction: instructions[index] ?? `RUN step ${index + 1}`, buildArguments: [], emptyLayer: false, layer: index + 1,
	}));
	return {
		reference: 'story.tar',
		form: 'docker-archive',
		platform: 'linux/amd64',
		tags: [],
		config: {user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels: {}, healthcheck: null},
		layers: history.map((entry, index) => ({
			number: index + 1, mediaType: 'application/vnd.oci.image.layer.v1.tar', storedSize: 10_240, compression: 'none', history: entry,
		})),
		history,
		others: [],
		annotations: {},
		warnings: [],
		...image,
	};
}
