import type {FormatRequest, Options} from '../options.js';
import type {TextOptions} from '../report/text-options.js';
import {inHarmlessLines} from './harmless-lines.js';
import type {Outside} from './outside.js';
import {usesColor} from './uses-color.js';
import {writeFile} from './write-file.js';
import {writeOutput} from './write-output.js';

/** A line that leads nowhere narrower than this, in columns, unless the environment has `COLUMNS`. */
export const plainWidth = 120;

/** Makes the text of a format, anew each time; what comes bit by bit is written as it comes. */
export type MakeReport = (format: string, text: TextOptions) => Iterable<string> | AsyncIterable<string>;

/**
Writes each format that was asked for to where it is to go; text to standard output where none was. Files come first, so that
what is on standard output is not followed by an error about a file.
*/
export async function deliver(make: MakeReport, {formats, bytes, ascii, color, null: endsWithNull}: Options, outside: Outside): Promise<void> {
	const requests: readonly FormatRequest[] = formats.length > 0 ? formats : [{name: 'text'}];
	const {standardOutput, environment} = outside;
	const noTerminal = /^[1-9]\d{1,3}$/.test(environment.COLUMNS ?? '') ? Number(environment.COLUMNS) : plainWidth;
	for (const {name, file} of requests) {
		if (file !== undefined) {
			await writeFile(file, make(name, {bytes, ascii, color: false, width: noTerminal}));
		}
	}

	for (const {name, file} of requests) {
		if (file === undefined) {
			const width = standardOutput.isTTY ? standardOutput.columns ?? 80 : noTerminal;
			const report = make(name, {bytes, ascii, color: usesColor(color, environment, standardOutput), width});
			await writeOutput(standardOutput, name === 'text' && !endsWithNull ? inHarmlessLines(report) : report);
		}
	}
}
