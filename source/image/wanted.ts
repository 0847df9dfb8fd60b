import type {Platform} from './image.js';
import type {Scheme} from './reference.js';

/** Which image of a container is wanted. */
export type Wanted = {
	/** What the user called it. */
	reference: string;
	/** How to read it, where the user forces it. */
	scheme?: Scheme;
	/** Tag or number of the image, where there are several. */
	image?: string;
	/** The platform that was asked for. */
	platform?: Platform;
	/** The platform of the machine, which is taken where none is asked for. */
	host: Platform;
};
