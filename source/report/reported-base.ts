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
	/** Bytes that were waste in it already; null where its layers are not known. */
	wasted: number | null;
};

/** The base image with the waste that it brought. */
export function reportBase(base: BaseImage, overlay: Overlay): ReportedBase {
	const {name, digest, layers, steps, isGuess} = base;
	return {name, digest: digest ?? null, layers, steps, guess: isGuess, wasted: layers === 0 ? null : wasteOfBase(overlay, base)};
}
