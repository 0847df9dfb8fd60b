import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const names = ['app.tar', 'list', 'policy.yaml', 'baseline.json', 'ci'];

/** A folder with an image and all that can be read beside it, the image under three more names, and what says that nothing was written. */
async function workspace(t: ExecutionContext): Promise<{in: (name: string) => string; unchanged: () => void}> {
	const folder = temporaryFolder(t);
	const file = (name: string) => path.join(folder, name);
	await writeTar(file('app.tar'), dockerArchive([await buildImage('ADD rootfs.tar /\n  etc/a * 10')]));
	fs.writeFileSync(file('list'), `${file('app.tar')}\n`);
	fs.writeFileSync(file('policy.yaml'), 'fail-on: critical\n');
	fs.writeFileSync(file('known.yaml'), 'version: 1\nbaseline: baseline.json\n');
	fs.writeFileSync(file('baseline.json'), '{"schema":"freedive/baseline/1","findings":[]}\n');
	fs.writeFileSync(file('ci'), 'rules:\n  lowestEfficiency: 0.1\n');
	fs.linkSync(file('app.tar'), file('hard.tar'));
	fs.symlinkSync('app.tar', file('soft.tar'));
	fs.symlinkSync('.', file('here'));
	const before = names.map(name => fs.readFileSync(file(name)));
	const there = fs.readdirSync(folder).sort();
	return {
		in: file,
		unchanged() {
			t.deepEqual(names.map(name => fs.readFileSync(file(name))), before);
			t.deepEqual(fs.readdirSync(folder).sort(), there);
		},
	};
}

test('no output overwrites what is read, however it is spelled or linked', async t => {
	const {in: file, unchanged} = await workspace(t);
	const app = file('app.tar');
	const refused: ReadonlyArray<readonly [over: string, ...commandLine: string[]]> = [
		...['app.tar', 'hard.tar', 'soft.tar', 'here/app.tar'].map(name => ['the image', 'audit', app, '--format', `json=${file(name)}`] as const),
		['the image', 'audit', `docker-archive:${app}`, '--format', `json=${app}`],
		['the image', 'audit', app, '--write-baseline', app],
		['the image', 'audit', app, '--init', '--force', '--policy', app],
		['the policy', 'audit', app, '--policy', file('policy.yaml'), '--format', `json=${file('policy.yaml')}`],
		['the baseline', 'audit', app, '--baseline', file('baseline.json'), '--format', `json=${file('baseline.json')}`],
		['the baseline', 'audit', app, '--policy', file('known.yaml'), '--format', `json=${file('baseline.json')}`],
		['the list', 'audit', '--from-file', file('list'), '--format', `text=${file('list')}`],
		['the image', 'audit', '--from-file', file('list'), '--format', `text=${app}`],
		['the image', app, '--json', file('soft.tar')],
		['the image', app, '-j', app],
		['the thresholds', app, '--ci', '--ci-config', file('ci'), '--json', file('ci')],
		['the image', app, '--format', `json=${app}`],
		['the image', 'diff', file('hard.tar'), app, '--format', `json=${app}`],
		['the image', 'files', app, '--format', `csv=${app}`],
		['the image', 'extract', app, '--output', app],
	];
	for (const [over, ...commandLine] of refused) {
		const {exitCode, output, errors} = await runCommand(commandLine);
		t.is(exitCode, 2, commandLine.join(' '));
		t.is(output, '');
		t.regex(errors, new RegExp(`^freedive: -.* would overwrite ${over} .*\\.\\n$`), commandLine.join(' '));
		unchanged();
	}
});

test('what standard input is read from is not overwritten', async t => {
	const {in: file, unchanged} = await workspace(t);
	const fd = fs.openSync(file('app.tar'), 'r');
	t.teardown(() => {
		fs.closeSync(fd);
	});
	const {exitCode, errors} = await runCommand(['audit', '-', '--format', `json=${file('hard.tar')}`], {standardInput: {fd}});
	t.is(exitCode, 2);
	t.regex(errors, /would overwrite what standard input is read from/);
	unchanged();
});

test('no file that an image\'s folder is made of is overwritten; a report may lie beside them', async t => {
	const {in: file} = await workspace(t);
	fs.mkdirSync(file('layout'));
	fs.writeFileSync(file('layout/index.json'), '{}');
	const refused = await runCommand(['audit', `oci:${file('layout')}`, '--format', `json=${file('layout/index.json')}`]);
	t.regex(refused.errors, /would overwrite the image oci:/);
	fs.writeFileSync(file('layout/report.json'), '{}');
	t.notRegex((await runCommand(['audit', `oci:${file('layout')}`, '--format', `json=${file('layout/report.json')}`])).errors, /overwrite/);
});

test('two outputs never go to one file, and what is no input is replaced', async t => {
	const {in: file, unchanged} = await workspace(t);
	const a = file('x.out');
	for (const b of [`${file('.')}/./x.out`, file('here/x.out')]) {
		for (const other of [['--format', `text=${b}`], ['--write-baseline', b]]) {
			const {exitCode, errors} = await runCommand(['audit', file('app.tar'), '--format', `json=${a}`, ...other]);
			t.is(exitCode, 2);
			t.regex(errors, /Two outputs can't go to one file/);
			unchanged();
		}
	}

	for (const over of ['baseline.json', 'x.out', 'x.out']) {
		const {exitCode, errors} = await runCommand(['audit', file('app.tar'), '--fail-on', 'never', '--write-baseline', file(over), '--format', 'json=/dev/null']);
		t.deepEqual({exitCode, errors}, {exitCode: 0, errors: ''});
	}
});

test('a folder in a file\'s place is told in a sentence, and so is a file in a folder\'s', async t => {
	const {in: file} = await workspace(t);
	const app = file('app.tar');
	for (const option of ['--policy', '--baseline', '--from-file']) {
		const {exitCode, errors} = await runCommand(['audit', app, option, file('here')]);
		t.is(exitCode, 2);
		t.regex(errors, /^freedive: (?:--policy:|The baseline|--from-file:).* is a folder\.\n$/);
	}

	const {exitCode, errors} = await runCommand(['audit', app, '--format', `json=${app}/x`]);
	t.is(exitCode, 2);
	t.is(errors, `freedive: ${app}/x can't be written: a file stands where its folder would be.\n`);
});

test('what can\'t be followed together is told', async t => {
	const {in: file, unchanged} = await workspace(t);
	const app = file('app.tar');
	for (const [commandLine, sentence] of [
		[[app, '--init', '--format', 'json'], /--init writes a policy, and goes without --format\./],
		[[app, '--init', '--write-baseline', file('b')], /--init writes a policy, and goes without --write-baseline\./],
		[[app, '--only', 'setuid', '--skip', 'setuid'], /--only and --skip leave no rule\./],
		[[app, file('hard.tar'), '--format', `dockerfile=${file('F')}`], /--format dockerfile writes the Dockerfile of one image, and 2 are named\./],
	] as const) {
		const {exitCode, output, errors} = await runCommand(['audit', ...commandLine]);
		t.is(exitCode, 2);
		t.is(output, '');
		t.regex(errors, sentence);
		unchanged();
	}

	t.is((await runCommand(['audit', app, '--only', 'setuid,root-user', '--skip', 'setuid'])).exitCode, 0);
});
