import type {Relay} from '../relay.js';
import type {State} from '../state.js';
import type {Session} from './session.js';

/** `isKept`: who led there closes it. `isAside`: where another image is chosen. */
type Opened = {session: Session; isKept?: boolean; isAside?: boolean};

/**
Follows the keys that lead from a session into another, and Esc, which leads back out of it where it has nothing to go back from.

@param openStart Opens the screen on which another image is chosen.
@returns Ends all of them.
*/
export function keepSessions(relay: Relay, first: Session, onError: (error: unknown) => void, openStart?: (size: State['size']) => Session): () => void {
	const open: Opened[] = [{session: first}];
	const show = async ({store, start}: Session) => {
		relay.show(store);
		try {
			await start();
		} catch (error) {
			onError(error);
		}
	};

	const leave = () => {
		close(open.pop()!);
	};

	/** Once another image is open it takes the place of the one from which the way led to it, so that never more are open than a few; one that can't be opened takes no place. */
	const takePlace = async (next: Opened) => {
		try {
			await next.session.opening;
		} catch {
			// Its own screen tells why.
			return;
		}

		const first = open.findIndex(({isAside}) => isAside);
		const from = open.indexOf(next) - 1;
		for (const one of from > first ? open.splice(first, from - first) : []) {
			close(one);
		}
	};

	relay.onAction((action, before) => {
		const top = open.at(-1)!;
		const {session} = top;
		const isChoosing = action.type === 'choose-image' && !session.isStart && openStart;
		if (isChoosing && session.failure && open.at(-2)?.isAside) {
			// What was typed there can be mended.
			leave();
			void show(open.at(-1)!.session);
			return;
		}

		const next: Opened | undefined = isChoosing ? {session: openStart(relay.getState().size), isAside: true} : session.lead?.(action, before);
		if (next) {
			open.push(next);
			if (top.isAside) {
				void takePlace(next);
			}

			void show(next.session);
		} else if (action.type === 'back' && open.length > 1 && relay.getState() === before) {
			leave();
			void show(open.at(-1)!.session);
		}
	});
	return () => {
		for (const one of open) {
			close(one);
		}
	};
}

function close({session, isKept}: Opened): void {
	if (!isKept) {
		session.close();
	}
}
