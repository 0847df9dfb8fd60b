import {wasteRule} from '../waste-rule.js';

/** Bytes that a later layer hides. */
export const removedLater = wasteRule({
	id: 'removed-later',
	title: 'Bytes that a later layer hides',
	counterparts: [],
	detects: 'Files of a lower layer that a later one removes: they are fetched with the image and nobody sees them. Caches, downloads, packages that were needed for building alone.',
	remedy: 'Remove them in the RUN that makes them, or build in a stage of its own.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
});
