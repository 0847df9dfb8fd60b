import {wasteRule} from '../waste-rule.js';

/** Files stored again as they were. */
export const identicalRewrite = wasteRule({
	id: 'identical-rewrite',
	title: 'Files stored again as they were',
	counterparts: [],
	detects: 'A layer stores files again, byte for byte what a lower layer has, with the same owner and mode: a second COPY, a cp over itself, a hard link to what lies below.',
	remedy: 'Store them once.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
});
