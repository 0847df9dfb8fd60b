import {Buffer} from 'node:buffer';
import {emptyEntryTable, entryType, type EntryTable} from '../../archive/entry-table.js';
import {Overlay} from '../overlay.js';
import {findPaths} from './find-paths.js';
import {parseQuery} from './parse-query.js';

/** Names of every kind that words are held against: in folders, at borders, with dots, capitals, and bytes that are no ASCII. */
const names = [
	'.dockerenv', 'bin', 'etc/os-release', 'etc/ssl/certs/ca-certificates.crt', 'etc/ssl/openssl.cnf', 'home/app/.cache/x', 'root/.bashrc',
	'opt/app/Makefile', 'opt/app/node_modules/a/index.js', 'opt/app/node_modules/b/package.json', 'opt/app/src/main_test.go', 'opt/app/src/naïve.txt',
	'usr/bin/openssl', 'usr/bin/x86_64-linux-gnu-gcc', 'usr/lib/libssl.so.3', 'usr/lib/ssl', 'usr/lib/x86_64-linux-gnu/libssl.a',
	'usr/share/doc/openssl/README.md', 'usr/share/man/man1/openssl.1.gz', 'usr/share/man/man1/s.1.gz', 'var/lib/dpkg/status', 'var/log/apt/history.log',
];

/** One of each kind, and words that stand whole, spread, in folders and at borders. */
const ofNames = [
	'ssl', 'openssl', 'usr/li', 'us/sh', 'md', '.', '.so', 'o', 'x86', 'main', 'gnu gcc', 'README', 'sl | js', '!man ssl', '\'lib', '\'ssl\'', '^usr', '.gz$', '^/etc$', '*.js', 'ext:so', 'ssl size:>0', 'naï', 'osrel', 'zz',
];

/** Typed over all names of an image, so that what they run is compiled for many. */
const ofImage = ['es', 'ope', '.a', 'rt o', '\'e', 's$ size:>1'];

/**
Answers queries that nobody asked, letter by letter: code takes several times as long when it runs for the first time, and the first letters
are what people wait for. Over a few names of every kind first: what is compiled has then seen all that it may come upon, and is not thrown away
when it does.

@param limit As many paths as the finder asks for.
*/
export function * rehearseQueries(overlay: Overlay, limit: number): Generator<void> {
	const small = new Overlay(1);
	small.add(1, emptyFiles(names));
	yield * small.advance();
	for (const text of ofNames) {
		yield * type(small, text, limit);
	}

	for (const text of ofImage) {
		yield * type(overlay, text, limit);
	}
}

function * type(overlay: Overlay, text: string, limit: number): Generator<void> {
	for (let length = 1; length <= text.length; length++) {
		const parsed = parseQuery(text.slice(0, length));
		if ('query' in parsed) {
			yield * findPaths(overlay, parsed.query, {}, {limit});
		}
	}
}

/** The table of a layer with nothing but empty files. */
function emptyFiles(paths: readonly string[]): EntryTable {
	const {length} = paths;
	const starts = [0];
	for (const path of paths) {
		starts.push(starts.at(-1)! + Buffer.byteLength(path));
	}

	return {
		...emptyEntryTable(),
		count: length,
		paths: Buffer.from(paths.join('')),
		pathStart: Uint32Array.from(starts),
		type: new Uint8Array(length).fill(entryType.file),
		mode: new Uint16Array(length),
		uid: new Uint32Array(length),
		gid: new Uint32Array(length),
		user: new Uint16Array(length),
		group: new Uint16Array(length),
		mtime: new Float64Array(length),
		size: new Float64Array(length),
		offset: new Float64Array(length),
		linkStart: new Uint32Array(length + 1),
	};
}
