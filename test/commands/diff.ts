import {createHash} from 'node:crypto';
import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import type {Header} from 'tar-stream';
import type {Diff, DiffChange} from '../../source/report/diff.js';
import {schemas} from '../../source/report/schemas/index.js';
import {
	buildImage,
	dockerArchive,
	ociLayout,
	sha256,
	writeTar,
	type BuildOptions,
	type BuiltImage,
	type Files,
	type Wrapping,
} from '../helpers/build-image.js';
import {dpkgPackage, lines} from '../helpers/package-layers.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {tarOf, type TarItem} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

type Document = Diff & {changes: DiffChange[]};

/** Writes images as a.tar, b.tar and so on, and gives what a command says of them, with these names. */
async function given(t: ExecutionContext, ...images: Files[]): Promise<(...line: string[]) => ReturnType<typeof runCommand>> {
	const folder = temporaryFolder(t);
	const files = await Promise.all(images.map(async (image, index) => writeTar(path.join(folder, `${'abc'[index]}.tar`), image)));
	return async (...line) => {
		const ran = await runCommand(line.map(word => files.find(file => path.basename(file) === word) ?? word));
		return {...ran, output: ran.output.replaceAll(`${folder}/`, ''), errors: ran.errors.replaceAll(`${folder}/`, '')};
	};
}

async function archive(story: string, options?: BuildOptions, wrapping: Wrapping = 'none'): Promise<Files> {
	return dockerArchive([await buildImage(story, options)], wrapping);
}

/** An image of one layer. */
async function ofEntries(entries: Array<[string, TarItem]>, config: Record<string, unknown> = {}): Promise<Files> {
	const built = await buildImage('ADD . /\n  x', {config});
	const layers = [await tarOf(entries)];
	return dockerArchive([{...built, layers} satisfies BuiltImage]);
}

const before = `
	ADD rootfs.tar /
	  etc/motd = hello
	  0644 etc/app.conf = a=1
	  usr/lib/old/a * 3000
	  usr/lib/old/b * 2000
	  bin/sh -> busybox
	ENV A=1
	COPY . /srv
	  srv/app * 5000
`;

const after = `
	ADD rootfs.tar /
	  etc/motd = hello
	  0600 etc/app.conf = a=1
	  bin/sh -> dash
	ENV A=2
	COPY . /srv
	  srv/app * 7000
	  srv/lib/x * 4000
	  srv/lib/y = y
`;

test('text: the verdict, then layers, configuration, history and files, worst first', async t => {
	const ran = await given(t, await archive(before, {config: {config: {Env: ['PATH=/bin', 'A=1'], Cmd: ['sh']}}}), await archive(after, {config: {config: {Env: ['PATH=/bin', 'A=2', 'B=\u001B['], Cmd: ['sh', '-c']}}}));
	const {output, exitCode, errors} = await ran('diff', 'a.tar', 'b.tar');
	t.is(exitCode, 0);
	t.is(errors, '');
	t.is(output, String.raw`
A  a.tar  linux/amd64  10.0 kB in 2 layers
B  b.tar  linux/amd64  11.0 kB in 2 layers

B is 1.00 kB larger: 3 paths added, 5 removed, 2 modified, most of it in /srv; the configuration differs in env.A,
env.B, cmd; 1 path in attributes alone (mode); 2 instructions of the history differ.

layers
 0 shared, 2 only in A, 2 only in B
 A 1  5.01 kB  ADD rootfs.tar /
 A 2  5.00 kB  COPY . /srv
 B 1      8 B  ADD rootfs.tar /
 B 2  11.0 kB  COPY . /srv

configuration
 env.A  1 → 2
 env.B  (none) → \x1b[
 cmd    ["sh"] → ["sh","-c"]

history
 2 instructions shared
 - ENV A=1
 + ENV A=2

files
 3 added, 5 removed, 2 modified, 1 in attributes alone
          A        B
 M  5.00 kB  7.00 kB  /srv/app
 R  5.00 kB           /usr/  5 paths
 A           4.00 kB  /srv/lib/  3 paths
 M      0 B      0 B  /bin/sh  target busybox → dash
 m      3 B      3 B  /etc/app.conf  mode 0644 → 0600
`.slice(1));
});

test('json is as its schema says, and tells every path', async t => {
	const ran = await given(t, await archive(before), await archive(after, {}, 'gzip'));
	const {output} = await ran('diff', 'a.tar', 'b.tar', '--format', 'json', '--sort', 'path');
	const document = JSON.parse(output) as Document;
	t.deepEqual(schemaErrors(schemas.diff, document), []);
	t.deepEqual(undescribedKeys(schemas.diff, document), []);
	t.false(document.identical);
	t.deepEqual(document.changes.map(({path, change, what, sizeA, sizeB, layerA, layerB}) => [change, path, what.join(' '), sizeA, sizeB, layerA, layerB]), [
		['modified', '/bin/sh', 'link', 0, 0, 1, 1],
		['metadata', '/etc/app.conf', 'mode', 3, 3, 1, 1],
		['modified', '/srv/app', 'content', 5000, 7000, 2, 2],
		['added', '/srv/lib', '', null, 0, null, null],
		['added', '/srv/lib/x', '', null, 4000, null, 2],
		['added', '/srv/lib/y', '', null, 1, null, 2],
		['removed', '/usr', '', 0, null, null, null],
		['removed', '/usr/lib', '', 0, null, null, null],
		['removed', '/usr/lib/old', '', 0, null, null, null],
		['removed', '/usr/lib/old/a', '', 3000, null, 1, null],
		['removed', '/usr/lib/old/b', '', 2000, null, 1, null],
	]);
});

test('two forms of an image are identical, and so are the layers that both have', async t => {
	const built = await buildImage(before);
	const ran = await given(t, dockerArchive([built]), ociLayout([built], 'zstd'));
	const {output, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--exit-code');
	t.is(exitCode, 0);
	t.regex(output, /^Identical: the same files, configuration and history\.\n\nlayers\n all shared/m);
});

test('the forms that real tools make of one image hold the same files, and what they do to the configuration is told', async t => {
	const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
	const verdictOf = async (name: string, ...more: string[]) => {
		const {output, exitCode} = await runCommand(['diff', fixture('docker-classic.tar'), fixture(name), '--exit-code', '--format', 'json', ...more]);
		return [exitCode, (JSON.parse(output) as Document).verdict];
	};

	for (const name of ['skopeo-docker.tar', 'skopeo-dir']) {
		t.deepEqual(await verdictOf(name), [0, 'Identical: the same files, configuration and history.']);
	}

	// OCI's configuration has no healthcheck.
	for (const name of ['skopeo-oci', 'skopeo-oci.tar', 'skopeo-oci-zstd.tar']) {
		t.deepEqual(await verdictOf(name), [1, 'The files are the same; the configuration differs in healthcheck, healthcheck.interval.']);
		t.deepEqual(await verdictOf(name, '--ignore', 'config'), [0, 'Identical: the same files and history.']);
	}

	t.deepEqual(await verdictOf('docker-buildkit.tar.gz', '--ignore', 'times,config,history'), [0, 'The same in all that counts: the files are the same, but for 1 path that differs only in what is ignored.']);
});

test('two images of one archive share what they share', async t => {
	const several = fileURLToPath(new URL('../fixtures/docker-several.tar', import.meta.url));
	const {output, exitCode} = await runCommand(['diff', `docker-archive:${several}:tiny:classic`, `docker-archive:${several}:other:1.0`, '--exit-code']);
	t.is(exitCode, 0);
	t.regex(output, /^ all shared/m);
});

test('the heading tells which image of an archive each side is, where --image chose it', async t => {
	const several = await Promise.all(['shop/web:2', 'shop/db:1'].map(async tag => buildImage(`ADD . /\n  ${tag.slice(5, 7)} = x`, {tags: [tag]})));
	const ran = await given(t, dockerArchive(several), await archive(before, {tags: ['shop/db:1']}));
	const text = await ran('diff', 'a.tar', 'a.tar', '--image', '1');
	t.regex(text.output, /^A {2}a\.tar {2}shop\/web:2 {2}linux\/amd64 .*\nB {2}a\.tar {2}shop\/web:2 {2}/);
	const markdown = await ran('diff', 'a.tar', 'b.tar', '--image', 'db', '--format', 'markdown');
	t.is(markdown.output, '');
	t.regex((await ran('diff', 'a.tar', 'b.tar', '--image', ':1', '--format', 'markdown')).output, /^## `a\.tar` `shop\/db:1` → `b\.tar` `shop\/db:1`\n/);
	const {a, b} = JSON.parse((await ran('diff', 'a.tar', 'b.tar', '--image', ':1', '--format', 'json')).output) as Diff;
	t.deepEqual([a.chosen, b.chosen], ['shop/db:1', 'shop/db:1']);
	// Of an only image nothing need be said.
	t.regex((await ran('diff', 'b.tar', 'b.tar')).output, /^A {2}b\.tar {2}linux\/amd64 /);
});

/** Two builds of the same Dockerfile, at other times and by another user. */
async function builds(): Promise<[Files, Files]> {
	const [first, second] = await Promise.all([[1, 0, '2026-01-01T00:00:00Z'], [100, 1000, '2026-02-02T00:00:00Z']].map(async ([seconds, uid, created]) => ofEntries([
		['etc', {header: {type: 'directory', mtime: new Date(Number(seconds) * 1000)}}],
		['etc/motd', {header: {mtime: new Date(Number(seconds) * 1000), uid: Number(uid)}, content: 'hello'}],
		['bin', {header: {type: 'symlink', linkname: 'usr/bin', mtime: new Date(Number(seconds) * 1000)}}],
		['var/log/build.log', {header: {mtime: new Date(0)}, content: String(created)}],
	], {created, history: [{created, created_by: 'ADD . /'}], config: {Labels: {'org.opencontainers.image.created': created}}})));
	return [first, second];
}

test('two builds of the same Dockerfile are the same in all that counts', async t => {
	const ran = await given(t, ...await builds());
	const all = await ran('diff', 'a.tar', 'b.tar', '--format', 'json');
	const {identical, changes, config, history, files} = JSON.parse(all.output) as Document;
	t.false(identical);
	t.deepEqual(changes.map(({path, what}) => `${path} ${what.join(' ')}`), ['/var/log/build.log content', '/bin mtime', '/etc mtime', '/etc/motd uid mtime']);
	t.deepEqual(config.map(({field}) => field), ['created', 'labels.org.opencontainers.image.created']);
	t.is(history.otherTimes, 1);
	t.is(files.timeOnly, 2);

	const some = await ran('diff', 'a.tar', 'b.tar', '--ignore', '/var/log,uid', '--exit-code');
	t.is(some.exitCode, 1);
	t.regex(some.output, /^The same in all that counts: 3 paths differ in time alone, and so does the build\.$/m);

	const none = await ran('diff', 'a.tar', 'b.tar', '--ignore', 'times,owners', '--ignore', '*.log', '--exit-code');
	t.is(none.exitCode, 0, none.output);
	t.regex(none.output, /^The same in all that counts: the same files, configuration and history, but for 3 paths that differ only in what is\nignored\.$/m);
});

test('what --ignore names must be something', async t => {
	const ran = await given(t, ...await builds());
	const {errors, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--ignore', 'time');
	t.is(exitCode, 2);
	t.is(errors, 'freedive: --ignore knows no time. Did you mean times?\n');
});

test('--exit-code gates on paths alone where they are asked for', async t => {
	const ran = await given(t, await archive(before), await archive(after));
	t.is((await ran('diff', 'a.tar', 'b.tar', '--exit-code')).exitCode, 1);
	t.is((await ran('diff', 'a.tar', 'b.tar')).exitCode, 0);
	const same = await ran('diff', 'a.tar', 'b.tar', '--exit-code', '--path', '/etc/motd', '--path', '/nothing');
	t.is(same.exitCode, 2);
	t.is(same.errors, 'freedive: no path matches /nothing\n');
	t.regex(same.output, /^In \/etc\/motd: the files are the same\.$/m);
	t.is((await ran('diff', 'a.tar', 'b.tar', '--exit-code', '--path', '/etc/motd')).exitCode, 0);
	const other = await ran('diff', 'a.tar', 'b.tar', '--exit-code', '--path', '/srv', '--format', 'csv');
	t.is(other.exitCode, 1);
	t.is(other.output, 'change,path,what,size_a,size_b,layer_a,layer_b\nmodified,/srv/app,content,5000,7000,2,2\nadded,/srv/lib/x,,,4000,,2\nadded,/srv/lib/y,,,1,,2\nadded,/srv/lib,,,0,,\n');
});

test('a path that is nowhere was not compared, and no verdict says that it is the same', async t => {
	const ran = await given(t, await archive(before), await archive(after));
	for (const more of [['--quiet'], ['--format', 'json'], ['--patch']]) {
		const {output, errors, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--path', '/nope', '--exit-code', ...more);
		t.deepEqual({output, errors, exitCode}, {output: '', errors: 'freedive: No path matches /nope, in A or in B: nothing was compared.\n', exitCode: 2});
	}
});

test('a path that leads through a link is what it leads to, in each of the two', async t => {
	const usr = (shell: string) => archive(`ADD\n  bin -> usr/bin\n  usr/bin/bash = ${shell}\n  usr/bin/sh -> /bin/bash\n  usr/bin/libc++.so = ${shell}\n  usr/bin/gone -> nowhere\n  other = ${shell}`);
	const ran = await given(t, await usr('one'), await usr('two'), await archive('ADD\n  bin/bash = one'));
	for (const name of ['/bin/bash', 'bin/sh', '/bin', '/usr/../bin/./bash', '/bin/libc++.so']) {
		const {output, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--path', name, '--exit-code');
		t.is(exitCode, 1, `of ${name}`);
		t.true(output.includes(`\nIn ${name} (/usr/bin`) && /: B is as large as A[:;] /.test(output), `${name}: ${output}`);
		t.is((await ran('diff', 'a.tar', 'a.tar', '--path', name, '--exit-code')).exitCode, 0, `of ${name}`);
	}

	t.regex((await ran('diff', 'a.tar', 'a.tar', '--path', '/bin/gone', '--exit-code')).output, /^In \/bin\/gone \(\/usr\/bin\/gone\): the files are the same\.$/m);
	t.is((await ran('diff', 'a.tar', 'a.tar', '--path', '/bin/none', '--exit-code')).exitCode, 2);
	// Only one of the two has a link there.
	t.is((await ran('diff', 'a.tar', 'c.tar', '--path', '/bin/bash', '--format', 'csv')).output, 'change,path,what,size_a,size_b,layer_a,layer_b\nadded,/bin/bash,,,3,,1\nremoved,/usr/bin/bash,,3,,1,\n');
});

test('the verdict tells attributes beside contents, and who runs with another\'s rights', async t => {
	const ran = await given(
		t,
		await archive('ADD\n  f = one\n  0644 m = x\n  04755 bin/su = x\n  0755 bin/new = x\n  02755 bin/both = x\n  0755 dir/\n  04755 bin/gone = x'),
		await archive('ADD\n  f = two\n  0600 m = x\n  0755 bin/su = x\n  04755 bin/new = x\n  06755 bin/both = x\n  02755 dir/\n  1000:1000 o = x'),
	);
	const verdict = async (...more: string[]) => (JSON.parse((await ran('diff', 'a.tar', 'b.tar', '--format', 'json', ...more)).output) as Document).verdict;
	t.is(await verdict(), 'B is as large as A: 1 path added, 1 removed, 1 modified, most of it in /f; setuid only in B: /bin/new, /bin/both; setuid only in A: /bin/su, /bin/gone; 5 paths in attributes alone (mode).');
	t.is(await verdict('--ignore', 'mode', '--path', '/f', '--path', '/bin/su'), 'In /f, /bin/su: B is as large as A; 1 path modified: /f.');
	t.is(await verdict('--path', '/m'), 'In /m: No file has other content; 1 path differs in mode: /m.');
});

test('where times alone differ, an exit code of 1 says how to leave them out', async t => {
	const ran = await given(t, ...await builds());
	const line = ['diff', 'a.tar', 'b.tar', '--ignore', '/var/log,uid'];
	const hint = 'freedive: --exit-code: they differ in times alone; --ignore times leaves these out\n';
	t.true((await ran(...line, '--exit-code')).errors.endsWith(hint));
	t.is((await ran(...line, '--exit-code', '--quiet')).errors, '');
	t.notRegex((await ran(...line)).errors, /--ignore times/);
	t.notRegex((await ran('diff', 'a.tar', 'b.tar', '--exit-code')).errors, /--ignore times/);
	t.is((await ran(...line, '--exit-code', '--ignore', 'times')).exitCode, 0);
});

test('text and Markdown list all instructions that JSON lists', async t => {
	const ofHistory = (history: Array<Record<string, unknown>>) => archive('ADD one\n  f = x\nRUN a\n  g = x', {config: {history}});
	const ran = await given(
		t,
		await ofHistory([{created_by: 'ADD one'}, {created_by: 'RUN a'}, {created_by: 'CMD a', empty_layer: true}, {created_by: 'ENV x', comment: 'one', empty_layer: true}]),
		await ofHistory([{created_by: 'ADD one'}, {created_by: 'RUN b'}, {created_by: 'CMD b', empty_layer: true}, {created_by: 'ENV x', comment: 'two', empty_layer: true}]),
	);
	const {output, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--ignore', 'times', '--exit-code');
	t.is(exitCode, 1);
	t.regex(output, /^The files are the same; but 6 instructions of the history differ\.$/m);
	const lines = output.split('\n');
	t.deepEqual(lines.slice(lines.indexOf('history') + 1, -1), [
		' 1 instruction shared', ' - layer 2: RUN a', ' - CMD a', ' - ENV x (one)  (no layer)', ' + layer 2: RUN b', ' + CMD b', ' + ENV x (two)  (no layer)',
	]);
	t.is((await ran('diff', 'a.tar', 'b.tar', '--format', 'markdown')).output.match(/^\| [+-] \|/gm)?.length, 6);
});

const story = `
	ADD rootfs.tar /
	  etc/motd = hello
	  var/cache * 900
	COPY . /srv
	  srv/app * 5000
	  srv/.wh.none
	RUN rm
	  var/.wh.cache
	  srv/app * 6000
`;

test('two points in the history of one image, and of two', async t => {
	const ran = await given(t, await archive(story), await archive(story, {}, 'gzip'));
	for (const line of [['a.tar', '--at', '1..2'], ['a.tar', 'b.tar', '--at', '1..2']]) {
		const {output} = await ran('diff', ...line, '--format', 'csv');
		t.is(output, 'change,path,what,size_a,size_b,layer_a,layer_b\nadded,/srv/app,,,5000,,2\nadded,/srv,,,0,,\n');
	}

	const {output} = await ran('diff', 'a.tar', '--at', '1..');
	t.is(output, `
A  a.tar  linux/amd64  after layer 1  905 B in 1 layer
B  a.tar  linux/amd64  after layer 3  11.9 kB in 3 layers

B is 5.10 kB larger: 2 paths added, 1 removed, most of it in /srv.

layers
 1 shared (3.58 kB as stored), 2 only in B
 B 2  5.00 kB  COPY . /srv
 B 3  6.00 kB  RUN rm

files
 2 added, 1 removed
          A        B
 A           6.00 kB  /srv/  2 paths
 R    900 B           /var/cache
`.slice(1));
	t.is((await ran('diff', 'a.tar', '--at', '2..2', '--exit-code')).exitCode, 0);
});

test('what one layer holds against what another does, whiteouts among it', async t => {
	const ran = await given(t, await archive(story));
	const {output} = await ran('diff', 'a.tar', '--layer', '2..3', '--format', 'csv');
	t.is(output, 'change,path,what,size_a,size_b,layer_a,layer_b\nmodified,/srv/app,content,5000,6000,2,3\nremoved,/srv/none,,0,,2,\nadded,/var,,,0,,\nadded,/var/cache,,,0,,3\n');
});

test('points and layers that are none', async t => {
	const ran = await given(t, await archive(story));
	t.is((await ran('diff', 'a.tar')).errors, 'freedive: freedive diff needs two images, or two points of one: freedive diff IMAGE --at 3..5\n');
	t.is((await ran('diff', 'a.tar', '--at', '3')).errors, 'freedive: --at 3 names no two layers: write X..Y, such as 3..5.\n');
	t.is((await ran('diff', 'a.tar', '--layer', '..3')).errors, 'freedive: --layer ..3 names no two layers: write X..Y, such as 3..5.\n');
	t.is((await ran('diff', 'a.tar', '--at', '1..9')).errors, 'freedive: There is no layer 9: the image has layers 1 to 3.\n');
	t.is((await ran('diff', '-', '-')).errors, 'freedive: Only one image can come from standard input.\n');
	t.is((await ran('diff', 'a.tar', '--at', '1..2', '--patch', '--format', 'json')).errors, 'freedive: --patch is a format of its own: it goes without --format.\n');
});

test('packages by their versions', async t => {
	const status = (...packages: Array<[string, string]>) => ofEntries([
		['var/lib/dpkg/status', packages.map(([name, version]) => dpkgPackage(name, version)).join('')],
		...packages.map(([name]): [string, TarItem] => [`var/lib/dpkg/info/${name}.list`, lines(`/usr/bin/${name}`)]),
		['usr/lib/node_modules/left-pad/package.json', `{"name":"left-pad","version":"1.${packages.length}.0"}`],
	]);
	const ran = await given(t, await status(['openssl', '3.0.11'], ['gone', '1'], ['same', '2']), await status(['openssl', '3.0.13'], ['same', '2']));
	const {output} = await ran('diff', 'a.tar', 'b.tar');
	t.regex(output, /; packages: openssl\s3\.0\.11\s→\s3\.0\.13,\sleft-pad\s1\.3\.0\s→\s1\.2\.0,\sgone\s1\sremoved\./);
	t.is(output.slice(output.indexOf('packages\n'), output.indexOf('files\n')), `packages
   openssl   3.0.11 → 3.0.13  dpkg
   left-pad  1.3.0 → 1.2.0  npm
 - gone      1  dpkg

`);
	const {packages} = JSON.parse((await ran('diff', 'a.tar', 'b.tar', '--format', 'json')).output) as Document;
	t.deepEqual(packages, [
		{name: 'gone', kind: 'dpkg', a: '1', b: null},
		{name: 'openssl', kind: 'dpkg', a: '3.0.11', b: '3.0.13'},
		{name: 'left-pad', kind: 'npm', a: '1.3.0', b: '1.2.0'},
	]);
});

test('hard links that became copies are told, and cost the bytes that they cost', async t => {
	const ran = await given(t, await archive('ADD\n  a = same\n  b => a'), await archive('ADD\n  a = same\n  b = same'));
	const {files, changes} = JSON.parse((await ran('diff', 'a.tar', 'b.tar', '--format', 'json')).output) as Document;
	t.deepEqual(changes.map(({path, change, what}) => [path, change, ...what]), [['/b', 'metadata', 'hardlinks']]);
	t.deepEqual([files.bytesA, files.bytesB], [4, 8]);
	t.regex((await ran('diff', 'a.tar', 'b.tar')).output, /^ m +4 B +4 B {2}\/b {2}hard link of \/a in A alone$/m);
	t.regex((await ran('diff', 'b.tar', 'a.tar')).output, /^ m +4 B +4 B {2}\/b {2}hard link of \/a in B alone$/m);
	t.is((await ran('diff', 'a.tar', 'b.tar', '--ignore', 'hardlinks', '--exit-code')).exitCode, 0);
});

test('a content whose own name was not asked for counts at its other', async t => {
	const ran = await given(t, await archive('ADD\n  a = same\n  b => a\n  c => a'), await archive('ADD\n  a = other\n  b => a\n  c => a'));
	const {files} = JSON.parse((await ran('diff', 'a.tar', 'b.tar', '--format', 'json', '--path', '/b', '--path', '/c')).output) as Document;
	t.deepEqual([files.bytesA, files.bytesB, files.modified], [4, 5, 2]);
});

test('a folder that a layer does not list is one all the same', async t => {
	const ran = await given(t, await archive('ADD\n  etc = a file'), await archive('ADD\n  etc/x = x'), await archive('ADD\n  0700 etc/\n  etc/x = x'));
	const csv = async (other: string) => (await ran('diff', 'b.tar', other, '--layer', '1', '--format', 'csv')).output.split('\n').slice(1, -1);
	t.deepEqual(await csv('a.tar'), ['removed,/etc/x,,1,,1,', 'modified,/etc,type mode,0,6,,1']);
	t.deepEqual(await csv('c.tar'), []);
	t.is((await ran('diff', 'b.tar', 'c.tar', '--format', 'csv')).output.split('\n', 2)[1], 'metadata,/etc,mode,0,0,,1');
});

test('images of other layers that neither holds are not said to be identical', async t => {
	const built = await buildImage('ADD base\n  a\nRUN\n  b');
	const withForeign = (diffId: string) => {
		const files = ociLayout([{...built, diffIds: [diffId, built.diffIds[1]], config: Buffer.from(JSON.stringify({os: 'linux', architecture: 'amd64', rootfs: {type: 'layers', diff_ids: [diffId, built.diffIds[1]]}}))}], 'none');
		for (const [name, bytes] of files) {
			if (bytes instanceof Uint8Array && Buffer.from(bytes).includes('"layers":[')) {
				const manifest = JSON.parse(Buffer.from(bytes).toString()) as {layers: Array<Record<string, unknown>>};
				manifest.layers[0] = {mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest: diffId, size: 1000, urls: ['https://example.com/base']};
				const index = JSON.parse((files.get('index.json') as Buffer).toString()) as {manifests: Array<{digest: string; size: number}>};
				const text = Buffer.from(JSON.stringify(manifest));
				files.delete(name);
				files.set(`blobs/sha256/${sha256(text).slice(7)}`, text);
				Object.assign(index.manifests[0], {digest: sha256(text), size: text.length});
				files.set('index.json', Buffer.from(JSON.stringify(index)));
				break;
			}
		}

		return files;
	};

	const [one, other] = ['1', '2'].map(digit => withForeign(`sha256:${digit.repeat(64)}`));
	const ran = await given(t, one, other, withForeign(`sha256:${'1'.repeat(64)}`));
	const {output, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--exit-code');
	t.is(exitCode, 1);
	t.regex(output, /^No difference in what could be read: /m);
	t.is((await ran('diff', 'a.tar', 'c.tar', '--exit-code')).exitCode, 0);
});

test('contents of a compressed layer that both have are read where only one shows them', async t => {
	const base = 'ADD\n  a = one\n  b = two';
	const ran = await given(t, await archive(base, {}, 'gzip'), await archive(`${base}\nRUN\n  a = one\n  0600 b = tow`, {}, 'gzip'));
	const {output, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--format', 'csv');
	t.is(exitCode, 0);
	t.is(output, 'change,path,what,size_a,size_b,layer_a,layer_b\nmodified,/b,content mode,3,3,1,2\n');
});

test('a side that is cut off is told, and never said to be identical', async t => {
	const folder = temporaryFolder(t);
	const built = await buildImage(before);
	const whole = await writeTar(path.join(folder, 'a.tar'), dockerArchive([built]));
	const cut = await writeTar(path.join(folder, 'b.tar'), ociLayout([{...built, layers: [built.layers[0], built.layers[1].subarray(0, 3000)]}], 'none'));
	const {output, errors, exitCode} = await runCommand(['diff', whole, cut, '--exit-code', '--format', 'json']);
	const {identical, files, warnings, changes, layers} = JSON.parse(output) as Document;
	t.is(exitCode, 2);
	t.false(identical);
	t.is(files.unknown, 1);
	t.deepEqual(changes.map(({path, change}) => [path, change]), [['/srv/app', 'unknown']]);
	t.is(layers.shared, 1);
	t.true(warnings.some(({image, incomplete}) => image === 'b' && incomplete));
	t.regex(errors, /b\.tar, layer 2/);
	t.regex((await runCommand(['diff', whole, cut])).output.replaceAll('\n', ' '), /No difference in what could be read: the same files, configuration and history, but 1 file could not be compared\./);
});

test('layers that claim a diff_id that is not theirs share nothing', async t => {
	const [built, other] = [await buildImage(before), await buildImage(after)];
	const ran = await given(t, dockerArchive([built]), dockerArchive([{...other, config: built.config, diffIds: built.diffIds}]));
	const {output, errors} = await ran('diff', 'a.tar', 'b.tar', '--format', 'json');
	t.is((JSON.parse(output) as Document).layers.shared, 0);
	t.regex(errors, /b\.tar, layer 1: it has the diff_id of layer 1 of a\.tar, and holds something else/);
});

test('layers that claim the same diff_id, with the same entries and other bytes, are not called identical, whatever they lie in', async t => {
	const [built, other] = [await buildImage('RUN a\n\tetc/motd = hello\nRUN b\n\tsrv/x = 1'), await buildImage('RUN a\n\tetc/motd = jello\nRUN b\n\tsrv/x = 1')];
	const lie = {...other, config: built.config, diffIds: built.diffIds};
	const forms = (image: typeof built) => [dockerArchive([image]), ociLayout([image], 'none'), ociLayout([image], 'gzip'), ociLayout([image], 'zstd')];
	for (const a of forms(built)) {
		for (const [index, b] of forms(lie).entries()) {
			const ran = await given(t, a, b);
			const {output, errors, exitCode} = await ran('diff', 'a.tar', 'b.tar', '--format', 'json', '--exit-code');
			const {identical, changes, layers} = JSON.parse(output) as Document;
			t.is(exitCode, 1);
			t.false(identical);
			t.deepEqual(changes.map(({path, what}) => [path, what]), [['/etc/motd', ['content']]]);
			t.like(layers, {shared: 1, onlyA: [{layer: 1}], onlyB: [{layer: 1}]});
			t.regex(errors, /b\.tar, layer 1: it has the diff_id of layer 1 of a\.tar, and holds something else/);

			// What is what it claims is identical, in any two forms.
			const honest = await (await given(t, a, forms(built)[index]))('diff', 'a.tar', 'b.tar', '--format', 'json', '--exit-code');
			t.like(JSON.parse(honest.output), {identical: true, layers: {shared: 2}});
			t.is(honest.exitCode, 0);
		}
	}
});

test('what was kept of a layer is what its bytes were: a lie is told from the cache as well', async t => {
	// More than is read sooner than looked up, however it is compressed.
	const contents = {noise: createHash('shake256', {outputLength: 400_000}).update('seed').digest()};
	const [built, other] = [await buildImage('RUN a\n\tetc/motd = hello\n\tx = @noise', {contents}), await buildImage('RUN a\n\tetc/motd = jello\n\tx = @noise', {contents})];
	const folder = temporaryFolder(t);
	const a = await writeTar(path.join(folder, 'a.tar'), ociLayout([built], 'none'));
	const b = await writeTar(path.join(folder, 'b.tar'), ociLayout([{...other, config: built.config, diffIds: built.diffIds}], 'gzip'));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	for (let time = 0; time < 2; time++) {
		const {exitCode, output} = await runCommand(['diff', a, b, '--exit-code'], cached);
		t.is(exitCode, 1);
		t.regex(output, /1 path modified: \/etc\/motd/);
	}
});

test('markdown is a comment that a verdict begins', async t => {
	const ran = await given(t, await archive(before), await archive(after));
	const {output} = await ran('diff', 'a.tar', 'b.tar', '--format', 'markdown');
	t.regex(output, /^## `a\.tar` → `b\.tar`\n\n\*\*B is 1\.00 kB larger/);
	t.regex(output, /^\| M \| 5\.00 kB \| 7\.00 kB \| `\/srv\/app` \| {2}\|$/m);
	t.is(output.match(/<details>/g)?.length, output.match(/<\/details>/g)?.length);
});

const textsBefore: Array<[string, TarItem]> = [
	['etc/motd', 'one\ntwo\nthree\n'],
	['etc/no-end', 'a\nb'],
	['etc/dos', 'a\r\nb\r\n'],
	['etc/latin', Buffer.from([0xE9, 0x0A])],
	['etc/gone', 'gone\n'],
	['etc/empty', ''],
	['etc/b"ü\t\\c', 'name\n'],
	['etc/link', {header: {type: 'symlink', linkname: 'motd'}}],
	['etc/becomes', 'a link\n'],
	['etc/was-link', {header: {type: 'symlink', linkname: 'motd'}}],
	['etc/gone-link', {header: {type: 'symlink', linkname: '/etc/motd'}}],
	['etc/gone-empty', ''],
	['etc/odd "link', {header: {type: 'symlink', linkname: '../one'}}],
	['etc/both', 'a\n'],
	['etc/folder', {header: {type: 'directory'}}],
	['etc/script', {header: {mode: 0o644}, content: '#!/bin/sh\n'}],
	['etc/other', 'x\n'.repeat(20_000)],
	['bin/program', Buffer.from([0x7F, 0, 1])],
];
const textsAfter: Array<[string, TarItem]> = [
	['etc/motd', 'one\n2\nthree\n'],
	['etc/no-end', 'a\nb\n'],
	['etc/dos', 'a\r\nc\r\n'],
	['etc/latin', Buffer.from([0xE8, 0x0A])],
	['etc/new', 'new'],
	['etc/empty', 'no more\n'],
	['etc/b"ü\t\\c', 'other\n'],
	['etc/link', {header: {type: 'symlink', linkname: 'new'}}],
	['etc/becomes', {header: {type: 'symlink', linkname: 'motd'}}],
	['etc/was-link', 'a file\n'],
	['etc/new-link', {header: {type: 'symlink', linkname: '/etc/motd'}}],
	['etc/new-empty', ''],
	['etc/odd "link', {header: {type: 'symlink', linkname: '../two'}}],
	['etc/both', {header: {mode: 0o755}, content: 'b\n'}],
	['etc/folder', {header: {type: 'symlink', linkname: 'motd'}}],
	['etc/script', {header: {mode: 0o755}, content: '#!/bin/sh\n'}],
	['etc/other', Array.from({length: 20_000}, (_, index) => `${index}\n`).join('')],
	['bin/program', Buffer.from([0x7F, 0, 2])],
];

/** What a folder holds, as git keeps it. */
function treeOf(folder: string): Record<string, string> {
	return Object.fromEntries(fs.readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => !entry.isDirectory()).map((entry): [string, string] => {
		const file = path.join(entry.parentPath, entry.name);
		const text = entry.isSymbolicLink() ? `-> ${fs.readlinkSync(file)}` : `${(fs.statSync(file).mode & 0o111) === 0 ? '' : 'x '}${fs.readFileSync(file, 'latin1')}`;
		return [path.relative(folder, file), text];
	}).sort(([a], [b]) => Number(a > b) - Number(a < b)));
}

/** Puts down what an image holds, without any of our code. */
function putDown(folder: string, entries: Array<[string, TarItem]>): string {
	for (const [name, item] of entries) {
		const file = path.join(folder, name);
		fs.mkdirSync(path.dirname(file), {recursive: true});
		const {header = {}, content = ''}: {header?: Partial<Header>; content?: string | Uint8Array} = typeof item === 'string' || item instanceof Uint8Array ? {content: item} : item as {header: Partial<Header>};
		if (header.type === 'directory') {
			fs.mkdirSync(file);
		} else if (header.type === 'symlink') {
			fs.symlinkSync(header.linkname!, file);
		} else {
			fs.writeFileSync(file, content);
			fs.chmodSync(file, header.mode ?? 0o644);
		}
	}

	return folder;
}

/** Who takes patches. What GNU patch lacks before 2.7 are links and modes. */
const patchers = [
	{name: 'git apply', isThere: /^git version/, program: 'git', arguments: ['apply', '--verbose', '-']},
	{name: 'GNU patch', isThere: /^GNU patch (?:2\.[7-9]|[3-9])/, program: 'patch', arguments: ['-p1', '--batch', '--fuzz=0']},
].map(patcher => ({...patcher, isHere: patcher.isThere.test(spawnSync(patcher.program, ['--version'], {encoding: 'utf8'}).stdout ?? '')}));

for (const {name, isHere, program, arguments: words} of patchers) {
	for (const wrapping of ['none', 'gzip'] as const) {
		(isHere ? test : test.skip)(`a patch of ${wrapping === 'none' ? 'plain' : 'compressed'} layers makes the files of the one those of the other: ${name}`, async t => {
			const built = await buildImage('ADD . /\n  x');
			const images = await Promise.all([textsBefore, textsAfter].map(async entries => dockerArchive([{...built, layers: [await tarOf(entries)], config: Buffer.from(JSON.stringify({rootfs: {type: 'layers', diff_ids: []}}))}], wrapping)));
			const folder = temporaryFolder(t);
			const [a, b] = await Promise.all(images.map(async (image, index) => writeTar(path.join(folder, `${index}.tar`), image)));
			const collector = new Collector();
			const {exitCode, errors} = await runCommand(['diff', a, b, '--patch', '--exit-code'], {standardOutput: collector});
			t.is(exitCode, 1, errors);
			const remarks = collector.text.split('\n').filter(line => /^(?:Binary f|F)(?:iles|older)/.test(line));
			t.deepEqual(remarks, ['Binary files a/bin/program and b/bin/program differ (3 B and 3 B)', 'Folder a/etc/folder became a file or link: that is not in this patch']);
			const patched = putDown(path.join(folder, 'patched'), textsBefore);
			const {status, stderr, stdout} = spawnSync(program, words, {cwd: patched, input: collector.bytes, encoding: 'utf8', env: {...process.env, GIT_CEILING_DIRECTORIES: folder}});
			t.is(status, 0, stdout + stderr);
			fs.copyFileSync(path.join(putDown(path.join(folder, 'wanted'), textsAfter), 'bin/program'), path.join(patched, 'bin/program'));
			fs.rmSync(path.join(folder, 'wanted/etc/folder'));
			t.deepEqual(treeOf(patched), treeOf(path.join(folder, 'wanted')));
		});
	}
}

(patchers[0].isHere ? test : test.skip)('a changed link is written as git writes it', async t => {
	const ran = await given(t, await archive('ADD\n  link -> motd'), await archive('ADD\n  link -> new'));
	const folder = temporaryFolder(t);
	for (const [index, target] of ['motd', 'new'].entries()) {
		fs.mkdirSync(path.join(folder, 'ab'[index]));
		fs.symlinkSync(target, path.join(folder, 'ab'[index], 'link'));
	}

	const {stdout} = spawnSync('git', ['diff', '--no-index', '--no-color', '--abbrev=7', 'a/link', 'b/link'], {cwd: folder, encoding: 'utf8', env: {...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CEILING_DIRECTORIES: folder}});
	t.regex(stdout, /^index [\da-f]{7}\.\.[\da-f]{7} 120000$/m);
	t.is((await ran('diff', 'a.tar', 'b.tar', '--patch')).output, stdout.replaceAll('a/a/', 'a/').replaceAll('b/b/', 'b/'));
});

test('on a terminal a patch sends nothing that a terminal obeys', async t => {
	const folder = temporaryFolder(t);
	const files = await Promise.all([['a\n'], ['\u001B[2J\tü\n']].map(async ([text], index) => writeTar(path.join(folder, `${index}.tar`), await ofEntries([['x', text]]))));
	const terminal = new Collector(80);
	await runCommand(['diff', ...files, '--patch', '--color', 'never'], {standardOutput: terminal});
	t.is(terminal.text, String.raw`
diff --git a/x b/x
--- a/x
+++ b/x
@@ -1 +1 @@
-a
+\x1b[2J${'\t'}ü
`.slice(1));
});
