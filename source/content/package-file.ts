import {parseApkInstalled} from './apk-installed.js';
import {parseDpkgStatus, parseMd5Sums} from './dpkg-status.js';
import {readGemName} from './gem-name.js';
import {parseNpmManifest} from './npm-manifest.js';
import type {PackageFact, PackageKind} from './package-fact.js';
import {parsePythonMetadata, parsePythonRecord} from './python-package.js';
import {parseRpmDatabase} from './rpm-database.js';

/** What a file says of packages. */
export type PackageFileRole =
	/** The packages of a system, all in one file. */
	| 'database'
	/** One package of a system, in a file of its own. */
	| 'entry'
	/** The paths of one package of dpkg, which its name tells. */
	| 'list'
	/** What dpkg stores elsewhere than packages list it. */
	| 'diversions'
	/** One package, whose files lie around it. */
	| 'package'
	/** The paths of the package beside it. */
	| 'record';

/** How a file that holds facts about packages is read. */
export type PackageFile = {
	kind: PackageKind;
	role: PackageFileRole;
	/** More bytes than this are not read; 0 where the path tells all. */
	limit: number;
	read: (bytes: Uint8Array, path: string) => PackageFact;
};

const megabyte = 1 << 20;
const largestDatabase = 64 * megabyte;

const notRead = (what: string) => (): PackageFact => ({form: 'unread', problem: `it is a database of rpm in the form of ${what}, which is not read: only rpmdb.sqlite is`});

const dpkgStatus: PackageFile = {kind: 'dpkg', role: 'database', limit: largestDatabase, read: parseDpkgStatus};
const apkInstalled: PackageFile = {kind: 'apk', role: 'database', limit: largestDatabase, read: parseApkInstalled};
const rpmSqlite: PackageFile = {kind: 'rpm', role: 'database', limit: largestDatabase, read: parseRpmDatabase};
const rpmBerkeley: PackageFile = {kind: 'rpm', role: 'database', limit: 0, read: notRead('Berkeley DB')};
const rpmNdb: PackageFile = {kind: 'rpm', role: 'database', limit: 0, read: notRead('ndb')};

const rpmLog: PackageFile = {kind: 'rpm', role: 'database', limit: 0, read: () => ({form: 'unread', problem: 'it holds changes of rpm\'s database that were never written there, and are not read'})};

const rpmFiles = (folder: string): Array<[string, PackageFile]> => [
	[`${folder}/rpmdb.sqlite`, rpmSqlite],
	[`${folder}/rpmdb.sqlite-wal`, rpmLog],
	[`${folder}/Packages`, rpmBerkeley],
	[`${folder}/Packages.db`, rpmNdb],
];

/** The databases that lie at a fixed path, relative to the root. */
export const packageDatabases: ReadonlyMap<string, PackageFile> = new Map([
	['var/lib/dpkg/status', dpkgStatus],
	['lib/apk/db/installed', apkInstalled],
	['usr/lib/apk/db/installed', apkInstalled],
	...rpmFiles('var/lib/rpm'),
	...rpmFiles('usr/lib/sysimage/rpm'),
	...rpmFiles('usr/share/rpm'),
]);

const dpkgEntry: PackageFile = {kind: 'dpkg', role: 'entry', limit: megabyte, read: parseDpkgStatus};
const dpkgList: PackageFile = {kind: 'dpkg', role: 'list', limit: largestDatabase, read: bytes => ({form: 'paths', paths: bytes})};
const dpkgSums: PackageFile = {kind: 'dpkg', role: 'list', limit: largestDatabase, read: parseMd5Sums};
const dpkgDiversions: PackageFile = {kind: 'dpkg', role: 'diversions', limit: megabyte, read: bytes => ({form: 'paths', paths: bytes})};
const pythonMetadata: PackageFile = {kind: 'python', role: 'package', limit: 16 * megabyte, read: parsePythonMetadata};
const pythonRecord: PackageFile = {kind: 'python', role: 'record', limit: largestDatabase, read: parsePythonRecord};
const eggFiles: PackageFile = {kind: 'python', role: 'record', limit: largestDatabase, read: bytes => ({form: 'paths', paths: bytes})};
const npmManifest: PackageFile = {kind: 'npm', role: 'package', limit: megabyte, read: parseNpmManifest};
const gem: PackageFile = {kind: 'gem', role: 'package', limit: 0, read: (_, path) => readGemName(path.slice(path.lastIndexOf('/') + 1))};

/** By the last name of a path: which paths that end so are such a file. */
const byName: ReadonlyMap<string, ReadonlyArray<readonly [path: RegExp, file: PackageFile]>> = new Map(Object.entries({
	METADATA: [[/(?:^|\/)[^/]+\.dist-info\/METADATA$/, pythonMetadata]],
	RECORD: [[/(?:^|\/)[^/]+\.dist-info\/RECORD$/, pythonRecord]],
	'PKG-INFO': [[/(?:^|\/)[^/]+\.egg-info\/PKG-INFO$/, pythonMetadata]],
	'installed-files.txt': [[/(?:^|\/)[^/]+\.egg-info\/installed-files\.txt$/, eggFiles]],
	'package.json': [[/(?:^|\/)node_modules\/(?:@[^/]+\/)?(?![.@])[^/]+\/package\.json$/, npmManifest]],
}));

/**
How a file is read that holds facts about packages; undefined for any other.

@param path Relative to the root; a byte a character, as Latin-1 decodes it.
*/
export function packageFileOf(path: string): PackageFile | undefined {
	const database = packageDatabases.get(path);
	if (database) {
		return database;
	}

	if (path.startsWith('var/lib/dpkg/')) {
		if (/^var\/lib\/dpkg\/info\/[^/]+\.list$/.test(path)) {
			return dpkgList;
		}

		if (path === 'var/lib/dpkg/diversions') {
			return dpkgDiversions;
		}

		return /^var\/lib\/dpkg\/status\.d\/[^/]+$/.test(path) ? (path.endsWith('.md5sums') ? dpkgSums : dpkgEntry) : undefined;
	}

	const name = path.slice(path.lastIndexOf('/') + 1);
	const named = byName.get(name);
	if (named) {
		return named.find(([pattern]) => pattern.test(path))?.[1];
	}

	if (name.endsWith('.gemspec')) {
		return /(?:^|\/)specifications\/(?:default\/)?[^/]+\.gemspec$/.test(path) ? gem : undefined;
	}

	// A distribution that distutils installed is one file.
	return name.endsWith('.egg-info') ? pythonMetadata : undefined;
}
