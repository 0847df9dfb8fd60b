import {styleText} from 'node:util';
import {decodeBytes, safeText} from '../format/safe-text.js';
import type {Options} from '../options.js';
import type {PatchLine} from '../report/file-patch.js';
import type {Outside} from './outside.js';
import {usesColor} from './uses-color.js';
import {writeOutput} from './write-output.js';

const styles: Partial<Record<PatchLine['kind'], Parameters<typeof styleText>[0]>> = {
	file: 'bold', hunk: 'cyan', removed: 'red', added: 'green', note: 'dim', remark: 'yellow',
};

/**
Writes a patch to standard output: byte by byte as the files have it, for `git apply`; on a terminal what it would obey is shown
instead of sent.
*/
export async function writePatch(files: AsyncIterable<PatchLine[]>, {color}: Options, {environment, standardOutput}: Outside): Promise<void> {
	const isPainted = usesColor(color, environment, standardOutput);
	const lineOf = ({kind, text}: PatchLine) => {
		if (!standardOutput.isTTY && !isPainted) {
			return Buffer.from(`${text}\n`, 'latin1');
		}

		const shown = decodeBytes(Buffer.from(text, 'latin1')).split('\t').map(part => safeText(part)).join('\t');
		const style = styles[kind];
		return Buffer.from(`${isPainted && style ? styleText(style, shown, {validateStream: false}) : shown}\n`);
	};

	await writeOutput(standardOutput, pieces(files, lineOf));
}

async function * pieces(files: AsyncIterable<PatchLine[]>, lineOf: (line: PatchLine) => Uint8Array): AsyncGenerator<Uint8Array, void, void> {
	for await (const lines of files) {
		if (lines.length > 0) {
			yield Buffer.concat(lines.map(line => lineOf(line)));
		}
	}
}
