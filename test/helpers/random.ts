/** Numbers that look random and are the same for the same seed, so that a failing case can be had again. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** From 0 up to 1 (mulberry32). */
	next(): number {
		this.state = (this.state + 0x6D_2B_79_F5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
	}

	/** A whole number from 0 up to, not with, `end`. */
	below(end: number): number {
		return Math.floor(this.next() * end);
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[this.below(items.length)];
	}

	/** The items in another order. */
	shuffled<Item>(items: readonly Item[]): Item[] {
		const left = [...items];
		return items.map(() => left.splice(this.below(left.length), 1)[0]);
	}
}
