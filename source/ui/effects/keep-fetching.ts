import type {Store} from '../store.js';

/** Whoever goes through the layers with a key held down looks at none of them, in milliseconds. */
const lookTime = 250;

/** Has a layer fetched that lies elsewhere, and those below it, once someone has looked at it for a moment. */
export function keepFetching(store: Store): {close: () => void} {
	let timer: NodeJS.Timeout | undefined;
	store.onAction((_, before) => {
		const {phase, layer, grown} = store.getState();
		if (layer !== before.layer || phase !== before.phase) {
			clearTimeout(timer);
			if (phase === 'resting' && layer > (grown?.ready ?? 0)) {
				timer = setTimeout(() => {
					store.dispatch({type: 'read-on', upTo: layer});
				}, lookTime);
			}
		}
	});
	return {
		close() {
			clearTimeout(timer);
		},
	};
}
