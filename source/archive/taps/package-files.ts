import {GoBuildInfoReader} from '../../content/go-build-info.js';
import type {PackageFact, PackageKind} from '../../content/package-fact.js';
import {packageFileOf, type PackageFile, type PackageFileRole} from '../../content/package-file.js';
import type {Tap, TapEntry, TapSink} from '../tap.js';

/** What a file says of packages, and what it is to them. */
export type PackageFileFact = PackageFact & {kind: PackageKind; role: PackageFileRole};

/** Databases of a layer may have this much in all, in bytes: what they say is kept in memory. */
const largestSum = 256 << 20;

/** No program of Go is smaller, in bytes. */
const smallestGoProgram = 256 * 1024;

const executable = 0o111;

/** Reads the files in which package managers keep what they installed, and finds the module of Go programs. */
export const packageFiles: Tap<PackageFileFact> = {
	name: 'package-files',
	ofLayer() {
		let left = largestSum;
		return {
			name: 'package-files',
			open(entry) {
				const {path} = entry;
				const file = packageFileOf(path);
				if (!file) {
					return entry.size >= smallestGoProgram && (entry.mode & executable) !== 0 ? goProgram(entry) : undefined;
				}

				if (file.limit === 0) {
					return finding(file, () => file.read(new Uint8Array(), path));
				}

				if (entry.size > file.limit) {
					return finding(file, () => ({form: 'unread', problem: `it is larger than ${file.limit >> 20} MiB, and so is not read`}));
				}

				left -= entry.size;
				return left < 0
					? finding(file, () => ({form: 'unread', problem: `the package databases of its layer are larger than ${largestSum >> 20} MiB: it is not read`}))
					: wholeFile(file, entry, path);
			},
		};
	},
	open: () => undefined,
};

/** A fact without need of the content. */
function finding({kind, role}: PackageFile, read: () => PackageFact): TapSink<PackageFileFact> {
	return {
		next: Number.POSITIVE_INFINITY,
		write() {}, // eslint-disable-line @typescript-eslint/no-empty-function
		end: () => ({kind, role, ...read()}),
	};
}

function wholeFile({kind, role, read}: PackageFile, {size}: TapEntry, path: string): TapSink<PackageFileFact> {
	let bytes: Uint8Array | undefined;
	return {
		write(piece, at) {
			bytes ??= new Uint8Array(size);
			bytes.set(piece, at);
		},
		end() {
			try {
				return {kind, role, ...read(bytes!, path)};
			} catch (error) {
				return {kind, role, form: 'unread', problem: (error as Error).message};
			}
		},
	};
}

function goProgram({size}: TapEntry): TapSink<PackageFileFact> {
	const reader = new GoBuildInfoReader(size);
	return {
		get next() {
			return reader.next;
		},
		write(piece, at) {
			reader.write(piece, at);
		},
		end() {
			const fact = reader.end();
			return fact && {kind: 'go', role: 'package', ...fact};
		},
	};
}
