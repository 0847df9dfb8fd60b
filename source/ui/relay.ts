import type {Action} from './action.js';
import type {State} from './state.js';
import type {Store} from './store.js';

/** The store of what has the screen now. Who draws, and what the terminal says, talks to this one. */
export type Relay = Store & {
	/** Gives the screen to another store. */
	show(store: Store): void;
};

/** Several images may be open, each with a store of its own: one of them has the screen. What the others do draws no frame. */
export function createRelay(first: Store): Relay {
	let current = first;
	const known = new WeakSet<Store>();
	const listeners = new Set<() => void>();
	const followers: Array<(action: Action, before: State) => void> = [];
	const tell = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	const listenTo = (store: Store) => {
		if (known.has(store)) {
			return;
		}

		known.add(store);
		store.subscribe(() => {
			if (store === current) {
				tell();
			}
		});
		store.onAction((action, before) => {
			for (const follow of store === current ? followers : []) {
				follow(action, before);
			}
		});
	};

	listenTo(first);
	return {
		getState: () => current.getState(),
		dispatch(action) {
			current.dispatch(action);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		onAction(follow) {
			followers.push(follow);
		},
		show(store) {
			if (store === current) {
				return;
			}

			const {columns, rows} = current.getState().size;
			current = store;
			listenTo(store);
			// The terminal may have another size than when that store was seen last.
			store.dispatch({type: 'resized', columns, rows});
			tell();
		},
	};
}
