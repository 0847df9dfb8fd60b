import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import type {Image, LayerNumber} from '../../image/image.js';
import {layerTitle} from '../../image/layer-title.js';
import type {ConfigDifference, ConfigValue} from '../../tree/compare-config.js';
import type {HistoryDifference} from '../../tree/compare-history.js';
import type {Comparison} from '../../tree/compare-images.js';
import type {PackageDifference} from '../../tree/compare-packages.js';
import type {ImageComparison, Verdict} from '../../tree/compare-verdict.js';
import {selectCompared, selectVerdict} from '../comparison.js';
import {nameOf} from '../panes/title-line.js';
import {memoize} from '../parts/memoize.js';
import {field, paragraph, type TextLine} from '../parts/text-line.js';
import {oneLine} from '../parts/wrap.js';
import type {State} from '../state.js';
import type {Paint} from '../theme.js';
import {cursorIndex} from '../view-cursor.js';
import type {ListView} from './view.js';

/** A line of what two images have in common and where they differ, the files aside. */
export type SideRow = {
	key: string;
	/** Safe. */
	text: string;
	style?: keyof Paint;
	/** The image and the layer that it leads to; of a layer that both have, that of A. */
	side?: 'a' | 'b';
	layer?: LayerNumber;
	/** Of a heading, how many rows it has below it; undefined of any other row, and where it has none. */
	count?: number;
	/** The heading above. */
	section?: string;
	/** Whether what is below a heading is shown. */
	isOpen?: boolean;
	/** What is told of it in full. */
	told(columns: number): TextLine[];
};

/** A section with more rows than this is closed at first, so that those after it are seen. */
const fewRows = 8;

const sectionsOf = memoize((compared: ImageComparison, verdict: Verdict, nameA: string, nameB: string): SideRow[][] => [
	verdictRows(verdict),
	packageRows(compared.packages),
	configRows(compared.config ?? []),
	historyRows(compared.history),
	ownLayers('a', 'A', nameA, compared.files),
	ownLayers('b', 'B', nameB, compared.files),
	sharedLayers(compared.files),
]);

/** The rows of the sections that stand open. `flipped`: those that were opened or closed since. */
const rowsOf = memoize((sections: readonly SideRow[][], flipped: ReadonlySet<string | number>): SideRow[] => sections.flatMap(([head, ...rows]) => {
	if (rows.length === 0) {
		return [head];
	}

	const isOpen = isSectionOpen(head.key, rows.length, flipped);
	return [{...head, count: rows.length, isOpen}, ...(isOpen ? rows.map(row => ({...row, section: head.key})) : [])];
}));

/** Whether a section stands open. */
export function isSectionOpen(key: string, count: number, flipped: ReadonlySet<string | number>): boolean {
	return (count <= fewRows) !== flipped.has(key);
}

const none: readonly SideRow[] = [];

/** What two images have in common, and what differs but files: layers, packages, configuration, history. */
export const sidesView: ListView<SideRow> = {
	title: '1 Both',
	sorts: [''],
	rows(state) {
		const compared = selectCompared(state);
		return compared ? rowsOf(sectionsOf(compared, selectVerdict(state)!, state.comparison!.a.reference, state.comparison!.b.reference), state.views.sides.open) : none;
	},
	key: ({key}) => key,
	text: ({text}) => text,
	heading: state => state.comparison?.deed ?? '',
	empty: state => state.comparison?.found ? ['Comparing …'] : waitingTexts(state),
	columns: () => [{name: '', text: ({text, count, isOpen}, {symbols}) => (count === undefined ? '' : `${isOpen ? symbols.opened : symbols.closed} `) + text.replaceAll(' → ', () => ` ${symbols.arrow} `), styleOf: ({style}) => style}],
	foot: (row, _state, columns) => row.told(columns),
	place: () => undefined,
};

/** The row under the cursor; undefined where there is none. */
export function sideRowAt(state: State): SideRow | undefined {
	return sidesView.rows(state)[cursorIndex(sidesView, state, 'sides')];
}

/** How far each of the two is read. */
function waitingTexts({comparison}: State): string[] {
	return [comparison?.a, comparison?.b].flatMap(side => {
		if (!side) {
			return [];
		}

		const read = [...side.layers.values()].filter(({step}) => step === 'read').length;
		const told = side.image ? `${read} of ${countOf(side.image.layers.length, 'layer')} read` : 'opening';
		return [`${nameOf(side.reference)}: ${told}`];
	});
}

function heading(key: string, text: string): SideRow {
	return {key, text: safeText(text), style: 'strong', told: columns => paragraph(text, columns)};
}

/** The verdict, whole: the line above may not have room for it. */
function verdictRows({sentence, identical}: Verdict): SideRow[] {
	return [{
		key: 'verdict',
		text: oneLine(sentence),
		style: identical ? 'good' : 'strong',
		told: columns => paragraph(sentence, columns),
	}];
}

function ownLayers(side: 'a' | 'b', letter: string, name: string, {a, b, layers: {onlyA, onlyB, contradicting}}: Comparison): SideRow[] {
	const {image, overlay} = side === 'a' ? a : b;
	const numbers = side === 'a' ? onlyA : onlyB;
	if (numbers.length === 0) {
		return [heading(`only ${side}`, `No layer only in ${letter}`)];
	}

	const bytes = numbers.reduce((sum, number) => sum + overlay.layer(number).size, 0);
	const contradicted = new Set(contradicting.map(pair => pair[side]));
	return [
		{...heading(`only ${side}`, `${countOf(numbers.length, 'layer')} only in ${letter}, ${formatBytes(bytes)}`), told: columns => paragraph(`${letter} is ${nameOf(name)}`, columns)},
		...numbers.map(number => layerRow(`${side} ${number}`, side, image, number, overlay.layer(number).size, contradicted.has(number)
			? 'The other image claims the same diff_id for a layer that holds other entries.'
			: '')),
	];
}

function sharedLayers({a, layers: {shared}}: Comparison): SideRow[] {
	const bytes = shared.reduce((sum, {a: number}) => sum + a.overlay.layer(number).size, 0);
	return [
		heading('shared', shared.length === 0 ? 'No layer in both' : `${countOf(shared.length, 'layer')} in both, ${formatBytes(bytes)}`),
		...shared.map(pair => layerRow(`shared ${pair.a}`, 'a', a.image, pair.a, a.overlay.layer(pair.a).size, pair.a === pair.b ? '' : `In B it is layer ${pair.b}.`)),
	];
}

function layerRow(key: string, side: 'a' | 'b', image: Image, number: LayerNumber, size: number, note: string): SideRow {
	const layer = image.layers[number - 1];
	const instruction = layer.history?.instruction ?? '';
	const title = layerTitle({instruction: layer.history?.instruction ?? null, comment: layer.history?.comment});
	return {
		key,
		text: `${String(number).padStart(4)} ${formatBytes(size).padStart(bytesWidth)}  ${oneLine(title)}`,
		side,
		layer: number,
		told: columns => [
			...(note === '' ? [] : paragraph(note, columns, 'waste')),
			...paragraph(instruction === '' ? title : instruction, columns),
			...field('diff_id', layer.diffId, columns),
			...field('stored', formatBytes(layer.storedSize), columns),
		],
	};
}

function packageRows(packages: readonly PackageDifference[] | undefined): SideRow[] {
	if (packages === undefined) {
		return [heading('packages', 'Packages are being compared')];
	}

	if (packages.length === 0) {
		return [heading('packages', 'No packages differ')];
	}

	return [
		heading('packages', `${countOf(packages.length, 'package')} ${packages.length === 1 ? 'differs' : 'differ'}`),
		...packages.map(({name, kind, a, b}, index): SideRow => ({
			key: `package ${index}`,
			text: safeText(`  ${name} ${versionText(a, b)}`),
			style: a === null ? 'added' : (b === null ? 'removed' : undefined),
			told: columns => [
				...paragraph(`${name} (${kind})`, columns, 'strong'),
				...field('A', a ?? 'not there', columns),
				...field('B', b ?? 'not there', columns),
			],
		})),
	];
}

function versionText(a: string | null, b: string | null): string {
	return a === null ? `${b} only in B` : (b === null ? `${a} only in A` : `${a} → ${b}`);
}

function configRows(config: readonly ConfigDifference[]): SideRow[] {
	return [
		heading('config', config.length === 0 ? 'The same configuration' : `${countOf(config.length, 'field')} of the configuration ${config.length === 1 ? 'differs' : 'differ'}`),
		...config.map(({field: name, a, b}): SideRow => ({
			key: `config ${name}`,
			text: `  ${oneLine(`${name}  ${configText(a)} → ${configText(b)}`)}`,
			style: a === null ? 'added' : (b === null ? 'removed' : undefined),
			told: columns => [...paragraph(name, columns, 'strong'), ...field('A', configText(a), columns), ...field('B', configText(b), columns)],
		})),
	];
}

function configText(value: ConfigValue): string {
	return value === null ? '(not set)' : (typeof value === 'string' ? value || '""' : JSON.stringify(value));
}

/** Instructions that only one has, with their layers where they made one. */
function historyRows(history: HistoryDifference | undefined): SideRow[] {
	const {onlyA = [], onlyB = [], otherTimes = 0} = history ?? {};
	const own = [
		...onlyA.map((step, index) => ({...step, letter: 'A', key: `history a ${index}`})),
		...onlyB.map((step, index) => ({...step, letter: 'B', key: `history b ${index}`})),
	];
	if (own.length === 0 && otherTimes === 0) {
		return [heading('history', 'The same history')];
	}

	return [
		heading('history', own.length === 0
			? `${countOf(otherTimes, 'instruction')} ran at another time`
			: `${countOf(own.length, 'instruction')} of the history ${own.length === 1 ? 'differs' : 'differ'}`),
		...own.map(({instruction, created, letter, key, layer}): SideRow => ({
			key,
			text: `  ${letter} ${layer === undefined ? '' : `layer ${layer}: `}${oneLine(instruction)}`,
			style: letter === 'A' ? 'removed' : 'added',
			told: columns => [
				...paragraph(`only in ${letter}${created === undefined ? '' : `, ${timeText(created)}`}`, columns, 'strong'),
				...paragraph(instruction, columns),
			],
		})),
	];
}

function timeText(created: string): string {
	const time = Date.parse(created);
	return Number.isNaN(time) ? created : formatTime(Math.floor(time / 1000));
}
