/** A stretch of lines that is in both texts, or in one alone: places from 0, the end not included. */
export type LineEdit = {kind: 'same' | 'removed' | 'added'; fromA: number; toA: number; fromB: number; toB: number};

/** Lines that may be removed and added before two texts are said to differ too much: what is remembered on the way grows with the square, to 32 MB here. */
export const maximumEdits = 4000;

/** Steps of the inner loop between two turns: a millisecond or so. */
const slice = 1 << 16;

/**
The fewest lines to remove from one text and to add to get the other (E. Myers, "An O(ND) difference algorithm and its variations",
1986). It gives way every millisecond or so.

@returns In their order; undefined where more than `maximum` lines are removed and added.
*/
export function * lineEdits(a: readonly string[], b: readonly string[], maximum = maximumEdits): Generator<void, LineEdit[] | undefined> {
	const [x, y] = numbered(a, b);
	let start = 0;
	while (start < x.length && start < y.length && x[start] === y[start]) {
		start++;
	}

	let endA = x.length;
	let endB = y.length;
	while (endA > start && endB > start && x[endA - 1] === y[endB - 1]) {
		endA--;
		endB--;
	}

	yield;
	const steps = yield * shortest(x.subarray(start, endA), y.subarray(start, endB), maximum);
	if (!steps) {
		return undefined;
	}

	const edits: LineEdit[] = [];
	let atA = 0;
	let atB = 0;
	const add = (kind: LineEdit['kind'], count: number) => {
		const fromA = atA;
		const fromB = atB;
		atA += kind === 'added' ? 0 : count;
		atB += kind === 'removed' ? 0 : count;
		const last = edits.at(-1);
		if (last?.kind === kind) {
			last.toA = atA;
			last.toB = atB;
		} else if (count > 0) {
			edits.push({kind, fromA, toA: atA, fromB, toB: atB});
		}
	};

	add('same', start);
	for (const {kind, count} of steps) {
		add(kind, count);
	}

	add('same', x.length - endA);
	return removalsFirst(edits);
}

/** Each different line as a number: comparing is what most of the work is. */
function numbered(a: readonly string[], b: readonly string[]): [Int32Array, Int32Array] {
	const numbers = new Map<string, number>();
	const number = (line: string) => {
		let known = numbers.get(line);
		if (known === undefined) {
			known = numbers.size;
			numbers.set(line, known);
		}

		return known;
	};

	return [Int32Array.from(a, line => number(line)), Int32Array.from(b, line => number(line))];
}

type Step = {kind: LineEdit['kind']; count: number};

function * shortest(a: Int32Array, b: Int32Array, maximum: number): Generator<void, Step[] | undefined> {
	const most = Math.min(maximum, a.length + b.length);
	// How far each diagonal (place in a − place in b) has come; the diagonals of one number of edits are every other one.
	const reach = new Int32Array(2 * most + 3);
	const middle = most + 1;
	const trace: Int32Array[] = [];
	let work = 0;
	for (let edits = 0; edits <= most; edits++) {
		const reached = new Int32Array(edits + 1);
		for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
			const isDown = diagonal === -edits || (diagonal !== edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1]);
			let atA = isDown ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1;
			const from = atA;
			while (atA < a.length && atA - diagonal < b.length && a[atA] === b[atA - diagonal]) {
				atA++;
			}

			work += atA - from + 1;
			reach[middle + diagonal] = atA;
			reached[(diagonal + edits) / 2] = atA;
			if (atA >= a.length && atA - diagonal >= b.length) {
				trace.push(reached);
				return backtrack(trace, a.length, b.length);
			}
		}

		trace.push(reached);
		if (work >= slice) {
			work = 0;
			yield;
		}
	}

	return undefined;
}

function backtrack(trace: readonly Int32Array[], lengthA: number, lengthB: number): Step[] {
	const steps: Step[] = [];
	let atA = lengthA;
	let diagonal = lengthA - lengthB;
	for (let edits = trace.length - 1; edits > 0; edits--) {
		const before = trace[edits - 1];
		const of = (other: number) => Math.abs(other) <= edits - 1 ? before[(other + edits - 1) / 2] : -1;
		const isDown = diagonal === -edits || (diagonal !== edits && of(diagonal - 1) < of(diagonal + 1));
		const start = isDown ? of(diagonal + 1) : of(diagonal - 1) + 1;
		steps.push({kind: 'same', count: atA - start}, {kind: isDown ? 'added' : 'removed', count: 1});
		atA = isDown ? start : start - 1;
		diagonal += isDown ? 1 : -1;
	}

	steps.push({kind: 'same', count: atA});
	return steps.reverse().filter(({count}) => count > 0);
}

/** Between lines that both have, what was removed comes before what was added. */
function removalsFirst(edits: readonly LineEdit[]): LineEdit[] {
	const ordered: LineEdit[] = [];
	for (let index = 0; index < edits.length;) {
		let end = index;
		while (end < edits.length && edits[end].kind !== 'same') {
			end++;
		}

		if (end === index) {
			ordered.push(edits[index]);
			index++;
			continue;
		}

		const {fromA, fromB} = edits[index];
		const {toA, toB} = edits[end - 1];
		if (toA > fromA) {
			ordered.push({kind: 'removed', fromA, toA, fromB, toB: fromB});
		}

		if (toB > fromB) {
			ordered.push({kind: 'added', fromA: toA, toA, fromB, toB});
		}

		index = end;
	}

	return ordered;
}
