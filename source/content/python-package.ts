import {decodeBytes} from '../format/safe-text.js';
import {eachLine, LineWriter} from './lines.js';
import {onePackage, type PackageFact} from './package-fact.js';

const quote = 0x22;
const comma = 0x2C;

/** Name and version of a Python distribution: the head of its `METADATA`, or of an egg's `PKG-INFO` (Core metadata specifications). */
export function parsePythonMetadata(bytes: Uint8Array): PackageFact {
	let name: string | undefined;
	let version: string | undefined;
	eachLine(bytes, (start, end) => {
		// The head ends at the first empty line; the description follows.
		if (start === end) {
			return false;
		}

		const [, key, value] = /^(name|version):(.*)$/i.exec(decodeBytes(bytes.subarray(start, Math.min(end, start + 1000)))) ?? [];
		if (key?.toLowerCase() === 'name') {
			name ??= value;
		} else if (key) {
			version ??= value;
		}
	});
	return onePackage(name, version);
}

/** The paths of a `RECORD`: the first field of each line of CSV, relative to the folder that holds the `.dist-info` (Recording installed projects). */
export function parsePythonRecord(bytes: Uint8Array): PackageFact {
	const paths = new LineWriter();
	eachLine(bytes, (start, end) => {
		if (bytes[start] === quote) {
			const [, quoted] = /^"((?:[^"]|"")*)"/.exec(Buffer.from(bytes.subarray(start, end)).toString('latin1')) ?? [];
			paths.add(Buffer.from((quoted ?? '').replaceAll('""', '"'), 'latin1'));
			return;
		}

		const field = bytes.subarray(start, end).indexOf(comma);
		paths.add(bytes.subarray(start, field < 0 ? end : start + field));
	});
	return {form: 'paths', paths: paths.take()};
}
