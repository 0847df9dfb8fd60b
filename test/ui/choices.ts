import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {addIndex, addManifest, buildImage, docker25Archive, dockerArchive, finishLayout, ociLayout, writeTar, type Files} from '../helpers/build-image.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession, type TestSessionOptions} from '../helpers/test-session.js';

const build = async (name: string, platform?: string) => buildImage(`RUN ${name}\n\t${name} * 3000\nRUN more\n\tmore = ${name}\n`, {tags: [`${name}:1`], platform});

async function open(t: ExecutionContext, files: Files, options: TestSessionOptions = {}): Promise<TestSession> {
	return new TestSession(t, [await writeTar(path.join(temporaryFolder(t), 'several.tar'), files)], options);
}

/** An index of platforms under one name. */
async function platforms(...names: string[]): Promise<Files> {
	const files: Files = new Map();
	const manifests = await Promise.all(names.map(async name => build('app', name)));
	return finishLayout(files, [addIndex(files, manifests.map(image => addManifest(files, image, {platform: true})), {annotations: {'org.opencontainers.image.ref.name': 'app:1'}})]);
}

for (const [name, archive] of Object.entries({'docker save': dockerArchive, 'docker save since 25': docker25Archive, 'an OCI archive': ociLayout})) {
	test(`of several images in ${name} one is chosen on the screen, and P leads to the others`, async t => {
		const session = await open(t, archive([await build('one'), await build('two')]));
		await session.until(({choosing}) => choosing !== undefined);
		t.regex(session.frame, /which one\?/);
		t.regex(session.frame, /[\d.]+ k?B +2 +one:1\s*\n.* [\d.]+ k?B +2 +two:1/);
		session.press('escape');
		t.is(session.state.choosing?.length, 2, 'Esc quits nothing');
		t.notRegex(session.frame, /Esc back/);
		session.press('down', 'enter');
		await session.until(({phase}) => phase === 'whole');
		t.is(session.state.image?.chosen, 'two:1');
		t.regex(session.lines[0], /two:1 .*P 1 other/);
		t.regex(session.frame, /RUN two/);

		session.press('P');
		t.regex(session.frame, /open +two:1/);
		session.press('down', 'enter');
		t.is(session.state.focus, 'choices', 'it is open already');
		session.press('up', 'enter');
		await session.until(({image, phase}) => phase === 'whole' && image?.chosen === 'one:1');
		session.press('escape');
		t.is(session.state.image?.chosen, 'two:1');
		session.press('escape');
		t.is(session.state.focus, 'layers');
	});
}

test('of several platforms the host\'s is opened, and P shows the others with their sizes', async t => {
	const session = await open(t, await platforms('linux/arm64/v8', 'linux/amd64', 'linux/riscv64'));
	await session.until(({phase}) => phase === 'whole');
	t.is(session.state.image?.platform, 'linux/amd64');
	t.regex(session.lines[0], /linux\/amd64 {2}P 2 others/);
	session.press('P');
	t.regex(session.frame, /linux\/arm64\/v8 +[\d.]+ k?B +2/);
	t.regex(session.frame, /linux\/amd64 +[\d.]+ k?B +2 open/);
	session.press('end', 'enter');
	await session.until(({phase, image}) => phase === 'whole' && image?.platform === 'linux/riscv64');
	session.press('escape');
	t.is(session.state.image?.platform, 'linux/amd64');
});

test('where none is the host\'s it is asked for', async t => {
	for (const [columns, rows] of [[120, 30], [80, 24], [60, 20], [40, 10]] as const) {
		const session = await open(t, await platforms('linux/arm64/v8', 'linux/riscv64'), {columns, rows, ascii: columns === 60});
		await session.until(({choosing}) => choosing !== undefined);
		t.true(session.lines.every(line => line.length <= columns), session.frame);
		session.press('down', 'enter');
		await session.until(({phase}) => phase === 'whole');
		t.is(session.state.image?.platform, 'linux/riscv64');
	}
});

test('where there is but one, P says so', async t => {
	const session = await open(t, dockerArchive([await build('one')]));
	await session.until(({phase}) => phase === 'whole');
	session.press('P');
	t.is(session.state.focus, 'layers');
	t.regex(session.frame, /There is no other image in it\./);
});

test('in a comparison nothing is asked: it is an error, as for commands', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'several.tar'), dockerArchive([await build('one'), await build('two')]));
	const session = new TestSession(t, [file, file]);
	await session.until(({failure}) => failure !== undefined);
	t.regex(session.frame.replaceAll(/\s+/g, ' '), /holds 2 images\. Choose one with --image/);
});
