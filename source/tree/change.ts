/**
What a layer, or a range of layers, did to a path: the state after it compared with the state before it.

- added, removed: there after, or before, alone.
- modified: type, content, link target or device numbers differ.
- metadata: only mode, owner, mtime in whole seconds or xattrs differ; and a file whose bytes are stored again, identical.
- unknown: a file of the same size stored again, whose bytes were not compared: modified or metadata.
- unchanged: also a directory, link or empty file restated with at most another mtime, which engines do all the time.
*/
export const change = {
	unchanged: 0,
	added: 1,
	modified: 2,
	metadata: 3,
	removed: 4,
	unknown: 5,
} as const;

export type Change = (typeof change)[keyof typeof change];

/** The names of the changes in outputs, by their number. */
export const changeNames = ['unchanged', 'added', 'modified', 'metadata', 'removed', 'unknown'] as const;
