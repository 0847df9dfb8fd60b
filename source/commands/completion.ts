import type {Options, shells} from '../options.js';
import {completionScript} from './completion-script.js';
import type {Outside} from './outside.js';
import {writeOutput} from './write-output.js';

/** `freedive completion SHELL` */
export async function completion({operands}: Options, {standardOutput}: Outside): Promise<number> {
	await writeOutput(standardOutput, [completionScript(operands[0] as (typeof shells)[number])]);
	return 0;
}
