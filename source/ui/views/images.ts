import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {nameOf} from '../panes/title-line.js';
import {memoize} from '../parts/memoize.js';
import {headingLines, paragraph, type TextLine} from '../parts/text-line.js';
import {oneLine} from '../parts/wrap.js';
import {selectShares, selectShelf, shelfPlace, type Shelf, type ShelfImage, type ShelfShares} from '../shelf.js';
import type {State} from '../state.js';
import {cursorIndex} from '../view-cursor.js';
import type {ListView} from './view.js';
import {sizeText, sorted} from './rows.js';

/** An image of several. `place`: where it stands among those that were named. */
export type ImageRow = ShelfImage & {
	place: number;
	/** Content bytes of layers that another has too, and of those of its own; undefined until it is read. */
	shared?: number;
	own?: number;
	waste?: number;
};

const rowsOf = memoize((shelf: Shelf, {images, places}: ShelfShares): ImageRow[] => shelf.map((image, place) => {
	const at = places[place];
	const {weight} = image;
	return {...image, place, ...(at !== undefined && images[at]), ...(weight && {waste: weight.size - weight.finalSize})};
}));

const orders: ReadonlyArray<(a: ImageRow, b: ImageRow) => number> = [
	(a, b) => a.place - b.place,
	(a, b) => (b.weight?.size ?? -1) - (a.weight?.size ?? -1),
	(a, b) => (b.own ?? -1) - (a.own ?? -1),
	(a, b) => (b.waste ?? -1) - (a.waste ?? -1),
];

const sortedRows = memoize(sorted<ImageRow>);

/** Several images: what each weighs, and what they share. */
export const imagesView: ListView<ImageRow> = {
	title: 'Images',
	sorts: ['as they were named', 'largest first', 'most of its own first', 'most waste first'],
	rows: state => sortedRows(rowsOf(selectShelf(state), selectShares(state)), orders[state.views.images.sort]),
	key: ({place}) => place,
	text: ({reference, tag}) => `${safeText(reference)} ${safeText(tag ?? '')}`,
	heading: state => imagesView.sorts[state.views.images.sort],
	empty: () => [],
	columns: () => [
		{name: '#', width: 3, isRight: true, text: ({place}) => String(place + 1), style: 'faint'},
		{name: 'size', width: bytesWidth, isRight: true, text: row => row.weight ? formatBytes(row.weight.size) : stepText(row), styleOf: ({step}) => step === 'failed' ? 'error' : (step === 'read' ? undefined : 'faint')},
		{name: 'final', width: bytesWidth, leaves: 50, isRight: true, text: ({weight}) => weight ? formatBytes(weight.finalSize) : ''},
		{name: 'waste', width: bytesWidth, leaves: 20, isRight: true, text: ({waste = 0}) => sizeText(waste), style: 'waste'},
		{name: 'shared', width: bytesWidth, leaves: 20, isRight: true, text: ({shared = 0}) => sizeText(shared)},
		{name: 'own', width: bytesWidth, leaves: 20, isRight: true, text: ({own}) => own === undefined ? '' : formatBytes(own)},
		{name: 'stored', width: bytesWidth, leaves: 50, isRight: true, text: ({weight}) => weight ? formatBytes(weight.storedSize) : '', style: 'faint'},
		{name: 'layers', width: 6, leaves: 36, isRight: true, text: ({weight}) => weight ? formatCount(weight.layers.length) : '', style: 'faint'},
		{name: 'image', cut: 'start', text: ({reference}) => nameOf(reference), styleOf: ({step}) => step === 'failed' ? 'error' : undefined},
		{name: 'tag', width: 28, leaves: 30, text: ({tag}) => safeText(tag ?? ''), style: 'faint'},
	],
	foot(row, state, columns) {
		return [
			...paragraph(`${row.place + 1} ${nameOf(row.reference)}${row.tag === undefined ? '' : `  ${row.tag}`}`, columns, 'strong'),
			...(row.problem === undefined ? [] : paragraph(row.problem, columns, 'error')),
			...row.warnings.filter(({incomplete}) => incomplete).slice(0, 3).flatMap(({message}) => paragraph(message, columns, 'error')),
			...(row.weight ? sharedLines(row, selectShares(state), columns) : []),
		];
	},
	hasTicks: true,
	place: () => undefined,
};

function stepText({step, progress}: ImageRow): string {
	if (step === 'failed') {
		return 'failed';
	}

	if (step === 'reading' && progress?.total) {
		return `${Math.min(99, Math.floor(progress.bytes / progress.total * 100))} %`;
	}

	return step === 'reading' ? 'reading' : '';
}

/** The layers that it shares and with whom, and the largest of its own. */
function sharedLines(row: ImageRow, shares: ShelfShares, columns: number): TextLine[] {
	const own = shares.places[row.place]!;
	const shared = shares.layers.flatMap(layer => {
		const held = layer.holders.find(({image}) => image === own);
		return held ? [{...layer, number: held.layer}] : [];
	});
	const sharedNumbers = new Set(shared.map(({number}) => number));
	const others = row.weight!.layers.filter(({number}) => !sharedNumbers.has(number)).sort((a, b) => b.size - a.size);
	const layerLine = (number: number, size: number, note: string, instruction: string): TextLine => {
		const head = `${String(number).padStart(4)} ${formatBytes(size).padStart(bytesWidth)}  ${note}`;
		return {text: `${head}${oneLine(instruction)}`, label: head.length};
	};

	return [
		...(shared.length > 0 ? headingLines(`${countOf(shared.length, 'layer')} that others have too, ${formatBytes(row.shared ?? 0)}`).slice(1) : []),
		...shared.map(({number, size, holders, instruction}) =>
			layerLine(number, size, `with ${holders.filter(({image}) => image !== own).map(({image}) => shelfPlace(shares, image) + 1).join(' ')}  `, instruction)),
		...(others.length > 0 ? headingLines(`${countOf(others.length, 'layer')} of its own, ${formatBytes(row.own ?? 0)}`).slice(1) : []),
		...others.map(({number, size, instruction}) => layerLine(number, size, '', instruction)),
	].map(line => ({...line, text: line.text.slice(0, columns * 2)}));
}

/** The two images that `c` compares, by their places: those that are marked; or the one that is marked and that under the cursor, else that and the one above it. */
export function selectPairHere(state: State): readonly [number, number] | undefined {
	const order = imagesView.rows(state).map(({place}) => place);
	const ticked = order.filter(place => state.views.images.ticks.has(place)).sort((a, b) => a - b);
	if (ticked.length === 2) {
		return [ticked[0], ticked[1]];
	}

	const cursor = cursorIndex(imagesView, state, 'images');
	const here = order[cursor];
	if (here === undefined || ticked.length > 2) {
		return undefined;
	}

	const other = ticked.length === 1 ? ticked[0] : order[cursor === 0 ? 1 : cursor - 1];
	return other === undefined || other === here ? undefined : [Math.min(other, here), Math.max(other, here)];
}
