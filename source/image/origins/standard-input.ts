import fs from 'node:fs';
import {ByteSource} from '../../archive/byte-source.js';
import type {Opened, OriginOptions} from '../container.js';
import {ImageError} from '../image.js';
import type {Origin} from './index.js';

const name = 'standard input';

/** `-`: standard input. A file that was redirected is read where it lies, a pipe is spooled. */
export const standardInput: Origin = {
	takes: target => target.kind === 'path' && target.value === '-',
	async open(_target, options) {
		const input = options.standardInput;
		if (!input) {
			throw new ImageError('There is no standard input to read an image from.');
		}

		if ('fd' in input) {
			return openDescriptor(input, options);
		}

		const {spoolInput} = await import('./spool-stream.js');
		return spoolInput(input, name, options);
	},
};

async function openDescriptor(input: {fd: number}, options: OriginOptions): Promise<Opened> {
	const {fd} = input;
	let stats: fs.Stats;
	try {
		stats = fs.fstatSync(fd);
	} catch (error) {
		throw new ImageError('Standard input is closed.', {cause: error});
	}

	if (stats.isFile()) {
		return {name, content: new ByteSource(name, fd, 0, stats.size), close() {/* Whoever gave it closes it. */}};
	}

	if (stats.isDirectory()) {
		throw new ImageError('Standard input is a folder: give its path instead.');
	}

	const {spoolInput} = await import('./spool-stream.js');
	return spoolInput(input, name, options);
}
