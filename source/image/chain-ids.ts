import {hash} from 'node:crypto';
import type {Layer} from './image.js';

/**
The chain ids of an image's layers from the base upward: each stands for the file system as that layer and all below it make it. They end
before a layer of which no document tells the diff_id.

"ChainID(L₀) = DiffID(L₀); ChainID(L₀|…|Lₙ₋₁|Lₙ) = Digest(ChainID(L₀|…|Lₙ₋₁) + " " + DiffID(Lₙ))" (OCI image-spec, config.md).
*/
export function chainIds(layers: ReadonlyArray<Pick<Layer, 'diffId'>>): string[] {
	const chain: string[] = [];
	for (const {diffId} of layers) {
		if (diffId === undefined) {
			break;
		}

		const below = chain.at(-1);
		chain.push(below === undefined ? diffId : `sha256:${hash('sha256', `${below} ${diffId}`)}`);
	}

	return chain;
}
