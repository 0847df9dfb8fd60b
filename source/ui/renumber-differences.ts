import type {PathId} from '../tree/path-tree.js';
import type {OpenFolders, State} from './state.js';
import type {RowKey} from './views/view.js';

/**
What the user did to paths of a comparison, done to the same paths of another one of the same images: folders that are open, the cursor,
marks. What was listed of the one before is gone.

@param numbers By the numbers that paths had in the one before, those that they have now, or -1.
*/
export function renumberDifferences(state: State, numbers: Int32Array): State {
	const {comparison, field} = state;
	return {
		...state,
		...renumberedPlace(state, numbers),
		...(field && {field: {...field, before: {...field.before, ...renumberedPlace(field.before, numbers)}}}),
		comparison: {...comparison!, listing: undefined},
	};
}

type Place = Pick<State, 'open' | 'flipped' | 'views'>;

function renumberedPlace({open, flipped, views}: Place, numbers: Int32Array): Place {
	const {cursor, ticks, told, ...rest} = views.differences;
	const now = (key: RowKey | undefined): PathId[] => {
		const path = numbers[key as PathId] ?? -1;
		return path < 0 ? [] : [path];
	};

	return {
		open: renumbered(open, numbers),
		flipped: renumbered(flipped, numbers),
		views: {...views, differences: {...rest, cursor: now(cursor)[0], ticks: new Set([...ticks].flatMap(tick => now(tick)))}},
	};
}

function renumbered(folders: OpenFolders, numbers: Int32Array): OpenFolders {
	const next = new Uint8Array(numbers.reduce((most, path) => Math.max(most, path), -1) + 1);
	for (const [path, isOpen] of folders.entries()) {
		if (isOpen === 1 && numbers[path] >= 0) {
			next[numbers[path]] = 1;
		}
	}

	return next;
}
