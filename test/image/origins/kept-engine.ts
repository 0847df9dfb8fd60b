import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, docker25Archive, dockerArchive, hex, ociLayout, sha256, writeTar, type BuiltImage, type Files} from '../../helpers/build-image.js';
import {fakeEngines, hasImage, lacks, type FakePrograms} from '../../helpers/fake-engines.js';
import {runCommand, type Ran} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

/** Files that were stored again, the same and otherwise, moved, and twice in an image: all that only bytes can tell. */
const story = (last = 'c') => `
	RUN a
		etc/conf = text
		srv/a * 3000
		srv/b = same
		srv/c = ${last}
	RUN b
		etc/conf = TEXT
		srv/b = same
		opt/a * 3000
		srv/.wh.a
		opt/twice = same
		opt/one * 5000
		opt/two * 5000
`;

const built = buildImage(story(), {tags: ['app:1']});
const other = buildImage(story('d'), {tags: ['app:1']});

/** Commands whose second run needs nothing saved. */
const lazy = [
	['summary', '--format', 'json'],
	['files', '--format', 'json'],
	['files', '--all-layers', '--columns', 'path,size,change,fate'],
	['history', '--format', 'json'],
	['waste', '--format', 'json'],
	['du'],
] as const;

type Engine = {
	programs: FakePrograms;
	folder: string;
	run: (command: readonly string[], options?: {maker?: string; isKept?: boolean}) => Promise<Ran>;
	/** How often it was asked to save since it was last asked. */
	saves: () => number;
	/** What it has from now on under that name. */
	holds: (image: BuiltImage, files: Files, id?: string) => Promise<void>;
};

async function engineOf(t: ExecutionContext, image: BuiltImage, files: Files = dockerArchive([image])): Promise<Engine> {
	const folder = temporaryFolder(t);
	const [inspect, archive] = [path.join(folder, 'inspect'), path.join(folder, 'app.tar')];
	const programs = fakeEngines(t, {docker: {inspect: `[ -e '${inspect}' ] || { ${lacks.docker}; }; cat '${inspect}'`, save: `cat '${archive}'`}});
	const home = path.join(folder, 'cache');
	let before = 0;
	const engine: Engine = {
		programs,
		folder,
		async run([name, ...rest], {maker = 'test', isKept = true} = {}) {
			return runCommand([name, 'docker://app:1', ...rest], {...programs, ...isKept && {cacheFolder: home, maker}});
		},
		saves() {
			const all = programs.calls().filter(call => call.includes(' save ')).length;
			const since = all - before;
			before = all;
			return since;
		},
		async holds(image, files, id) {
			await writeTar(archive, files);
			fs.writeFileSync(inspect, hasImage(image, id));
		},
	};
	await engine.holds(image, files);
	return engine;
}

for (const [form, archive] of [['docker', dockerArchive], ['docker 25', docker25Archive], ['podman', (images: BuiltImage[]) => ociLayout(images)]] as const) {
	test(`the second time an image is opened nothing is saved, and all is told as the first: ${form}`, async t => {
		const engine = await engineOf(t, await built, archive([await built]));
		for (const command of lazy) {
			const plain = await engine.run(command, {isKept: false});
			t.is(engine.saves(), 1);
			const first = await engine.run(command);
			t.true(engine.saves() <= 1);
			const second = await engine.run(command);
			t.is(engine.saves(), 0, command.join(' '));
			t.deepEqual(first, plain);
			t.deepEqual(second, plain);
			t.deepEqual([plain.exitCode, plain.errors], [0, '']);
		}
	});
}

test('what was not asked before is saved for once, and answered', async t => {
	const engine = await engineOf(t, await built);
	for (const [command, saves] of [[['files'], 1], [['summary'], 1], [['waste'], 1], [['waste'], 0], [['summary'], 0], [['files'], 0], [['audit'], 1], [['grep', 'TEXT'], 1], [['summary'], 0]] as const) {
		const plain = await engine.run(command, {isKept: false});
		engine.saves();
		t.deepEqual(await engine.run(command), plain);
		t.is(engine.saves(), saves, command.join(' '));
	}
});

test('a tag that names another image now is saved again', async t => {
	const engine = await engineOf(t, await built);
	await engine.run(lazy[0]);
	await engine.holds(await other, dockerArchive([await other]));
	engine.saves();
	t.deepEqual(await engine.run(lazy[0]), await engine.run(lazy[0], {isKept: false}));
	t.is(engine.saves(), 2);
	await engine.run(lazy[0]);
	t.is(engine.saves(), 0);
});

test('an image that the engine has no more is not opened, whatever is kept', async t => {
	const engine = await engineOf(t, await built);
	await engine.run(lazy[0]);
	fs.rmSync(path.join(engine.folder, 'inspect'));
	const {exitCode, output, errors} = await engine.run(lazy[0]);
	t.deepEqual([exitCode, output], [2, '']);
	t.regex(errors, /docker has no image app:1/);
});

test('what is kept and broken, or another build kept, is saved again', async t => {
	const engine = await engineOf(t, await built);
	const first = await engine.run(lazy[0]);
	engine.saves();
	t.deepEqual(await engine.run(lazy[0], {maker: 'other'}), first);
	t.is(engine.saves(), 1);
	const saved = path.join(engine.folder, 'cache/images/saved');
	const names = fs.readdirSync(saved);
	t.is(names.length, 2);
	await engine.run(lazy[0]);
	for (const name of names) {
		const file = path.join(saved, name);
		for (const size of [0, 1, 50, fs.statSync(file).size - 1]) {
			await engine.run(lazy[0]);
			fs.truncateSync(file, size);
			engine.saves();
			t.deepEqual(await engine.run(lazy[0]), first);
			t.is(engine.saves(), 1, `${name} ${size}`);
		}

		await engine.run(lazy[0]);
		const bytes = fs.readFileSync(file);
		bytes[bytes.length >> 1] ^= 1;
		fs.writeFileSync(file, bytes);
		engine.saves();
		t.deepEqual(await engine.run(lazy[0]), first);
		t.is(engine.saves(), 1);
	}
});

test('layers that are kept no more are saved for', async t => {
	const engine = await engineOf(t, await built);
	const first = await engine.run(lazy[0]);
	fs.rmSync(path.join(engine.folder, 'cache/images/layer'), {recursive: true});
	engine.saves();
	t.deepEqual(await engine.run(lazy[0]), first);
	t.is(engine.saves(), 1);
});

test('an engine that saves under its id what it did not before is told, and is saved again the next time', async t => {
	const engine = await engineOf(t, await built);
	await engine.run(['files']);
	// Of the same size, and with a config that is not the id's.
	await engine.holds(await built, dockerArchive([await other]));
	const {exitCode, output, errors} = await engine.run(lazy[0]);
	t.deepEqual([exitCode, output], [2, '']);
	t.regex(errors, /docker now saves app:1 otherwise than before: open it again\./);
	t.is((await engine.run(lazy[0])).exitCode, 0);
	engine.saves();
	await engine.run(lazy[0]);
	t.is(engine.saves(), 1, 'the id does not name it');
});

test('an index of which not all manifests are there is saved each time: the engine may get them', async t => {
	const image = await built;
	const files = ociLayout([image, {...await other, tags: ['app:2']}]);
	const index = files.get('index.json') as Uint8Array;
	const id = hex(sha256(index));
	files.set(`blobs/sha256/${id}`, index);
	files.set('index.json', Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [{mediaType: 'application/vnd.oci.image.index.v1+json', digest: `sha256:${id}`, size: index.length, annotations: {'io.containerd.image.name': 'app:1'}}]})));
	const {manifests} = JSON.parse(Buffer.from(index).toString()) as {manifests: Array<{digest: string}>};
	for (const isWhole of [true, false]) {
		if (!isWhole) {
			files.delete(`blobs/sha256/${manifests[1].digest.slice(7)}`);
		}

		const engine = await engineOf(t, image, files);
		await engine.holds(image, files, id);
		const command = ['summary', '--image', '1', '--format', 'json'];
		const first = await engine.run(command);
		engine.saves();
		t.deepEqual(await engine.run(command), first);
		t.is(engine.saves(), isWhole ? 0 : 1);
	}
});

test('of layers no more is kept than their first block', async t => {
	const secret = 'what nobody else shall read';
	const image = await buildImage(`
		RUN a
			srv/a = ${secret}
	`, {tags: ['app:1']});
	const engine = await engineOf(t, image);
	await engine.run(lazy[0]);
	const names = fs.readdirSync(path.join(engine.folder, 'cache'), {recursive: true, encoding: 'utf8'}).map(name => path.join(engine.folder, 'cache', name)).filter(name => fs.statSync(name).isFile());
	t.true(names.length > 1);
	t.false(names.some(name => fs.readFileSync(name).includes(secret)));
	t.true(fs.readFileSync(path.join(engine.folder, 'app.tar')).includes(secret));
});
