const newline = 0x0A;
const carriageReturn = 0x0D;

/** Calls for each line with where it starts and ends, its line break left out, until told to stop by `false`. */
export function eachLine(bytes: Uint8Array, visit: (start: number, end: number) => boolean | void): void {
	for (let start = 0; start < bytes.length;) {
		let end = bytes.indexOf(newline, start);
		end = end < 0 ? bytes.length : end;
		if (visit(start, end > start && bytes[end - 1] === carriageReturn ? end - 1 : end) === false) {
			return;
		}

		start = end + 1;
	}
}

/** The paths of one database may take this much, in bytes: folders are written anew for each of their files, so a small database can tell of many. */
const maximumLines = 64 << 20;

/** Gathers lines into one array of bytes that grows. */
export class LineWriter {
	private bytes = new Uint8Array(1024);
	private length = 0;
	private taken = 0;

	/**
	Adds a line that is made of parts.

	@throws {Error} Where it becomes too much.
	*/
	add(...parts: Uint8Array[]): void {
		const length = parts.reduce((sum, part) => sum + part.length, 1);
		if (this.taken + this.length + length > maximumLines) {
			throw new Error(`its paths take more than ${maximumLines >> 20} MiB: the rest is left out`);
		}

		if (this.length + length > this.bytes.length) {
			const grown = new Uint8Array(Math.max(this.length + length, this.bytes.length * 2));
			grown.set(this.bytes.subarray(0, this.length));
			this.bytes = grown;
		}

		for (const part of parts) {
			this.bytes.set(part, this.length);
			this.length += part.length;
		}

		this.bytes[this.length++] = newline;
	}

	/** All lines since the last time, in an array of their own. */
	take(): Uint8Array {
		const lines = this.bytes.slice(0, this.length);
		this.taken += this.length;
		this.length = 0;
		return lines;
	}
}
