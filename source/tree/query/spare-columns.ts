import type {Column} from '../../archive/grown.js';
import type {PathTree} from '../path-tree.js';

/** As many are kept of a tree: what two queries need that are answered in turns. */
const maximumSpare = 6;

const spareOf = new WeakMap<PathTree, Column[]>();

/**
A column for as long as a query is answered, with whatever the one before left in it. Each letter that is typed is a query, and of an image with
many files each would leave a megabyte or two to be collected.
*/
export function takeColumn<C extends Column>(tree: PathTree, Type: new (length: number) => C, length: number): C {
	const spare = spareOf.get(tree) ?? [];
	const index = spare.findIndex(column => column instanceof Type && column.length === length);
	return index < 0 ? new Type(length) : spare.splice(index, 1)[0] as C;
}

/** Gives columns back that nothing refers to any more. A query that is given up gives none back. */
export function giveBack(tree: PathTree, ...columns: Column[]): void {
	spareOf.set(tree, [...columns, ...spareOf.get(tree) ?? []].slice(0, maximumSpare));
}
