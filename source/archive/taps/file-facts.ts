import {headSize, type FileFact, type FoundFile} from '../../content/file-fact.js';
import {fileFinders} from '../../content/file-finders.js';
import {readNow, type Reading} from '../../content/reading.js';
import type {ReadContentAt, Tap, TapEntry, TapSink} from '../tap.js';

/**
What an audit wants to know of files: each is asked of by its path and its first bytes, and read on only where a finder wants more.
Where the content can be sought, that costs just the bytes that finders ask for; while a layer goes by, a wanted file is held until it
is whole.
*/
export const fileFacts: Tap<FileFact> = {
	name: 'file-facts',
	ofLayer() {
		const room = new Room();
		return {
			...fileFacts,
			open: entry => new FactSink(entry, room),
			look({path, size, mode}, read) {
				const head = read(0, Math.min(headSize, size));
				const readings = head.length < Math.min(headSize, size) ? none : readingsOf({path, size, mode, head});
				return readings.length === 0 ? undefined : factOf(readings, read);
			},
		};
	},
	open: entry => new FactSink(entry, new Room()),
	look: () => undefined,
};

/** What a finder reads of a file, up to which place. */
type FactReading = {end: number; reading: Reading<Partial<FileFact> | undefined>};

const none: readonly FactReading[] = [];

/** The readings of the finders that want a file: of most there are none. */
function readingsOf(file: FoundFile): readonly FactReading[] {
	let readings: FactReading[] | undefined;
	for (const {limit, takesLarger, find} of fileFinders) {
		const reading = file.size <= limit || takesLarger ? find(file) : undefined;
		if (reading) {
			readings ??= [];
			readings.push({end: Math.min(file.size, limit), reading});
		}
	}

	return readings ?? none;
}

function factOf(readings: readonly FactReading[], read: ReadContentAt): FileFact | undefined {
	const fact: FileFact = {};
	for (const {reading} of readings) {
		const found = readNow(reading, read);
		if (found) {
			const problems = [...fact.problems ?? [], ...found.problems ?? []];
			Object.assign(fact, found, problems.length > 0 && {problems});
		}
	}

	return Object.keys(fact).length > 0 ? fact : undefined;
}

/** Room for more than this is made for one file, and given back after it, in bytes: few programs are larger. */
const largestKept = 16 << 20;

/**
Room for one file at a time, which grows and is used again: new room for each would have to be cleared by the system and freed by the
collector, which costs as much as all that finders do.
*/
class Room {
	private bytes: Uint8Array = new Uint8Array(headSize);

	/** So many bytes, with what was kept at their start before. */
	take(size: number): Uint8Array {
		if (size > largestKept) {
			const bytes = new Uint8Array(size);
			bytes.set(this.bytes.subarray(0, headSize));
			return bytes;
		}

		if (this.bytes.length < size) {
			const bytes = new Uint8Array(Math.min(largestKept, size * 2));
			bytes.set(this.bytes.subarray(0, headSize));
			const before = this.bytes;
			this.bytes = bytes;
			this.giveBack(before);
		}

		return this.bytes.subarray(0, size);
	}

	/** Takes bytes back, which nobody may look at any more: what was made for one file is freed at once, and not when the collector comes. */
	giveBack({buffer}: Uint8Array): void {
		if (buffer !== this.bytes.buffer && buffer instanceof ArrayBuffer) {
			buffer.transfer(0);
		}
	}
}

/** Holds of a content that goes by what finders want: its first bytes, and as much as one of them reads. */
class FactSink implements TapSink<FileFact> {
	/** Where the next byte lies that is needed; endless where no finder wants more. */
	next = 0;
	private held: Uint8Array;
	private readings: readonly FactReading[] | undefined;

	constructor(private readonly entry: TapEntry, private readonly room: Room) {
		this.held = room.take(Math.min(headSize, entry.size));
	}

	write(piece: Uint8Array, at: number): void {
		if (this.next === Number.POSITIVE_INFINITY) {
			return;
		}

		const {held} = this;
		held.set(piece.subarray(0, held.length - at), at);
		const filled = Math.min(held.length, at + piece.length);
		this.next = filled;
		if (filled < held.length) {
			return;
		}

		if (this.readings) {
			this.next = Number.POSITIVE_INFINITY;
			return;
		}

		const {path, size, mode} = this.entry;
		this.readings = readingsOf({path, size, mode, head: held});
		const wanted = this.readings.reduce((most, {end}) => Math.max(most, end), 0);
		if (wanted > filled) {
			this.held = this.room.take(wanted);
			this.held.set(piece.subarray(filled - at, wanted - at), filled);
		}

		this.next = at + piece.length < wanted ? at + piece.length : Number.POSITIVE_INFINITY;
	}

	end(): FileFact | undefined {
		const {readings, held, room} = this;
		const fact = readings && readings.length > 0 ? factOf(readings, (at, length) => held.subarray(at, at + length)) : undefined;
		room.giveBack(held);
		return fact;
	}
}
