import {execFile, execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {rememberImage} from '../../source/image/cache/recent-images.js';
import type {Cache} from '../../source/report/cache.js';
import {cacheSchema} from '../../source/report/schemas/cache-schema.js';
import {buildImage, ociLayout, writeTar} from '../helpers/build-image.js';
import {Random} from '../helpers/random.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const program = path.resolve(import.meta.dirname, '../../build/freedive.js');

/** An archive with a layer that is worth keeping, and a folder in which it is kept. */
async function keep(t: ExecutionContext) {
	const random = new Random(3);
	const noise = Buffer.from(Uint8Array.from({length: 400_000}, () => random.below(256)));
	const image = await buildImage('ADD a\n  noise = @noise\nRUN b\n  noise = other\n', {contents: {noise}});
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([image], 'gzip'));
	const cacheFolder = path.join(temporaryFolder(t), 'freedive');
	const run = async (...words: string[]) => runCommand(words, {cacheFolder, maker: 'this one', now: () => new Date(Date.now() + (7200 * 1000))});
	const json = async (...words: string[]) => JSON.parse((await run('cache', ...words, '--format', 'json')).output) as Cache;
	return {archive, cacheFolder, run, json};
}

test('what is kept is told as it lies, by its kind and each by itself', async t => {
	const {archive, cacheFolder, run, json} = await keep(t);
	const images = path.join(cacheFolder, 'images');
	t.is((await run('cache')).output, `${images}  empty; it may have 2.00 GB\n`);
	t.deepEqual((await json()).kinds, []);

	t.is((await run('summary', archive)).exitCode, 0);
	const [layer] = fs.readdirSync(path.join(images, 'layer'));
	const size = await json();
	const list = await json('list');
	for (const report of [size, list]) {
		t.deepEqual(schemaErrors(cacheSchema, report), []);
		t.deepEqual(undescribedKeys(cacheSchema, report), []);
		t.is(report.folder, images);
		t.is(report.limit, 2_000_000_000);
	}

	// What find and stat say of the same folder.
	const files = execFileSync('find', [images, '-type', 'f', '-printf', '%s\n'], {encoding: 'utf8'}).trim().split('\n').map(Number);
	t.is(size.files, files.length);
	t.is(size.bytes, files.reduce((sum, bytes) => sum + bytes));
	t.is(size.entries, null);
	t.deepEqual(list.kinds, size.kinds);
	const found = list.entries!.find(({kind}) => kind === 'layer')!;
	const stats = fs.statSync(path.join(images, 'layer', layer));
	t.deepEqual(found, {kind: 'layer', digest: layer.replace('-', ':'), bytes: stats.size, used: new Date(Math.floor(stats.mtimeMs / 1000) * 1000).toISOString().replace('.000', '')});

	const text = await run('cache', 'list');
	t.regex(text.output, new RegExp(`^${images}  .* of 2\\.00 GB\n\n kind +kept for +size +last used\n`));
	t.regex(text.output, new RegExp(`\n layer +${found.digest!.slice(7, 19)} +[\\d.]+ k?B  2 hours ago\n`));
	const csv = await run('cache', 'list', '--format', 'csv');
	t.true(csv.output.startsWith('kind,digest,bytes,used\n'));
	t.true(csv.output.includes(`\nlayer,${found.digest},${found.bytes},${found.used}\n`));
});

test('a layer that is kept for a place in a file is told so', async t => {
	const {cacheFolder, run, json} = await keep(t);
	const file = path.join(cacheFolder, 'images/layer/file-1-2');
	fs.mkdirSync(path.dirname(file), {recursive: true});
	fs.writeFileSync(file, 'x');
	t.deepEqual((await json('list')).entries!.map(({kind, digest}) => [kind, digest]), [['layer', null]]);
	t.regex((await run('cache', 'list')).output, /\n layer +a file +1 B /);
});

test('clear drops all that is kept, and what was opened lately, and leaves what is not its own', async t => {
	const {archive, cacheFolder, run, json} = await keep(t);
	await run('summary', archive);
	const {files, bytes} = await json();
	t.true(files > 0);
	for (const name of ['one', 'two']) {
		rememberImage(cacheFolder, {reference: `/tmp/${name}.tar`, form: 'oci-archive', size: 1, opened: 1});
	}

	t.deepEqual((await json('list')).remembered, {opened: 3, known: 1});
	for (const word of ['list', 'size']) {
		t.regex((await run('cache', word)).output, /\n\nremembered beside it: 3 images opened lately and the layers of 1 image\n$/);
	}

	fs.writeFileSync(path.join(cacheFolder, 'else'), 'x');
	const cleared = await json('clear');
	t.deepEqual(schemaErrors(cacheSchema, cleared), []);
	t.deepEqual(undescribedKeys(cacheSchema, cleared), []);
	t.deepEqual(cleared.cleared, {files, bytes, forgotten: {opened: 3, known: 1}});
	t.deepEqual(cleared.remembered, {opened: 0, known: 0});
	t.is(cleared.files, 0);
	t.deepEqual(fs.readdirSync(cacheFolder).sort(), ['else', 'images']);
	t.is((await run('cache', 'clear')).output, `${path.join(cacheFolder, 'images')}  nothing was in it\n`);

	await run('summary', archive);
	t.regex((await run('cache', 'clear')).output, / {2}dropped \d files?, [\d.]+ k?B, forgot 1 image opened lately and the layers of 1 image\n$/);
});

const isRoot = process.geteuid?.() === 0;
(isRoot ? test.skip : test)('what can\'t be dropped is told, with exit code 2', async t => {
	const {archive, cacheFolder, run} = await keep(t);
	await run('summary', archive);
	const layers = path.join(cacheFolder, 'images/layer');
	fs.chmodSync(layers, 0o500);
	const {exitCode, errors, output} = await run('cache', 'clear');
	fs.chmodSync(layers, 0o700);
	t.is(exitCode, 2);
	t.regex(errors, /^freedive: not all could be dropped: .*EACCES.*\n$/);
	t.regex(output, /; 1 file, .*, is in it now\n$/);
});

test('what can\'t be listed is not told to be empty', async t => {
	const {archive, cacheFolder, run} = await keep(t);
	const images = path.join(cacheFolder, 'images');
	const refused = async (reason: RegExp) => {
		for (const word of ['size', 'list', 'clear']) {
			const {exitCode, errors, output} = await run('cache', word);
			t.is(exitCode, 2);
			t.is(output, '');
			t.regex(errors, reason);
		}
	};

	await run('summary', archive);
	if (!isRoot) {
		fs.chmodSync(path.join(images, 'layer'), 0);
		await refused(/^freedive: what is in .*images can't be told: EACCES.*\n$/);
		fs.chmodSync(path.join(images, 'layer'), 0o700);
	}

	fs.rmSync(images, {recursive: true, force: true});
	fs.writeFileSync(images, 'x');
	await refused(/^freedive: what is in .*images can't be told: ENOTDIR.*\n$/);
});

test('a pipe among what Node keeps of the program holds nobody up', t => {
	const home = temporaryFolder(t);
	const environment = {...process.env, XDG_CACHE_HOME: home};
	const version = () => execFileSync(process.execPath, [program, '--version'], {env: environment, encoding: 'utf8', timeout: 60_000});
	const told = version();
	const code = path.join(home, 'freedive/code');
	const kept = fs.readdirSync(code, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());
	t.true(kept.length > 0);
	for (const {parentPath, name} of kept) {
		fs.rmSync(path.join(parentPath, name));
		execFileSync('mkfifo', [path.join(parentPath, name)]);
	}

	t.is(version(), told);
});

test('a limit that was lowered holds at once, also where nothing was written since', async t => {
	const {archive, cacheFolder, run} = await keep(t);
	await run('summary', archive);
	const home = path.dirname(cacheFolder);
	fs.mkdirSync(path.join(home, 'config/freedive'), {recursive: true});
	fs.writeFileSync(path.join(home, 'config/freedive/config.yaml'), 'cache:\n  limit: 1kB\n');
	const environment = {...process.env, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: path.join(home, 'config')};
	const told = JSON.parse(execFileSync(process.execPath, [program, 'cache', '--format', 'json'], {env: environment, encoding: 'utf8'})) as Cache;
	t.is(told.limit, 1000);
	t.true(told.bytes <= 1000, `${told.bytes}`);
});

test('a folder in the place of what was opened lately is no list, and stays', async t => {
	const {cacheFolder, run} = await keep(t);
	fs.mkdirSync(path.join(cacheFolder, 'recent.json/mine'), {recursive: true});
	const {exitCode, errors} = await run('cache', 'clear');
	t.is(exitCode, 2);
	t.regex(errors, /not all could be dropped/);
	t.true(fs.existsSync(path.join(cacheFolder, 'recent.json/mine')));
});

test('a folder that is not there is empty, and what makes no sense is told', async t => {
	const {run} = await keep(t);
	t.is((await run('cache', 'list')).exitCode, 0);
	t.is((await run('cache', 'list', '--format', 'csv')).output, 'kind,digest,bytes,used\n');
	const refused = async (...words: string[]) => {
		const {exitCode, errors, output} = await run('cache', ...words);
		t.is(exitCode, 2);
		t.is(output, '');
		return errors;
	};

	t.is(await refused('clean'), 'freedive: freedive cache knows size, list or clear, not clean. Did you mean clear?\n');
	t.is(await refused('clear', '--format', 'csv'), 'freedive: --format csv goes with freedive cache list.\n');
	t.is(await refused('--no-cache'), 'freedive: --no-cache does without what freedive cache is about.\n');
	t.regex((await runCommand(['cache'], {maker: 'this one'})).errors, /There is no folder for a cache/);
});

test('programs fill it while others clear and list it', async t => {
	const {archive, cacheFolder} = await keep(t);
	const start = async (...words: string[]) => new Promise<{stdout: string; stderr: string}>(resolve => {
		execFile(process.execPath, [program, ...words], {env: {...process.env, XDG_CACHE_HOME: path.dirname(cacheFolder)}}, (error, stdout, stderr) => {
			t.is(error, null);
			resolve({stdout, stderr});
		});
	});
	const {stdout: truth} = await start('summary', archive, '--format', 'json', '--no-cache');
	t.false(fs.existsSync(path.join(cacheFolder, 'images')));
	const rounds = async (...words: string[]) => {
		const outputs = [];
		for (let round = 0; round < 4; round++) {
			// One after the other, beside those of the others.
			outputs.push(await start(...words));
		}

		return outputs;
	};

	const [one, two, ...others] = await Promise.all([
		rounds('summary', archive, '--format', 'json'), rounds('summary', archive, '--format', 'json'),
		rounds('cache', 'clear'), rounds('cache', 'list', '--format', 'json'),
	]);
	for (const {stdout, stderr} of [...one, ...two]) {
		t.is(stdout, truth);
		t.is(stderr, '');
	}

	for (const {stderr} of others.flat()) {
		t.is(stderr, '');
	}
});
