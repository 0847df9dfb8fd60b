import {ImageError} from './image.js';

/** One of the images of a container, to be chosen among them. */
export type ImageChoice = {
	/** What chooses it, as `--image` and `--platform` take it; undefined where there is nothing to say. */
	image?: string;
	platform?: string;
	/** What it is called: its tags, else its digest, else its number. */
	name: string;
	/** Bytes of its layers as they lie, and how many there are, where documents that are there tell. */
	size?: number;
	layers?: number;
	/** Whether it is the one that was opened. */
	isOpen?: boolean;
};

/** Which image is meant was not said: whoever can ask may choose, for all others it is an error. */
export class ChoiceError extends ImageError {
	constructor(message: string, readonly choices: readonly ImageChoice[]) {
		super(message);
	}
}
