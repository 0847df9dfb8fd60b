import type {Action} from './action.js';
import {bindingOf, bindingsIn, fieldBindings, placeOf} from './key-bindings.js';
import {chosenInHelp} from './reduce-field.js';
import type {State} from './state.js';
import type {Store} from './store.js';

/** Does what a key stands for. */
export function pressKey(store: Store, key: string): void {
	if (store.getState().notice) {
		store.dispatch({type: 'notice-seen'});
	}

	const action = actionOf(store.getState(), key);
	const chosen = action?.type === 'accept' ? chosenInHelp(store.getState()) : undefined;
	if (action) {
		store.dispatch(action);
	}

	// What was chosen in help is done as if its key had been pressed where it holds.
	if (chosen && bindingsIn(placeOf(store.getState())).includes(chosen)) {
		store.dispatch(chosen.action);
	}
}

/** In a text field only its own keys act, and all else is text. */
function actionOf(state: State, key: string): Action | undefined {
	const {field} = state;
	if (field) {
		const binding = fieldBindings.find(({keys, only}) => keys.includes(key) && only?.includes(field.kind) !== false);
		if (binding) {
			return binding.action;
		}

		return textAction(key);
	}

	const place = placeOf(state);
	const binding = bindingOf(key, place);
	// What is no key of the start screen is the beginning of a name.
	return binding || place !== 'start' ? binding?.action : textAction(key);
}

function textAction(key: string): Action | undefined {
	const text = key === 'space' ? ' ' : key;
	return isText(text) ? {type: 'type', text} : undefined;
}

/** One character, however many code points it takes; names of keys are longer words of ASCII letters. */
function isText(key: string): boolean {
	return !/^[a-z][-a-z]+$/.test(key);
}
