import type {Action} from './action.js';
import {reduce} from './reduce.js';
import type {State} from './state.js';

/** Holds the one state. */
export type Store = {
	getState(): State;
	dispatch(action: Action): void;
	/** Calls back after each change, once for all that a dispatch leads to. */
	subscribe(listener: () => void): () => void;
	/** Calls back with each action, before listeners are told; what it dispatches belongs to the same change. */
	onAction(follow: (action: Action, before: State) => void): void;
};

export function createStore(initial: State): Store {
	let state = initial;
	let depth = 0;
	let told = initial;
	const listeners = new Set<() => void>();
	const followers: Array<(action: Action, before: State) => void> = [];
	return {
		getState: () => state,
		dispatch(action) {
			const before = state;
			depth++;
			try {
				state = reduce(state, action);
				for (const follow of followers) {
					follow(action, before);
				}
			} finally {
				depth--;
			}

			if (depth === 0 && state !== told) {
				told = state;
				for (const listener of listeners) {
					listener();
				}
			}
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
	};
}
