import {Buffer} from 'node:buffer';
import fuzzysort from 'fuzzysort';
import test, {type ExecutionContext} from 'ava';
import {change} from '../../source/tree/change.js';
import {filterTree, searchTree, type FilterResult} from '../../source/tree/filter.js';
import {buildLayerView, type LayerView} from '../../source/tree/layer-view.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {root, type PathId} from '../../source/tree/path-tree.js';
import {filterByQuery} from '../../source/tree/query/filter-by-query.js';
import {parseQuery} from '../../source/tree/query/parse-query.js';
import {showAll} from '../../source/tree/rows.js';
import {runNow} from '../../source/archive/slices.js';
import {drawnEntry, overlayOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {Random} from '../helpers/random.js';
import {rowsOf} from '../helpers/show-overlay.js';

function filesOf(...paths: string[]): DrawnEntry[] {
	return paths.map(path => ({...drawnEntry('+ /x'), path}));
}

function viewOf(overlay: Overlay): LayerView {
	return runNow(buildLayerView(overlay, {from: overlay.ready, to: overlay.ready, changesOnly: false}));
}

function filter(overlay: Overlay, text: string, show = showAll): FilterResult {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return runNow(filterByQuery(overlay, viewOf(overlay), parsed.query, {}, {show}));
}

function search(overlay: Overlay, query: string, show = showAll): FilterResult {
	return runNow(searchTree(overlay.tree, viewOf(overlay), query, {show}));
}

function pathsOf(overlay: Overlay, column: Uint8Array): string[] {
	return [...column.keys()].filter(path => column[path] === 1).map(path => overlay.tree.path(path)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function matchesOf(overlay: Overlay, result: FilterResult): string[] {
	const matches = pathsOf(overlay, result.matches);
	return result.matched === matches.length ? matches : [`${result.matched} are said to match`];
}

test('a filter keeps matches, the folders above them and what lies below', t => {
	const overlay = overlayOf([filesOf('/usr/lib/conf/a', '/usr/lib/conf/b/c', '/usr/bin/tool', '/etc/x')]);
	const result = filter(overlay, 'conf');
	t.deepEqual(matchesOf(overlay, result), ['/usr/lib/conf']);
	t.deepEqual(pathsOf(overlay, result.above), ['/', '/usr', '/usr/lib']);
	t.deepEqual(pathsOf(overlay, result.keep), ['/', '/usr', '/usr/lib', '/usr/lib/conf', '/usr/lib/conf/a', '/usr/lib/conf/b', '/usr/lib/conf/b/c']);
	t.is(overlay.tree.path(result.best), '/usr/lib/conf');
	const view = viewOf(overlay);
	t.deepEqual(rowsOf(overlay, view, {filter: result, isOpen: path => result.above[path] === 1}), ['A usr 0', 'A   lib 0', 'A     conf 0']);
});

test('the characters of a query may be spread over the folders, the last of them in the own name', t => {
	const overlay = overlayOf([filesOf('/usr/lib/node_modules/express/index.js', '/usr/lib/node_modules/express/package.json', '/usr/lib/python/index.py', '/etc/nothing')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'expindex')), ['/usr/lib/node_modules/express/index.js']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'node exp pack')), ['/usr/lib/node_modules/express/package.json']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'pack exp node')), ['/usr/lib/node_modules/express/package.json']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'node exp')), ['/usr/lib/node_modules/express']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'lib/py')), ['/usr/lib/python']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'zzz')), []);
	t.is(filter(overlay, 'zzz').best, -1);
});

test('a name that has the query whole is found, whatever the folders above contain', t => {
	// `company/info` has c, o, n and f in this order.
	const overlay = overlayOf([filesOf('/opt/company/info/conf.d', '/opt/company/info/readme')]);
	t.true(matchesOf(overlay, filter(overlay, 'conf')).includes('/opt/company/info/conf.d'));
	t.is(overlay.tree.path(filter(overlay, 'conf').best), '/opt/company/info/conf.d');
	const deep = overlayOf([filesOf('/usr/share/doc/libsomething-perl/examples/very/deep/indeed/xconfigx.txt')]);
	t.true(matchesOf(deep, filter(deep, 'ig')).some(path => path.endsWith('xconfigx.txt')));
});

test('below a match only names that have the query whole are matches', t => {
	const overlay = overlayOf([filesOf('/lib/python/index.py', '/lib/python/lazy/proxy', '/conf/conf.d/x', '/conf/fnoc')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'lib/py')), ['/lib/python']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'conf')), ['/conf', '/conf/conf.d']);
	t.deepEqual(matchesOf(overlay, filter(overlay, '\'conf')), ['/conf', '/conf/conf.d']);
	t.deepEqual(matchesOf(overlay, filter(overlay, '\'conf | index$')), ['/conf', '/conf/conf.d']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'conf | \'index')), ['/conf', '/conf/conf.d', '/lib/python/index.py']);
});

test('the best match is the one with the query whole in its name', t => {
	const overlay = overlayOf([filesOf('/a/p/a/c/k/x', '/z/pack', '/packaging/of/x')]);
	t.is(overlay.tree.path(filter(overlay, 'pack').best), '/z/pack');
});

test('what lies far apart is not meant', t => {
	const overlay = overlayOf([filesOf('/accept/proof/funny/staff', '/conf')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'conf')), ['/conf']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'conf !x')), ['/conf']);
});

test('filters are held against what the view shows', t => {
	const overlay = overlayOf('+ /a/big 2000\n+ /a/small 1\n+ /gone/big 3000\n--\n- /gone\n+ /a/small 5000');
	t.deepEqual(matchesOf(overlay, filter(overlay, 'size:>1k')), ['/a/big', '/a/small', '/gone/big']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'size:>1k !change:removed')), ['/a/big', '/a/small']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'size:1')), []);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'layer:2')), ['/a/small', '/gone', '/gone/big']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'big change:removed')), ['/gone/big']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'type:d')), ['/a', '/gone']);
	t.deepEqual(matchesOf(overlay, filter(overlay, '*ig')), ['/a/big', '/gone/big']);
	t.deepEqual(matchesOf(overlay, filter(overlay, '!big type:f')), ['/a/small']);
});

test('a query may begin with a slash', t => {
	const overlay = overlayOf([filesOf('/etc/passwd', '/usr/etc/x', '/fit')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, '/etc')), ['/etc', '/usr/etc']);
	t.deepEqual(matchesOf(overlay, filter(overlay, '/etc/pass')), ['/etc/passwd']);
});

test('a query with a capital letter is matched with case', t => {
	const overlay = overlayOf([filesOf('/README', '/readme', '/Readme.md')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'readme')), ['/README', '/Readme.md', '/readme']);
	t.deepEqual(matchesOf(overlay, filter(overlay, 'Readme')), ['/Readme.md']);
	t.deepEqual(matchesOf(overlay, search(overlay, 'readme')), ['/README', '/Readme.md', '/readme']);
	t.deepEqual(matchesOf(overlay, search(overlay, 'READ')), ['/README']);
});

test('wide characters and bytes that are no UTF-8', t => {
	const overlay = overlayOf([filesOf('/漢字/readme', '/x/ünïcode', '/caf\u00C3')]);
	t.deepEqual(matchesOf(overlay, filter(overlay, '字')), ['/漢字']);
	t.deepEqual(matchesOf(overlay, search(overlay, 'ünï')), ['/x/ünïcode']);
	t.deepEqual(matchesOf(overlay, search(overlay, '字r')), []);
});

test('a query of nothing matches nothing', t => {
	const overlay = overlayOf([filesOf('/a')]);
	for (const result of [filter(overlay, ''), filter(overlay, ' '), search(overlay, '')]) {
		t.is(result.matched, 0);
		t.deepEqual(pathsOf(overlay, result.keep), ['/']);
	}
});

test('a search finds names that contain the text, not paths', t => {
	const overlay = overlayOf([filesOf('/lib/libc.so', '/lib/x', '/usr/zlib')]);
	const result = search(overlay, 'lib');
	t.deepEqual(matchesOf(overlay, result), ['/lib', '/lib/libc.so', '/usr/zlib']);
	t.is(overlay.tree.path(result.best), '/lib');
	t.deepEqual(pathsOf(overlay, result.above), ['/', '/lib', '/usr']);
});

test('the best is the same in whatever order layers come in', t => {
	for (const order of [[1, 2], [2, 1]]) {
		const overlay = overlayOf([filesOf('/z/x1'), filesOf('/a/x1')], order);
		t.is(overlay.tree.path(search(overlay, 'x1').best), '/a/x1');
		t.is(overlay.tree.path(filter(overlay, 'x1').best), '/a/x1');
	}
});

test('only what the view shows is found', t => {
	const overlay = overlayOf('+ /gone/x1 1\n+ /kept/x1 1\n--\n- /gone\n+ /new/x1 1');
	const found = (...changes: number[]) => matchesOf(overlay, search(overlay, 'x1', changes.reduce((mask, bit) => mask | (1 << bit), 0)));
	t.deepEqual(found(change.added), ['/new/x1']);
	t.deepEqual(found(change.removed), ['/gone/x1']);
	t.deepEqual(found(change.unchanged, change.added), ['/kept/x1', '/new/x1']);
	const changes = runNow(buildLayerView(overlay, {from: 2, to: 2, changesOnly: true}));
	t.deepEqual(matchesOf(overlay, runNow(filterTree(overlay.tree, changes, 'x1', {show: showAll}))), ['/gone/x1', '/new/x1']);
});

/** How much of a query a text has, in its order. */
function hasOf(query: string, text: string): number {
	let has = 0;
	for (const character of text) {
		has += character === query[has] ? 1 : 0;
	}

	return has;
}

/** Whether a path's own name completes the query, given what the folders above have of it; a folder that completes it counts for nothing below. */
function isCandidate(path: string, query: string): boolean {
	let above = 0;
	let completes = false;
	for (const name of path.split('/').slice(1)) {
		const has = above + hasOf(query.slice(above), `/${name}`);
		completes = has === query.length;
		above = completes ? above : has;
	}

	return completes;
}

test('random trees: what is found is what a plain search through all paths finds', t => {
	const random = new Random(1);
	const letters = ['a', 'b', 'c', 'ab', 'bca', 'A'];
	const name = () => Array.from({length: 1 + random.below(3)}, () => random.pick(letters)).join('');
	let found = 0;
	for (let round = 0; round < 300; round++) {
		const overlay = overlayOf([filesOf(...Array.from({length: 1 + random.below(30)}, () => `/${Array.from({length: 1 + random.below(4)}, name).join('/')}`))]);
		const {tree} = overlay;
		const view = viewOf(overlay);
		const paths = Array.from({length: tree.count - 1}, (_, index) => tree.path(index + 1)).filter(path => view.inView[tree.find(Buffer.from(path.slice(1)))] === 1);
		const query = `${random.chance(0.1) ? '/' : ''}${name()}${random.chance(0.1) ? '/a' : ''}`;
		const fold = (text: string) => query === query.toLowerCase() ? text.toLowerCase() : text;
		const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
		const sorted = (paths: string[]) => paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

		const searched = search(overlay, query);
		t.deepEqual(matchesOf(overlay, searched), sorted(paths.filter(path => fold(nameOf(path)).includes(query))), query);

		const filtered = filter(overlay, query);
		const expected: string[] = [];
		for (const path of paths.filter(path => isCandidate(fold(path), query)).sort((a, b) => a.length - b.length)) {
			const isWithin = expected.some(match => path.startsWith(`${match}/`));
			const score = fuzzysort.single(query, query.startsWith('/') ? path : path.slice(1))?.score ?? 0;
			if (fold(nameOf(path)).includes(query) || (!isWithin && score >= 0.3)) {
				expected.push(path);
			}
		}

		t.deepEqual(matchesOf(overlay, filtered), sorted(expected), `“${query}”`);
		found += expected.length;
		for (const result of [searched, filtered]) {
			holdAround(t, result, tree.parent);
		}
	}

	t.true(found > 300);
});

/** Kept is a match, what is above one, and what is below one; nothing else. */
function holdAround(t: ExecutionContext, {keep, matches, above}: FilterResult, parent: Int32Array): void {
	const isAbove = new Set<PathId>();
	for (const path of matches.keys()) {
		for (let at = path; matches[path] === 1 && at !== root; at = parent[at]) {
			isAbove.add(parent[at]);
		}
	}

	const isWithin = (path: PathId): boolean => path !== root && (matches[path] === 1 || isWithin(parent[path]));
	t.deepEqual([...above.keys()].filter(path => above[path] === 1), [...isAbove].sort((a, b) => a - b));
	t.deepEqual([...keep.keys()].filter(path => keep[path] === 1), [...keep.keys()].filter(path => path === root || isAbove.has(path) || isWithin(path)));
}

test('more candidates than can be ranked are all matches', t => {
	const overlay = overlayOf([filesOf(...Array.from({length: 100_001}, (_, index) => `/${index.toString(36)}x`))]);
	const result = filter(overlay, 'x');
	t.is(result.matched, 100_001);
	t.is(overlay.tree.path(result.best), '/0x');
});
