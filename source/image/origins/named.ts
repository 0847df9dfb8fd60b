import {ImageError} from '../image.js';
import type {Origin} from './index.js';

/** A name that is no path: nothing that could be asked for it is here, so it says how to get there. */
export const named: Origin = {
	takes: target => target.kind === 'name',
	async open({reference, scheme, value}) {
		const engine = scheme === 'podman' || scheme === 'nerdctl' ? scheme : 'docker';
		const what = scheme === undefined
			? `"${reference}" is no file and no folder that holds an image.`
			: `"${reference}" asks ${scheme === 'registry' ? 'a registry' : `the engine ${scheme}`}, which freedive can't do.`;
		// A file or folder of that name may still come.
		throw new ImageError(`${what} To open an image of an engine: ${engine} save ${value} | freedive -`, {isTransient: scheme === undefined});
	},
};
