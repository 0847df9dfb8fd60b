import type {Answers} from '../archive/answers.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning} from '../image/image.js';
import {change} from './change.js';
import type {EntryId, EntryStore} from './entry-store.js';
import {countChange} from './layer-totals.js';
import type {Ledger} from './ledger.js';
import type {Transitions} from './transitions.js';

/** What a proof settles. */
export type Unproven = {
	store: EntryStore;
	transitions: Transitions;
	ledger: Ledger;
	warnings: ImageWarning[];
	/** What was found out at other times. */
	answers?: Answers;
};

/** Small contents that are compared between two slices: under a millisecond of reading. Large ones give way by themselves. */
const pause = 64;

/**
Compares the contents that were stored again at their path with as many bytes, once all layers are in: changes and fates that
were unknown are so no longer, but where a content can't be read. What kept it from being read is added to `warnings`.
*/
export function * proveContents({store, transitions, ledger, warnings, answers}: Unproven, contents: Contents): Generator<void> {
	const question = answers?.question<Uint8Array>('proof');
	const verdicts = new Verdicts(store, contents, question?.answer);
	let compared = 0;
	for (let transition = 0; transition < transitions.count; transition++) {
		if (transitions.change[transition] !== change.unknown) {
			continue;
		}

		const before = store.content(transitions.entry[transitions.previous[transition]]);
		const after = store.content(transitions.entry[transition]);
		const same = yield * verdicts.next(before, after);
		if (same !== undefined) {
			const changed = same ? change.metadata : change.modified;
			const totals = ledger.totals[transitions.layer[transition]];
			transitions.change[transition] = changed;
			totals.unknown--;
			countChange(totals, changed);
			if (ledger.undecided.get(before) === after) {
				ledger.decide(before, same);
			}
		}

		if (++compared % pause === 0) {
			yield;
		}
	}

	// A content whose last name went elsewhere than where it was compared.
	for (const [content, next] of ledger.undecided) {
		const same = yield * verdicts.next(content, next);
		if (same !== undefined) {
			ledger.decide(content, same);
		}

		yield;
	}

	for (const [layer, problem] of contents.problems) {
		warnings.push({layer, message: `not all of its contents could be compared: ${problem}`, incomplete: true});
	}

	if (question && !question.answer && contents.problems.size === 0) {
		question.settle(verdicts.all);
	}
}

const different = 0;
const same = 1;
const unknown = 2;

/** Whether contents are the same, pair by pair, always in the same order: as it was found out at another time, or else by comparing. */
class Verdicts {
	private readonly found: number[] = [];

	constructor(private readonly store: EntryStore, private readonly contents: Contents, private readonly kept: Uint8Array | undefined) {}

	* next(a: EntryId, b: EntryId): Generator<void, boolean | undefined> {
		const {store, contents, kept, found} = this;
		const verdict = kept?.[found.length] ?? codeOf(yield * contents.same(...store.placeOf(a), ...store.placeOf(b)));
		found.push(verdict);
		return verdict === unknown ? undefined : verdict === same;
	}

	get all(): Uint8Array {
		return Uint8Array.from(this.found);
	}
}

function codeOf(isSame: boolean | undefined): number {
	return isSame === undefined ? unknown : (isSame ? same : different);
}
