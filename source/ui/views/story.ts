import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {safeText} from '../../format/safe-text.js';
import {changeNames} from '../../tree/change.js';
import {fateNames} from '../../tree/fate.js';
import type {PathId} from '../../tree/path-tree.js';
import {storyOf, type Chapter} from '../../tree/story.js';
import {cursorPath} from '../files.js';
import {changeLetters, changeStyles} from '../panes/file-row.js';
import {memoize} from '../parts/memoize.js';
import {paragraph} from '../parts/text-line.js';
import {selectInstructions} from '../select-layers.js';
import type {Grown, State} from '../state.js';
import type {ListView} from './view.js';
import {sorted} from './rows.js';

export type StoryRow = Chapter & {place: number};

const chaptersOf = memoize((grown: Grown, path: PathId): StoryRow[] => storyOf(grown.overlay, path).map((chapter, place) => ({...chapter, place})));

const orders: ReadonlyArray<(a: StoryRow, b: StoryRow) => number> = [(a, b) => a.place - b.place, (a, b) => b.place - a.place];

const sortedChapters = memoize(sorted<StoryRow>);

/** The path whose story is told. */
export function storyPath(state: State): PathId | undefined {
	return state.storyOf ?? cursorPath(state);
}

/** A path's story: the layers that touched it, how, and what became of what they stored. */
export const storyView: ListView<StoryRow> = {
	title: 'L Story',
	sorts: ['from the base up', 'last first'],
	rows(state) {
		const path = storyPath(state);
		return state.grown && path !== undefined ? sortedChapters(chaptersOf(state.grown, path), orders[state.views.story.sort]) : [];
	},
	key: ({place}) => place,
	text: ({layer, what}, state) => `${what.join(', ')} ${instructionOf(state, layer)}`,
	heading(state) {
		const path = storyPath(state);
		return path === undefined || !state.grown ? '' : safeText(state.grown.overlay.tree.path(path));
	},
	empty: state => [storyPath(state) === undefined ? 'No file is selected.' : 'No layer that is read touches it.'],
	columns: state => [
		{name: '#', width: 3, isRight: true, text: ({layer}) => String(layer)},
		{name: '', width: 1, text: ({change}) => changeLetters[changeNames[change]], styleOf: ({change}) => changeStyles[changeNames[change]]},
		{name: 'what', width: 14, leaves: 12, text: ({what}) => what.join(', ') || 'stored again'},
		{name: 'size', width: bytesWidth, isRight: true, text: ({fate, size}) => fate === undefined ? '' : formatBytes(size)},
		{name: 'now', width: 17, leaves: 12, text: nowText, styleOf: ({hiddenBy}) => hiddenBy > 0 ? 'waste' : undefined},
		{name: 'instruction', text: ({layer}) => instructionOf(state, layer)},
	],
	foot(chapter, state, columns) {
		return [
			{text: [`layer ${chapter.layer}: ${whatText(chapter)}`, nowText(chapter)].filter(Boolean).join(', ')},
			...paragraph(state.image?.layers[chapter.layer - 1]?.history?.instruction ?? '', columns, 'faint'),
		];
	},
	place: ({layer}, state) => ({layer, path: storyPath(state)}),
};

function whatText({what}: Chapter): string {
	return what.length > 0 ? what.join(', ') : 'stored again as it was';
}

/** What became of the content that it showed then. */
export function nowText({fate, hiddenBy}: Chapter): string {
	return fate === undefined ? '' : (hiddenBy > 0 ? `${fateNames[fate]} by ${hiddenBy}` : fateNames[fate]);
}

function instructionOf(state: State, layer: number): string {
	return selectInstructions(state)[layer - 1]?.text ?? '';
}
