/** The views of an image that stand in the place of the files, in the order in which `[` and `]` go through them. */
export const imageViewNames = ['waste', 'duplicates', 'packages', 'story', 'build', 'map', 'audit'] as const;

/** What shows more than one image: a list of several; of two that are compared what both have, and what differs; those that can be opened, anywhere or in one file. */
export const severalViewNames = ['images', 'sides', 'differences', 'start', 'choices'] as const;

export const viewNames = [...imageViewNames, ...severalViewNames] as const;

export type ViewName = (typeof viewNames)[number];

export type ImageViewName = (typeof imageViewNames)[number];

export type SeveralViewName = (typeof severalViewNames)[number];

export function isViewName(name: string): name is ViewName {
	return (viewNames as readonly string[]).includes(name);
}

export function isSeveralViewName(name: string): name is SeveralViewName {
	return (severalViewNames as readonly string[]).includes(name);
}
