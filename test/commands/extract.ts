import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {hasProgram, testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, ociLayout, writeFolder, writeTar} from '../helpers/build-image.js';
import {listFolder, namesBelow} from '../helpers/list-folder.js';
import {Collector, runCommand, type Ran} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {Interruption} from '../../source/commands/interruption.js';

const userId = process.geteuid!();
const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const testAsRoot = testWith(test, {root: userId === 0});
const testWithTar = testWith(test, {'GNU tar': hasProgram('tar', 'GNU tar')});

const story = `
	ADD rootfs.tar /
	  etc/
	  etc/motd = first
	  0600 etc/key = secret
	  usr/
	  usr/bin/
	  0755 usr/bin/dash = shell
	  usr/bin/sh -> dash
	  bin -> usr/bin
	  var/log/old.log = old
	RUN edit
	  etc/motd = second
	  usr/lib/one.so * 2000
	  usr/lib/two.so * 3000
	  usr/lib/again.so => usr/lib/one.so
	  abs -> /etc/motd
	RUN rm
	  var/log/.wh.old.log
	  etc/.wh.key
	  etc/late = 3
`;

type Taking = {image: string; out: string; extract: (...parameters: string[]) => Promise<Ran & {names: string[]}>};

async function taking(t: ExecutionContext, text = story, form: 'plain' | 'gzip' = 'plain'): Promise<Taking> {
	const folder = temporaryFolder(t);
	const built = await buildImage(text);
	const image = form === 'plain' ? await writeTar(path.join(folder, 'app.tar'), dockerArchive([built])) : writeFolder(path.join(folder, 'app'), ociLayout([built]));
	const out = path.join(folder, 'out');
	return {
		image,
		out,
		async extract(...parameters) {
			const ran = await runCommand(['extract', image, ...parameters, ...(parameters.includes('-o') ? [] : ['-o', out])], {userId});
			return {...ran, names: fs.statSync(out, {throwIfNoEntry: false})?.isDirectory() ? namesBelow(out).sort() : []};
		},
	};
}

test('a folder lies below its whole path, and says what came out', async t => {
	const {extract, out} = await taking(t);
	const {names, exitCode, output, errors} = await extract('/etc');
	t.is(exitCode, 0);
	t.deepEqual(names, ['etc', 'etc/late', 'etc/motd']);
	t.is(fs.readFileSync(path.join(out, 'etc/motd'), 'utf8'), 'second');
	t.is(output, '');
	t.is(errors, `freedive: 2 files, 1 folder (7 B) in ${out}\n`);
});

test('several paths, and with --strip without what is before them', async t => {
	const {extract, out} = await taking(t);
	t.deepEqual((await extract('/usr/bin', '/usr/lib/two.so', '--strip', '/usr')).names, ['bin', 'bin/dash', 'bin/sh', 'lib', 'lib/two.so']);
	t.is(fs.readlinkSync(path.join(out, 'bin/sh')), 'dash');
	t.regex((await extract('/etc/motd', '--strip', '/usr')).errors, /--strip \/usr can't be taken off \/etc\/motd: it does not lie below it\./);
	t.regex((await extract('/etc/motd', '--strip', '/etc/motd')).errors, /can't be taken off/);
});

test('what is stripped whole lies right in the folder', async t => {
	const {extract} = await taking(t);
	t.deepEqual((await extract('usr/bin/', '--strip', 'usr/bin/')).names, ['dash', 'sh']);
});

test('a path that is a link gives what it leads to, under its own name; --no-follow the link', async t => {
	const {extract, out} = await taking(t);
	t.deepEqual((await extract('/bin/sh', '/abs')).names, ['abs', 'bin', 'bin/sh']);
	t.is(fs.readFileSync(path.join(out, 'bin/sh'), 'utf8'), 'shell');
	t.is(fs.readFileSync(path.join(out, 'abs'), 'utf8'), 'second');
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('/bin', '--no-follow')).names, ['bin']);
	t.is(fs.readlinkSync(path.join(out, 'bin')), 'usr/bin');
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('/bin')).names, ['bin', 'bin/dash', 'bin/sh']);
	t.is((await extract('/usr/../bin/./sh', '--force')).exitCode, 0);
});

test('as it stood after a layer, deleted since or not', async t => {
	const {extract, out} = await taking(t);
	t.deepEqual((await extract('/etc', '/var/log/old.log', '--at', '1')).names, ['etc', 'etc/key', 'etc/motd', 'var', 'var/log', 'var/log/old.log']);
	t.is(fs.readFileSync(path.join(out, 'etc/motd'), 'utf8'), 'first');
	t.is(fs.statSync(path.join(out, 'etc/key')).mode & 0o777, 0o600);
	const {exitCode, errors} = await extract('/var/log/old.log');
	t.is(exitCode, 2);
	t.is(errors, 'freedive: The final file system has no /var/log/old.log, but layer 1 does: --at 1 takes it from there.\n');
});

test('all that a layer holds, and no more; what it removes is told', async t => {
	const {extract, out} = await taking(t);
	const second = await extract('--layer', '2');
	t.deepEqual(second.names, ['abs', 'etc', 'etc/motd', 'usr', 'usr/lib', 'usr/lib/again.so', 'usr/lib/one.so', 'usr/lib/two.so']);
	t.is(fs.statSync(path.join(out, 'usr/lib/again.so')).ino, fs.statSync(path.join(out, 'usr/lib/one.so')).ino);
	fs.rmSync(out, {recursive: true});
	const third = await extract('--layer', '3');
	t.deepEqual(third.names, ['etc', 'etc/late']);
	t.regex(third.errors, /layer 3 also removes 2 paths of lower layers, which is not written/);
	t.is(third.exitCode, 0);
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('/etc', '--layer', '2..3')).names, ['etc', 'etc/late', 'etc/motd']);
	t.regex((await extract('/usr', '--layer', '3')).errors, /Layer 3 holds nothing of \/usr\./);
});

test('of several layers what any of them holds, though one of them removes it again', async t => {
	const {extract, out} = await taking(t, `
		ADD
		  etc/keep = kept
		  etc/gone = gone
		  etc/swap/one = 1
		  bin -> usr/bin
		RUN write
		  app/.env = first
		  app/lib/a = a
		  etc/.wh.gone
		  etc/.wh.never
		RUN again
		  app/.env = second
		  app/.wh.lib
		RUN rm
		  app/.wh..env
		  etc/swap = file
	`);
	const {names, errors, exitCode} = await extract('--layer', '2..4');
	t.deepEqual(names, ['app', 'app/.env', 'app/lib', 'app/lib/a', 'etc', 'etc/swap']);
	t.is(fs.readFileSync(path.join(out, 'app/.env'), 'utf8'), 'second');
	t.is(exitCode, 0);
	// A whiteout of what was not there, or of what these layers store, removes nothing of lower layers; nor does a file in a folder's place.
	t.regex(errors, /layer 2\.\.4 also removes 1 path of lower layers/);
	t.regex(errors, /2 paths, \/app\/\.env the first, were removed by a later one of these layers/);
	fs.rmSync(out, {recursive: true});
	const last = await extract('/app/.env', '--layer', '3..');
	t.deepEqual(last.names, ['app', 'app/.env']);
	t.regex(last.errors, /\/app\/\.env was removed by layer 4, and is written as a layer below it holds it/);
	t.notRegex(last.errors, /also removes/);
	t.is(fs.readFileSync(path.join(out, 'app/.env'), 'utf8'), 'second');
	t.is((await extract('*.env', '--layer', '..2', '--force')).exitCode, 0);
	t.is(fs.readFileSync(path.join(out, 'app/.env'), 'utf8'), 'first');
	t.is((await extract('--query', '.env', '--layer', '3..4', '--force')).exitCode, 0);
	t.is(fs.readFileSync(path.join(out, 'app/.env'), 'utf8'), 'second');
	fs.rmSync(out, {recursive: true});
	const replaced = await extract('/etc', '--layer', '1..4');
	t.deepEqual(replaced.names, ['etc', 'etc/gone', 'etc/keep', 'etc/swap']);
	t.regex(replaced.errors, /left out: \/etc\/swap\/one: a file or a link of a layer above stands where its folder was/);
});

test('what a layer does not hold is told with the layer that does', async t => {
	const {extract} = await taking(t);
	for (const [operand, layer, sentence] of [
		['/etc/key', '3', /Layer 3 removes \/etc\/key; layer 1 had it: --layer 1 takes it\./],
		['/etc/key', '2', /Layer 2 holds no \/etc\/key: it is of layer 1\./],
		['/etc/late', '2', /Layer 2 holds no \/etc\/late, but layer 3 does: --layer 3 takes it\./],
		['/x', '2..3', /Layers 2 to 3 hold no \/x, nor does any other\./],
		['*.so', '3', /No path that layer 3 holds matches \*\.so\./],
	] as const) {
		const {errors, exitCode} = await extract(operand, '--layer', layer);
		t.is(exitCode, 2);
		t.regex(errors, sentence);
	}
});

test('a link that leads nowhere is named, with what takes the link; another layer only where the path really leads somewhere', async t => {
	const {extract, out} = await taking(t, `
		ADD
		  data/dangling -> /nowhere
		  data/once -> /target
		  data/folder -> ../none
		  target = 1
		RUN rm
		  .wh.target
	`);
	t.is((await extract('/data/dangling')).errors, 'freedive: /data/dangling leads to /nowhere, which is not there; --no-follow takes the link itself.\n');
	t.is((await extract('/data/once')).errors, 'freedive: /data/once leads to /target, which is not there; after layer 1 it is: --at 1 takes it; --no-follow takes the link itself.\n');
	t.is((await extract('/data/folder/x')).errors, 'freedive: The final file system has no /data/folder/x: /data/folder leads to /none, which is not there.\n');
	t.false(fs.existsSync(out));
	t.deepEqual((await extract('/data/once', '--at', '1')).names, ['data', 'data/once']);
	t.is(fs.readFileSync(path.join(out, 'data/once'), 'utf8'), '1');
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('/data/dangling', '--no-follow')).names, ['data', 'data/dangling']);
});

test('of paths that are given, a query takes only what it finds', async t => {
	const {extract, out} = await taking(t);
	t.deepEqual((await extract('/usr/lib', '/etc', '--query', 'size:>2500 | motd')).names, ['etc', 'etc/motd', 'usr', 'usr/lib', 'usr/lib/two.so']);
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('*.so', '--query', 'again')).names, ['usr', 'usr/lib', 'usr/lib/again.so']);
	t.regex((await extract('/etc', '--query', 'ext:so')).errors, /Nothing of that matches ext:so\./);
	t.regex((await extract('--query', 'ext:dll', '--layer', '2')).errors, /No path in layer 2 matches ext:dll\./);
});

test('wildcards take what matches with all below it; a query exactly what it finds', async t => {
	const {extract, out} = await taking(t);
	t.deepEqual((await extract('*.so')).names, ['usr', 'usr/lib', 'usr/lib/again.so', 'usr/lib/one.so', 'usr/lib/two.so']);
	fs.rmSync(out, {recursive: true});
	t.is((await extract('/us*')).names.length, 8);
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('--query', 'size:>2500')).names, ['usr', 'usr/lib', 'usr/lib/two.so']);
	fs.rmSync(out, {recursive: true});
	t.deepEqual((await extract('--query', 'ext:so', '--strip', '/usr/lib')).names, ['again.so', 'one.so', 'two.so']);
	t.regex((await extract('*.dll')).errors, /No path matches \*\.dll\./);
	t.regex((await extract('--query', 'size:>')).errors, /\^/);
});

test('a query that finds only what was removed says after which layer it is there', async t => {
	const {extract, out} = await taking(t);
	t.like(await extract('--query', 'old.log'), {exitCode: 2, errors: 'freedive: No path matches old.log, but after layer 1 one does: --at 1 takes it from there.\n'});
	t.false(fs.existsSync(out));
	t.is((await extract('--query', 'old.log', '--at', '1')).exitCode, 0);
	t.is((await extract('--query', 'no-such-thing')).errors, 'freedive: No path matches no-such-thing.\n');
});

test('a bare name that is nowhere at the root is told with where it is', async t => {
	const {extract} = await taking(t);
	t.is((await extract('one.so')).errors, 'freedive: The final file system has no /one.so. Did you mean /usr/lib/one.so?\n');
	t.is((await extract('lib/one.so')).errors, 'freedive: The final file system has no /lib/one.so: /lib is not there.\n');
	t.is((await extract('old.log')).errors, 'freedive: The final file system has no /old.log.\n');
	const {extract: many} = await taking(t, 'ADD\n  e/x = 1\n  b/x = 2\n  a/a/x = 3\n  c/x = 4\n  d/xx = 5');
	t.is((await many('x')).errors, 'freedive: The final file system has no /x. Did you mean /b/x, /c/x or /e/x? (freedive find IMAGE \'/x$\' lists all 4)\n');
});

test('what is told of a path has what --strip takes off', async t => {
	const {extract, out} = await taking(t);
	await extract('/etc', '--strip', '/etc');
	for (const parameters of [['/etc'], ['--query', 'motd']]) {
		t.regex((await extract(...parameters, '--strip', '/etc/')).errors, /left out: (?:\/etc\/late, )?\/etc\/motd:/);
	}

	const {extract: again} = await taking(t, 'ADD\n  04755 data/bin/su = x');
	t.regex((await again('/data', '--strip', 'data', '-o', out)).errors, /\/data\/bin\/su has lost what/);
	t.regex((await again('/data', '--strip', 'data', '-o', `${out}.tar`)).errors, /\/data\/bin\/su has lost what/);
});

test('a folder that is a link to nothing, or lies behind one, is refused with that link', async t => {
	const {extract, out} = await taking(t);
	fs.symlinkSync('nowhere', out);
	t.is((await extract('/etc', '-o', out)).errors, `freedive: ${out} can't be written: it is a link to nowhere, which is not there.\n`);
	t.is((await extract('/etc', '-o', `${out}/sub`)).errors, `freedive: ${out}/sub can't be written: ${out} is a link to nowhere, which is not there.\n`);
	t.is(fs.readdirSync(path.dirname(out)).length, 2);
});

test('a folder that can\'t be made is refused in a sentence', async t => {
	const {extract, out} = await taking(t);
	const file = `${out}-file`;
	fs.writeFileSync(file, 'mine');
	for (const [to, says] of [
		[`${file}/sub`, `${file}/sub can't be written: ${file} is no folder.`],
		[`${file}/sub/below`, `${file}/sub/below can't be written: ${file} is no folder.`],
		[`${file}/`, `${file} can't be written: it is no folder.`],
		[`${file}/a.tar`, `${file}/a.tar can't be written: a file stands where its folder would be.`],
		['/dev/null/x', '/dev/null/x can\'t be written: /dev/null is no folder.'],
	]) {
		t.like(await extract('/etc', '-o', to), {exitCode: 2, errors: `freedive: ${says}\n`});
	}

	t.is(fs.readFileSync(file, 'utf8'), 'mine');
	fs.symlinkSync('loop', `${out}-loop`);
	fs.renameSync(`${out}-loop`, path.join(path.dirname(out), 'loop'));
	t.regex((await extract('/etc', '-o', path.join(path.dirname(out), 'loop/x'))).errors, /loop\/x can't be written: links on its way lead in a circle\.\n$/);
	t.is((await extract('/etc', '-o', `${out}/a/../b/`)).exitCode, 0);
	t.deepEqual(fs.readdirSync(out).toSorted(), ['a', 'b']);
});

// In a process of their own, with an end: what is tested once went on for ever, and no signal ended it.
for (const [title, folder, says] of [
	['that takes no folders', '/proc/nope/below', '/proc/nope/below can\'t be made: no folder can be made in /proc.'],
	['that was removed', 'sub', 'sub can\'t be made: the working folder was removed.'],
]) {
	testWith(test, {'/proc': fs.existsSync('/proc/self/fd')})(`a folder in one ${title} is refused, and not tried for ever`, async t => {
		const {image} = await taking(t);
		const gone = path.join(temporaryFolder(t), 'gone');
		fs.mkdirSync(gone);
		const cli = path.resolve('build/cli.js');
		const {status, stderr} = spawnSync('sh', ['-c', 'rmdir "$1" && exec "$2" "$3" extract "$4" /etc -o "$5"', 'sh', gone, process.execPath, cli, image, folder], {cwd: gone, timeout: 30_000, killSignal: 'SIGKILL', encoding: 'utf8'});
		t.is(status, 2);
		t.is(stderr, `freedive: ${says}\n`);
	});
}

test('what is there stays, unless --force is given', async t => {
	const {extract, out} = await taking(t);
	fs.mkdirSync(path.join(out, 'etc'), {recursive: true, mode: 0o711});
	fs.writeFileSync(path.join(out, 'etc/motd'), 'mine');
	fs.writeFileSync(path.join(out, 'etc/other'), 'mine');
	const {exitCode, errors} = await extract('/etc');
	t.is(exitCode, 2);
	t.regex(errors, /left out: \/etc\/motd: it is there already \(--force replaces it\)/);
	t.is(fs.readFileSync(path.join(out, 'etc/motd'), 'utf8'), 'mine');
	t.is(fs.statSync(path.join(out, 'etc')).mode & 0o777, 0o711);
	t.is((await extract('/etc', '--force')).exitCode, 0);
	t.is(fs.readFileSync(path.join(out, 'etc/motd'), 'utf8'), 'second');
	t.is(fs.readFileSync(path.join(out, 'etc/other'), 'utf8'), 'mine');
	t.is(fs.statSync(path.join(out, 'etc')).mode & 0o777, 0o755);
});

for (const form of ['plain', 'gzip'] as const) {
	testWithTar(`a tar on standard output and in a file, from ${form} layers, is what a folder would hold`, async t => {
		const {image, out, extract} = await taking(t, story, form);
		await extract('/');
		const wanted = listFolder(out, {folderTimes: false});
		const output = new Collector();
		t.is((await runCommand(['extract', image, '/', '-o', '-'], {standardOutput: output, userId})).exitCode, 0);
		const unpacked = `${out}-unpacked`;
		fs.mkdirSync(unpacked);
		execFileSync('tar', ['-xp', '-C', unpacked], {input: output.bytes});
		t.deepEqual(listFolder(unpacked, {folderTimes: false}), wanted);
		const file = `${out}.tar`;
		t.is((await extract('/', '-o', file)).exitCode, 0);
		t.deepEqual(fs.readFileSync(file), output.bytes);
		t.regex((await extract('/', '-o', file)).errors, /is there already; --force replaces it\./);
		t.is((await extract('/', '-o', file, '--force')).exitCode, 0);
		t.deepEqual(fs.readdirSync(path.dirname(file)).filter(name => name.startsWith('.')), []);
	});
}

test('what can\'t be understood is told before anything is written', async t => {
	const {image, extract, out} = await taking(t);
	for (const [parameters, sentence] of [
		[['/'], /Where to\? -o FOLDER/],
		[['-o', out], /Which paths\?/],
		[['/', '-o', 'x.tar.gz'], /freedive writes plain tars.*-o - \| gzip > x\.tar\.gz/],
		[['/nothing', '-o', out], /The final file system has no \/nothing\./],
		[['/nothing(1)', '-o', out], /The final file system has no \/nothing\(1\)\./],
		[['/etc/motd/x', '-o', out], /no \/etc\/motd\/x: \/etc\/motd is no folder\./],
		[['/', '--at', '1', '--layer', '2', '-o', out], /exclude each other/],
	] as const) {
		const {exitCode, errors} = await runCommand(['extract', image, ...parameters]);
		t.is(exitCode, 2);
		t.regex(errors, sentence);
	}

	t.regex((await runCommand(['extract', image, '/', '-o', '-'], {standardOutput: new Collector(80)})).errors, /nothing for a terminal/);
	t.false(fs.existsSync(out));
	fs.writeFileSync(out, '');
	t.regex((await extract('/')).errors, /out can't be written: it is no folder\./);
});

testAsRoot('owners are kept by root, and left alone with --no-same-owner', async t => {
	const {extract, out} = await taking(t, 'ADD\n  1000:1001 d/\n  1000:1001 d/f = 1\n  d/l -> f');
	await extract('/');
	t.deepEqual(['d', 'd/f'].map(name => fs.lstatSync(path.join(out, name))).map(({uid, gid}) => [uid, gid]), [[1000, 1001], [1000, 1001]]);
	fs.rmSync(out, {recursive: true});
	await extract('/', '--no-same-owner');
	t.deepEqual(['d', 'd/f'].map(name => fs.lstatSync(path.join(out, name))).map(({uid, gid}) => [uid, gid]), [[0, 0], [0, 0]]);
	fs.rmSync(out, {recursive: true});
	// A folder that hands its group on does not do so to what is extracted.
	fs.mkdirSync(out);
	fs.chownSync(out, 0, 50);
	fs.chmodSync(out, 0o2775);
	const {extract: again} = await taking(t, 'ADD\n  a/f = 1');
	await again('/', '-o', out);
	t.is(fs.statSync(path.join(out, 'a/f')).gid, 0);
});

/** A small disk of its own; undefined where none can be made here. */
function smallDisk(t: ExecutionContext, options: string): string | undefined {
	const folder = path.join(temporaryFolder(t), 'disk');
	fs.mkdirSync(folder);
	if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]).status !== 0) {
		return undefined;
	}

	t.teardown(() => {
		spawnSync('umount', ['-l', folder]);
	});
	return folder;
}

testAsRoot('on a full disk it stops, leaves whole files alone, and says how far it came', async t => {
	const disk = smallDisk(t, 'size=1m');
	if (disk === undefined) {
		t.log('SKIPPED: no file system can be mounted here');
		t.pass();
		return;
	}

	const {image} = await taking(t, 'ADD\n  a/one * 400000\n  a/two * 400000\n  b/three * 400000\n  b/four * 1');
	const {exitCode, errors} = await runCommand(['extract', image, '/', '-o', path.join(disk, 'out')], {userId});
	t.is(exitCode, 2);
	t.regex(errors, /stopped: the disk is full\. 2 files, .* in /);
	t.regex(errors, /left out: .*\/b\/three.*: the disk is full/);
	const names = namesBelow(path.join(disk, 'out')).filter(name => fs.statSync(path.join(disk, 'out', name)).isFile());
	t.is(names.length, 2);
	for (const name of names) {
		t.is(fs.statSync(path.join(disk, 'out', name)).size, 400_000);
	}
});

testAsRoot('into a folder that can\'t be written nothing is tried', async t => {
	const disk = smallDisk(t, 'size=1m,ro');
	if (disk === undefined) {
		t.log('SKIPPED: no file system can be mounted here');
		t.pass();
		return;
	}

	const {image} = await taking(t);
	const {exitCode, errors} = await runCommand(['extract', image, '/', '-o', disk], {userId});
	t.is(exitCode, 2);
	t.regex(errors, /disk can't be written: the file system is read-only\./);
	const asTar = await runCommand(['extract', image, '/', '-o', path.join(disk, 'app.tar')], {userId});
	t.is(asTar.exitCode, 2);
	t.regex(asTar.errors, /app\.tar can't be written: the file system is read-only\./);
});

testThreads('compressed layers of which all is taken are inflated once, to a file that nobody sees; where that can\'t be, twice, with the same result', async t => {
	const random = randomOf(3);
	const contents = Object.fromEntries(['one', 'two'].map(key => [key, randomBytes(random, 3_000_000)]));
	const image = await buildImage('ADD\n  a = @one\n  b * 100\nRUN\n  a = @two\n  c => b', {contents});
	const folder = temporaryFolder(t);
	const [plain, packed] = [await writeTar(path.join(folder, 'plain.tar'), dockerArchive([image])), await writeTar(path.join(folder, 'packed.tar'), ociLayout([image], 'gzip'))];
	const room = temporaryFolder(t);
	const out = async (reference: string, name: string, outside: {temporaryFolder?: string} = {}) => {
		const {exitCode, errors} = await runCommand(['extract', reference, '/', '-o', path.join(folder, name), '--quiet'], {userId, ...outside});
		t.is(exitCode, 0, errors);
		return listFolder(path.join(folder, name), {folderTimes: false});
	};

	const wanted = await out(plain, 'plain');
	t.deepEqual(await out(packed, 'copied', {temporaryFolder: room}), wanted);
	t.deepEqual(fs.readdirSync(room), []);
	t.deepEqual(await out(packed, 'again', {temporaryFolder: path.join(room, 'none')}), wanted);
});

test('an interruption ends it with no half file', async t => {
	const {image, out} = await taking(t, `ADD\n${Array.from({length: 300}, (_, index) => `  f${index} * 300000`).join('\n')}`);
	const abort = new AbortController();
	setTimeout(() => {
		abort.abort(new Interruption(130));
	}, 250);
	const {exitCode} = await runCommand(['extract', image, '/', '-o', out], {signal: abort.signal, userId, threads: 1});
	const names = fs.existsSync(out) ? namesBelow(out) : [];
	t.true(names.every(name => fs.statSync(path.join(out, name)).size === 300_000), names.join(' '));
	t.true(exitCode === 130 || names.length === 300);
});
