/** A text that is looked for in bytes. */
export type Needle = {
	text: string;
	/** Whether small letters of it stand for capitals too. */
	isFolded?: boolean;
};

/** Of each needle so many bytes in a row are looked for first. */
const windowLength = 4;

/** One of this many pairs of bytes that follow on one another begins in a window at each of its places but the last. */
const stride = windowLength - 1;

/** Pairs of letters that texts and programs are full of, the most common first: a window without them is met seldom. */
const commonPairs = 'in er re on en te de st th se at or nt an ti es co ar he is me le al ne ed li as ri it nd ra io et ng to fi pe ic tr ta ns om am la ef ma si il ro ce ha us ut di un ct ve na ll ou ur ec el ca pa ea hi ex ge ac ss ch lo ty nc pr ib od of ad mm op fo yp tu em ke rn'.split(' ');

/**
Finds which of many texts stand in bytes, and where. Of each text a window of four bytes that is seldom met is looked for: of three pairs of
bytes one must begin at a place that three divides, so two thirds of all places are passed over without a look.
*/
export class NeedleFinder {
	/** By a pair of bytes: at which places of windows it stands, a bit each. */
	private readonly places = new Uint8Array(1 << 16);
	/** By what is mixed of a window's bytes: one more than where its needles stand in `groups`; 0 where there are none. */
	private readonly groupOf = new Uint16Array(1 << 16);
	private readonly groups: number[][] = [];
	private readonly needles: ReadonlyArray<{lower: Uint8Array; upper: Uint8Array; window: number}>;
	/** Where needles were found, as numbers that are in order of place and then of needle. */
	private readonly hits: number[] = [];

	/** @param needles Of ASCII, none shorter than four characters. */
	constructor(needles: readonly Needle[]) {
		this.needles = needles.map(({text, isFolded = false}) => ({lower: Buffer.from(text), upper: Buffer.from(isFolded ? text.toUpperCase() : text), window: rarestWindow(text)}));
		for (const [index, {lower, upper, window}] of this.needles.entries()) {
			if (lower.length < windowLength) {
				throw new RangeError(`A needle has at least ${windowLength} bytes: ${needles[index].text}`);
			}

			let windows = [0];
			for (let at = 0; at < windowLength; at++) {
				const bytes = [...new Set([lower[window + at], upper[window + at]])];
				windows = windows.flatMap(start => bytes.map(byte => start | (byte << (at * 8))));
			}

			for (const bytes of windows) {
				this.take(bytes, index);
			}
		}
	}

	/** Calls for each needle that stands somewhere, in the order of their places. */
	find(bytes: Uint8Array, found: (needle: number, at: number) => void): void {
		const {places, groupOf, needles: {length: count}, hits} = this;
		const last = bytes.length - 1;
		for (let at = 0; at < last; at += stride) {
			const pair = bytes[at] | (bytes[at + 1] << 8);
			const place = places[pair];
			if (place === 0) {
				continue;
			}

			// What lies beyond the ends counts as 0, which no needle has.
			const before = at === 0 ? 0 : bytes[at - 2] | (bytes[at - 1] << 8);
			const behind = bytes[at + 2] | (bytes[at + 3] << 8);
			if ((place & 4) !== 0) {
				const group = groupOf[mixed(before | (pair << 16))];
				if (group !== 0) {
					this.look(bytes, at - 2, group);
				}
			}

			if ((place & 2) !== 0) {
				const group = groupOf[mixed((before >> 8) | (pair << 8) | (behind << 24))];
				if (group !== 0) {
					this.look(bytes, at - 1, group);
				}
			}

			if ((place & 1) !== 0) {
				const group = groupOf[mixed(pair | (behind << 16))];
				if (group !== 0) {
					this.look(bytes, at, group);
				}
			}
		}

		if (hits.length > 0) {
			// Windows are met in their order, and needles begin before them.
			hits.sort((a, b) => a - b);
			for (const hit of hits.splice(0)) {
				found(hit % count, Math.floor(hit / count));
			}
		}
	}

	/** Takes note of the needles of a group whose window stands at a place. */
	private look(bytes: Uint8Array, windowStart: number, group: number): void {
		for (const index of this.groups[group - 1]) {
			const {window} = this.needles[index];
			if (windowStart >= window && this.standsAt(bytes, windowStart - window, index)) {
				this.hits.push(((windowStart - window) * this.needles.length) + index);
			}
		}
	}

	private standsAt(bytes: Uint8Array, start: number, index: number): boolean {
		const {lower, upper} = this.needles[index];
		for (let offset = 0; offset < lower.length; offset++) {
			const byte = bytes[start + offset];
			if (byte !== lower[offset] && byte !== upper[offset]) {
				return false;
			}
		}

		return true;
	}

	/** Takes a window's bytes, the first of them lowest. */
	private take(window: number, index: number): void {
		for (let place = 0; place < stride; place++) {
			this.places[(window >>> (place * 8)) & 0xFF_FF] |= 1 << place;
		}

		const key = mixed(window);
		if (this.groupOf[key] === 0) {
			this.groups.push([]);
			this.groupOf[key] = this.groups.length;
		}

		const group = this.groups[this.groupOf[key] - 1];
		if (!group.includes(index)) {
			group.push(index);
		}
	}
}

/** Where in a text the window begins that is met least: of which the fewest pairs are common ones, and those not the most common. */
function rarestWindow(text: string): number {
	let best = 0;
	let lowest = Number.POSITIVE_INFINITY;
	for (let start = 0; start + windowLength <= text.length; start++) {
		let cost = 0;
		for (let at = start; at < start + stride; at++) {
			const rank = commonPairs.indexOf(text.slice(at, at + 2).toLowerCase());
			cost += rank === -1 ? 0 : commonPairs.length - rank;
		}

		if (cost < lowest) {
			lowest = cost;
			best = start;
		}
	}

	return best;
}

/** Sixteen bits that hang on all bytes of a window (Knuth's multiplication by the golden ratio). */
function mixed(window: number): number {
	return Math.imul(window, 0x9E_37_79_B1) >>> 16;
}
