import path from 'node:path';
import test from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test('--log-format json: an object a line on standard error, with what it is about, and standard output as ever', async t => {
	const image = await buildImage(`
		COPY . /
		  bin/tool = t
		  bin/tool/x = y
	`);
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([image]));
	const {output, errors, exitCode} = await runCommand(['files', file, '/nowhere', '--log-format', 'json']);
	const plain = await runCommand(['files', file, '/nowhere']);
	t.is(output, plain.output);
	t.is(exitCode, plain.exitCode);
	const lines = errors.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
	t.is(lines.length, plain.errors.trim().split('\n').length);
	for (const {time, ...line} of lines) {
		t.regex(time as string, /^\d{4}-\d\d-\d\dT[\d.:]+Z$/);
		t.true(plain.errors.includes(line.message as string));
		t.true(['error', 'warning', 'note'].includes(line.level as string));
	}

	t.like(lines.at(-1), {level: 'warning', message: 'no path matches /nowhere'});
});

test('--log-format json: an image that is not there, and a command line that can\'t be followed', async t => {
	for (const line of [['summary', './gone.tar', '--log-format=json'], ['summary', '--log-format', 'json', '--wrong']]) {
		const {output, errors, exitCode} = await runCommand(line);
		t.is(exitCode, 2);
		t.is(output, '');
		t.like(JSON.parse(errors), {level: 'error'});
	}
});

test('--log-format json keeps controls of an image\'s names from the terminal', async t => {
	const {errors} = await runCommand(['summary', './\u001B[31m\u009Bgone.tar', '--log-format', 'json']);
	t.notRegex(errors, /[\u001B\u009B]/);
	t.true((JSON.parse(errors) as {message: string}).message.includes('gone.tar'));
});
