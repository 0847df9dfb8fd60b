/**
What can differ between what two images show at a path, as bits.

- type, content, link, device: the path is another thing, and so modified.
- the rest: the path is the same thing with other attributes. `hardlinks`: it shares its content with other paths in one of the two
  and not in the other.
*/
export const difference = {
	type: 1,
	content: 2,
	link: 4,
	device: 8,
	mode: 16,
	uid: 32,
	gid: 64,
	mtime: 128,
	xattrs: 256,
	hardlinks: 512,
} as const;

export type DifferenceName = keyof typeof difference;

/** Their names in outputs, in the order in which they are told. */
export const differenceNames = Object.keys(difference) as DifferenceName[];

/** How they are called in a sentence. */
export const differencePhrases: Readonly<Record<DifferenceName, string>> = {
	type: 'type', content: 'content', link: 'target', device: 'device number', mode: 'mode', uid: 'owner', gid: 'group', mtime: 'time', xattrs: 'extended attributes', hardlinks: 'hard links',
};

/** The differences that make a path another thing; all others leave it the same with other attributes. */
export const essential = difference.type | difference.content | difference.link | difference.device;

/** The names of the bits that are set. */
export function namesOf(what: number): DifferenceName[] {
	return differenceNames.filter(name => (what & difference[name]) !== 0);
}
