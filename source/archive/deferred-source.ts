import {ByteSource, type Arriving, type SourcePlace} from './byte-source.js';
import type {BringOptions} from './bytes-needed.js';
import type {DeferredFile} from './deferred-file.js';

/** A region of a file that may have to be had again. Whoever reads what is not here is told so by a `BytesNeeded`, and never gets zeros. */
export class DeferredSource extends ByteSource {
	constructor(name: string, readonly file: DeferredFile, start = 0, size = file.size) {
		super(name, file.fd, start, size);
	}

	/** What tells it from any other region of any other file, at any time. */
	get identity(): string {
		return this.file.identityOf(this.start, this.size);
	}

	/** For a thread that reads what is here, and finds zeros elsewhere. */
	override get place(): SourcePlace {
		return {name: this.name, fd: this.file.fd, start: this.start, size: this.size};
	}

	override isHere(start = 0, end = this.size): boolean {
		return this.file.isHere(this.start + start, this.start + Math.min(end, this.size));
	}

	override async ready(start = 0, end = this.size, options: BringOptions = {}): Promise<void> {
		if (!this.isHere(start, end)) {
			await this.file.ready(options);
		}
	}

	override arrive(_first: number, options: BringOptions = {}): Arriving {
		const whole = this.ready(0, this.size, options);
		return {source: this, begun: whole, whole};
	}

	override read(target: Uint8Array, position: number): number {
		const wanted = Math.min(target.length, this.size - position);
		return wanted > 0 ? this.file.read(target.subarray(0, wanted), this.start + position) : 0;
	}

	override readSome(target: Uint8Array, position: number): number {
		const wanted = Math.min(target.length, this.size - position);
		return wanted > 0 ? this.file.readSome(target.subarray(0, wanted), this.start + position) : 0;
	}

	override region(name: string, start: number, size: number): DeferredSource {
		const from = Math.min(start, this.size);
		return new DeferredSource(name, this.file, this.start + from, Math.max(0, Math.min(size, this.size - from)));
	}
}
