import {wasteRule} from '../waste-rule.js';

/** Files stored again under another name. */
export const movedFile = wasteRule({
	id: 'moved-file',
	title: 'Files stored again under another name',
	counterparts: [],
	detects: 'A layer removes files of a lower one and stores the same bytes elsewhere: `mv` costs all of it a second time.',
	remedy: 'Put them into the right place at once.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
});
