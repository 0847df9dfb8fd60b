import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {openFile} from '../../archive/byte-source.js';
import {fileError} from '../file-error.js';
import type {Origin} from './index.js';

/** The archive that the build made from ../demo/story.ts: beside the bundle, which is `build/`. */
const archive = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../build/demo.tar' : 'demo.tar', import.meta.url));

/** The image that comes with the program. */
export const demo: Origin = {
	takes: target => target.kind === 'demo',
	async open({reference}) {
		try {
			const content = openFile(archive);
			return {name: reference, form: 'demo', content: content.region(reference, 0, content.size), close: () => fs.closeSync(content.fd)};
		} catch (error) {
			throw fileError(archive, error);
		}
	},
};
