import type {Action} from '../action.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import type {ImageSessionOptions} from './image-session.js';

/** What has the screen, or can have it: a store of its own, and all that works for it. */
export type Session = {
	store: Store;
	/** Settles once it is known whether there is anything to show. */
	opening: Promise<unknown>;
	/** What kept it from being opened; undefined where it was stopped. */
	readonly failure: Error | undefined;
	/** Reads what it shows. Once begun, it is not begun again. */
	start(): Promise<void>;
	/** Ends all that works for it, and closes its files: once, for the number of a file that is closed may be another's at once. */
	close(): void;
	/** Whether an image is chosen here: what is opened from it takes the place of what was opened from one before. */
	isStart?: boolean;
	/** Where an action leads that this session is to follow: to another session. `before`: the state before it. `isKept`: who leads there closes it, not who leaves it. */
	lead?(action: Action, before: State): {session: Session; isKept?: boolean} | undefined;
};

/** What all sessions work with. */
export type SessionTools = Omit<ImageSessionOptions, 'reference' | 'open' | 'chosen' | 'canAsk' | 'isInner' | 'proofAfter'>;
