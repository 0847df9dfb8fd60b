import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, ociLayout, writeTar, type Wrapping} from '../../helpers/build-image.js';
import {Random} from '../../helpers/random.js';
import {runCommand, type Ran} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const folders = Array.from({length: 60}, (_, folder) => Array.from({length: 90}, (_, file) => `  opt/f${folder}/file${file} = ${folder} ${file}\n`).join('')).join('');

/** An image of enough entries that how they lie over one another is kept, with every kind of waste; `first` is its first instruction. */
function story(first = 'COPY all /opt'): string {
	return `${first}\n${folders}RUN again\n${folders.slice(0, folders.length / 8).trimEnd().split('\n').slice(0, -1).join('\n')}
  7:8 opt/f50/file1 = 50 1
  opt/f50/file2 = 51 2
  opt/.wh.f59
  moved/file3 = 59 3
  hard -> opt/f1/file1
RUN last\n  etc/motd = hello\n  opt/f40/.wh.file7\n`;
}

type Kept = {archive: string; folder: string; names: () => string[]; run: (words: readonly string[], more?: {maker?: string}) => Promise<Ran>; summary: () => Promise<Ran>};

async function keep(t: ExecutionContext, wrapping: Wrapping = 'none', text = story(), cache = path.join(temporaryFolder(t), 'cache')): Promise<Kept> {
	const image = await buildImage(text);
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), wrapping === 'none' ? dockerArchive([image]) : ociLayout([image], wrapping));
	const folder = path.join(cache, 'images/overlay');
	const run = async (words: readonly string[], {maker = 'this one'} = {}) => runCommand(words.map(word => word === 'IMAGE' ? archive : word), {cacheFolder: cache, maker});
	return {archive, folder, names: () => fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [], run, summary: async () => run(['summary', 'IMAGE', '--format', 'json'])};
}

const told: ReadonlyArray<readonly string[]> = [
	['summary', 'IMAGE', '--format', 'json'],
	['files', 'IMAGE', '--all-layers', '--format', 'csv'],
	['files', 'IMAGE', '--layer', '2', '--format', 'json'],
	['waste', 'IMAGE', '--format', 'json'],
	['history', 'IMAGE', '--format', 'json'],
	['find', 'IMAGE', 'file7 change:removed', '--format', 'json'],
	['find', 'IMAGE', 'f5 file1$', '--format', 'json'],
	['du', 'IMAGE', '--format', 'json'],
	['dive', 'IMAGE', '--format', 'json'],
	['grep', '50 1', 'IMAGE'],
	['cat', 'IMAGE', '/opt/f50/file2'],
	['diff', 'IMAGE', 'IMAGE', '--at', '1,3', '--format', 'json'],
	['audit', 'IMAGE', '--format', 'json', '--fail-on', 'never'],
];

for (const wrapping of ['none', 'gzip'] as const) {
	test(`all commands tell the same of what is kept, whichever of them kept it: ${wrapping}`, async t => {
		t.timeout(180_000);
		const alone = await keep(t, wrapping);
		const truth = [];
		for (const words of told) {
			// The audit tells how long it took.
			truth.push(untimed(await alone.run([...words, '--no-cache'])));
		}

		t.deepEqual(alone.names(), []);
		for (const first of [['summary', 'IMAGE'], ['files', 'IMAGE', '--limit', '1']]) {
			const {run, names, summary} = await keep(t, wrapping);
			await run(first);
			t.is(names().length, first[0] === 'summary' ? 2 : 1);
			const [overlay] = names();
			t.regex(overlay, /^[\da-f]{64}$/);
			for (const [index, words] of told.entries()) {
				t.deepEqual(untimed(await run(words)).output.replaceAll(/\/[^\s",]*app\.tar/g, ''), truth[index].output.replaceAll(/\/[^\s",]*app\.tar/g, ''), words.join(' '));
			}

			await summary();
		}
	});
}

function untimed({exitCode, output, errors}: Ran): Ran {
	return {exitCode, output: output.replaceAll(/"(?:seconds|duration|milliseconds)": ?[\d.]+/g, ''), errors};
}

test('it is read, and not made anew', async t => {
	const {folder, names, summary} = await keep(t);
	const first = await summary();
	const inodes = () => names().map(name => fs.statSync(path.join(folder, name)).ino);
	const before = inodes();
	t.is(before.length, 2);
	t.deepEqual(await summary(), first);
	t.deepEqual(inodes(), before);
});

test('of few entries it is not kept', async t => {
	const {names, summary} = await keep(t, 'none', 'RUN a\n  a = 1\nRUN b\n  a = 2\n');
	await summary();
	t.deepEqual(names(), []);
});

test('the folder is for its owner alone', async t => {
	const {folder, names, summary} = await keep(t);
	await summary();
	t.is(fs.statSync(folder).mode & 0o777, 0o700);
	t.deepEqual(names().map(name => fs.statSync(path.join(folder, name)).mode & 0o777), [0o600, 0o600]);
});

test('an archive that is written anew is another', async t => {
	const {archive, names, summary} = await keep(t);
	const first = await summary();
	fs.copyFileSync(archive, `${archive}.new`);
	fs.renameSync(`${archive}.new`, archive);
	t.deepEqual(await summary(), first);
	t.is(names().length, 4);
});

test('of the same layers with other instructions the waste is told in its own words', async t => {
	const cache = path.join(temporaryFolder(t), 'cache');
	const one = await keep(t, 'gzip', story(), cache);
	const other = await keep(t, 'gzip', story('RUN make'), cache);
	const first = await one.run(['waste', 'IMAGE', '--format', 'json']);
	const {output} = await other.run(['waste', 'IMAGE', '--format', 'json']);
	t.is(one.names().length, 3, 'one of the layers, two of what is said');
	t.is(output, (await other.run(['waste', 'IMAGE', '--format', 'json', '--no-cache'])).output);
	t.true(first.output.includes('COPY --chown'));
	t.false(output.includes('COPY --chown'));
});

test('a layer of another digest is not taken for its own: what lies over one another is called by what was read', async t => {
	const cache = path.join(temporaryFolder(t), 'cache');
	const one = await keep(t, 'gzip', story(), cache);
	await one.summary();
	const other = await keep(t, 'gzip', story().replace('hello', 'goodbye, all'), cache);
	const {output} = await other.summary();
	t.is(output, (await other.run(['summary', 'IMAGE', '--format', 'json', '--no-cache'])).output);
	t.is(one.names().filter(name => name.length === 64).length, 2);
});

test('what another program kept is not read, and what is broken is made anew', async t => {
	const {folder, names, summary, run} = await keep(t);
	const first = await summary();
	t.deepEqual(await run(['summary', 'IMAGE', '--format', 'json'], {maker: 'another'}), first);
	t.deepEqual(await summary(), first);
	const whole = names().map(name => fs.readFileSync(path.join(folder, name)));
	const random = new Random(3);
	for (let round = 0; round < 40; round++) {
		const index = round % 2;
		const file = path.join(folder, names()[index]);
		const broken = Buffer.from(whole[index]);
		const at = random.below(round % 8 < 4 ? 400 : broken.length);
		broken[at] ^= 1 << random.below(8);
		for (const [which, name] of names().entries()) {
			fs.writeFileSync(path.join(folder, name), whole[which]);
		}

		fs.writeFileSync(file, round % 4 < 2 ? whole[index].subarray(0, at) : broken);
		t.deepEqual(await summary(), first, `byte ${at} of ${index}`);
	}
});

test('answers of another time, of which entries had other numbers, are no answers', async t => {
	const {folder, names, run} = await keep(t);
	const waste = async () => run(['waste', 'IMAGE', '--format', 'json']);
	const first = await waste();
	const [overlay, answers] = names();
	const old = fs.readFileSync(path.join(folder, answers));
	fs.rmSync(path.join(folder, overlay));
	t.deepEqual(await waste(), first);
	const now = fs.readFileSync(path.join(folder, answers));
	fs.writeFileSync(path.join(folder, answers), old);
	t.deepEqual(await waste(), first);
	t.false(fs.readFileSync(path.join(folder, answers)).equals(old), 'found out anew');
	t.is(fs.readFileSync(path.join(folder, answers)).length, now.length);
});

test('a layer that can\'t be read whole keeps nothing', async t => {
	const {archive, names, summary} = await keep(t, 'gzip');
	fs.truncateSync(archive, fs.statSync(archive).size / 2);
	t.is((await summary()).exitCode, 2);
	t.deepEqual(names(), []);
});
