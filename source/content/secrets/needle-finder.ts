/** A text that is looked for in bytes. */
export type Needle = {
	text: string;
	/** Whether small letters of it stand for capitals too. */
	isFolded?: boolean;
};

/** Bytes that are looked at together. Longer steps need longer needles. */
const windowLength = 4;

/**
Finds which of many texts stand in bytes, and where: those at a place by the four bytes they begin with. The last two of four bytes tell how
far it is to the next place where a text can begin (Wu and Manber), so that most bytes are never looked at.
*/
export class NeedleFinder {
	private readonly steps = new Uint8Array(1 << 16).fill(windowLength - 1);
	/** By the last two bytes of a window: one more than where their needles stand in `groups`; 0 where there are none. */
	private readonly groupOf = new Uint16Array(1 << 16);
	private readonly groups: number[][] = [];
	/** Whether a window can begin with two bytes. */
	private readonly begins = new Uint8Array(1 << 16);
	private readonly needles: ReadonlyArray<{lower: Uint8Array; upper: Uint8Array}>;

	/** @param needles Of ASCII, none shorter than four characters. */
	constructor(needles: readonly Needle[]) {
		this.needles = needles.map(({text, isFolded = false}) => ({lower: Buffer.from(text), upper: Buffer.from(isFolded ? text.toUpperCase() : text)}));
		for (const [index, {lower, upper}] of this.needles.entries()) {
			if (lower.length < windowLength) {
				throw new RangeError(`A needle has at least ${windowLength} bytes: ${needles[index].text}`);
			}

			for (let at = 0; at < windowLength - 1; at++) {
				for (const first of new Set([lower[at], upper[at]])) {
					for (const second of new Set([lower[at + 1], upper[at + 1]])) {
						this.takePair(first | (second << 8), at, index);
					}
				}
			}
		}
	}

	/** Calls for each needle that stands somewhere, in the order of their places. */
	find(bytes: Uint8Array, found: (needle: number, at: number) => void): void {
		const {steps, groupOf, groups, begins} = this;
		const last = bytes.length - 1;
		for (let at = windowLength - 2; at < last;) {
			const pair = bytes[at] | (bytes[at + 1] << 8);
			const step = steps[pair];
			if (step > 0) {
				at += step;
				continue;
			}

			const start = at - windowLength + 2;
			at++;
			if (begins[bytes[start] | (bytes[start + 1] << 8)] === 0) {
				continue;
			}

			for (const index of groups[groupOf[pair] - 1]) {
				if (this.standsAt(bytes, start, index)) {
					found(index, start);
				}
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

	/** Takes two bytes that stand next to one another in a window. */
	private takePair(pair: number, at: number, index: number): void {
		const step = windowLength - 2 - at;
		this.steps[pair] = Math.min(this.steps[pair], step);
		if (at === 0) {
			this.begins[pair] = 1;
		}

		if (step > 0) {
			return;
		}

		if (this.groupOf[pair] === 0) {
			this.groups.push([]);
			this.groupOf[pair] = this.groups.length;
		}

		this.groups[this.groupOf[pair] - 1].push(index);
	}
}
