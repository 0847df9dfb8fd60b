import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {entriesOf, indexBoth} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {base256, concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {listFolder, namesBelow} from '../helpers/list-folder.js';
import {runCommand, type Ran} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** What is extracted into `out`; beside it lies `outside`, which nothing may touch. */
type Attack = {
	outside: string;
	out: string;
	/** Extracts, and holds what lies outside against what it was before. */
	run: (parameters?: readonly string[]) => Promise<Ran>;
};

const userId = process.geteuid!();
const testAsRoot = testWith(test, {root: userId === 0});
const testWithTar = testWith(test, {'GNU tar': hasProgram('tar', 'GNU tar')});

/** A place where an archive may do its worst: layers as text (see `buildImage`), or the bytes of one layer. OUTSIDE stands for a folder beside. */
async function attack(t: ExecutionContext, layers: string | ((outside: string) => Buffer)): Promise<Attack> {
	const folder = temporaryFolder(t);
	const outside = path.join(folder, 'outside');
	const out = path.join(folder, 'out');
	fs.mkdirSync(outside);
	fs.writeFileSync(path.join(outside, 'secret'), 'secret', {mode: 0o600});
	fs.utimesSync(outside, 1000, 1000);
	const image = path.join(folder, 'image.tar');
	if (typeof layers === 'string') {
		await writeTar(image, dockerArchive([await buildImage(layers.replaceAll('OUTSIDE', () => outside))]));
	} else {
		fs.writeFileSync(image, layers(outside));
	}

	const around = () => [...listFolder(outside), ...fs.readdirSync(folder).filter(name => name !== 'out'), String(fs.statSync(outside).mode), String(fs.statSync(outside).mtimeMs)];
	return {
		outside,
		out,
		async run(parameters = ['/']) {
			const before = around();
			const ran = await runCommand(['extract', image, ...parameters, '-o', out], {userId});
			t.deepEqual(around(), before, 'nothing outside is touched');
			t.deepEqual(namesBelow(out).filter(name => name.includes('.freedive-')), [], 'no draft is left');
			return ran;
		},
	};
}

/** The names in the folder that are there. */
function names({out}: Attack): string[] {
	return namesBelow(out).sort();
}

function read({out}: Attack, name: string): string {
	return fs.readFileSync(path.join(out, name), 'utf8');
}

for (const [trick, layers, wanted] of [
	['names that climb out by ..', 'ADD\n  ../../outside/new = evil\n  a/../../../x = evil\n  fine = 1', ['fine', 'outside', 'outside/new', 'x']],
	['absolute names', 'ADD\n  /OUTSIDE/new = evil\n  fine = 1', undefined],
	['a link, and a file behind it', 'ADD\n  l -> OUTSIDE\n  l/new = evil\n  fine = 1', ['fine', 'l', 'l/new']],
	['a folder, then a link in its place, and a file behind it', 'ADD\n  d/\n  d -> OUTSIDE\n  d/new = evil', ['d', 'd/new']],
	['a folder whose mode comes after a link in its place', 'ADD\n  0777 d/\n  d -> OUTSIDE', ['d']],
	['links that lead to links', 'ADD\n  a -> b\n  b -> OUTSIDE\n  a/new = evil\n  b/new = evil', ['a', 'a/new', 'b', 'b/new']],
	['a link that climbs, and a file behind it', 'ADD\n  l -> ../outside\n  l/secret = evil', ['l', 'l/secret']],
	['a link for the root itself', 'ADD\n  ./ -> OUTSIDE\n  new = evil', undefined],
	['a link that a later layer goes through', 'ADD\n  etc -> OUTSIDE\nADD\n  etc/secret = evil', ['etc', 'etc/secret']],
	['a removal through a link', 'ADD\n  l -> OUTSIDE\nRUN\n  l/.wh.secret\n  fine = 1', undefined],
	['an opaque folder through a link', 'ADD\n  l -> OUTSIDE\nRUN\n  l/.wh..wh..opq\n  fine = 1', undefined],
	['a hard link to a file outside', 'ADD\n  h => OUTSIDE/secret\n  fine = 1', ['fine']],
	['a hard link that climbs out', 'ADD\n  d/h => ../../outside/secret\n  fine = 1', ['d', 'fine']],
	['a hard link to a file outside, and a file in its place', 'ADD\n  h => OUTSIDE/secret\n  h = evil', ['h']],
	['a hard link to what lies behind a link', 'ADD\n  l -> OUTSIDE\n  h => l/secret\n  fine = 1', ['fine', 'l']],
	['a hard link to a link, and a file in its place', 'ADD\n  l -> OUTSIDE/secret\n  h => l\n  h = evil', ['h', 'l']],
	['names with backslashes', 'ADD\n  ..\\..\\outside\\new = evil', ['..\\..\\outside\\new']],
	['a file for a folder', 'ADD\n  a = 1\n  a/b = 2', ['a', 'a/b']],
] as const) {
	test(`nothing lands outside by ${trick}`, async t => {
		const attacked = await attack(t, layers);
		await attacked.run();
		if (wanted) {
			t.deepEqual(names(attacked), [...wanted]);
		} else {
			t.true(names(attacked).length > 0);
		}

		for (const name of names(attacked)) {
			const place = path.join(attacked.out, name);
			if (fs.lstatSync(place).isFile()) {
				t.not(read(attacked, name), 'secret', 'nothing outside is brought in');
				t.is(fs.lstatSync(place).nlink, 1);
			}
		}
	});
}

test('a hard link to nothing is told, the rest comes out', async t => {
	const attacked = await attack(t, 'ADD\n  h => etc/shadow\n  fine = 1');
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/h: its hard link leads to nothing/);
	t.is(read(attacked, 'fine'), '1');
});

test('a link that is in the folder already is not followed, for files nor for folders', async t => {
	const attacked = await attack(t, 'ADD\n  etc/passwd = root\n  etc/deep/x = 1\n  motd = hi\n  fine = 1');
	fs.mkdirSync(attacked.out);
	fs.symlinkSync(attacked.outside, path.join(attacked.out, 'etc'));
	fs.symlinkSync(path.join(attacked.outside, 'secret'), path.join(attacked.out, 'motd'));
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/etc: something that is no folder is there, and all below it is left out/);
	t.regex(errors, /left out: \/motd: it is there already \(--force replaces it\)/);
	t.deepEqual(names(attacked), ['etc', 'fine', 'motd']);
	t.is((await attacked.run(['/', '--force'])).exitCode, 0);
	t.is(read(attacked, 'etc/passwd'), 'root');
	t.true(fs.lstatSync(path.join(attacked.out, 'etc')).isDirectory());
	t.true(fs.lstatSync(path.join(attacked.out, 'motd')).isFile());
});

test('a link on the way to a link, and one that a link is to stand on', async t => {
	const attacked = await attack(t, 'ADD\n  a/b/l -> target\n  a/b/h = 1\n  a/h2 => a/b/h');
	fs.mkdirSync(path.join(attacked.out, 'a'), {recursive: true});
	fs.symlinkSync(attacked.outside, path.join(attacked.out, 'a/b'));
	fs.symlinkSync(path.join(attacked.outside, 'secret'), path.join(attacked.out, 'a/h2'));
	t.is((await attacked.run()).exitCode, 2);
	t.is((await attacked.run(['/', '--force'])).exitCode, 0);
	t.is(fs.readlinkSync(path.join(attacked.out, 'a/b/l')), 'target');
	t.is(read(attacked, 'a/h2'), '1');
});

test('a file that is another name of one outside is replaced, not written into', async t => {
	const attacked = await attack(t, 'ADD\n  f = new');
	fs.mkdirSync(attacked.out);
	fs.linkSync(path.join(attacked.outside, 'secret'), path.join(attacked.out, 'f'));
	// The name that goes takes itself off the count of what lies outside, and nothing else.
	await runCommand(['extract', path.join(attacked.out, '../image.tar'), '/', '-o', attacked.out, '--force'], {userId});
	t.is(read(attacked, 'f'), 'new');
	t.is(fs.readFileSync(path.join(attacked.outside, 'secret'), 'utf8'), 'secret');
});

test('a folder is never replaced, not by --force either', async t => {
	const attacked = await attack(t, 'ADD\n  a = file\n  b -> file');
	fs.mkdirSync(path.join(attacked.out, 'a/kept'), {recursive: true});
	fs.mkdirSync(path.join(attacked.out, 'b/kept'), {recursive: true});
	const {exitCode, errors} = await attacked.run(['/', '--force']);
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/a, \/b: a folder is there/);
	t.deepEqual(names(attacked), ['a', 'a/kept', 'b', 'b/kept']);
});

test('setuid and setgid are dropped, of folders as well, and kept when asked for', async t => {
	const attacked = await attack(t, 'ADD\n  04755 su = 1\n  02755 g = 1\n  02755 d/\n  01777 tmp/');
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 0);
	const modes = () => ['su', 'g', 'd', 'tmp'].map(name => (fs.statSync(path.join(attacked.out, name)).mode & 0o7777).toString(8));
	t.deepEqual(modes(), ['755', '755', '755', '1777']);
	t.regex(errors, /3 paths, .* have lost what lets others run them as their owner .*--keep-setuid keeps it/);
	await attacked.run(['/', '--force', '--keep-setuid']);
	t.deepEqual(modes(), ['4755', '2755', '2755', '1777']);
});

test('device nodes and named pipes are left out and told', async t => {
	const attacked = await attack(t, () => concat(
		entry({name: 'disk', type: '4', major: 8, minor: 0}), entry({name: 'tty', type: '3', major: 5, minor: 1}), entry({name: 'pipe', type: '6'}), entry({name: 'fine'}, '1'), end,
	));
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/disk, \/pipe, \/tty: it is a device node or named pipe \(--devices makes it\)/);
	t.deepEqual(names(attacked), ['fine']);
});

test('names too long for the file system are left out, deep paths are not', async t => {
	const long = 'n'.repeat(300);
	const deep = Array.from({length: 300}, () => 'deep').join('/');
	const attacked = await attack(t, () => concat(
		pax({path: long}), entry({}, '1'), pax({path: `${long}/below`}), entry({}, '1'), pax({path: `${deep}/file`}), entry({}, 'reached'), entry({name: 'fine'}, '1'), end,
	));
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/n+: its name is too long for this file system/);
	t.regex(errors, /2 files?, 300 folders/);
	// Longer than any path that can be named at once.
	let folder = attacked.out;
	const before = process.cwd();
	for (let depth = 0; depth < 300; depth++) {
		process.chdir(folder);
		folder = 'deep';
	}

	process.chdir('deep');
	t.is(fs.readFileSync('file', 'utf8'), 'reached');
	process.chdir(before);
});

test('folders deeper than a path can be named are left out with one sentence, and cost little', async t => {
	const deep = Array.from({length: 5000}, () => 'd').join('/');
	const attacked = await attack(t, () => concat(pax({path: `${deep}/file`}), entry({}, '1'), pax({path: `${deep}/d/x`}), entry({}, '1'), entry({name: 'fine'}, '1'), end));
	const start = performance.now();
	const {exitCode, errors} = await runCommand(['extract', path.join(attacked.out, '../image.tar'), '/', '-o', attacked.out], {userId});
	// Where each is walked to from above it takes minutes.
	t.true(performance.now() - start < 30_000);
	t.is(exitCode, 2);
	t.regex(errors, /1 file, 2,048 folders/);
	t.is(errors.split('left out: ').length, 2);
	t.regex(errors, /left out: [/d]{500}…: its path is longer than the 4095 bytes that programs can name, and all below it is left out/);
	t.is(read(attacked, 'fine'), '1');
	// Node can't: it names whole paths.
	execFileSync('rm', ['-r', attacked.out]);
});

test('an enormous sparse file costs its holes nothing, or is too large', async t => {
	const size = 2 ** 43;
	const attacked = await attack(t, () => concat(
		pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'huge', 'GNU.sparse.realsize': String(size)}),
		entry({}, concat(Buffer.from('2\n0\n5\n8000000000000\n4\n'.padEnd(512, '\0')), Buffer.from('startend!'))),
		entry({name: 'fine'}, '1'),
		end,
	));
	const {exitCode, errors} = await attacked.run();
	t.deepEqual(names(attacked).filter(name => name !== 'huge'), ['fine']);
	if (exitCode === 0) {
		t.is(fs.statSync(path.join(attacked.out, 'huge')).size, size);
		t.true(fs.statSync(path.join(attacked.out, 'huge')).blocks < 100);
	} else {
		t.regex(errors, /left out: \/huge: it is larger than this file system takes/);
	}
});

test('names from the image reach a terminal cleaned', async t => {
	const attacked = await attack(t, () => concat(entry({name: 'a\u001B[31m', type: '6'}), end));
	const {errors} = await attacked.run();
	t.false(errors.includes('\u001B'));
	t.true(errors.includes(String.raw`/a\x1b[31m`));
});

test('names that are no UTF-8 keep their bytes', async t => {
	const attacked = await attack(t, () => concat(
		entry({name: Buffer.from([0x64, 0xFF]), type: '5'}), entry({name: Buffer.from([0x64, 0xFF, 0x2F, 0x66, 0xFE])}, 'x'),
		entry({name: Buffer.from([0x6C]), type: '2', link: Buffer.from([0x64, 0xFF])}), end,
	));
	t.is((await runCommand(['extract', path.join(attacked.out, '../image.tar'), '/', '-o', attacked.out], {userId})).exitCode, 0);
	const out = Buffer.from(`${attacked.out}/`);
	t.is(fs.readFileSync(Buffer.concat([out, Buffer.from([0x64, 0xFF, 0x2F, 0x66, 0xFE])]), 'utf8'), 'x');
	t.deepEqual(fs.readlinkSync(Buffer.concat([out, Buffer.from('l')]), {encoding: 'buffer'}), Buffer.from([0x64, 0xFF]));
});

/** Setuid files whose owners no system knows, and one whose owner is plain. */
const ownerless = concat(
	entry({name: 'none', mode: 0o4755, uid: base256(4_294_967_295n, 8)}, '1'),
	entry({name: 'group', mode: 0o2755, uid: 1000, gid: base256(4_294_967_295n, 8)}, '1'),
	entry({name: 'large', mode: 0o4755, uid: base256(4_294_967_296n, 8)}, '1'),
	entry({name: 'negative', mode: 0o6755, uid: base256(-1n, 8)}, '1'),
	concat(pax({uid: '-5'}), entry({name: 'pax', mode: 0o4755}, '1')),
	entry({name: 'known', mode: 0o4755, uid: 1000}, '1'),
	end,
);

testAsRoot('what belongs to nobody that a system knows is not root\'s program', async t => {
	const attacked = await attack(t, () => ownerless);
	const {exitCode, errors} = await attacked.run(['/', '--keep-setuid']);
	t.is(exitCode, 2);
	t.regex(errors, /5 paths, \/none the first, can't be given their owners, .*; they belong to whoever extracts, without setuid and setgid/);
	t.notRegex(errors, /--keep-setuid keeps it/);
	const modes = names(attacked).map(name => `${name} ${(fs.statSync(path.join(attacked.out, name)).mode & 0o7777).toString(8)}`);
	t.deepEqual(modes, ['group 755', 'known 4755', 'large 755', 'negative 755', 'none 755', 'pax 755']);
});

test('one owner that a number can say and none can have is enough for exit code 2', async t => {
	const attacked = await attack(t, () => concat(entry({name: 'none', mode: 0o4755, uid: base256(4_294_967_295n, 8)}, '1'), end));
	const {exitCode, errors} = await attacked.run(['/', '--keep-setuid']);
	t.is(exitCode, 2);
	t.regex(errors, /\/none can't be given its owner, for the image names none \(4294967295\); it belongs to whoever extracts, without setuid and setgid/);
});

test('nor is it in a tar', async t => {
	const attacked = await attack(t, () => ownerless);
	const {exitCode, errors, tar} = await toTar(attacked, '--keep-setuid');
	t.is(exitCode, 2);
	t.regex(errors, /5 paths, \/group the first, can't be given their owners/);
	t.deepEqual(entriesOf(await indexBoth(t, tar, randomOf(1))).map(({path: name, mode, uid}) => [name, mode.toString(8), uid]), [
		['group', '755', 1000], ['known', '4755', 1000], ['large', '755', 4_294_967_295], ['negative', '755', 4_294_967_295],
		['none', '755', 4_294_967_295], ['pax', '755', 4_294_967_295],
	]);
});

test('times before 1970 are kept; those that a file system can\'t hold are told', async t => {
	const attacked = await attack(t, () => concat(
		pax({mtime: '-1000000000.5'}), entry({name: 'old'}, '1'),
		pax({mtime: '-5'}), entry({name: 'folder/', type: '5'}),
		pax({mtime: '-7'}), entry({name: 'link', type: '2', link: 'old'}),
		pax({mtime: '100000000000000000000'}), entry({name: 'far'}, '1'),
		end,
	));
	const {exitCode, errors} = await attacked.run();
	t.is(exitCode, 0);
	t.deepEqual(['old', 'folder', 'link'].map(name => fs.lstatSync(path.join(attacked.out, name)).mtimeMs), [-1_000_000_000_500, -5000, -7000]);
	t.regex(errors, /\/far has the nearest time that can be kept: its own lies beyond/);
	t.true(fs.statSync(path.join(attacked.out, 'far')).mtimeMs > 2 ** 31);
});

testWithTar('GNU tar takes the times of a tar, whatever the image says', async t => {
	for (const mtime of ['100000000000000000000', '-100000000000000000000', '-1.5', '9223372036854775807']) {
		const attacked = await attack(t, () => concat(pax({mtime}), entry({name: 'far'}, '1'), end));
		const {exitCode, errors, tar} = await toTar(attacked);
		t.is(exitCode, 0);
		t.is(errors.includes('has the nearest time that can be kept'), mtime.length > 10);
		execFileSync('tar', ['-xf', '-', '-C', path.dirname(attacked.out)], {input: tar, stdio: ['pipe', 'ignore', 'ignore']});
	}
});

test('a link to nothing is left out, of a folder and of a tar', async t => {
	const attacked = await attack(t, () => concat(entry({name: 'empty', type: '2'}), entry({name: 'fine'}, '1'), end));
	for (const {exitCode, errors} of [await attacked.run(), await toTar(attacked)]) {
		t.is(exitCode, 2);
		t.regex(errors, /left out: \/empty: a link to nothing can't be made\n/);
	}

	t.deepEqual(names(attacked), ['fine']);
});

/** Extracts to a tar, and gives its bytes. */
async function toTar({out}: Attack, ...parameters: string[]): Promise<Ran & {tar: Buffer}> {
	const tar = `${out}.tar`;
	const ran = await runCommand(['extract', path.join(out, '../image.tar'), '/', '-o', tar, ...parameters], {userId});
	return {...ran, tar: fs.readFileSync(tar)};
}
