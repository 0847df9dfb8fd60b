import {formatTime} from '../format/time.js';
import {factTable, type Facts} from './facts.js';

/** The last magic number of each version (CPython, `Include/internal/pycore_magic_number.h`): a number belongs to the first version that reaches it. */
const versions: ReadonlyArray<readonly [last: number, version: string]> = [
	[3131, '3.0'], [3151, '3.1'], [3180, '3.2'], [3230, '3.3'], [3310, '3.4'], [3351, '3.5'], [3379, '3.6'], [3399, '3.7'], [3419, '3.8'],
	[3429, '3.9'], [3449, '3.10'], [3499, '3.11'], [3549, '3.12'], [3599, '3.13'], [3649, '3.14'], [3699, '3.15'],
];

/** The numbers of Python 2.7. */
const python27 = {first: 62_171, last: 62_211};

/** The facts of a file of bytecode of Python; undefined where it is none. Its magic is a number, and a line break that a transfer as text would harm. */
export function lookIntoPythonBytecode(head: Uint8Array, path: string): Facts | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
	if (!/\.py[co]$/.test(path) || bytes.length < 16 || bytes[2] !== 0x0D || bytes[3] !== 0x0A) {
		return undefined;
	}

	const magic = bytes.readUInt16LE(0);
	const isPython2 = magic >= python27.first && magic <= python27.last;
	const version = isPython2 ? '2.7' : (magic >= 3000 ? versions.find(([last]) => magic <= last)?.[1] : undefined);
	// From 3.7 on a word of flags comes first (PEP 552); before, and where it is 0, the time and size of the source.
	const hasFlags = !isPython2 && magic >= 3390;
	const flags = hasFlags ? bytes.readUInt32LE(4) : 0;
	const at = hasFlags ? 8 : 4;
	const isHashed = (flags & 1) !== 0;
	return {
		kind: 'python-bytecode',
		title: version === undefined ? 'Python bytecode' : `Python ${version} bytecode`,
		tables: [factTable('Python bytecode', [
			['version', version],
			['magic', magic],
			['source changed', isHashed ? undefined : formatTime(bytes.readUInt32LE(at))],
			['source size', isHashed || isPython2 || magic < 3200 ? undefined : bytes.readUInt32LE(at + 4)],
			['source hash', isHashed ? bytes.toString('hex', 8, 16) : undefined],
			['checked against its source', isHashed ? ((flags & 2) === 0 ? 'never' : 'by its hash') : 'by time and size'],
		])],
		warnings: [],
	};
}
