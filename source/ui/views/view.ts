import type {LayerNumber} from '../../image/image.js';
import type {PathId} from '../../tree/path-tree.js';
import type {Column} from '../parts/table.js';
import type {TextLine} from '../parts/text-line.js';
import type {State} from '../state.js';
import type {Taken} from '../taken.js';
import type {Theme} from '../theme.js';

/** What the cursor of a view keeps to: it names a row, whatever the order and however many rows there are. */
export type RowKey = string | number;

/** What is remembered of a view. */
export type ViewState = {
	/** The row under the cursor; the first where there is none of it. */
	cursor?: RowKey;
	/** The place of its order among the view's `sorts`. */
	sort: number;
	/** Rows that stand open. */
	open: ReadonlySet<RowKey>;
	/** Rows that are marked, of a view that `hasTicks`. */
	ticks: ReadonlySet<RowKey>;
	/** How far what is told of a row is scrolled. */
	told?: {row: RowKey; top: number};
};

/** Where in the files a row leads; without a layer to the path as it is shown there. */
export type FilesPlace = {layer?: LayerNumber; path?: PathId};

/** A view in the place of the files: what its rows are, and where each leads. Nothing of it is in the state but `ViewState`. */
export type View<Row> = {
	/** The orders that `s` goes through, as the heading tells them; the first to begin with. */
	sorts: readonly string[];
	/** In their order, the same array for the same state. Empty while there is nothing to show. */
	rows(state: State): readonly Row[];
	key(row: Row): RowKey;
	/** What a search looks into: safe. */
	text(row: Row, state: State): string;
	/** What is said beside the title: safe. `columns`: for so many there is room, and what is longer is cut. */
	heading(state: State, theme: Theme, columns: number): string;
	/** Why there are no rows. */
	empty(state: State): string[];
	/** Where Enter leads. */
	place(row: Row, state: State): FilesPlace | undefined;
	/** The path that a row is about, for its story; that of `place` where this is not told. */
	path?(row: Row, state: State): PathId | undefined;
	/** What is marked, copied and taken out with a row; what is at its `place` where this is not told. */
	taken?(row: Row, state: State): Taken[];
	/** Whether marks are ticks of rows, which stand for many things or for one of two images, and not marks of the things. */
	hasTicks?: boolean;
};

/** A view whose rows stand one below the other. */
export type ListView<Row> = View<Row> & {
	/** Its key, and what it is called. */
	title: string;
	/** `width`: of the whole list. */
	columns(state: State, width: number): ReadonlyArray<Column<Row>>;
	/** What the lines below the list tell of the row under the cursor, of at most `columns`. `lines`: for so many there is room. */
	foot?(row: Row, state: State, columns: number, lines: number): TextLine[];
	/** Rows that stand in a row: `open` shows them. */
	isOpenable?(row: Row): boolean;
	/** The row in which a row stands: `close` goes there. */
	parent?(row: Row): RowKey | undefined;
};
