import {readGlobTokens, type CodeTest, type GlobToken} from './glob-tokens.js';

/** A place in the machine: a character that it takes, whether one that is written in the glob, and whither it goes then; or else places to go to without one. */
type Place = {takes?: CodeTest; isWritten?: boolean; to: number[]};

/** Several places at once, and what the characters of ASCII that were met led to. */
type State = {places: number[]; isEnd: boolean; next: Array<State | undefined>};

/** States that are kept, a kilobyte each; names seldom lead to more than a few. */
const maximumStates = 1000;

const slash = 0x2F;
const end = 0;
const anything: CodeTest = () => true;
const inName: CodeTest = code => code !== slash;

/**
A glob: `*` and `?` within a name, `**` over folders, `[a-z]` and `[!a-z]`, `{one,another}`, and a backslash that quotes. Dots and a
first `!` are like all else. It is never tried one way and then another, as a regular expression would be: all ways are followed at
once, so that no name and no glob takes longer than their lengths' product.
*/
export class Glob {
	/** How many places were looked at so far: what tests hold to that product. */
	steps = 0;
	/** What it can't have meant, in a sentence: a range from back to front. */
	readonly problem: string | undefined;
	private readonly tokens: GlobToken[];
	private readonly places: Place[] = [{to: []}];
	private readonly states = new Map<string, State>();
	/** Where each place leads without a character more. */
	private readonly reached = new Map<number, ReadonlySet<number>>();
	private readonly start: number;
	private readonly hasCase: boolean;
	private first: State | undefined;

	constructor(glob: string, {hasCase = true}: {hasCase?: boolean} = {}) {
		this.hasCase = hasCase;
		this.tokens = readGlobTokens([...hasCase ? glob : glob.toLowerCase()].map(character => character.codePointAt(0)!));
		const backward = this.tokens.find(token => token.kind === 'set' && token.backward !== undefined) as GlobToken & {kind: 'set'} | undefined;
		this.problem = backward && `the range ${backward.backward} goes from back to front`;
		this.start = this.sequence(0, this.tokens.length, end);
	}

	/** Whether it matches a whole path, written without its first slash, or a name. */
	matches(text: string): boolean {
		const name = this.hasCase ? text : text.toLowerCase();
		this.first ??= this.stateOf([this.start]);
		let state = this.first;
		for (let at = 0; at < name.length; at++) {
			if (state.places.length === 0) {
				return false;
			}

			const code = name.codePointAt(at)!;
			at += code > 0xFF_FF ? 1 : 0;
			this.steps++;
			state = state.next[code] ?? this.follow(state, code);
		}

		return state.isEnd;
	}

	/**
	Of what it matches, the places of the characters that are written in it, or in brackets: those that no wildcard stands for. Of
	several ways to read it, that in which they stand last. Nothing of what it does not match.
	*/
	written(text: string): number[] {
		const name = this.hasCase ? text : text.toLowerCase();
		// A few letters are longer when they are small.
		if (name.length !== text.length || !this.matches(text)) {
			return [];
		}

		const steps: Array<{at: number; code: number; state: State}> = [];
		let state = this.first ?? this.stateOf([this.start]);
		for (let at = 0; at < name.length; at++) {
			const code = name.codePointAt(at)!;
			steps.push({at, code, state});
			at += code > 0xFF_FF ? 1 : 0;
			state = state.next[code] ?? this.follow(state, code);
		}

		const found: number[] = [];
		let to = end;
		for (const {at, code, state: {places}} of steps.reverse()) {
			this.steps += places.length;
			const ways = places.filter(place => this.places[place].takes!(code) && this.reachedFrom(this.places[place].to[0]).has(to));
			to = ways.find(place => this.places[place].isWritten) ?? ways[0];
			if (this.places[to].isWritten) {
				found.push(...code > 0xFF_FF ? [at + 1, at] : [at]);
			}
		}

		return found.reverse();
	}

	private follow(state: State, code: number): State {
		this.steps += state.places.length;
		const next = this.stateOf(state.places.filter(place => this.places[place].takes!(code)).map(place => this.places[place].to[0]));
		if (code < 0x80) {
			state.next[code] = next;
		}

		return next;
	}

	/** All that can be got to from places without a character more. */
	private stateOf(from: number[]): State {
		const reached = this.walk(from);
		const places = [...reached].filter(place => this.places[place].takes).sort((a, b) => a - b);
		const isEnd = reached.has(end);
		const key = `${isEnd ? '=' : ''}${places.join(',')}`;
		let state = this.states.get(key);
		if (!state) {
			if (this.states.size >= maximumStates) {
				this.states.clear();
				this.first = undefined;
			}

			state = {places, isEnd, next: []};
			this.states.set(key, state);
		}

		return state;
	}

	private reachedFrom(place: number): ReadonlySet<number> {
		let reached = this.reached.get(place);
		if (!reached) {
			reached = this.walk([place]);
			this.reached.set(place, reached);
		}

		return reached;
	}

	private walk(from: readonly number[]): Set<number> {
		const reached = new Set(from);
		// A set is walked in the order in which it grows.
		for (const place of reached) {
			this.steps++;
			for (const next of this.places[place].takes ? [] : this.places[place].to) {
				reached.add(next);
			}
		}

		return reached;
	}

	/** Makes places for the tokens from `from` up to `to`, the last first; gives the one where they begin. */
	private sequence(from: number, to: number, after: number): number {
		let next = after;
		for (let index = to - 1; index >= from; index--) {
			const token = this.tokens[index];
			switch (token.kind) {
				case 'set': {
					next = this.taking(token.takes, next, token.isWritten);
					break;
				}

				case 'stars': {
					const isWhole = this.beginsName(index) && this.endsName(index + 1);
					if (!isWhole || token.count !== 2) {
						// No name is empty, so a star that is all of one stands for something.
						next = isWhole ? this.taking(inName, this.repeating(inName, next)) : this.repeating(inName, next);
						break;
					}

					const isLast = this.endsName(index + 1) === 'last';
					while (index - 2 >= from && this.isSlash(index - 1) && this.isFolders(index - 2)) {
						index -= 2;
					}

					if (isLast && index > from && this.isSlash(index - 1) && this.tokens[index - 2]?.kind !== 'stars') {
						// `a/**` is `a`, too; but `*/**` is what lies in folders.
						next = this.forking([next, this.taking(code => code === slash, this.repeating(anything, next))]);
						index--;
					} else {
						next = this.repeating(anything, next);
					}

					break;
				}

				case 'close': {
					const {open} = token;
					const borders = [open, ...(this.tokens[open] as GlobToken & {kind: 'open'}).commas, index];
					next = this.forking(borders.slice(1).map((border, number) => this.sequence(borders[number] + 1, border, next)));
					index = open;
					break;
				}

				default: {
					const {code} = token;
					if (code === slash && index > from && this.isFolders(index - 1)) {
						next = this.forking([next, this.repeating(anything, this.taking(one => one === slash, next))]);
						index--;
					} else {
						next = this.taking(one => one === code, next, true);
					}
				}
			}
		}

		return next;
	}

	private taking(takes: CodeTest, to: number, isWritten = false): number {
		this.places.push({takes, isWritten, to: [to]});
		return this.places.length - 1;
	}

	private forking(to: number[]): number {
		this.places.push({to});
		return this.places.length - 1;
	}

	private repeating(takes: CodeTest, next: number): number {
		const fork = this.forking([next]);
		this.places[fork].to.push(this.taking(takes, fork));
		return fork;
	}

	/** Whether `**` stands there as a whole name. */
	private isFolders(index: number): boolean {
		const token = this.tokens[index];
		return token.kind === 'stars' && token.count === 2 && this.beginsName(index);
	}

	private isSlash(index: number): boolean {
		const token = this.tokens[index];
		return token.kind === 'character' && token.code === slash;
	}

	/** Whether a name begins at a token: at the beginning, after a slash, or with an alternative that does. */
	private beginsName(index: number): boolean {
		let at = index - 1;
		while (at >= 0) {
			const token = this.tokens[at];
			if (token.kind !== 'open' && token.kind !== 'comma') {
				return this.isSlash(at);
			}

			at = (token.kind === 'open' ? at : token.open) - 1;
		}

		return true;
	}

	/** Whether a name ends before a token, and whether the path does. */
	private endsName(index: number): 'last' | 'folder' | undefined {
		let at = index;
		while (at < this.tokens.length) {
			const token = this.tokens[at];
			if (token.kind !== 'close' && token.kind !== 'comma') {
				return this.isSlash(at) ? 'folder' : undefined;
			}

			at = (this.tokens[token.open] as GlobToken & {kind: 'open'}).close + 1;
		}

		return 'last';
	}
}
