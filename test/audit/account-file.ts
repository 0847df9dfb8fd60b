import test from 'ava';
import {readAccountFile} from '../../source/audit/account-file.js';
import type {AuditInput} from '../../source/audit/audit-input.js';
import {homes} from '../../source/audit/homes.js';
import {gatherInput} from '../../source/audit/gather-input.js';
import {rootUser} from '../../source/audit/rules/root-user.js';
import {runNow} from '../../source/archive/slices.js';
import {toldFindings} from '../helpers/audit-story.js';
import {loadStory} from '../helpers/load-story.js';
import type {BuildOptions} from '../helpers/build-image.js';

async function inputOf(t: Parameters<typeof loadStory>[0], story: string, contents: BuildOptions['contents']): Promise<AuditInput> {
	const loaded = await loadStory(t, story, 'none', {contents}, ['content-digest', 'package-files', 'file-facts']);
	return runNow(gatherInput(loaded.image, loaded.overlay, loaded.contents, 0, {codecs: [], labels: []}));
}

const passwd = Buffer.concat([
	Buffer.from('root:x:0:0:root:/root:/bin/sh\r\n# a comment: no account\n\n+nis::::::\n:x:7:7::/:\nalone\n'),
	Buffer.from('jürgen:x:1000:1000:Jürgen,,,:/home/jürgen:/bin/sh\n'),
	Buffer.from('broken\u00FF:x:abc:12:caf\u00E9:/home/broken\u00FF\n', 'latin1'),
	Buffer.from('last:$1$a:12345678901'),
]);

test('accounts of passwd: names and homes in UTF-8, an odd byte only where it is, what is no account passed over', async t => {
	const input = await inputOf(t, 'ADD a\n  etc/passwd = @passwd', {passwd});
	t.deepEqual(readAccountFile(input, '/etc/passwd').accounts, [
		{name: 'root', password: 'x', number: 0, home: '/root'},
		{name: 'jürgen', password: 'x', number: 1000, home: '/home/jürgen'},
		{name: 'broken\\xff', password: 'x', home: '/home/broken\\xff'},
		{name: 'last', password: '$1$a'},
	]);
	t.true(readAccountFile(input, '/etc/passwd').isWhole);
});

test('shadow has no numbers, group no homes; what is not there has no accounts, and is whole', async t => {
	const input = await inputOf(t, 'ADD a\n  etc/shadow = @shadow\n  etc/group = users:x:100:a,b', {shadow: 'root:*:19000:0:99999:7:::\n'});
	t.deepEqual(readAccountFile(input, '/etc/shadow').accounts, [{name: 'root', password: '*'}]);
	t.deepEqual(readAccountFile(input, '/etc/passwd'), {accounts: [], isWhole: true});
	t.deepEqual(readAccountFile(input, '/etc/group').accounts, [{name: 'users', password: 'x', number: 100}]);
});

test('a home with letters of other languages is found', async t => {
	const input = await inputOf(t, 'ADD a\n  etc/passwd = @passwd\n  home/jürgen/a = a\n  root/a = a', {passwd});
	t.deepEqual(homes(input).map(path => input.overlay.tree.path(path)).sort(), ['/home/jürgen', '/root']);
});

test('a file of more lines than are read is not whole: nobody is said to be missing from it', async t => {
	const many = Array.from({length: 10_001}, (_, index) => `u${index}:x:${index + 1}:1::/:`).join('\n');
	const story = 'ADD a\n  etc/passwd = @many';
	const input = await inputOf(t, story, {many});
	const {accounts, isWhole} = readAccountFile(input, '/etc/passwd');
	t.is(accounts.length, 10_000);
	t.false(isWhole);
	t.deepEqual(await toldFindings(t, [rootUser], story, {contents: {many}, config: {config: {User: 'u10000'}}}), []);
	t.deepEqual(await toldFindings(t, [rootUser], story, {contents: {many: many.slice(0, many.lastIndexOf('\n'))}, config: {config: {User: 'u10000'}}}), [
		'warning root-user /etc/passwd: USER u10000 is not in /etc/passwd: no container starts.',
	]);
});

test('lines without an end are bounded by their file, and empty ones without number by theirs', async t => {
	const input = await inputOf(t, 'ADD a\n  etc/passwd = @long\n  etc/group = @empty', {long: `a:${'x'.repeat(3 << 20)}:0:0::/root:`, empty: '\n'.repeat(3 << 20)});
	t.is(readAccountFile(input, '/etc/passwd').accounts[0].number, 0);
	const {accounts, isWhole} = readAccountFile(input, '/etc/group');
	t.is(accounts.length, 0);
	t.false(isWhole);
});
