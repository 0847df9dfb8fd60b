import test from 'ava';
import {pathFilter} from '../../source/format/path-filter.js';

const paths = ['/usr', '/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so', '/usr/libexec', '/etc/passwd', '/etc/pam.d/passwd', '/a[1]', '/a1', '/new\nline', String.raw`/caf\xe9`, '/x.so/y'];

function matched(...patterns: string[]): string[] {
	const {matches} = pathFilter(patterns);
	return paths.filter(path => matches(path));
}

test('a plain path: itself and all below it', t => {
	t.deepEqual(matched('/usr/lib'), ['/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(matched('usr/lib/'), ['/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(matched('./etc/passwd'), ['/etc/passwd']);
	t.deepEqual(matched('/'), paths);
});

test('a plain name: wherever it stands last, and all below the root\'s', t => {
	t.deepEqual(matched('passwd'), ['/etc/passwd', '/etc/pam.d/passwd']);
	t.deepEqual(matched('etc'), ['/etc/passwd', '/etc/pam.d/passwd']);
});

test('wildcards: the last name without a slash, the whole path with one', t => {
	t.deepEqual(matched('*.so'), ['/usr/lib/libc.so', '/usr/lib/.hidden.so']);
	t.deepEqual(matched('/usr/*'), ['/usr/lib', '/usr/libexec']);
	t.deepEqual(matched('usr/**'), ['/usr', '/usr/lib', '/usr/lib/libc.so', '/usr/lib/.hidden.so', '/usr/libexec']);
	t.deepEqual(matched('/**/passwd'), ['/etc/passwd', '/etc/pam.d/passwd']);
	t.deepEqual(matched('/etc/{passwd,group}'), ['/etc/passwd']);
	t.deepEqual(matched('/*'), ['/usr', '/a[1]', '/a1', '/new\nline', String.raw`/caf\xe9`]);
});

test('as it is first, then as a pattern', t => {
	t.deepEqual(matched('a[1]'), ['/a[1]', '/a1']);
});

test('escapes', t => {
	t.deepEqual(matched(String.raw`/new\x0aline`), ['/new\nline']);
	t.deepEqual(matched(String.raw`/caf\xe9`), [String.raw`/caf\xe9`]);
	t.deepEqual(matched(String.raw`*\x0a*`), ['/new\nline']);
	t.deepEqual(matched(String.raw`c*\xe9`), [String.raw`/caf\xe9`]);
});

test('tells which patterns matched nothing', t => {
	const {matches, unmatched} = pathFilter(['/usr', '*.zip', 'nothing']);
	for (const path of paths) {
		matches(path);
	}

	t.deepEqual(unmatched(), ['*.zip', 'nothing']);
});
