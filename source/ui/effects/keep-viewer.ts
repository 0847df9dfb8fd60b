import type {Store} from '../store.js';
import {ViewerSession, type ViewerOptions} from './viewer-session.js';

/** Opens what the viewer is to show, and works for it until it shows something else. */
export function keepViewer(store: Store, options: ViewerOptions): {close: () => void} {
	let session: ViewerSession | undefined;
	store.onAction(() => {
		const {viewer} = store.getState();
		if (viewer?.subject !== session?.subject) {
			session?.close();
			session = viewer && new ViewerSession(store, viewer.subject, options);
			session?.open();
		}

		const {viewer: now} = store.getState();
		if (now && now.subject === session?.subject) {
			session.follow(now);
		}
	});
	return {
		close() {
			session?.close();
		},
	};
}
