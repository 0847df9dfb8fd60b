/** The package managers whose databases are read. */
export const packageKinds = ['dpkg', 'apk', 'rpm', 'python', 'npm', 'gem', 'go'] as const;

export type PackageKind = (typeof packageKinds)[number];

/** A package that a database lists. */
export type ListedPackage = {
	name: string;
	version: string;
	/** Empty where the database does not tell. */
	architecture: string;
	/** The paths of its files as the database has them, a line each; empty where they stand elsewhere. */
	paths: Uint8Array;
};

/**
What the file of a package database says.

- packages: the packages that it lists.
- paths: the paths of one package's files, a line each.
- unread: why it says nothing.
*/
export type PackageFact = {
	/** What may be wrong with what it says: one sentence. */
	problem?: string;
} & (
	| {form: 'packages'; packages: ListedPackage[]}
	| {form: 'paths'; paths: Uint8Array}
	| {form: 'unread'; problem: string}
);

/** More packages than this are not taken of one database: the largest distributions have as many. */
export const maximumPackages = 100_000;

/** Names and versions are cut to this many characters. */
const longestName = 256;

/** What is said of a database that lists more. */
export const tooManyPackages = `it lists more than ${maximumPackages} packages: the rest is left out`;

/** A package as facts hold it, its names cut to what people can read. */
export function listedPackage(name: string, version: string, architecture = '', paths: Uint8Array = new Uint8Array()): ListedPackage {
	return {name: cut(name), version: cut(version), architecture: cut(architecture), paths};
}

/** What is said of a file that is of a package, and does not say of which. */
export const namesNoPackage = 'it names no package';

/** The fact of a file about one package; without a name there is none. */
export function onePackage(name: unknown, version: unknown): PackageFact {
	return typeof name === 'string' && name !== ''
		? {form: 'packages', packages: [listedPackage(name, typeof version === 'string' ? version : '')]}
		: {form: 'unread', problem: namesNoPackage};
}

/** A string of its own: a slice would keep the text that it was cut from. */
function cut(text: string): string {
	const trimmed = text.trim();
	return trimmed.length > longestName ? `${Buffer.from(trimmed.slice(0, longestName)).toString()}…` : trimmed;
}
