import test from 'ava';
import {runNow} from '../../source/archive/slices.js';
import {numbersIn} from '../../source/tree/numbers-in.js';
import {PathTree} from '../../source/tree/path-tree.js';

function treeOf(...paths: string[]): PathTree {
	const tree = new PathTree();
	for (const path of paths) {
		const bytes = Buffer.from(path);
		tree.internPath(bytes, 0, bytes.length);
	}

	return tree;
}

test('paths of one tree by their numbers in another; what that lacks, with all below it, has none, and is not put there', t => {
	const one = treeOf('etc/motd', 'srv/a/b', 'usr/bin/x');
	const other = treeOf('bin/new', 'usr/bin/y', 'usr/bin/x', 'etc', 'srv/b');
	const {count} = other;
	const numbers = runNow(numbersIn(other, one));
	t.is(other.count, count);
	const named = Object.fromEntries(Array.from(numbers, (number, path) => [one.path(path), number < 0 ? undefined : other.path(number)]));
	t.deepEqual(named, {
		'/': '/',
		'/etc': '/etc',
		'/etc/motd': undefined,
		'/srv': '/srv',
		'/srv/a': undefined,
		'/srv/a/b': undefined,
		'/usr': '/usr',
		'/usr/bin': '/usr/bin',
		'/usr/bin/x': '/usr/bin/x',
	});
});
