import type {Affected} from './check-linkage.js';
import type {LinkedFile} from './linkage-files.js';

/** Who can't be used for what is wrong with one file: itself, or programs and plugins that load it. */
export function whoFails({programs, programCount, plugins, pluginCount}: Affected, by: LinkedFile): string {
	const [list, count] = programCount > 0 ? [programs, programCount] : [plugins, pluginCount];
	const [first] = list;
	if (!first) {
		return 'nothing that is run';
	}

	if (count === 1) {
		return first.id === by.id ? 'it' : first.path;
	}

	const other = programCount > 0 ? 'program' : 'plugin';
	return `${first.path} and ${count - 1} more ${other}${count === 2 ? '' : 's'}`;
}

/** How sure it is that it will be missed: programs that can be run are; a plugin may find it by who loads it. */
export function affectedConfidence({programs}: Affected, isWhole: boolean): 'high' | 'low' {
	return isWhole && programs.some(({isExecutable}) => isExecutable) ? 'high' : 'low';
}
