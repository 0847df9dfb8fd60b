import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {WriteError} from '../../source/commands/write-error.js';
import {writeFile} from '../../source/commands/write-file.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test('writes a file, or replaces what it held', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'a.json');
	await writeFile(file, ['one', '\n']);
	t.is(fs.readFileSync(file, 'utf8'), 'one\n');
	fs.chmodSync(file, 0o600);
	await writeFile(file, ['two']);
	t.is(fs.readFileSync(file, 'utf8'), 'two');
	t.is(fs.statSync(file).mode & 0o777, 0o600);
	t.deepEqual(fs.readdirSync(folder), ['a.json']);
});

test('large text, in pieces', async t => {
	const file = path.join(temporaryFolder(t), 'large');
	await writeFile(file, Array.from({length: 100_000}, (_, index) => `line ${index} é\n`));
	t.is(fs.readFileSync(file, 'utf8').split('\n').length, 100_001);
});

test('whole or not at all: a failure half way leaves what was there', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'a');
	fs.writeFileSync(file, 'before');
	await t.throwsAsync(writeFile(file, failing()), {message: 'half way'});
	t.is(fs.readFileSync(file, 'utf8'), 'before');
	t.deepEqual(fs.readdirSync(folder), ['a']);
});

function * failing(): Generator<string> {
	yield 'x'.repeat(1 << 19);
	throw new Error('half way');
}

test('a link stays one', async t => {
	const folder = temporaryFolder(t);
	fs.writeFileSync(path.join(folder, 'target'), 'before');
	fs.symlinkSync('target', path.join(folder, 'link'));
	await writeFile(path.join(folder, 'link'), ['after']);
	t.is(fs.readlinkSync(path.join(folder, 'link')), 'target');
	t.is(fs.readFileSync(path.join(folder, 'target'), 'utf8'), 'after');
});

test('what is no regular file is written as it is', async t => {
	await writeFile('/dev/null', ['x']);
	t.true(fs.statSync('/dev/null').isCharacterDevice());
});

test('what goes wrong, in a sentence', async t => {
	const folder = temporaryFolder(t);
	await t.throwsAsync(writeFile(path.join(folder, 'no/a'), ['x']), {instanceOf: WriteError, message: /no\/a can't be written: its folder is not there\.$/});
	await t.throwsAsync(writeFile(folder, ['x']), {instanceOf: WriteError, message: /can't be written: it is a folder\.$/});
});
