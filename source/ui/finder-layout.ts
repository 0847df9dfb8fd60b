import type {State} from './state.js';

/** Where the parts of the finder are, in lines of the body. */
export type FinderLayout = {
	/** The query, and below it what is wrong with it or the names of the columns. */
	head: number;
	list: number;
	/** A rule and the story of the path under the cursor. */
	foot: number;
};

/** Below so many lines the list has all of them. */
const lowBelow = 10;

export function finderLayout(height: number): FinderLayout {
	const head = 2;
	const foot = height < lowBelow ? 0 : Math.min(8, Math.floor(height * 0.35));
	return {head, list: Math.max(0, height - head - foot), foot};
}

/** Rows of the finder that are seen. */
export function finderListHeight({size}: Pick<State, 'size'>): number {
	return finderLayout(size.rows - 2).list;
}
