import {countOf} from '../../../format/count.js';
import {listWords} from '../../../format/list-words.js';
import {nearest} from '../../../format/nearest.js';
import type {OriginOptions} from '../../container.js';
import type {EngineName} from '../../engine-image.js';
import {dockerHub, imageNameOf, type ImageName} from '../../image-name.js';
import {listEngineImages} from './list-engine-images.js';

/** Milliseconds that an engine has to tell what else it has: the answer that it has no such image is there already. */
const patience = 5000;

/** So many names are told. */
const mostTold = 3;

/**
What engines have of the same repository that have no image of a name: a sentence for each, none for one that has nothing of it.

@throws {Error} AbortError, when `signal` says so.
*/
export async function otherTags(image: string, names: readonly EngineName[], {programs, signal}: Pick<OriginOptions, 'programs' | 'signal'>): Promise<string[]> {
	const asked = imageNameOf(image);
	if (!asked || !programs) {
		return [];
	}

	const answers = await Promise.all(names.map(async only => listEngineImages({programs, only, signal, limit: patience})));
	return answers.flat().flatMap(({engine, images}) => {
		const tags = new Map(images.flatMap(({name}) => {
			const parsed = name === undefined ? undefined : imageNameOf(name);
			return parsed?.tag !== undefined && isOfRepository(parsed, asked) ? [[parsed.tag, name!] as const] : [];
		}));
		if (tags.size === 0) {
			return [];
		}

		const near = nearest(asked.tag ?? '', [...tags.keys()]);
		const told = [...tags].sort(([a], [b]) => Number(b === near) - Number(a === near)).map(([, name]) => name);
		const more = told.length - mostTold;
		return [`${engine} has only ${more > 0 ? `${told.slice(0, mostTold).join(', ')} and ${countOf(more, 'other', 'others')} of it` : listWords(told)}.`];
	});
}

/** Podman calls what it built itself `localhost/app`, which a bare `app` means, too. */
function isOfRepository({registry, repository}: ImageName, asked: ImageName): boolean {
	return (registry === asked.registry && repository === asked.repository)
		|| (registry === 'localhost' && asked.registry === dockerHub && repository === asked.repository.replace(/^library\//, ''));
}
