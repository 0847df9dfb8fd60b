import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {ByteSource} from '../../archive/byte-source.js';
import {fileError} from '../file-error.js';
import type {Origin} from './index.js';

/** The archive that the build made from ../demo/story.ts: beside the bundle, which is `build/`. */
const archive = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../build/demo.tar' : 'demo.tar', import.meta.url));

/** The image that comes with the program. */
export const demo: Origin = {
	takes: target => target.kind === 'demo',
	async open({reference}) {
		try {
			const fd = fs.openSync(archive, 'r');
			return {name: reference, content: new ByteSource(reference, fd, 0, fs.fstatSync(fd).size), close: () => fs.closeSync(fd)};
		} catch (error) {
			throw fileError(archive, error);
		}
	},
};
