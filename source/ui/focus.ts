import type {PaneName, RightView} from './layout.js';
import type {State} from './state.js';

/** Gives the keys to a pane. */
export function focusOn(state: State, pane: PaneName): State {
	const rightView = isOnTheRight(pane) ? pane : state.rightView;
	return state.focus === pane && state.rightView === rightView ? state : {...state, focus: pane, beforeView: keptFocus(state), rightView};
}

/** Back from a view in the files' place to the files, and to the pane that had the keys. */
export function leaveView(state: State): State {
	const isFocused = isOnTheRight(state.focus);
	return {...state, rightView: 'files', focus: isFocused ? state.beforeView : state.focus, trail: []};
}

/** Whether a pane stands in the files' place. */
export function isOnTheRight(pane: PaneName): pane is RightView {
	return pane !== 'layers' && pane !== 'details';
}

function keptFocus({focus, beforeView}: State): State['beforeView'] {
	return focus === 'layers' || focus === 'details' || focus === 'files' ? focus : beforeView;
}
