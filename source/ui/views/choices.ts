import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import type {ImageChoice} from '../../image/choice-error.js';
import {memoize} from '../parts/memoize.js';
import {paragraph} from '../parts/text-line.js';
import type {State} from '../state.js';
import type {ListView} from './view.js';

/** An image of several in one place, by its number there. */
export type ChoiceRow = ImageChoice & {key: number};

const rowsOf = memoize((choices: readonly ImageChoice[]): ChoiceRow[] => choices.map((choice, key) => ({...choice, key})));

const none: readonly ImageChoice[] = [];

/** The images of a file, a folder or a name: several tags, several platforms. */
export const choicesView: ListView<ChoiceRow> = {
	title: 'Images',
	sorts: ['as they lie there'],
	rows: state => rowsOf(selectChoices(state)),
	key: ({key}) => key,
	text: ({name, platform}) => safeText(`${name} ${platform ?? ''}`),
	heading: ({choosing}) => choosing ? 'which one?' : 'Enter opens another',
	empty: () => ['There is but one image here.'],
	columns: () => [
		{name: 'platform', width: 18, text: ({platform}) => safeText(platform ?? '')},
		{name: 'size', width: bytesWidth, isRight: true, text: ({size}) => size === undefined ? '' : formatBytes(size)},
		{name: 'layers', width: 6, leaves: 20, isRight: true, text: ({layers}) => layers === undefined ? '' : String(layers), style: 'faint'},
		{name: '', width: 4, leaves: 12, text: ({isOpen}) => isOpen ? 'open' : '', style: 'good'},
		{name: 'image', cut: 'middle', text: ({name}) => safeText(name)},
	],
	foot: ({name, platform, size, layers}, _, columns) => [
		...paragraph(safeText(name), columns, 'strong'),
		...paragraph([safeText(platform ?? ''), size === undefined ? '' : `${formatBytes(size)} as it lies there`, layers === undefined ? '' : countOf(layers, 'layer')].filter(Boolean).join(', '), columns),
	],
	place: () => undefined,
};

/** The images among which there is a choice: before one is opened, and then beside it. */
export function selectChoices({choosing, image}: Pick<State, 'choosing' | 'image'>): readonly ImageChoice[] {
	return choosing ?? image?.choices ?? none;
}
