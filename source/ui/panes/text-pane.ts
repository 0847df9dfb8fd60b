import {listOf, type PaneName, type Rectangle} from '../layout.js';
import {rule} from '../parts/rule.js';
import {textLine, type TextLine} from '../parts/text-line.js';
import {selectDetailsLines, selectImageLines} from '../select.js';
import type {State} from '../state.js';
import type {Theme} from '../theme.js';

/** The lines of the details pane. */
export function detailsPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const isLayer = state.detailsView === 'layer';
	const view = isLayer ? `layer ${state.layer}` : 'file';
	const hint = hintOf(state, 'details', isLayer ? '] for the file' : '] for the layer');
	const text = [view, hint].filter(Boolean).join(` ${theme.symbols.separator} `);
	const hasLayers = state.image !== undefined && state.image.layers.length > 0;
	return textPane(state, 'details', {title: '3 Details', text: hasLayers ? text : ''}, selectDetailsLines(state), rectangle, theme);
}

/** The lines of the image's own details. */
export function imagePane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	return textPane(state, 'image', {title: '4 Image', text: hintOf(state, 'image', '[ for the files')}, selectImageLines(state), rectangle, theme);
}

/** What a key does to a pane is told only where it does: keys go to the pane in focus, and are text in a field. */
function hintOf(state: State, pane: PaneName, hint: string): string {
	return state.focus === pane && !state.field ? hint : '';
}

function textPane(
	state: State, pane: PaneName, heading: {title: string; text: string}, content: readonly TextLine[], rectangle: Rectangle, theme: Theme,
): string[] {
	const list = listOf(pane, rectangle);
	const isFocused = state.focus === pane && state.field?.kind !== 'help';
	const top = Math.max(0, Math.min(state.tops[pane], content.length - list.height));
	const query = state.search?.pane === pane ? state.search.query : '';
	const end = content.length > list.height ? `${Math.min(content.length, top + list.height)}/${content.length}` : '';
	return [
		rule({...heading, isFocused, end}, rectangle.width, theme),
		...content.slice(top, top + list.height).map(line => ` ${textLine(line, rectangle.width - 2, query, theme)}`),
	];
}
