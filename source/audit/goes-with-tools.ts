import type {LayerNumber} from '../image/image.js';
import type {PathId} from '../tree/path-tree.js';
import {instructionKind} from '../tree/waste-words.js';
import type {AuditInput} from './audit-input.js';
import {toolchainOf} from './toolchain.js';

/**
What to do about files of packages that programs are built with, where a RUN installs those: whoever deletes such files alone, in the
RUN that installs them, breaks what is compiled after it, for a compiler links its own static libraries. Undefined where any of them
belongs to nobody, or to a package that is no tool.
*/
export function goesWithTools(input: AuditInput, layer: LayerNumber, paths: readonly PathId[]): string | undefined {
	const {packages: {ownerOf}, instructions, base} = input;
	const {isTool} = input.once(toolchainOf);
	return layer > base && instructionKind(instructions[layer - 1]) === 'RUN' && paths.every(path => isTool[ownerOf[path]] === 1)
		? 'They go with the packages that build-toolchain names, once those are installed in a build stage. Deleted alone they would be missing where something is compiled after.'
		: undefined;
}
