import type {LayerNumber} from '../image/image.js';
import type {State} from './state.js';

/** Puts the cursor on a layer, or on the nearest that there is. */
export function selectLayer(state: State, layer: LayerNumber): State {
	const count = state.image?.layers.length ?? 0;
	const next = Math.max(1, Math.min(count, layer));
	return next === state.layer || count === 0 ? state : {...state, layer: next, tops: {...state.tops, details: 0}};
}
