import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import type {LayerNumber} from '../../image/image.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {Overlay} from '../../tree/overlay.js';
import {root} from '../../tree/path-tree.js';
import type {Waste, WasteCause} from '../../tree/waste.js';
import {sizeAfter} from '../../tree/what-if.js';
import {findingText, selectFinding} from '../findings.js';
import {bar} from '../../format/bar.js';
import {memoize} from '../parts/memoize.js';
import {paragraph, type TextLine} from '../parts/text-line.js';
import {wrapText} from '../parts/wrap.js';
import {selectWarnings} from '../select.js';
import {selectInstructions} from '../select-layers.js';
import type {State} from '../state.js';
import type {Taken} from '../taken.js';
import type {Theme} from '../theme.js';
import type {ListView, RowKey} from './view.js';
import {sorted} from './rows.js';

const barWidth = 6;
const numberWidth = 3;

const causeTexts: Readonly<Record<WasteCause, string>> = {
	chown: 'owner changed', chmod: 'mode changed', touch: 'time changed', 'copied-again': 'copied again',
	overwritten: 'overwritten', 'package-upgraded': 'upgraded', 'package-removed': 'package removed', 'package-cache': 'package cache',
	download: 'download', moved: 'moved', 'folder-replaced': 'folder replaced', removed: 'removed', 'stored-twice': 'stored twice',
	unknown: 'not comparable',
};

type Order = (a: Waste, b: Waste) => number;

const orders: readonly Order[] = [
	(a, b) => b.bytes - a.bytes,
	(a, b) => a.hiddenBy[0] - b.hiddenBy[0] || b.bytes - a.bytes,
	(a, b) => causeTexts[a.cause] < causeTexts[b.cause] ? -1 : (a.cause === b.cause ? b.bytes - a.bytes : 1),
	(a, b) => b.files - a.files,
];

const sortedWastes = memoize(sorted<Waste>);

const totalOf = memoize((wastes: readonly Waste[]) => wastes.reduce((sum, {bytes}) => sum + bytes, 0));

const whatIf = memoize((overlay: Overlay, wastes: readonly Waste[], ticks: ReadonlySet<RowKey>) => {
	const fix = wastes.filter(({id}) => ticks.has(id));
	return {count: fix.length, size: fix.length === 0 ? 0 : sizeAfter(overlay, {fix})};
});

/** Where wasted bytes come from, worst first, and what to write instead. What is ticked is taken as mended. */
export const wasteView: ListView<Waste> = {
	title: 'w Waste',
	sorts: ['worst first', 'by the layer that hid it', 'by cause', 'most files first'],
	rows(state) {
		const wastes = selectFinding(state, 'waste');
		return wastes ? sortedWastes(wastes, orders[state.views.waste.sort]) : [];
	},
	key: ({id}) => id,
	text: (waste, state) => `${causeTexts[waste.cause]} ${pathText(waste, state)} ${safeText(waste.what)}`,
	heading(state, {symbols: {separator}}) {
		const wastes = selectFinding(state, 'waste');
		if (!wastes || !state.grown || wastes.length === 0) {
			return '';
		}

		const {overlay} = state.grown;
		const {count, size} = whatIf(overlay, wastes, state.views.waste.ticks);
		return count > 0
			? `with ${countOf(count, 'fix', 'fixes')}: ${formatBytes(size)} instead of ${formatBytes(overlay.bytes().total)}`
			: `${formatBytes(totalOf(wastes))} in ${countOf(wastes.length, 'group')} ${separator} ${wasteView.sorts[state.views.waste.sort]}`;
	},
	empty: state => [selectFinding(state, 'waste') ? noneText(state) : findingText(state, 'waste', 'Looking for what happened')],
	columns(state) {
		const wastes = selectFinding(state, 'waste') ?? [];
		const worst = wastes.reduce((most, {bytes}) => Math.max(most, bytes), 0);
		const {ticks} = state.views.waste;
		return [
			{name: '', width: 3, text: ({id}) => ticks.has(id) ? '[x]' : '[ ]', styleOf: ({id}) => ticks.has(id) ? 'good' : 'faint'},
			{name: 'bytes', width: bytesWidth, isRight: true, text: ({bytes}) => formatBytes(bytes), style: 'waste'},
			{name: '', width: barWidth, leaves: 40, text: () => '', draw: ({bytes}, {paint, symbols}, width) => paint.waste(bar(bytes / worst, width, symbols))},
			{name: 'layers', width: 7, text: (waste, theme) => layersText(waste, theme)},
			{name: 'files', width: 6, leaves: 40, isRight: true, text: ({files}) => formatCount(files), style: 'faint'},
			{name: 'what', width: 15, leaves: 14, text: ({cause}) => causeTexts[cause]},
			{name: 'where', cut: 'middle', text: waste => pathText(waste, state)},
		];
	},
	foot(waste, state, columns, lines) {
		const what = paragraph(sentence(waste.what), columns, 'strong');
		const remedy = paragraph(sentence(waste.remedy), columns, 'good');
		const room = lines - what.length - remedy.length;
		// What to write instead is what most is for: the row tells of what happened.
		return [...(room < 0 ? [...remedy, ...what] : [...what, ...remedy]), ...instructionLines(waste, state, columns, room)];
	},
	hasTicks: true,
	taken: ({contents}, {grown}) => grown ? versionsOf(grown.overlay, contents) : [],
	place({path, parts, contents}, {grown}) {
		if (path === root && grown) {
			// Scattered over everything: the worst of it.
			const {store} = grown.overlay;
			return {path: store.pathOf(contents[0]), layer: store.layerOf(contents[0])};
		}

		return {path, layer: parts.reduce((most, part) => part.bytes > most.bytes ? part : most).layer};
	},
};

/** What is wasted can be taken as far as a layer shows it: not what its own layer stored again. Whether there is any is asked in each frame. */
const versionsOf = memoize((overlay: Overlay, contents: Iterable<EntryId>): Taken[] => {
	const {store, transitions} = overlay;
	return Array.from(contents, content => ({path: store.pathOf(content), at: store.layerOf(content), content}))
		.filter(({path, at, content}) => store.content(transitions.stateAfter(path, at)) === content)
		.map(({path, at}) => ({kind: 'path', path, at}));
});

/** The instructions of the layers, each on a line, and wrapped while there is room. */
function instructionLines({layers, hiddenBy}: Waste, state: State, columns: number, room: number): TextLine[] {
	const instructions = selectInstructions(state);
	const numbers = [...new Set([...layers, ...hiddenBy])].sort((a, b) => a - b);
	let more = Math.max(0, room - numbers.length);
	return numbers.flatMap(layer => {
		const text = instructions[layer - 1]?.text ?? '';
		const wrapped = wrapText(text, columns - numberWidth - 1);
		const whole = Math.min(wrapped.length - 1, more);
		more -= whole;
		const last = wrapped.slice(whole).join(' ');
		return [...wrapped.slice(0, whole), last].map((line, index): TextLine => ({
			text: `${index === 0 ? String(layer).padStart(numberWidth) : ' '.repeat(numberWidth)} ${line}`, style: 'faint',
		}));
	});
}

/** Of what could not be read nobody knows. */
function noneText(state: State): string {
	return selectWarnings(state).some(({incomplete}) => incomplete)
		? 'Nothing is wasted of what could be read.'
		: 'Nothing is wasted: each byte that is stored can be seen.';
}

/** The layers that stored it, and those that hid it. */
function layersText({layers, hiddenBy}: Waste, {symbols}: Theme): string {
	return `${numbersText(layers)}${symbols.arrow}${numbersText(hiddenBy)}`;
}

function numbersText(layers: readonly LayerNumber[]): string {
	return layers.length < 2 ? layers.join('') : `${layers[0]}${layers.length === 2 ? ',' : '-'}${layers.at(-1)}`;
}

function pathText({path}: Waste, {grown}: State): string {
	return grown ? safeText(grown.overlay.tree.path(path)) : '';
}

function sentence(text: string): string {
	return text === '' ? '' : `${text[0].toUpperCase()}${safeText(text.slice(1))}.`;
}
