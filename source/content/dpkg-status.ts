import {decodeBytes} from '../format/safe-text.js';
import {eachLine, LineWriter} from './lines.js';
import {listedPackage, maximumPackages, tooManyPackages, type ListedPackage, type PackageFact} from './package-fact.js';

const fields = {package: 'Package:', status: 'Status:', version: 'Version:', architecture: 'Architecture:'} as const;

/** By the first byte of their names, which no two share. */
const byFirstByte = new Map(Object.entries(fields).map(([key, text]) => [text.charCodeAt(0), {key: key as keyof typeof fields, text: Buffer.from(text)}]));

/**
The packages of `/var/lib/dpkg/status`, or of a file of distroless's `status.d`: paragraphs of fields (deb-control(5)), an empty line
between. One that is removed but for its configuration is not there.
*/
export function parseDpkgStatus(bytes: Uint8Array): PackageFact {
	const packages: ListedPackage[] = [];
	let problem: string | undefined;
	let record: Partial<Record<keyof typeof fields, string>> = {};
	let hasRecords = false;
	const finish = () => {
		hasRecords ||= record.package !== undefined && record.package !== '';
		// The states of dpkg(1): the third word of Status; where there is none, as in status.d, the package is there.
		const state = record.status?.split(/\s+/, 3)[2] ?? 'installed';
		if (record.package && state !== 'not-installed' && state !== 'config-files') {
			if (packages.length === maximumPackages) {
				problem = tooManyPackages;
				return;
			}

			packages.push(listedPackage(record.package, record.version ?? '', record.architecture));
		}

		record = {};
	};

	eachLine(bytes, (start, end) => {
		if (start === end) {
			finish();
			return problem === undefined;
		}

		const field = byFirstByte.get(bytes[start]);
		if (field?.text.equals(bytes.subarray(start, start + field.text.length))) {
			record[field.key] = decodeBytes(bytes.subarray(start + field.text.length, Math.min(end, start + 1000))).trim();
		}
	});
	finish();
	if (!hasRecords && bytes.some(byte => byte > 0x20)) {
		return {form: 'unread', problem: 'it is no database of dpkg: there is no package in it'};
	}

	return {form: 'packages', packages, ...(problem !== undefined && {problem})};
}

/** The paths of a `.md5sums` file: a digest, two spaces, a path from the root. */
export function parseMd5Sums(bytes: Uint8Array): PackageFact {
	const paths = new LineWriter();
	eachLine(bytes, (start, end) => {
		if (end - start > 34) {
			paths.add(bytes.subarray(start + 34, end));
		}
	});
	return {form: 'paths', paths: paths.take()};
}
