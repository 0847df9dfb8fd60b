import {ImageError} from '../image.js';
import {meantImageIn, meantScheme} from '../reference.js';
import {look} from './look.js';
import type {Origin} from './index.js';

/** A name that is no path, and says no place: the engines that are installed are asked for it, then its registry. */
export const named: Origin = {
	takes: ({kind, scheme}) => kind === 'name' && scheme === undefined,
	async open({reference, value}, options) {
		// It brings what runs programs, which takes time to load.
		const [{openFromAnyEngine, whyNoEngine}, {isImageName}, {otherTags}, {dockerHub, imageNameOf, parseImageName}] = await Promise.all([
			import('./engines/ask-engines.js'), import('./engines/engine.js'), import('./engines/other-tags.js'), import('../image-name.js'),
		]);
		const meant = meantImageIn(reference, look);
		if (meant !== '' && !imageNameOf(value)) {
			// No engine and no registry knows it either.
			throw new ImageError(`"${reference}" is no file, and no name of an image.${meant}`, {isTransient: true});
		}

		const answer = await openFromAnyEngine(value, options);
		if ('content' in answer) {
			return answer;
		}

		const here = `"${reference}" is no file and no folder that holds an image, ${whyNoEngine(value, answer)}`;
		if (!isImageName(value) || !options.programs) {
			// A file, folder or image of that name may still come.
			throw new ImageError(`${here}${meant || meantScheme(reference)}`, {isTransient: true});
		}

		const {openFromRegistry} = await import('./registry/open-from-registry.js');
		try {
			return await openFromRegistry(value, options);
		} catch (error) {
			if (!(error instanceof ImageError)) {
				throw error;
			}

			// Who names a registry wants to hear of that first.
			const others = await otherTags(value, answer.lacking, options);
			const engines = [here, ...others].join(' ');
			const says = parseImageName(value).registry === dockerHub ? `${engines} ${error.message}` : `${error.message} ${engines}`;
			throw new ImageError(`${says}${meant || meantScheme(reference)}`, {cause: error, isTransient: true});
		}
	},
};
