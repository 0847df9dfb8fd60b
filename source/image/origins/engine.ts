import {engineNames, type EngineName} from '../engine-image.js';
import type {Scheme} from '../reference.js';
import type {Origin} from './index.js';

/** An engine that the user named, by `docker://` and its like. */
export const engine: Origin = {
	takes: ({scheme}) => isEngine(scheme),
	async open({scheme, value}, options) {
		// It brings what runs programs, which takes time to load.
		const {openFromEngine} = await import('./engines/ask-engines.js');
		return openFromEngine(scheme as EngineName, value, options);
	},
};

function isEngine(scheme: Scheme | undefined): boolean {
	return engineNames.includes(scheme as EngineName);
}
