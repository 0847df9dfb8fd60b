/**
What became of the bytes of one regular-file entry (a content; hard links are other names for it).

- live: a path of the final file system shows it.
- superseded: it died in its own layer: it, or a folder above, is stored again there.
- rewritten: a later layer stores a file of the same bytes at the path.
- overwritten: the same with other bytes.
- unknown: the same with bytes that were not compared.
- removed: anything else: whiteout, opaque directory, replaced by what is no file, moved.
*/
export const fate = {
	live: 0,
	overwritten: 1,
	rewritten: 2,
	removed: 3,
	superseded: 4,
	unknown: 5,
} as const;

export type Fate = (typeof fate)[keyof typeof fate];

/** The names of the fates in outputs, by their number. */
export const fateNames = ['live', 'overwritten', 'rewritten', 'removed', 'superseded', 'unknown'] as const;

/** Content bytes by what became of them. */
export type BytesByFate = Record<(typeof fateNames)[number], number>;

export function noBytes(): BytesByFate {
	return {live: 0, overwritten: 0, rewritten: 0, removed: 0, superseded: 0, unknown: 0};
}
