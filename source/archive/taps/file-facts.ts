import {headSize, type FileFact, type FileFinder, type FoundFile} from '../../content/file-fact.js';
import {fileFinders} from '../../content/file-finders.js';
import {readNow, type Reading} from '../../content/reading.js';
import type {Tap, TapEntry, TapSink} from '../tap.js';

/**
What an audit wants to know of files: each is asked of by its path and its first bytes, and read on only where a finder wants more.
Where the content can be sought, that costs just the bytes that finders ask for; while a layer goes by, a wanted file is held until it
is whole.
*/
export const fileFacts: Tap<FileFact> = {
	name: 'file-facts',
	open: entry => new FactSink(entry, fileFinders),
};

type Found = {finder: FileFinder; reading: Reading<Partial<FileFact> | undefined>};

class FactSink implements TapSink<FileFact> {
	/** Where the next byte lies that is needed; endless where no finder wants more. */
	next = 0;
	private readonly file: FoundFile;
	private held: Uint8Array;
	private wanted: Found[] | undefined;
	private readonly fact: FileFact = {};

	constructor(private readonly entry: TapEntry, private readonly finders: readonly FileFinder[]) {
		const {path, size, mode} = entry;
		this.held = new Uint8Array(Math.min(headSize, size));
		this.file = {path: Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString('latin1'), size, mode, head: this.held};
	}

	write(piece: Uint8Array, at: number): void {
		if (this.next === Number.POSITIVE_INFINITY) {
			return;
		}

		const {held} = this;
		held.set(piece.subarray(0, held.length - at), at);
		const filled = Math.min(held.length, at + piece.length);
		this.next = filled;
		if (this.wanted || filled < held.length) {
			return;
		}

		this.ask();
		if (this.wanted!.length === 0) {
			this.next = Number.POSITIVE_INFINITY;
		} else if (this.entry.read) {
			this.finish(this.entry.read);
			this.next = Number.POSITIVE_INFINITY;
		} else if (this.held.length < this.file.size) {
			this.holdAll();
			this.held.set(piece.subarray(filled - at), filled);
			this.next = at + piece.length;
		}
	}

	end(): FileFact | undefined {
		if (this.wanted && this.next !== Number.POSITIVE_INFINITY) {
			this.finish((at, length) => this.held.subarray(at, at + length));
		}

		return Object.keys(this.fact).length > 0 ? this.fact : undefined;
	}

	/** Asks which finders want the file. */
	private ask(): void {
		this.wanted = [];
		for (const finder of this.finders) {
			const reading = this.file.size <= finder.limit ? finder.find(this.file) : undefined;
			if (reading) {
				this.wanted.push({finder, reading});
			}
		}
	}

	private holdAll(): void {
		const all = new Uint8Array(this.file.size);
		all.set(this.held);
		this.held = all;
	}

	private finish(bytesAt: (at: number, length: number) => Uint8Array): void {
		for (const {reading} of this.wanted!) {
			const found = readNow(reading, bytesAt);
			if (found) {
				const problems = [...this.fact.problems ?? [], ...found.problems ?? []];
				Object.assign(this.fact, found, problems.length > 0 && {problems});
			}
		}
	}
}
