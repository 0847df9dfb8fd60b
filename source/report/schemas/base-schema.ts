import {engineNames} from '../../image/engine-image.js';
import {
	boolean,
	count,
	described,
	nullable,
	object,
	string,
	type JsonSchema,
} from './document.js';

/** The base image, as every output that tells of it holds it. */
export const baseSchema: JsonSchema = described('the base image; null where nobody told', nullable(object({
	name: described('as the user or a label calls it, or the best of the names that it is known by', string),
	digest: described('of its manifest', nullable(string)),
	layers: described('how many layers are its, from the base upward; 0 where nobody told', count),
	steps: described('how many entries of the history are its', count),
	guess: described('whether its end was guessed from the history: labels name a base, and not its layers', boolean),
	knownBy: described('how it is known: user: --base or a policy names it; label: a label or annotation does; opened: an image that was opened before has these layers; else the engine whose image has them', {enum: ['user', 'label', 'opened', ...engineNames]}),
	otherNames: described('by how many other names it is known', count),
	wasted: described('bytes that were waste in it already; null where its layers are not known', nullable(count)),
})));
