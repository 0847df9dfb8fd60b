import type {FormatRequest, Options} from '../options.js';
import type {TextOptions} from '../report/text-options.js';
import {plainWidth} from './deliver.js';
import type {Outside} from './outside.js';
import {usesColor} from './uses-color.js';
import {writeFileLater} from './write-file.js';
import {writeOutputLater} from './write-output.js';

/** Makes the text of a format, anew each time, as it comes. */
export type MakeReportLater = (format: string, text: TextOptions) => AsyncIterable<string>;

/** As `deliver`, of what comes bit by bit: each bit is written when it is there. */
export async function deliverLater(make: MakeReportLater, {formats, bytes, ascii, color}: Options, outside: Outside): Promise<void> {
	const requests: readonly FormatRequest[] = formats.length > 0 ? formats : [{name: 'text'}];
	const {standardOutput, environment} = outside;
	for (const {name, file} of requests) {
		if (file !== undefined) {
			await writeFileLater(file, make(name, {bytes, ascii, color: false, width: plainWidth}));
		}
	}

	for (const {name, file} of requests) {
		if (file === undefined) {
			const width = standardOutput.isTTY ? standardOutput.columns ?? 80 : plainWidth;
			await writeOutputLater(standardOutput, make(name, {bytes, ascii, color: usesColor(color, environment, standardOutput), width}));
		}
	}
}
