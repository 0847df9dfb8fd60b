/** Bytes that a parser asks for. */
export type Wanted = {at: number; length: number};

/**
A parser that asks for the bytes it needs, at any place, and is given them: it does no input itself, so that the same parser serves an
open file, a content that is inflated as far as it is looked at, and a test. Fewer bytes than it asked for are all that there are from
that place on. What it is given may be overwritten once it asks again: what it keeps, it copies. Asked for nothing, it only gives way:
its work is cut into slices of a few milliseconds.
*/
export type Reading<Result> = Generator<Wanted, Result, Uint8Array>;

/** Runs a parser over bytes that are at hand. */
export function readNow<Result>(reading: Reading<Result>, bytesAt: (at: number, length: number) => Uint8Array): Result {
	let step = reading.next();
	while (!step.done) {
		step = reading.next(step.value.length === 0 ? none : bytesAt(step.value.at, step.value.length));
	}

	return step.value;
}

/** Runs a parser over bytes that have to be waited for; where it gives way, the event loop has a turn. What `bytesAt` throws ends it. */
export async function readLater<Result>(reading: Reading<Result>, bytesAt: (at: number, length: number) => Promise<Uint8Array>): Promise<Result> {
	let step = reading.next();
	while (!step.done) {
		step = reading.next(step.value.length === 0 ? await turn() : await bytesAt(step.value.at, step.value.length));
	}

	return step.value;
}

const none = new Uint8Array();

async function turn(): Promise<Uint8Array> {
	return new Promise(resolve => {
		setImmediate(resolve, none);
	});
}

/** Runs a computation that gives way now and then as a part of a reading. */
export function * inSlices<Result>(computation: Generator<void, Result>): Reading<Result> {
	let step = computation.next();
	while (!step.done) {
		yield {at: 0, length: 0};
		step = computation.next();
	}

	return step.value;
}

/**
A reading of what lies within something longer, such as an archive within another. What is asked for is kept within it: offsets and
sizes that a file states may be anything.
*/
export function * within<Result>(start: number, size: number, reading: Reading<Result>): Reading<Result> {
	let step = reading.next();
	while (!step.done) {
		const {at, length} = step.value;
		const left = at >= 0 && at < size ? Math.min(length, size - at) : 0;
		step = reading.next(left > 0 || length === 0 ? yield {at: left > 0 ? start + at : 0, length: left} : none);
	}

	return step.value;
}

/** Runs a reading over bytes that are at hand, as a part of another. */
export function * over<Result>(bytes: Uint8Array, reading: Reading<Result>): Reading<Result> {
	let step = reading.next();
	while (!step.done) {
		const {at, length} = step.value;
		yield {at: 0, length: 0};
		step = reading.next(bytes.subarray(at, at + length));
	}

	return step.value;
}

/** How much is asked for at once where a parser goes through something long: work between two pieces takes about a millisecond. */
export const pieceSize = 64 * 1024;

/**
The bytes from `at` on, in pieces; less where the file ends. Each piece is handed on as it comes, and is lost with the next.

@param visit Takes a piece and the place where it lies; `false` ends it.
*/
export function * readPieces(at: number, length: number, visit: (piece: Uint8Array, at: number) => boolean | void): Reading<void> {
	const end = at + length;
	for (let next = at; next < end;) {
		const wanted = Math.min(pieceSize, end - next);
		const piece = yield {at: next, length: wanted};
		if (piece.length === 0 || visit(piece, next) === false || piece.length < wanted) {
			return;
		}

		next += piece.length;
	}
}

/**
The same for records that may lie across two pieces: what is left of one comes again, before the next.

@param take Takes what is there, and says how many bytes of it the records took that are whole; `false` ends it.
*/
export function * readRecords(at: number, length: number, take: (bytes: Uint8Array) => number | false): Reading<void> {
	let rest = new Uint8Array();
	yield * readPieces(at, length, piece => {
		const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
		const taken = take(bytes);
		if (taken === false) {
			return false;
		}

		rest = new Uint8Array(bytes.subarray(taken));
		return true;
	});
}

/** Room is made for so much at first, where more is asked for: what a file says of its own sizes may be a lie. */
const firstRoom = 1 << 20;

/** The bytes from `at` on as an array of their own, at most `length` of them, read in pieces. */
export function * readBytes(at: number, length: number): Reading<Uint8Array> {
	let bytes = none;
	let filled = 0;
	yield * readPieces(at, length, piece => {
		if (filled + piece.length > bytes.length) {
			const larger = new Uint8Array(filled === 0 && piece.length < pieceSize ? piece.length : Math.min(length, Math.max(firstRoom, bytes.length * 2)));
			larger.set(bytes);
			bytes = larger;
		}

		bytes.set(piece, filled);
		filled += piece.length;
	});
	// An array that crosses threads takes all with it that it was made for.
	return filled === bytes.length ? bytes : bytes.slice(0, filled);
}
