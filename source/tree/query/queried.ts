import type {Overlay} from '../overlay.js';

/** What a query is held against: the names of a tree, and the entries that its paths show. An overlay is that; of two images that are compared each side is, by the tree of both. */
export type Queried = Pick<Overlay, 'tree' | 'store' | 'ready' | 'fateOf'>;
