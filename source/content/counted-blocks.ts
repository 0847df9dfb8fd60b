/** A block that was looked through: where that began, and how many things were found before it. */
type Column = {starts: Float64Array; before: Float64Array};

/**
How many things of a kind lie before any place of a long content, such as lines or matches. It knows the count of each block that was
looked through, one after another from the start, so a content of gigabytes takes a few kilobytes of it; within a block one counts anew.
*/
export class CountedBlocks {
	/** Up to here it was looked through. */
	end = 0;
	/** Things found so far. */
	total = 0;
	private count = 0;
	private columns: Column = {starts: new Float64Array(64), before: new Float64Array(64)};

	/** Adds the next block: from `start` up to `end`, with so many things that begin in it. */
	add(start: number, end: number, found: number): void {
		if (this.count === this.columns.starts.length) {
			this.columns = {starts: twice(this.columns.starts), before: twice(this.columns.before)};
		}

		this.columns.starts[this.count] = start;
		this.columns.before[this.count] = this.total;
		this.count++;
		this.total += found;
		this.end = end;
	}

	/** The block in which a place lies: where it begins, and how many things come before it; undefined before the first. */
	at(place: number): {start: number; end: number; before: number} | undefined {
		return this.block(lastUpTo(this.columns.starts, this.count, place));
	}

	/** The block that holds the thing of that number, from 0. */
	holding(number: number): {start: number; end: number; before: number} | undefined {
		return number < this.total ? this.block(lastUpTo(this.columns.before, this.count, number)) : undefined;
	}

	private block(index: number): {start: number; end: number; before: number} | undefined {
		if (index < 0) {
			return undefined;
		}

		const {starts, before} = this.columns;
		return {start: starts[index], end: index + 1 < this.count ? starts[index + 1] : this.end, before: before[index]};
	}
}

/** The last index whose value is at most that; -1 where none is. Values do not fall. */
function lastUpTo(values: Float64Array, count: number, value: number): number {
	let low = -1;
	let high = count - 1;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (values[middle] <= value) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}

	return low;
}

function twice(column: Float64Array): Float64Array<ArrayBuffer> {
	const next = new Float64Array(column.length * 2);
	next.set(column);
	return next;
}
