import type {LayerNumber} from '../image/image.js';
import {instructionKind} from '../tree/waste-words.js';
import type {AuditInput} from './audit-input.js';

/** A longer instruction is not written out again in a remedy: what is to change in it would be lost in it. */
const longestWritten = 200;

/** Sentences by the kind of the instruction that is to change; each with its full stop. */
export type Remedies = {
	run: (layer: LayerNumber, instruction: string) => string;
	/** `word`: COPY or ADD. */
	copy: (layer: LayerNumber, word: string) => string;
	/** What a base image is to be without: `them`, `the headers`. */
	what: string;
};

/** What to write instead in the instruction that made a layer. One of the base image, or one that is not known, can't be changed here. */
export function inInstruction({instructions, base}: Pick<AuditInput, 'instructions' | 'base'>, layer: LayerNumber, {run, copy, what}: Remedies): string {
	const instruction = instructions[layer - 1] ?? '';
	const kind = layer <= base ? 'instruction' : instructionKind(instruction);
	switch (kind) {
		case 'RUN': {
			return run(layer, instruction);
		}

		case 'COPY':
		case 'ADD': {
			return copy(layer, kind);
		}

		default: {
			return `Begin with a base image that does not bring ${what}.`;
		}
	}
}

/** To let a RUN end with one more command: the whole of it where that is short, such as ``write `RUN make && rm -rf x` in layer 3``. */
export function endRun(layer: LayerNumber, instruction: string, command: string): string {
	// What can't go on in a line: a heredoc, the exec form, a comment; and what has a secret masked can't be written.
	const canGoOn = instruction.length <= longestWritten && !/<<|\*{3}|^RUN (?:--\S+ )*\[|#|[&;\\|]$/.test(instruction);
	return canGoOn ? `write \`${instruction} && ${command}\` in layer ${layer}` : `end the RUN of layer ${layer} with \`&& ${command}\``;
}
