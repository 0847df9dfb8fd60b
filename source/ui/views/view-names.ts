/** The views that stand in the place of the files, in the order in which `[` and `]` go through them. */
export const viewNames = ['waste', 'duplicates', 'packages', 'story', 'build', 'map'] as const;

export type ViewName = (typeof viewNames)[number];

export function isViewName(name: string): name is ViewName {
	return (viewNames as readonly string[]).includes(name);
}
