import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import {computeLayout, listOf, type Layout, type PaneName} from './layout.js';
import {fileDetails} from './panes/file-details.js';
import {imageDetails} from './panes/image-details.js';
import {layerDetails, type LayerFacts} from './panes/layer-details.js';
import type {LayerRow} from './panes/layer-row.js';
import type {TitleFacts} from './panes/title-line.js';
import {cursorPath} from './files.js';
import {memoize} from './parts/memoize.js';
import type {TextLine} from './parts/text-line.js';
import {oneLine} from './parts/wrap.js';
import {flippedFolders} from './reduce-files.js';
import type {Grown, LayerStatus, State, Wish} from './state.js';

const layoutOf = memoize((columns: number, rows: number, focus: PaneName, rightView: 'files' | 'image', isZoomed: boolean, layerCount: number): Layout =>
	computeLayout({columns, rows, focus, rightView, isZoomed, layerCount}));

export function selectLayout({size, focus, rightView, isZoomed, image}: State): Layout {
	return layoutOf(size.columns, size.rows, focus, rightView, isZoomed, image?.layers.length ?? 0);
}

/** Lines that scroll in a pane; 0 where it is not on the screen. */
export function selectListHeight(state: State, pane: PaneName): number {
	const rectangle = selectLayout(state).panes[pane];
	return rectangle ? listOf(pane, rectangle).height : 0;
}

/** Columns of running text in a pane. */
export function textColumns(width: number): number {
	return Math.max(1, width - 2);
}

const factsOf = memoize((grown: Grown | undefined, layer: LayerNumber): LayerFacts | undefined =>
	grown && grown.ready >= layer ? {...grown.overlay.layer(layer), isFinal: grown.isComplete} : undefined);

const layerLines = memoize((image: Image, layer: LayerNumber, facts: LayerFacts | undefined, status: LayerStatus | undefined, columns: number): TextLine[] => {
	const found = image.layers[layer - 1];
	const problems = [...(found?.problem ? [found.problem.message] : []), ...(status?.warnings ?? [])];
	return found ? layerDetails(found, facts, [...new Set(problems)], columns) : [];
});

const fileLines = memoize(fileDetails);

const detailsWidth = (state: State) => textColumns(selectLayout(state).panes.details?.width ?? state.size.columns);

export function selectDetailsLines(state: State): TextLine[] {
	const {image, listing, layer} = state;
	if (!image) {
		return [];
	}

	if (state.detailsView === 'layer') {
		return layerLines(image, layer, factsOf(state.grown, layer), state.layers.get(layer), detailsWidth(state));
	}

	return fileLines(listing, cursorPath(state), detailsWidth(state));
}

/** What is odd about the image as a whole, in sentences. */
const allWarnings = memoize((image: Image | undefined, grown: Grown | undefined): ImageWarning[] =>
	[...image?.warnings ?? [], ...grown?.overlay.warnings ?? []]);

const warningsOf = memoize((warnings: ImageWarning[]): string[] => warnings.map(({layer, path, message}) => `${layer === undefined ? '' : `layer ${layer}: `}${path === undefined ? '' : `${path}: `}${message}`));

export function selectWarnings(state: State): string[] {
	return warningsOf(allWarnings(state.image, state.grown));
}

const imageLines = memoize((image: Image, warnings: string[], columns: number) => imageDetails(image, warnings, columns));

export function selectImageLines(state: State): TextLine[] {
	const width = selectLayout(state).panes.image?.width ?? state.size.columns;
	return state.image ? imageLines(state.image, selectWarnings(state), textColumns(width)) : [];
}

const instructionsOf = memoize((image: Image | undefined): TextLine[] => (image?.layers ?? []).map(layer => ({
	text: oneLine(layer.history?.instruction ?? '').replaceAll(/ {2,}/g, ' ') || `(no instruction) ${oneLine(layer.history?.comment ?? '')}`.trim(),
})));

/** The instruction of each layer on one line. */
export function selectInstructions({image}: State): TextLine[] {
	return instructionsOf(image);
}

const rowsOf = memoize((image: Image | undefined, instructions: TextLine[], grown: Grown | undefined, layers: State['layers']): LayerRow[] =>
	(image?.layers ?? []).map((layer, index) => layerRow(layer, instructions[index].text, grown, layers.get(layer.number))));

export function selectLayerRows(state: State): LayerRow[] {
	return rowsOf(state.image, selectInstructions(state), state.grown, state.layers);
}

function layerRow(layer: Image['layers'][number], instruction: string, grown: Grown | undefined, status: LayerStatus | undefined): LayerRow {
	const totals = grown && grown.ready >= layer.number && status?.step !== 'stopped' ? grown.overlay.layer(layer.number) : undefined;
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
		isBroken: layer.problem !== undefined || status?.isBroken === true,
	};
}

/** In at most seven columns. */
function statusText(status: LayerStatus | undefined): string {
	switch (status?.step) {
		case 'reading': {
			return status.total > 0 ? `${Math.min(99, Math.floor(status.bytes / status.total * 100))} %` : 'reading';
		}

		case 'read': {
			return 'read';
		}

		case 'stopped': {
			return 'unread';
		}

		default: {
			return '';
		}
	}
}

const titleOf = memoize((state: State): TitleFacts => {
	const {image, grown, phase, opening, reading, layers} = state;
	const bytes = grown?.overlay.bytes();
	const warnings = allWarnings(image, grown);
	const isReading = phase === 'reading' || phase === 'stopping';
	return {
		reference: state.reference,
		platform: image?.platform ?? '',
		isDemo: image?.form === 'demo',
		warnings: {count: warnings.length, isIncomplete: warnings.some(({incomplete}) => incomplete)},
		layerCount: image?.layers.length,
		size: bytes && grown!.ready > 0 ? bytes.total : undefined,
		waste: grown?.isComplete === true ? bytes?.wasted : undefined,
		note: phase === 'stopped' ? 'stopped: not all of it was read' : undefined,
		progress: opening ?? (isReading && image && reading ? readingProgress(image, layers, reading) : undefined),
	};
});

export function selectTitle(state: State): TitleFacts {
	return titleOf(state);
}

function readingProgress(image: Image, layers: State['layers'], {since, at}: {since: number; at: number}): TitleFacts['progress'] {
	let bytes = 0;
	let total = 0;
	let done = 0;
	for (const layer of image.layers) {
		const status = layers.get(layer.number);
		total += status?.total ?? layer.storedSize;
		bytes += status?.bytes ?? 0;
		done += status?.step === 'read' ? 1 : 0;
	}

	const seconds = (at - since) / 1000;
	// In the first moments a rate says nothing.
	const rate = seconds > 0.4 && bytes > 0 ? bytes / seconds : undefined;
	return {
		layer: Math.min(image.layers.length, done + 1),
		bytes,
		total,
		rate,
		secondsLeft: rate === undefined ? undefined : Math.max(0, (total - bytes) / rate),
	};
}

const wishOf = memoize((
	grown: Grown, layer: LayerNumber, range: State['range'], shown: State['shown'], sort: State['sort'], filter: string, open: Uint8Array, search: string,
): Wish => ({grown, layer, range, shown: shown[range], sort, filter, open, search}));

/** What the files pane is to show; undefined while there is nothing to show anything of. */
export function selectWish(state: State): Wish | undefined {
	const {grown, layer, range, shown, sort, filter, search} = state;
	return grown && wishOf(grown, layer, range, shown, sort, filter, flippedFolders(state), search?.pane === 'files' ? search.query : '');
}
