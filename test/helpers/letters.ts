import type {Contents} from '../../source/image/contents.js';
import type {DrawnEntry} from './draw-layers.js';

/** Compares drawn contents by their letters, and counts how often it is asked. */
export function lettersOf(layers: readonly DrawnEntry[][]): Contents & {asked: number} {
	const letters = {
		asked: 0,
		problems: new Map<number, string>(),
		// eslint-disable-next-line require-yield -- what compares may give way, and this need not
		* same(layerA: number, indexA: number, layerB: number, indexB: number) {
			letters.asked++;
			const a = layers[layerA - 1][indexA];
			const b = layers[layerB - 1][indexB];
			return a.broken || b.broken ? undefined : a.size === b.size && a.letter === b.letter;
		},
		startOf(layer: number, index: number) {
			const {broken, letter} = layers[layer - 1][index];
			return broken ? undefined : letter!.codePointAt(0);
		},
	};
	return letters as unknown as Contents & {asked: number};
}
