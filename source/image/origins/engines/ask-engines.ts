import {listWords} from '../../../format/list-words.js';
import type {EngineName} from '../../engine-image.js';
import type {Opened, OriginOptions} from '../../container.js';
import {ImageError} from '../../image.js';
import {engines, isImageName} from './engine.js';
import {inspectImage} from './inspect-image.js';
import {otherTags} from './other-tags.js';
import {openSaved} from './open-saved.js';

/** What engines said that were asked for an image and do not give it. */
export type Asked = {
	/** Those that have none of that name. */
	lacking: EngineName[];
	/** Why others gave no answer: sentences. */
	notes: string[];
};

/**
Opens an image from an engine that the user named.

@throws {ImageError} Why it does not come.
*/
export async function openFromEngine(name: EngineName, image: string, options: OriginOptions): Promise<Opened> {
	if (!isImageName(image)) {
		throw new ImageError(`"${image}" is no name that an image of ${name} can have.`);
	}

	const engine = engines.find(engine => engine.name === name)!;
	const answer = await inspectImage(engine, image, options);
	switch (answer.kind) {
		case 'has': {
			return openSaved(engine, answer, options);
		}

		case 'lacks': {
			const others = await otherTags(image, [name], options);
			throw new ImageError([`${name} has no image ${image}: ${name} image ls lists those that it has, ${name} pull ${image} brings it if a registry has it.`, ...others].join(' '), {isTransient: true});
		}

		case 'not-installed': {
			throw new ImageError(`${name} is not installed: no folder of PATH holds its program.`);
		}

		case 'unanswered': {
			throw new ImageError(answer.message, {isTransient: true});
		}
	}
}

/** Asks the engines that are installed, one after the other, and opens the image from the first that has it. */
export async function openFromAnyEngine(image: string, options: OriginOptions): Promise<Opened | Asked> {
	const asked: Asked = {lacking: [], notes: []};
	for (const engine of isImageName(image) ? engines : []) {
		const answer = await inspectImage(engine, image, options);
		if (answer.kind === 'has') {
			return openSaved(engine, answer, options);
		}

		if (answer.kind === 'lacks') {
			asked.lacking.push(engine.name);
		} else if (answer.kind === 'unanswered') {
			asked.notes.push(answer.message);
		}
	}

	return asked;
}

/** Why no engine gave an image, as the rest of a sentence that ends with it, and the sentences after it. */
export function whyNoEngine(image: string, {lacking, notes}: Asked): string {
	if (!isImageName(image)) {
		return 'nor a name that an image can have.';
	}

	const who = lacking.length > 0
		? `and ${listWords(lacking)} ${lacking.length === 1 ? 'has' : 'have'} no image of that name.`
		: (notes.length > 0 ? 'and no engine gives an image of that name.' : `and of the engines that may have an image of that name none is installed: ${listWords(engines.map(({name}) => name))}.`);
	return [who, ...notes].join(' ');
}
