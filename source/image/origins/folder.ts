import {fileError} from '../file-error.js';
import {FolderStore} from './folder-store.js';
import {expandHome, statOf} from './look.js';
import type {Origin} from './index.js';

/** A folder: an OCI layout, or what skopeo calls a dir. */
export const folder: Origin = {
	takes: target => target.kind === 'path' && statOf(expandHome(target.value))?.isDirectory() === true,
	async open({value}) {
		const name = expandHome(value);
		try {
			const store = new FolderStore(name);
			return {name, content: store, close: () => store.close()};
		} catch (error) {
			throw fileError(name, error);
		}
	},
};
