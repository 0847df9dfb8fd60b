import fs from 'node:fs';
import {ByteSource} from '../../archive/byte-source.js';
import {reasonOf} from '../file-error.js';
import {ImageError} from '../image.js';
import {meantImageIn} from '../reference.js';
import {expandHome, look} from './look.js';
import type {Origin} from './index.js';

/** A file. One that can't be sought, such as a shell's `<(docker save X)`, is spooled. */
export const file: Origin = {
	takes: target => target.kind === 'path',
	async open({value}, options) {
		const name = expandHome(value);
		let fd: number;
		try {
			// Without waiting: a fifo without a writer would hold us for ever.
			fd = fs.openSync(name, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
		} catch (error) {
			throw new ImageError(`${name} ${reasonOf(error)}.${meantImageIn(value, look)}`, {cause: error, isTransient: true});
		}

		const stats = fs.fstatSync(fd);
		if (stats.isFile()) {
			return {name, content: new ByteSource(name, fd, 0, stats.size), close: () => fs.closeSync(fd)};
		}

		if (!stats.isFIFO()) {
			fs.closeSync(fd);
			throw new ImageError(`${name} is a device or socket: freedive opens files and folders, and streams from standard input.`);
		}

		const {spoolDescriptor} = await import('./spool-stream.js');
		return spoolDescriptor(fd, name, options);
	},
};
