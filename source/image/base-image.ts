import {countOf} from '../format/count.js';
import {ImageError, type Image} from './image.js';
import type {KnownImage} from './known-image.js';

/** The image that another was built on. */
export type BaseImage = {
	/** What it is called: as the user did, or as its label has it. Empty where only a digest is told. */
	name: string;
	/** Digest of its manifest. */
	digest?: string;
	/** How many layers are its, from the base upward; 0 where nobody told. */
	layers: number;
	/** How many entries of the history are its, from the base upward. */
	steps: number;
	/** Whether its end was only guessed from the history. */
	isGuess: boolean;
	/** How it is known: the user named it, a label does, or an image that was opened before, or that an engine has, has these layers. */
	knownBy: 'user' | 'label' | KnownImage['knownBy'];
	/** By how many other names that image is known. */
	otherNames: number;
};

/**
The base as another image's documents tell it: its layers are those whose diff_ids begin the image's own.

@throws {ImageError} Where the image is not built on it.
*/
export function matchBase(image: Image, base: Image): BaseImage {
	const {layers} = base;
	if (layers.length === 0) {
		throw new ImageError(`${base.reference} has no layers, so it is nobody's base.`);
	}

	const other = layers.findIndex((layer, index) => {
		const own = image.layers[index];
		return own === undefined || !((own.diffId !== undefined && own.diffId === layer.diffId) || (own.digest !== undefined && own.digest === layer.digest));
	});
	if (other !== -1) {
		throw new ImageError(`${image.reference} is not built on ${base.reference}: ${other >= image.layers.length
			? `that has ${countOf(layers.length, 'layer')}, and the image only ${image.layers.length}`
			: `layer ${other + 1} differs`}.`);
	}

	return {name: base.tags[0] ?? base.reference, digest: base.digest, layers: layers.length, steps: sharedSteps(image, base), isGuess: false, knownBy: 'user', otherNames: 0};
}

/**
The base as labels or annotations name it.

"`org.opencontainers.image.base.digest`: Digest of the image this image is based on … `org.opencontainers.image.base.name`: Image
reference of the image this image is based on" (OCI image-spec, annotations.md). They do not say which layers are its. A base mostly
ends with its CMD or ENTRYPOINT, and the next layer is the image's own: that is the guess.
*/
export function guessBase({annotations, config: {labels}, history}: Image): BaseImage | undefined {
	const named = (key: string) => annotations[`org.opencontainers.image.base.${key}`] ?? labels[`org.opencontainers.image.base.${key}`] ?? '';
	const name = named('name');
	const digest = named('digest');
	if (name === '' && digest === '') {
		return undefined;
	}

	const lastLayer = history.findLastIndex(({layer}) => layer !== undefined);
	const end = history.findLastIndex(({instruction}, index) => index < lastLayer && /^(?:cmd|entrypoint)\b/i.test(instruction)) + 1;
	return {
		name,
		...(digest && {digest}),
		layers: history.slice(0, end).filter(({layer}) => layer !== undefined).length,
		steps: end,
		isGuess: true,
		knownBy: 'label',
		otherNames: 0,
	};
}

/** How many entries of the history are the base's: those that are the same in both, else those up to its last layer. */
function sharedSteps(image: Image, base: Image): number {
	const {history, layers} = base;
	const isShared = history.length > 0 && history.every(({createdBy, layer}, index) => image.history[index]?.createdBy === createdBy && image.history[index].layer === layer);
	return isShared ? history.length : image.history.findLastIndex(({layer}) => layer !== undefined && layer <= layers.length) + 1;
}
