import {Buffer} from 'node:buffer';
import test from 'ava';
import {matchExpression} from '../../source/archive/match-expression.js';
import {PathTree} from '../../source/tree/path-tree.js';
import {compileExpression} from '../../source/tree/query/expression.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

function treeOf(...paths: string[]): PathTree {
	const tree = new PathTree();
	for (const path of paths) {
		const bytes = Buffer.from(path);
		tree.internPath(bytes, 1, bytes.length);
	}

	return tree;
}

testThreads('an expression is held against whole paths', async t => {
	const tree = treeOf('/usr/lib/libx.so.6', '/usr/lib/libx.so.d/so', '/usr/x', '/etc/ünï');
	const found = await matchExpression(tree, /^\/usr\/.*\.so(?:\.\d+)*$|ünï/u);
	const {matches, start, end} = found!;
	const paths = [...matches.keys()].filter(path => matches[path] === 1);
	t.deepEqual(paths.map(path => tree.path(path)), ['/usr/lib/libx.so.6', '/etc/ünï']);
	t.deepEqual(paths.map(path => tree.path(path).slice(start[path], end[path])), ['/usr/lib/libx.so.6', 'ünï']);
	t.is(matches.length, tree.count);
	t.true([...matches.keys()].every(path => matches[path] === 1 || end[path] === 0));
});

testThreads('one that goes back and forth for ever is stopped', async t => {
	t.is(await matchExpression(treeOf(`/${'a'.repeat(60)}!`), compileExpression('^/(a+)+$')), undefined);
});

testThreads('so is one that nobody waits for any more', async t => {
	const reason = new Error('gone');
	await t.throwsAsync(matchExpression(treeOf(`/${'a'.repeat(60)}!`), compileExpression('^/(a+)+$'), AbortSignal.timeout(50)), {any: true, name: 'TimeoutError'});
	await t.throwsAsync(matchExpression(treeOf('/a'), compileExpression('a'), AbortSignal.abort(reason)), {is: reason});
});
