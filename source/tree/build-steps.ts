import {entryType} from '../archive/entry-table.js';
import type {BaseImage} from '../image/base-image.js';
import type {HistoryEntry, Image, LayerNumber} from '../image/image.js';
import type {Overlay} from './overlay.js';

/** An instruction of the build, and where its bytes went. */
export type BuildStep = {
	/** As its author wrote it; empty where nobody told. */
	instruction: string;
	/** What the image says of it; undefined for a layer of which it says nothing. */
	history: HistoryEntry | undefined;
	/** The layer that it made; undefined where it made none. */
	layer: LayerNumber | undefined;
	/** Content bytes that its layer stores. */
	stored: number;
	/** Of these, what nobody sees. */
	wasted: number;
	/** Bytes of other layers that it made invisible. */
	causes: number;
	/** Whether it is of the base image. */
	isBase: boolean;
};

/** The instructions of a build, in the order of the history; layers of which it tells nothing come last. */
export function buildSteps(image: Image, overlay: Overlay, base?: Pick<BaseImage, 'layers' | 'steps'>): BuildStep[] {
	const {wasted, causes} = wasteByLayer(overlay);
	const step = (history: HistoryEntry | undefined, layer: LayerNumber | undefined, isBase: boolean): BuildStep => ({
		instruction: history?.instruction ?? '',
		history,
		layer,
		stored: layer === undefined ? 0 : overlay.layer(layer).size,
		wasted: layer === undefined ? 0 : wasted[layer] ?? 0,
		causes: layer === undefined ? 0 : causes[layer] ?? 0,
		isBase,
	});
	return [
		...image.history.map((entry, index) => step(entry, entry.layer, index < (base?.steps ?? 0))),
		...image.layers.filter(({history}) => !history).map(({number}) => step(undefined, number, number <= (base?.layers ?? 0))),
	];
}

/** Bytes that nobody sees, by layer number. */
export type WasteByLayer = {
	/** Stored by the layer. */
	wasted: Float64Array;
	/** Stored by other layers, and made invisible by it. */
	causes: Float64Array;
	/** Made invisible by it, whoever stored them: all waste up to a layer is what the layers up to it have here. */
	hidden: Float64Array;
};

/** Which layers store waste, and which make it. */
export function wasteByLayer(overlay: Overlay): WasteByLayer {
	const {store, ready} = overlay;
	const wasted = new Float64Array(ready + 1);
	const causes = new Float64Array(ready + 1);
	const hidden = new Float64Array(ready + 1);
	for (let layer = 1; layer <= ready; layer++) {
		const {type, size, count} = store.table(layer);
		const base = store.base(layer);
		for (let index = 0; index < count; index++) {
			const by = type[index] === entryType.file ? overlay.hiddenBy(base + index) : 0;
			if (by !== 0) {
				wasted[layer] += size[index];
				causes[by] += by === layer ? 0 : size[index];
				hidden[by] += size[index];
			}
		}
	}

	return {wasted, causes, hidden};
}

/** Bytes that were waste in the base image already: nobody mends them but who makes it. */
export function wasteOfBase(overlay: Overlay, {layers}: Pick<BaseImage, 'layers'>): number {
	return wasteByLayer(overlay).hidden.subarray(0, layers + 1).reduce((sum, bytes) => sum + bytes, 0);
}
