import test from 'ava';
import {openImage} from '../../../source/image/open-image.js';
import {findPaths, type FoundPaths} from '../../../source/tree/query/find-paths.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import type {Overlay} from '../../../source/tree/overlay.js';
import {runNow} from '../../../source/archive/slices.js';
import {fzf, hasFzf} from '../../helpers/fzf.js';
import {loadImage} from '../../helpers/load-story.js';

/** What someone types who half remembers a name, and what they want. */
const wanted: ReadonlyArray<readonly [query: string, path: string]> = [
	['passwd', '/etc/passwd'],
	['osrel', '/usr/lib/os-release'],
	['libssl', '/usr/lib/x86_64-linux-gnu/libssl.so.3'],
	['libc6', '/usr/lib/x86_64-linux-gnu/libc.so.6'],
	['sqlite', '/srv/tideline/data/tides.sqlite'],
	['tides bin', '/srv/tideline/data/tides.bin'],
	['npmrc', '/srv/tideline/.npmrc'],
	['git pack', '/srv/tideline/.git/objects/pack'],
	['tideline log', '/srv/tideline/src/log.js'],
	['tide env', '/srv/tideline/.env'],
	['logrotate', '/etc/logrotate.d'],
	['libgnutls', '/usr/lib/x86_64-linux-gnu/libgnutls.so.30.34.3'],
	['status dpkg', '/var/lib/dpkg/status'],
	['^srv \'test', '/srv/tideline/test'],
	['.sqlite$', '/srv/tideline/data/tides.sqlite'],
	['log.js !node_modules', '/srv/tideline/src/log.js'],
	['^etc passwd$ | shadow$', '/etc/shadow'],
	['srcjs', '/srv/tideline/src/log.js'],
	['debconf pass', '/var/cache/debconf/passwords.dat'],
	['Log', '/usr/share/perl5/Debconf/Log.pm'],
];

/** Queries whose matches alone are compared. */
const others = ['e', 'lib', 'usr so', '\'lib', '^/usr', 'js$', '!lib', 'lib | bin$', '^/etc !d', 'a b c d e', 'LIB', '/b', 'node/', '!.js$ !.so', 'x\\ y'];

async function demo(): Promise<{overlay: Overlay; list: string[]}> {
	const {image, close} = await openImage('demo:', {hostPlatform: 'linux/amd64', temporaryFolder: '/tmp', standardInput: {fd: -1}});
	const {overlay} = await loadImage(image);
	close();
	const {paths} = find(overlay, '', Number.POSITIVE_INFINITY);
	return {overlay, list: Array.from(paths, path => overlay.tree.path(path))};
}

function find(overlay: Overlay, text: string, limit = 10): FoundPaths {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return runNow(findPaths(overlay, parsed.query, {}, {limit}));
}

test('what is half remembered is among the first ten', async t => {
	const {overlay} = await demo();
	for (const [query, path] of wanted) {
		const best = Array.from(find(overlay, query).paths, found => overlay.tree.path(found));
		t.true(best.includes(path), `${query}: ${path} is not among ${best.join(', ')}`);
	}
});

// Where fzf is not installed the tests are told of as skipped.
const testWithFzf = hasFzf ? test : test.skip;

testWithFzf('what matches is what fzf finds in the same list', async t => {
	const {overlay, list} = await demo();
	t.true(list.length > 1000);
	// `^etc` is from the first slash on here, which fzf knows nothing of.
	const queries = [...wanted.map(([query]) => query), ...others].map(query => query.replaceAll(/\^(?=[a-z])/g, '^/'));
	for (const query of queries) {
		const {paths} = find(overlay, query, Number.POSITIVE_INFINITY);
		t.deepEqual(Array.from(paths, path => overlay.tree.path(path)).sort(), fzf(query, list).sort(), `“${query}”`);
	}
});

testWithFzf('what is wanted is found as far in front as with fzf', async t => {
	const {overlay, list} = await demo();
	const rank = (best: string[], path: string) => best.includes(path) ? best.indexOf(path) : best.length;
	let own = 0;
	let others = 0;
	for (const [query, path] of wanted) {
		own += rank(Array.from(find(overlay, query).paths, found => overlay.tree.path(found)), path);
		others += rank(fzf(query.replaceAll(/\^(?=[a-z])/g, '^/'), list).slice(0, 10), path);
	}

	t.true(own <= others, `the sum of places is ${own}, and ${others} with fzf`);
	t.log(`sum of places: ${own}, with fzf ${others}`);
});
