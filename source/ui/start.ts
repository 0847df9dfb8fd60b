import {safeText} from '../format/safe-text.js';
import {judgeWord, type Word} from '../tree/query/judge-word.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

/** An image that the start screen offers. */
export type Offer = {
	/** What opens it. */
	reference: string;
	/** The same from any folder, where that is another: by this it is known again. */
	place?: string;
	/** Which of several, as `--image` and `--platform` take it. */
	image?: string;
	platform?: string;
	/** What it is called on the screen; not safe. */
	name: string;
	/** The engine that has it, else what marks the container in which it lies. */
	form: string;
	/** Bytes. */
	size?: number;
	/** When it was made or changed, and when it was opened: milliseconds since 1970. */
	made?: number;
	opened?: number;
};

/** What one of those that were asked for images has said so far. */
export type Answer = {
	/** Who was asked: an engine. */
	from: string;
	/** Undefined while it is waited for. */
	offers?: readonly Offer[];
	/** Why there are none, or not all. */
	note?: string;
};

/** The screen on which an image is chosen: what is known so far. */
export type Start = {
	/** Opened lately, the last one first. */
	recent: readonly Offer[];
	/** In the working folder, the newest first; undefined until it was looked through. */
	folder?: readonly Offer[];
	engines: readonly Answer[];
	/** The image that comes with the program. */
	demo: Offer;
	/** Milliseconds since 1970: ages are told from here. */
	now: number;
};

/** A row of the start screen. */
export type StartRow = {
	key: string;
	/** Safe. */
	name: string;
	/** Of the name: what matches, from and to. */
	matches: ReadonlyArray<readonly [number, number]>;
	/** Undefined for what is typed and in no list. */
	offer?: Offer;
	/** What is typed, to be opened as it stands. */
	typed?: string;
};

/** Where nothing is typed, so many that were opened lately stand in front of all others. */
const fewRecent = 8;

/** More images than this are not held against what is typed: each takes a few microseconds. */
const mostOffers = 5000;

/** What tells an image from all others, wherever it is listed. */
function keyOf({place, reference, image = '', platform = ''}: Offer): string {
	return [place ?? reference, image, platform].join('\n');
}

/** Those of `others` that are not among `first`. */
function without(others: readonly Offer[], first: readonly Offer[]): Offer[] {
	const taken = new Set(first.map(offer => keyOf(offer)));
	return others.filter(offer => !taken.has(keyOf(offer)));
}

/** An offer made ready to be found. */
type Candidate = {offer: Offer; key: string; /** Safe. */ name: string};

/** All that is offered, each image once. `few`: the same without those that were opened longer ago and are listed nowhere else. */
const offersOf = memoize((start: Start): {all: readonly Candidate[]; few: readonly Candidate[]} => {
	const places = [...start.folder ?? [], ...start.engines.flatMap(({offers = []}) => offers), start.demo];
	const known = new Map(places.map(offer => [keyOf(offer), offer]));
	// Its place tells more of it than what is remembered, and what is true now.
	const recent = start.recent.map(offer => ({...offer, ...known.get(keyOf(offer)), opened: offer.opened}));
	const front = recent.slice(0, fewRecent);
	const listed = new Map(recent.map(offer => [keyOf(offer), offer]));
	const ready = (offers: readonly Offer[]) => offers.slice(0, mostOffers).map((offer): Candidate => ({offer, key: keyOf(offer), name: safeText(offer.name)}));
	return {
		all: ready([...recent, ...without(places, recent)]),
		few: ready([...front, ...without(places, front).map(offer => listed.get(keyOf(offer)) ?? offer)]),
	};
});

type Found = {row: StartRow; score: number; candidate: Candidate};

/** What was found last: what is typed behind it can only leave some of that out. */
let last: {start: Start; text: string; candidates: readonly Candidate[]} | undefined;

const rowsOf = memoize((start: Start, text: string): StartRow[] => {
	const {all, few} = offersOf(start);
	const words = text.split(/\s+/).filter(Boolean).map((word): Word => ({kind: 'text', how: 'fuzzy', text: word, hasCase: word !== word.toLowerCase(), isNot: false}));
	if (words.length === 0) {
		return few.map(candidate => ({...candidate, matches: []}));
	}

	const among = last?.start === start && last.text !== '' && text.startsWith(last.text) ? last.candidates : all;
	const judged = among.flatMap(candidate => judge(candidate, words) ?? []);
	last = {start, text, candidates: judged.map(({candidate}) => candidate)};
	const found = judged.sort((a, b) => b.score - a.score).map(({row}) => row);
	const typed = text.trim();
	if (found.some(({offer}) => offer && (offer.reference === typed || offer.name === typed))) {
		return found;
	}

	const open: StartRow = {key: typedKey, name: safeText(typed), matches: [], typed};
	// Who writes a path means that, and not what its letters are spread in.
	const isPath = /^(?:[./~]|[-a-z]+:\/\/)/.test(typed) && found.every(({name}) => !name.includes(open.name));
	return isPath ? [open, ...found] : [...found, open];
});

/** No offer has it: theirs have line breaks. */
const typedKey = 'typed';

/** How well all words stand in an offer's name, or in what it is; undefined where one does not. */
function judge(candidate: Candidate, words: readonly Word[]): Found | undefined {
	const {offer, key, name} = candidate;
	const before = name.startsWith('/') ? 0 : 1;
	const path = before === 0 ? name : `/${name}`;
	const places = new Set<number>();
	let score = 0;
	for (const word of words) {
		const match = judgeWord(path, word);
		if (!match && !offer.form.startsWith(word.text)) {
			return undefined;
		}

		score += match?.score ?? 0;
		for (const place of match?.places ?? []) {
			places.add(place - before);
		}
	}

	return {candidate, score, row: {key, name, matches: rangesOf(places), offer}};
}

/** Places as ranges that do not touch, in their order. */
function rangesOf(places: ReadonlySet<number>): Array<[number, number]> {
	const ranges: Array<[number, number]> = [];
	for (const place of [...places].filter(place => place >= 0).sort((a, b) => a - b)) {
		const last = ranges.at(-1);
		if (last?.[1] === place) {
			last[1]++;
		} else {
			ranges.push([place, place + 1]);
		}
	}

	return ranges;
}

const none: StartRow[] = [];

/** The rows that match what is typed, the best first, and behind them what is typed itself, where it is in no list. */
export function selectStartRows(state: Pick<State, 'start' | 'field'>): StartRow[] {
	return state.start ? rowsOf(state.start, selectStartText(state)) : none;
}

/** What is typed. */
export function selectStartText({field}: Pick<State, 'field'>): string {
	return field?.kind === 'start' ? field.text : '';
}

/** How many images are offered. */
export function countOffers(start: Start): number {
	return offersOf(start).all.length;
}
