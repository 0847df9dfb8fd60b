import type {Image, LayerNumber} from '../image/image.js';
import {layerTitle} from '../image/layer-title.js';
import {isLayerMarked} from './taken.js';
import type {LayerRow} from './panes/layer-row.js';
import {memoize} from './parts/memoize.js';
import type {TextLine} from './parts/text-line.js';
import {oneLine} from './parts/wrap.js';
import {selectBase} from './select-base.js';
import type {Grown, LayerStatus, State} from './state.js';

const instructionsOf = memoize((image: Image | undefined): TextLine[] => (image?.layers ?? []).map(layer => ({
	text: oneLine(layerTitle({instruction: layer.history?.instruction ?? null, comment: layer.history?.comment})),
})));

/** The instruction of each layer on one line. */
export function selectInstructions({image}: State): TextLine[] {
	return instructionsOf(image);
}

/** What a row of the layers pane tells. There may be thousands of layers: only the rows that are seen are made. */
export function selectLayerRow(state: State, index: number): LayerRow {
	const {image, grown, layers, verification} = state;
	const layer = image!.layers[index];
	const row = layerRow(layer, selectInstructions(state)[index].text, grown, layers.get(layer.number));
	const isWrong = verification && 'broken' in verification && verification.broken.some(({layer: number, isMismatch}) => isMismatch && number === layer.number);
	return {...row, isBroken: row.isBroken || isWrong === true, isBase: isOfBase(state, layer.number), isMarked: isLayerMarked(state, layer.number)};
}

/** Whether a layer is known to be the base's: a guess marks none. */
function isOfBase(state: State, layer: LayerNumber): boolean {
	const base = selectBase(state);
	return base?.isGuess === false && layer <= base.layers;
}

/** The size of the largest layer that is in, which fills a bar. */
export function selectLargest({grown}: State): number {
	return grown?.overlay.largest ?? 0;
}

function layerRow(layer: Image['layers'][number], instruction: string, grown: Grown | undefined, status: LayerStatus | undefined): LayerRow {
	const totals = grown && grown.ready >= layer.number && !isUnread(status) ? grown.overlay.layer(layer.number) : undefined;
	return {
		number: layer.number,
		size: totals?.size,
		storedSize: layer.storedSize,
		waste: totals ? totals.size - totals.bytes.live : 0,
		added: totals?.added ?? 0,
		modified: totals ? totals.modified + totals.metadata + totals.unknown : 0,
		removed: totals?.removed ?? 0,
		instruction,
		status: statusText(status),
		isBroken: isBroken(layer, status),
	};
}

/** Whether nothing of a layer was read, so that what stands for it tells nothing of it. */
export function isUnread(status: LayerStatus | undefined): boolean {
	return status?.step === 'stopped' || status?.step === 'failed';
}

function isBroken(layer: Image['layers'][number], status: LayerStatus | undefined): boolean {
	return layer.problem !== undefined || status?.isBroken === true;
}

/** Why a layer, or something in it, could not be read, in a sentence; undefined where all of it was. */
export function selectProblem({image, layers}: State, number: LayerNumber): string | undefined {
	const layer = image?.layers[number - 1];
	const status = layers.get(number);
	if (!layer || !isBroken(layer, status)) {
		return undefined;
	}

	const why = (layer.problem?.message ?? status?.warnings[0] ?? '').replace(/\.$/, '');
	return why.startsWith(`Layer ${number} `) ? `${why}.` : `Layer ${number} could not be read${why === '' ? '' : `: ${why}`}.`;
}

/** Whether layers lie elsewhere and could not be had, so that it is worth to try again. */
export function lacksLayers({image, layers}: Pick<State, 'image' | 'layers'>): boolean {
	return image?.layers.some(({number, blob}) => layers.get(number)?.isBroken === true && blob?.isHere() === false) ?? false;
}

/** Whether it is opened or read at the moment. */
export function isBusy({phase}: Pick<State, 'phase'>): boolean {
	return phase === 'opening' || phase === 'reading';
}

/** Whether there is something left to read: where it was stopped, or rests, or what could not be had, of two that are compared of either. */
export function canReadOn(state: Pick<State, 'phase' | 'image' | 'layers' | 'comparison'>): boolean {
	const {phase, comparison} = state;
	return phase === 'stopped' || phase === 'resting' || (phase === 'whole' && (comparison ? [comparison.a, comparison.b] : [state]).some(each => lacksLayers(each)));
}

/** Whether an image has no layers because what tells of them could not be read. */
export function isUntold({image}: State): boolean {
	return image?.layers.length === 0 && image.warnings.some(({incomplete}) => incomplete);
}

/** In at most seven columns. */
function statusText(status: LayerStatus | undefined): string {
	switch (status?.step) {
		case 'reading': {
			return status.total > 0 ? `${Math.min(99, Math.floor(status.bytes / status.total * 100))} %` : 'reading';
		}

		case 'listed':
		case 'read': {
			return status.step;
		}

		case 'failed':
		case 'stopped': {
			return 'unread';
		}

		default: {
			return '';
		}
	}
}
