import type {Relay} from '../relay.js';
import type {Session} from './session.js';

/**
Follows the keys that lead from a session into another, and Esc, which leads back out of it where it has nothing to go back from.

@returns Ends all of them.
*/
export function keepSessions(relay: Relay, first: Session, onError: (error: unknown) => void): () => void {
	const open: Array<{session: Session; isKept?: boolean}> = [{session: first}];
	const show = async ({store, start}: Session) => {
		relay.show(store);
		try {
			await start();
		} catch (error) {
			onError(error);
		}
	};

	relay.onAction((action, before) => {
		const {session, isKept} = open.at(-1)!;
		const next = session.lead?.(action);
		if (next) {
			open.push(next);
			void show(next.session);
		} else if (action.type === 'back' && open.length > 1 && relay.getState() === before) {
			open.pop();
			void show(open.at(-1)!.session);
			if (!isKept) {
				session.close();
			}
		}
	});
	return () => {
		for (const {session} of open) {
			session.close();
		}
	};
}
