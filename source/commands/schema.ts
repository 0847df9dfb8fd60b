import {safeJson} from '../format/json.js';
import type {Options} from '../options.js';
import {schemas} from '../report/schemas/index.js';
import type {Outside} from './outside.js';
import {writeOutput} from './write-output.js';

/** `freedive schema NAME` */
export async function schema({operands}: Options, {standardOutput}: Outside): Promise<number> {
	await writeOutput(standardOutput, [`${safeJson(schemas[operands[0] as keyof typeof schemas], 2)}\n`]);
	return 0;
}
