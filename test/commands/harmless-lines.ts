import path from 'node:path';
import test from 'ava';
import {inHarmlessLines} from '../../source/commands/harmless-lines.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const pieces = ['a\n ', ' :', ':error', '::x\nb', '::error::y\n', '#', '#[error]z'];

test('a command is found across pieces, whether these are there or come', async t => {
	const expected = 'a\n  \\x3a:error::x\nb::error::y\n\\x23#[error]z';
	t.is([...inHarmlessLines(pieces) as Iterable<string>].join(''), expected);
	const come = async function * () {
		yield * pieces;
	};

	let text = '';
	for await (const piece of inHarmlessLines(come())) {
		text += piece;
	}

	t.is(text, expected);
});

test('no text of an image commands the pipeline that shows it, and find -0 tells names as they are', async t => {
	const image = await buildImage(`
		RUN make \u2402::error::from the instruction
		  app/##[error]x * 10
		  app/##vso[task.complete] * 20
	`, {tags: ['shop/app:1']});
	const config = Buffer.from(image.config.toString().replaceAll('\u2402', String.raw`\n`));
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([{...image, config}]));
	for (const [line, told] of [
		[['history', file], /^ +\\x3a:error::from the instruction/m],
		[['files', file], /app\/\\x23#\[error\]x/],
		[['find', file, 'app', '--format', 'json'], /app\/\\u0023#vso\[task/],
	] as const) {
		const {output} = await runCommand([...line]);
		t.regex(output, told);
		t.notRegex(output, /^\s*::error|##(?:vso)?\[/m);
	}

	t.regex((await runCommand(['find', file, 'app', '-0'])).output, /app\/##\[error\]x\0/);
});
