import type {BaseImage} from '../image/base-image.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import {withBrokenClaims} from '../image/broken-claims.js';
import type {PackageList} from '../tree/packages.js';
import type {Prepared} from '../tree/query/prepared.js';
import {selectFiltering} from './filter-query.js';
import {selectFinding} from './findings.js';
import {computeLayout, listOf, type Layout, type PaneName, type RightView} from './layout.js';
import {fileDetails} from './panes/file-details.js';
import {imageDetails} from './panes/image-details.js';
import {layerDetails, type LayerFacts} from './panes/layer-details.js';
import {cursorPath} from './files.js';
import {memoize} from './parts/memoize.js';
import type {TextLine} from './parts/text-line.js';
import {flippedFolders} from './reduce-files.js';
import {isUnread} from './select-layers.js';
import {selectBase} from './select-base.js';
import type {Filtering, Grown, LayerStatus, State, Wish} from './state.js';

const layoutOf = memoize((columns: number, rows: number, focus: PaneName, rightView: RightView, isZoomed: boolean, layerCount: number): Layout =>
	computeLayout({columns, rows, focus, rightView, isZoomed, layerCount}));

export function selectLayout({size, focus, rightView, isZoomed, image}: State): Layout {
	return layoutOf(size.columns, size.rows, focus, rightView, isZoomed, image?.layers.length ?? 0);
}

/** Lines that scroll in a pane; 0 where it is not on the screen. */
export function selectListHeight(state: State, pane: PaneName): number {
	const rectangle = selectLayout(state).panes[pane];
	return rectangle ? listOf(pane, rectangle, state.isZoomed).height : 0;
}

/** Columns of running text in a pane. */
export function textColumns(width: number): number {
	return Math.max(1, width - 2);
}

const factsOf = memoize((grown: Grown | undefined, layer: LayerNumber): LayerFacts | undefined =>
	grown && grown.ready >= layer ? {...grown.overlay.layer(layer), isFinal: grown.isComplete} : undefined);

function brokenOf(verification: State['verification']): readonly ImageWarning[] {
	return verification && 'broken' in verification ? verification.broken : [];
}

const layerLines = memoize((image: Image, layer: LayerNumber, facts: LayerFacts | undefined, status: LayerStatus | undefined, verification: State['verification'], base: BaseImage | undefined, columns: number): TextLine[] => {
	const found = image.layers[layer - 1];
	const problems = [...(found?.problem ? [found.problem.message] : []), ...(status?.warnings ?? []), ...brokenOf(verification).filter(claim => claim.layer === layer).map(({message}) => message)];
	return found ? layerDetails(found, facts, [...new Set(problems)], base, columns) : [];
});

const fileLines = memoize(fileDetails);

const detailsWidth = (state: State) => textColumns(selectLayout(state).panes.details?.width ?? state.size.columns);

export function selectDetailsLines(state: State): TextLine[] {
	const {image, listing, layer} = state;
	if (!image) {
		return [];
	}

	if (state.detailsView === 'layer') {
		const status = state.layers.get(layer);
		return layerLines(image, layer, isUnread(status) ? undefined : factsOf(state.grown, layer), status, state.verification, selectBase(state), detailsWidth(state));
	}

	return fileLines(listing, cursorPath(state), detailsWidth(state));
}

const warningsOf = memoize((image: Image | undefined, grown: Grown | undefined, verification: State['verification']): ImageWarning[] =>
	withBrokenClaims([...image?.warnings ?? [], ...grown?.overlay.warnings ?? []], brokenOf(verification)));

/** What is odd about the image. */
export function selectWarnings(state: State): ImageWarning[] {
	return warningsOf(state.image, state.grown, state.verification);
}

const imageLines = memoize((image: Image, warnings: ImageWarning[], base: BaseImage | undefined, attached: State['attached'], columns: number) => imageDetails(image, {warnings, base, attached}, columns));

export function selectImageLines(state: State): TextLine[] {
	const width = selectLayout(state).panes.image?.width ?? state.size.columns;
	return state.image ? imageLines(state.image, selectWarnings(state), selectBase(state), state.attached, textColumns(width)) : [];
}

const wishOf = memoize((
	grown: Grown, layer: LayerNumber, range: State['range'], shown: State['shown'], sort: State['sort'], filter: string, open: Uint8Array, search: string, prepared: Prepared | undefined, isAwaited: boolean,
): Wish => ({grown, layer, range, shown: shown[range], sort, filter, open, search, prepared, isAwaited}));

const preparedOf = memoize((packages: PackageList | undefined, created: string | undefined, expressions: Filtering['expressions'] | undefined, texts: Filtering['texts'] | undefined): Prepared => ({
	packages,
	created,
	expressions,
	texts: texts && new Map(Array.from(texts, ([pattern, [found]]) => [pattern, found])),
}));

/** What the files pane is to show; undefined while there is nothing to show anything of. */
export function selectWish(state: State): Wish | undefined {
	const {grown, layer, range, shown, sort, filter, search, image} = state;
	const filtering = selectFiltering(state);
	const prepared = filter === '' ? undefined : preparedOf(selectFinding(state, 'packages'), image?.created, filtering?.expressions, filtering?.texts);
	return grown && wishOf(grown, layer, range, shown, sort, filter, flippedFolders(state), search?.pane === 'files' ? search.query : '', prepared, filtering?.isAwaited === true);
}
