import {decodeBytes} from '../format/safe-text.js';
import {eachLine, LineWriter} from './lines.js';
import {listedPackage, maximumPackages, tooManyPackages, type ListedPackage, type PackageFact} from './package-fact.js';

const colon = 0x3A;
const slash = Uint8Array.of(0x2F);

/** The packages of Alpine's `installed`: lines of a letter and a value (apk-package(5)), F a folder and R a file in it, an empty line between packages. */
export function parseApkInstalled(bytes: Uint8Array): PackageFact {
	const packages: ListedPackage[] = [];
	let problem: string | undefined;
	let record: {name?: string; version?: string; architecture?: string} = {};
	let folder = new Uint8Array();
	const paths = new LineWriter();
	const finish = () => {
		const listed = paths.take();
		if (record.name) {
			if (packages.length === maximumPackages) {
				problem = tooManyPackages;
				return;
			}

			packages.push(listedPackage(record.name, record.version ?? '', record.architecture, listed));
		}

		record = {};
		folder = new Uint8Array();
	};

	const takeLine = (start: number, end: number) => {
		if (start === end) {
			finish();
			return problem === undefined;
		}

		if (bytes[start + 1] !== colon) {
			return;
		}

		const value = bytes.subarray(start + 2, end);
		switch (String.fromCharCode(bytes[start])) {
			case 'P': {
				record.name = shortText(value);
				break;
			}

			case 'V': {
				record.version = shortText(value);
				break;
			}

			case 'A': {
				record.architecture = shortText(value);
				break;
			}

			case 'F': {
				folder = new Uint8Array(value);
				break;
			}

			case 'R': {
				paths.add(folder, slash, value);
				break;
			}

			default:
		}
	};

	try {
		eachLine(bytes, takeLine);
	} catch (error) {
		problem = (error as Error).message;
	}

	finish();
	if (packages.length === 0 && problem === undefined && bytes.some(byte => byte > 0x20)) {
		return {form: 'unread', problem: 'it is no database of apk: there is no package in it'};
	}

	return {form: 'packages', packages, ...(problem !== undefined && {problem})};
}

function shortText(bytes: Uint8Array): string {
	return decodeBytes(bytes.subarray(0, 1000));
}
