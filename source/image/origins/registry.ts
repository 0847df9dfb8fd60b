import {ImageError} from '../image.js';
import type {Origin} from './index.js';

/** A registry that the user named: nothing here can ask it, so it says how to get there. */
export const registry: Origin = {
	takes: ({scheme}) => scheme === 'registry',
	async open({reference, value}) {
		throw new ImageError(`"${reference}" asks a registry, which freedive can't do. An engine can: docker pull ${value}, and then freedive ${value}`);
	},
};
