import type {EngineName} from './engine-image.js';

/** What is known of an image that others may be built on. */
export type KnownImage = {
	/** The chain id of all its layers. */
	chainId: string;
	/** How many it has. */
	layers: number;
	/** As people call it. */
	name: string;
	/** How many entries its history has, where that is known. */
	steps?: number;
	/** When it was made, RFC 3339; that is when its last step was. */
	created?: string;
	/** Whether it was opened before, or which engine has it. */
	knownBy: 'opened' | EngineName;
};
