import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {History} from '../../source/report/history.js';
import {schemas} from '../../source/report/schemas/index.js';
import type {Summary} from '../../source/report/summary.js';
import {buildImage, dockerArchive, ociLayout, writeTar, type BuildOptions} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const base = `
	ADD rootfs.tar /
	  etc/
	  etc/motd = hello
	  bin/big * 5000
	RUN echo again > /etc/motd
	  etc/motd = good-bye
	CMD ["bash"]
`;

const own = `${base}
	ENV A=1
	RUN chown -R 1000 /bin
	  1000:1000 bin/big * 5000
	  1000:1000 bin/hard => bin/big
	RUN rm /etc/motd
	  etc/.wh.motd
	  etc/one * 7
	  etc/one * 9
`;

async function archive(t: ExecutionContext, text = own, name = 'app.tar', options: BuildOptions = {}): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), name), dockerArchive([await buildImage(text, {tags: [`shop/${name.replace('.tar', ':1')}`], ...options})]));
}

async function read(...words: string[]): Promise<History> {
	const {exitCode, output, errors} = await runCommand(['history', ...words, '--format', 'json']);
	if (exitCode !== 0) {
		throw new Error(errors);
	}

	return JSON.parse(output) as History;
}

test('the annotated Dockerfile: every instruction in its place, with its bytes, as the schema says', async t => {
	const history = await read(await archive(t));
	t.deepEqual(schemaErrors(schemas.history, history), []);
	t.deepEqual(undescribedKeys(schemas.history, history), []);
	t.deepEqual(history.steps!.map(({layer, instruction, size, wasted, causes}) => [layer, instruction, size, wasted, causes]), [
		[1, 'ADD rootfs.tar /', 5005, 5005, 0],
		[2, 'RUN echo again > /etc/motd', 8, 8, 5],
		[null, 'CMD ["bash"]', 0, 0, 0],
		[null, 'ENV A=1', 0, 0, 0],
		[3, 'RUN chown -R 1000 /bin', 5000, 0, 5000],
		[4, 'RUN rm /etc/motd', 16, 7, 8],
	]);
	t.like(history, {base: null, path: null, story: null, image: {size: 10_029, wasted: 5020}});
});

test('an instruction of one long word is shown in part, and says how much is left out', async t => {
	const start = performance.now();
	const {output} = await runCommand(['history', await archive(t, `COPY ${'y'.repeat(500_000)} /\n  a = b`)]);
	t.regex(output, /y{50}\n +\(\d,\d{3} lines more\)\n/);
	t.true(output.length < 5000);
	t.true(performance.now() - start < 10_000);
});

test('--base: its layers and steps are marked, and its waste is told apart', async t => {
	const app = await archive(t);
	const history = await read(app, '--base', await archive(t, base, 'base.tar'));
	t.deepEqual(schemaErrors(schemas.history, history), []);
	t.like(history.base, {name: 'shop/base:1', layers: 2, steps: 3, guess: false, wasted: 5});
	t.deepEqual(history.steps!.map(step => step.base), [true, true, true, false, false, false]);
	const {output} = await runCommand(['history', app, '--base', path.join(path.dirname(app), '..', path.basename(path.dirname(app)), 'app.tar')]);
	t.regex(output, /FROM shop\/app:1 \(4 layers\)\n\n/);
});

test('--base: summary and history agree', async t => {
	const app = await archive(t);
	const other = await archive(t, base, 'base.tar');
	const {output} = await runCommand(['summary', app, '--base', other, '--format', 'json']);
	const summary = JSON.parse(output) as Summary;
	t.deepEqual(schemaErrors(schemas.summary, summary), []);
	t.deepEqual(summary.base, (await read(app, '--base', other)).base);
	t.deepEqual(summary.layers.map(layer => layer.base), [true, true, false, false]);
	const wastes = await runCommand(['waste', app, '--base', other, '--format', 'json']);
	const {worst} = JSON.parse(output) as {worst: Array<{remedy: string}>};
	t.deepEqual(worst.map(({remedy}) => remedy), (JSON.parse(wastes.output) as {wastes: Array<{remedy: string}>}).wastes.slice(0, 5).map(({remedy}) => remedy));
	const alone = JSON.parse((await runCommand(['summary', app, '--format', 'json'])).output) as {worst: Array<{remedy: string}>};
	t.notDeepEqual(worst, alone.worst, 'what the base did is not one\'s own to mend');
	t.is((await runCommand(['summary', other, '--base', app])).exitCode, 2);
});

test('--base that is not the image\'s: a sentence, exit code 2', async t => {
	const app = await archive(t);
	const other = await archive(t, 'ADD other /\n  x = 1', 'other.tar');
	t.deepEqual(await runCommand(['history', app, '--base', other]), {exitCode: 2, output: '', errors: `freedive: ${app} is not built on ${other}: layer 1 differs.\n`});
	t.deepEqual(await runCommand(['history', '-', '--base', '-'], {standardInput: {fd: -1}}).then(({exitCode, output}) => ({exitCode, output})), {exitCode: 2, output: ''});
});

test('a base that a label names: its end is a guess, and says so', async t => {
	const app = await archive(t, own, 'app.tar', {config: {config: {Labels: {'org.opencontainers.image.base.name': 'debian:\u001B12', 'org.opencontainers.image.base.digest': 'sha256:1234567890abcdef'}}}});
	const history = await read(app);
	t.deepEqual(schemaErrors(schemas.history, history), []);
	t.like(history.base, {name: 'debian:\u001B12', layers: 2, steps: 3, guess: true, wasted: 5});
	t.true(history.steps!.every(step => step.base === null));
	const {output} = await runCommand(['history', app]);
	t.true(output.includes(String.raw`  FROM debian:\x1b12@1234567890ab (2 layers by a guess from the`));
	t.true(output.includes('Of the waste 5 B came with the base (by the guess), and 5.01 kB is this build\'s own.'));
	const markdown = await runCommand(['history', app, '--format', 'markdown']);
	t.true(markdown.output.includes('| | | | | **FROM** `debian:\\x1b12@1234567890ab` (2 layers by a guess'));
});

test('a path\'s story: each layer that touched it, how, what became of it', async t => {
	const file = await archive(t);
	const history = await read(file, '/etc/motd');
	t.deepEqual(schemaErrors(schemas.history, history), []);
	t.deepEqual(undescribedKeys(schemas.history, history), []);
	t.deepEqual(history.story!.map(({layer, change, what, size, stored, fate, hiddenBy}) => [layer, change, what, size, stored, fate, hiddenBy]), [
		[1, 'added', ['added'], 5, 5, 'overwritten', 2],
		[2, 'modified', ['content'], 8, 8, 'removed', 4],
		[4, 'removed', ['removed'], 0, 0, null, null],
	]);
	t.like(history, {steps: null, path: '/etc/motd', pathBase64: null});
	t.like((await read(file, 'bin/hard')).story![0], {type: 'hardlink', link: '/bin/big', size: 5000, stored: 0, uid: 1000, mode: '0644'});
	t.deepEqual((await read(file, 'etc/one/')).story!.map(({fate, size}) => [fate, size]), [['superseded', 7], ['live', 9]]);
});

test('a path is matched as it is, then with \\xNN decoded', async t => {
	const file = await archive(t, String.raw`
		ADD rootfs.tar /
		  etc/a\x41 = as-it-is
		  etc/aA = decoded
		  etc/b\x42 = literal
	`);
	t.is((await read(file, String.raw`/etc/a\x41`)).path, String.raw`/etc/a\x41`);
	t.is((await read(file, String.raw`/etc/\x61A`)).path, '/etc/aA');
	t.is((await read(file, String.raw`/etc/b\x42`)).path, String.raw`/etc/b\x42`);
});

test('a path through links is what it leads to', async t => {
	const file = await archive(t, `
		ADD rootfs.tar /
		  usr/bin/sh = x
		  bin -> usr/bin
	`);
	const {output, exitCode} = await runCommand(['history', file, '/bin/sh']);
	t.is(exitCode, 0);
	t.regex(output, /^\/usr\/bin\/sh /);
});

test('a path that no layer names, and one that layers only remove: a sentence, exit code 2', async t => {
	const file = await archive(t, `
		ADD rootfs.tar /
		  usr/bin/sh = x
		  bin -> usr/bin
		RUN rm /never
		  .wh.never
	`);
	for (const [operand, errors] of [
		['/no/such', 'freedive: No layer names /no/such.\n'],
		['/bin/bash', 'freedive: No layer names /bin/bash: /bin is a link to usr/bin.\n'],
		['/\u001Bx', `freedive: No layer names ${String.raw`/\x1bx`}.\n`],
		['/', 'freedive: No layer lists / itself.\n'],
		['/never', 'freedive: /never was never there: layers only remove it.\n'],
	] as const) {
		t.deepEqual(await runCommand(['history', file, operand]), {exitCode: 2, output: '', errors});
	}
});

test('text takes the terminal\'s width, and plain ASCII where it is asked for', async t => {
	const file = await archive(t, `
		RUN set -eux;   	apt-get install a-package-with-a-very-long-name another-one; 	rm -rf /var/lib/apt/lists/*
		  a * 100
		COPY 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 /srv
		  b * 3
	`);
	for (const columns of [60, 80, 120]) {
		const standardOutput = new Collector(columns);
		await runCommand(['history', file, '--color', 'never'], {standardOutput});
		t.true(standardOutput.text.split('\n').slice(1).every(line => line.replaceAll(/[字漢]/g, 'xx').length <= columns), standardOutput.text);
	}

	// Where there is no terminal the environment may say how wide lines are.
	const widest = async (COLUMNS?: string) => {
		const {output} = await runCommand(['history', file], {environment: {COLUMNS}});
		return Math.max(...output.split('\n').slice(1).map(line => line.length));
	};

	t.true(await widest('60') <= 60);
	t.true(await widest() > 100);
	t.is(await widest('many'), await widest());

	const standardOutput = new Collector(80);
	await runCommand(['history', file, '--ascii', '--color', 'always'], {standardOutput});
	t.true(standardOutput.text.includes('######'));
	t.true(standardOutput.text.includes('\u001B[1m'));
});

test('the forms of an image agree, in every format, each time', async t => {
	const image = await buildImage(own);
	const folder = temporaryFolder(t);
	const plain = await writeTar(path.join(folder, 'plain.tar'), ociLayout([image], 'none'));
	const gzip = await writeTar(path.join(folder, 'gzip.tar'), ociLayout([image], 'gzip'));
	for (const operands of [[], ['/bin/big']]) {
		for (const format of ['text', 'csv', 'markdown']) {
			const outputs = await Promise.all([plain, gzip, gzip].map(async file => (await runCommand(['history', file, ...operands, '--format', format])).output
				.replaceAll(file, 'FILE').replaceAll(/^(\d,[^,]*),\d+,/gm, '$1,STORED,')));
			t.is(outputs[1], outputs[0]);
			t.is(outputs[2], outputs[0]);
		}
	}
});

test('CSV: a row an instruction, or a row a layer', async t => {
	const file = await archive(t);
	const rows = async (...words: string[]) => (await runCommand(['history', file, ...words, '--format', 'csv'])).output.split('\n').slice(0, -1);
	t.deepEqual((await rows()).slice(0, 4).map(row => row.replace('2026-01-02T03:04:05Z', 'TIME').replace(/,\d{4},/, ',STORED,')), [
		'layer,instruction,stored_size,size,wasted,causes,base,created',
		'1,ADD rootfs.tar /,STORED,5005,5005,0,,TIME',
		'2,RUN echo again > /etc/motd,STORED,8,8,5,,TIME',
		',"CMD [""bash""]",0,0,0,0,,TIME',
	]);
	t.is((await rows('/etc/motd')).at(-1), '/etc/motd,4,removed,removed,,,,,,,0,0,,,RUN rm /etc/motd');
});
