import type {BaseImage} from '../image/base-image.js';
import {wasteOfBase} from '../tree/build-steps.js';
import type {Overlay} from '../tree/overlay.js';

/** The base image, as every JSON holds it. */
export type ReportedBase = {
	/** As the user or a label calls it. */
	name: string;
	digest: string | null;
	/** How many layers are its; 0 where nobody told. */
	layers: number;
	/** How many steps are its. */
	steps: number;
	/** Whether its end was guessed from the history. */
	guess: boolean;
	/** How it is known: user, label, opened (an image that was opened before has these layers), or the engine that has it. */
	knownBy: BaseImage['knownBy'];
	/** By how many other names it is known. */
	otherNames: number;
	/** Bytes that were waste in it already; null where its layers are not known. */
	wasted: number | null;
};

/** The base image with the waste that it brought. */
export function reportBase(base: BaseImage, overlay: Overlay): ReportedBase {
	const {name, digest, layers, steps, isGuess, knownBy, otherNames} = base;
	return {name, digest: digest ?? null, layers, steps, guess: isGuess, knownBy, otherNames, wasted: layers === 0 ? null : wasteOfBase(overlay, base)};
}
