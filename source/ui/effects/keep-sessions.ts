import type {Relay} from '../relay.js';
import type {State} from '../state.js';
import type {Session} from './session.js';

/**
Follows the keys that lead from a session into another, and Esc, which leads back out of it where it has nothing to go back from.

@param openStart Opens the screen on which another image is chosen.
@returns Ends all of them.
*/
export function keepSessions(relay: Relay, first: Session, onError: (error: unknown) => void, openStart?: (size: State['size']) => Session): () => void {
	const open: Array<{session: Session; isKept?: boolean}> = [{session: first}];
	const show = async ({store, start}: Session) => {
		relay.show(store);
		try {
			await start();
		} catch (error) {
			onError(error);
		}
	};

	const leave = () => {
		const {session, isKept} = open.pop()!;
		if (!isKept) {
			session.close();
		}
	};

	relay.onAction((action, before) => {
		const {session} = open.at(-1)!;
		const isChoosing = action.type === 'choose-image' && !session.isStart && openStart;
		const next = isChoosing ? {session: openStart(relay.getState().size)} : session.lead?.(action, before);
		if (next) {
			// Another image takes the place of the one from which the way led here, so that there is but one way back, and never more open than a few.
			const start = session.isStart ? open.findIndex(one => one.session.isStart) : -1;
			for (let above = start < 0 ? 0 : open.length - start - 1; above > 0; above--) {
				leave();
			}

			open.push(next);
			void show(next.session);
		} else if (action.type === 'back' && open.length > 1 && relay.getState() === before) {
			leave();
			void show(open.at(-1)!.session);
		}
	});
	return () => {
		for (const {session} of open) {
			session.close();
		}
	};
}
