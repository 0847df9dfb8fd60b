import {ImageError} from '../image.js';
import type {Origin} from './index.js';

/** A name that is no path, and says no place: engines are asked for it. */
export const named: Origin = {
	takes: ({kind, scheme}) => kind === 'name' && scheme === undefined,
	async open({reference, value}, options) {
		// It brings what runs programs, which takes time to load.
		const {openFromAnyEngine, whyNoEngine} = await import('./engines/ask-engines.js');
		const answer = await openFromAnyEngine(value, options);
		if ('content' in answer) {
			return answer;
		}

		// Here the image's registry would be asked, once there is an origin that can.
		// A file, folder or image of that name may still come.
		throw new ImageError(`"${reference}" is no file and no folder that holds an image, ${whyNoEngine(value, answer)}`, {isTransient: true});
	},
};
