import {wasteRule} from '../waste-rule.js';

/** Files that a later layer stores anew. */
export const overwritten = wasteRule({
	id: 'overwritten',
	title: 'Files that a later layer stores anew',
	severity: 'note',
	counterparts: [],
	detects: 'Files of a lower layer in whose place a later one stores other bytes.',
	remedy: 'Write them once.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
});
