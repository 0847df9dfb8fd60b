import test from 'ava';
import {pathFilter} from '../../source/commands/path-filter.js';

const paths = ['/usr', '/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so', '/usr/libexec', '/etc/passwd', '/etc/pam.d/passwd', '/a[1]', '/a1', '/new\nline', String.raw`/caf\xe9`, '/x.so/y'];

async function matched(...patterns: string[]): Promise<string[]> {
	const {matches} = await pathFilter(patterns);
	return paths.filter(path => matches(path));
}

test('a plain path: itself and all below it', async t => {
	t.deepEqual(await matched('/usr/lib'), ['/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(await matched('usr/lib/'), ['/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(await matched('./etc/passwd'), ['/etc/passwd']);
	t.deepEqual(await matched('/'), paths);
});

test('a plain name: wherever it stands last, and all below the root\'s', async t => {
	t.deepEqual(await matched('passwd'), ['/etc/passwd', '/etc/pam.d/passwd']);
	t.deepEqual(await matched('etc'), ['/etc/passwd', '/etc/pam.d/passwd']);
});

test('wildcards: the last name without a slash, the whole path with one', async t => {
	t.deepEqual(await matched('*.so'), ['/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(await matched('/usr/*'), ['/usr/lib', '/usr/libexec']);
	t.deepEqual(await matched('usr/**'), ['/usr', '/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so', '/usr/libexec']);
	t.deepEqual(await matched('/**/passwd'), ['/etc/passwd', '/etc/pam.d/passwd']);
	t.deepEqual(await matched('/etc/{passwd,group}'), ['/etc/passwd']);
	t.deepEqual(await matched('/*'), ['/usr', '/a[1]', '/a1', '/new\nline', String.raw`/caf\xe9`]);
});

test('as it is first, then as a pattern', async t => {
	t.deepEqual(await matched('a[1]'), ['/a[1]', '/a1']);
});

test('escapes', async t => {
	t.deepEqual(await matched(String.raw`/new\x0aline`), ['/new\nline']);
	t.deepEqual(await matched(String.raw`/caf\xe9`), [String.raw`/caf\xe9`]);
	t.deepEqual(await matched(String.raw`*\x0a*`), ['/new\nline']);
	t.deepEqual(await matched(String.raw`c*\xe9`), [String.raw`/caf\xe9`]);
});

test('tells which patterns matched nothing', async t => {
	const {matches, unmatched} = await pathFilter(['/usr', '*.zip', 'nothing']);
	for (const path of paths) {
		matches(path);
	}

	t.deepEqual(unmatched(), ['*.zip', 'nothing']);
});
