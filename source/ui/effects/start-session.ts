import {isDoubleClick} from '../mouse.js';
import {initialState, type State} from '../state.js';
import {createStore} from '../store.js';
import type {Action} from '../action.js';
import type {Start, StartRow} from '../start.js';
import {viewRow} from '../view-rows.js';
import {findOffers, firstOffers, lookAround, type StartPlaces} from './find-offers.js';
import {openImageSession} from './image-session.js';
import type {Session, SessionTools} from './session.js';

/** The screen on which an image is chosen. */
export type StartSession = Session & {
	/** Whether there is anything to offer beside the demo, once that is known. */
	opening: Promise<boolean>;
};

/** Images that can be opened. They come as they are found: what has the screen waits for none. */
export function openStartSession(places: StartPlaces, tools: SessionTools, {isInner}: {isInner?: boolean} = {}): StartSession {
	const abort = new AbortController();
	const store = createStore({
		...initialState({reference: '', ...tools.size}),
		...(isInner && {isInner}),
		focus: 'start',
		rightView: 'start',
		phase: 'whole',
		start: firstOffers(places),
	});
	let isShown = false;
	const tell = (change: (start: Start) => Start) => {
		if (!abort.signal.aborted) {
			store.dispatch({type: 'start', start: change(store.getState().start!), isSeen: isShown});
		}
	};

	const opening = findOffers(places, abort.signal, tell);
	const showDemo = async () => {
		const hasOffers = await opening;
		// Where looking took longer than the first frame and has found nothing, it is the demo all the same.
		if (!hasOffers && !isInner && !store.getState().field) {
			store.dispatch({type: 'open-image'});
		}
	};

	return {
		store,
		opening,
		failure: undefined,
		isStart: true,
		async start() {
			// It looks for images from the beginning, so that they are there on the first frame; and again where one comes back to it.
			const isAgain = isShown;
			isShown = true;
			await (isAgain ? lookAround(places, abort.signal, tell) : showDemo());
		},
		close() {
			abort.abort();
		},
		lead(action, before) {
			const state = store.getState();
			const row = opens(action, before) ? viewRow(state, 'start') as StartRow | undefined : undefined;
			const {reference, image, platform} = row?.offer ?? {reference: row?.typed};
			return reference === undefined ? undefined : {session: openImageSession({...tools, size: state.size, reference, chosen: {image, platform}, isInner: true})};
		},
	};
}

/** Whether what was done opens the image under the cursor: Enter, with or without something typed, or a double click on it. */
function opens(action: Action, before: State): boolean {
	switch (action.type) {
		case 'open-image': {
			return true;
		}

		case 'accept': {
			return before.field?.kind === 'start';
		}

		case 'press': {
			return before.field?.kind !== 'help' && isDoubleClick(before, action);
		}

		default: {
			return false;
		}
	}
}
