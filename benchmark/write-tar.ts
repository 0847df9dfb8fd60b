import {createHash, type Hash} from 'node:crypto';
import fs from 'node:fs';

const block = 512;

/** Writes a tar to a place in a file, fast: headers alone are made here, and little is asked of them. */
export class TarWriter {
	readonly #buffer = Buffer.alloc(1 << 20);
	readonly #hash: Hash = createHash('sha256');
	#filled = 0;
	#written = 0;

	constructor(readonly fd: number, readonly start = 0) {}

	/** Bytes so far. */
	get length(): number {
		return this.#written + this.#filled;
	}

	directory(path: string): void {
		this.#put(tarHeader(`${path}/`, 0, '5', 0o755));
	}

	file(path: string, content: Uint8Array): void {
		this.#put(tarHeader(path, content.length, '0', 0o644));
		this.#put(content);
		this.#pad();
	}

	/** Leaves the room for a file whose content is written elsewise, and counts it as written. */
	skip(contentLength: number): void {
		this.#flush();
		this.#written += block + (Math.ceil(contentLength / block) * block);
	}

	/** Ends the tar, and gives the digest of all that was put into it. */
	end(): string {
		this.#put(new Uint8Array(2 * block));
		this.#flush();
		return this.#hash.digest('hex');
	}

	#put(bytes: Uint8Array): void {
		for (let from = 0; from < bytes.length;) {
			const piece = bytes.subarray(from, from + this.#buffer.length - this.#filled);
			this.#buffer.set(piece, this.#filled);
			this.#filled += piece.length;
			from += piece.length;
			if (this.#filled === this.#buffer.length) {
				this.#flush();
			}
		}
	}

	#pad(): void {
		this.#put(new Uint8Array(-this.length & (block - 1)));
	}

	#flush(): void {
		const bytes = this.#buffer.subarray(0, this.#filled);
		this.#hash.update(bytes);
		fs.writeSync(this.fd, bytes, 0, bytes.length, this.start + this.#written);
		this.#written += bytes.length;
		this.#filled = 0;
	}
}

/** A ustar header (POSIX.1-1988). */
export function tarHeader(path: string, size: number, type: string, mode: number): Buffer {
	const header = Buffer.alloc(block);
	if (header.write(path, 0, 'latin1') > 100) {
		throw new Error(`${path} is too long for this writer`);
	}

	const octal = (value: number, offset: number, length: number) => header.write(value.toString(8).padStart(length - 1, '0'), offset, 'latin1');
	octal(mode, 100, 8);
	octal(0, 108, 8);
	octal(0, 116, 8);
	octal(size, 124, 12);
	octal(1_750_000_000, 136, 12);
	header.write(' '.repeat(8), 148, 'latin1');
	header.write(type, 156, 'latin1');
	header.write('ustar\u000000', 257, 'latin1');
	octal(header.reduce((sum, byte) => sum + byte, 0), 148, 7);
	header[154] = 0;
	return header;
}
