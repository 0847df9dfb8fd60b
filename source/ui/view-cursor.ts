import type {State} from './state.js';
import type {RowKey, View} from './views/view.js';
import type {ViewName} from './views/view-names.js';

/** Rows that are looked at first, on either side. */
const nearby = 200;

/** Where each view's cursor was found last: rows may be very many, and frames ask again and again. */
const last = new Map<ViewName, {rows: readonly unknown[]; cursor: RowKey | undefined; index: number}>();

/** The place of the row under the cursor of a view, which is handed in: views ask for their own. The first where the cursor's row is not there. */
export function cursorIndex<Row>(view: Pick<View<Row>, 'rows' | 'key'>, state: State, name: ViewName): number {
	const rows = view.rows(state);
	const {cursor} = state.views[name];
	const known = last.get(name);
	if (known?.rows === rows && known.cursor === cursor) {
		return known.index;
	}

	const isCursor = (row: Row) => view.key(row) === cursor;
	// The cursor mostly goes to a row nearby.
	const from = known?.rows === rows ? Math.max(0, known.index - nearby) : 0;
	const near = known?.rows === rows ? rows.slice(from, from + (2 * nearby)).findIndex(row => isCursor(row)) : -1;
	const index = cursor === undefined ? 0 : (near >= 0 ? from + near : Math.max(0, rows.findIndex(row => isCursor(row))));
	last.set(name, {rows, cursor, index});
	return index;
}
