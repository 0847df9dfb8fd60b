import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {schemas} from '../../source/report/schemas/index.js';
import {hasProgram, testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {buildImage, dockerArchive, json, ociLayout, sha256, writeFolder, writeTar, type Wrapping} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

// An expression is tried in a thread, for it may have to be stopped; a text is not.
const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const testTruth = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript(), 'GNU grep': hasProgram('grep', 'GNU'), umoci: hasProgram('umoci')});

const story = `
	ADD rootfs.tar /
		etc/
		etc/app.conf = user=root password=one
		etc/hosts = localhost
		usr/bin/tool = password
		usr/bin/also => usr/bin/tool
		usr/share/doc/a\u001B[2J = the password
	RUN change
		etc/app.conf = user=app password=two
		usr/share/.wh.doc
	RUN change again
		etc/app.conf = user=app password=two
		srv/new = password three
`;

async function archive(t: ExecutionContext, wrapping: Wrapping = 'none', text = story): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(text)], wrapping));
}

/** A root file system of files as they are. */
function rootfs(t: ExecutionContext, files: Record<string, string | Uint8Array>): string {
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, concat(...Object.entries(files).map(([name, content]) => entry({name}, Buffer.from(content as string))), end));
	return file;
}

for (const wrapping of ['none', 'gzip', 'zstd'] as const) {
	test(`${wrapping}: lines of the final file system, in order of layer; a content of two names once`, async t => {
		const {exitCode, output, errors} = await runCommand(['grep', await archive(t, wrapping), '-F', 'password']);
		t.deepEqual([exitCode, errors], [0, '']);
		t.is(output, '/usr/bin/also:1:password\n/etc/app.conf:1:user=app password=two\n/srv/new:1:password three\n');
	});

	test(`${wrapping}: every version of every layer, with what became of it`, async t => {
		const {output} = await runCommand(['grep', await archive(t, wrapping), '-F', 'password', '--all-layers']);
		t.is(output, `
1:/etc/app.conf (overwritten by layer 2):1:user=root password=one
1:/usr/bin/tool:1:password
1:/usr/share/doc/a\\x1b[2J (removed by layer 2):1:the password
2:/etc/app.conf (rewritten by layer 3):1:user=app password=two
3:/etc/app.conf:1:user=app password=two
3:/srv/new:1:password three
`.slice(1));
	});
}

test('an earlier file system, some layers, some paths', async t => {
	const file = await archive(t);
	const grep = async (...more: string[]) => (await runCommand(['grep', file, '-F', 'password', ...more])).output;
	t.is(await grep('--at', '1', '/etc'), '/etc/app.conf:1:user=root password=one\n');
	t.is(await grep('--layer', '2..3', '*.conf'), '2:/etc/app.conf (rewritten by layer 3):1:user=app password=two\n3:/etc/app.conf:1:user=app password=two\n');
	t.is(await grep('--layer', '1', 'also'), '1:/usr/bin/also:1:password\n', 'a hard link that is wanted tells of its content');
	t.is(await grep('/usr/bin/tool'), '/usr/bin/tool:1:password\n');
	t.is(await grep('--query', 'layer:3 app'), '/etc/app.conf:1:user=app password=two\n');
	t.regex((await runCommand(['grep', file, '-F', 'password', 'nowhere'])).errors, /no file matches nowhere/);
});

test('exit codes: 1 without a match, 2 where not all could be read', async t => {
	t.deepEqual(await runCommand(['grep', await archive(t), '-F', 'nothing like it']), {exitCode: 1, output: '', errors: ''});
	const file = rootfs(t, {a: 'needle\n', b: `${'hay\n'.repeat(500)}needle\n`});
	fs.truncateSync(file, 2000);
	const {exitCode, output, errors} = await runCommand(['grep', `rootfs:${file}`, '-F', 'needle']);
	t.deepEqual([exitCode, output], [2, '/a:1:needle\n']);
	t.regex(errors, /cut off/);
});

test('-v inverts, as in grep; -q writes nothing, and its exit code tells', async t => {
	const file = await archive(t);
	const {exitCode, output} = await runCommand(['grep', file, '-F', 'password', '/etc', '-v']);
	t.deepEqual([exitCode, output], [0, '/etc/hosts:1:localhost\n']);
	t.is((await runCommand(['grep', file, '-Flv', 'password', '/etc'])).output, '/etc/hosts\n');
	t.deepEqual(await runCommand(['grep', file, '-qF', 'password']), {exitCode: 0, output: '', errors: ''});
	t.deepEqual(await runCommand(['grep', file, '-qF', 'nothing like it']), {exitCode: 1, output: '', errors: ''});
	const short = rootfs(t, {a: 'needle\n', b: 'hay\n'.repeat(500)});
	fs.truncateSync(short, 2000);
	t.is((await runCommand(['grep', `rootfs:${short}`, '-qF', 'needle'])).exitCode, 0);
	t.is((await runCommand(['grep', `rootfs:${short}`, '-qF', 'straw'])).exitCode, 2);
});

test('counts, files, at most so many lines, context, lines that do not match', async t => {
	const file = rootfs(t, {a: '1\n2 x\n3\n4\n5\n6 x\n', b: 'x\nx\nx\n', c: 'none\n', d: 'x\0\n'});
	const grep = async (...more: string[]) => (await runCommand(['grep', `rootfs:${file}`, '-F', 'x', ...more])).output;
	t.is(await grep('-c'), '/a:2\n/b:3\n/d:1\n');
	t.is(await grep('-l'), '/a\n/b\n/d\n');
	t.is(await grep('-m', '1'), '/a:2:2 x\n/b:1:x\n/d: binary file matches\n');
	t.is(await grep('--limit', '3'), '/a:2:2 x\n/a:6:6 x\n/b:1:x\n');
	t.is(await grep('-C1', '/a'), '/a-1-1\n/a:2:2 x\n/a-3-3\n--\n/a-5-5\n/a:6:6 x\n');
	t.is(await grep('-A', '1', '-B0', '/a'), '/a:2:2 x\n/a-3-3\n--\n/a:6:6 x\n');
	t.is(await grep('--invert-match', '/a', '/c'), '/a:1:1\n/a:3:3\n/a:4:4\n/a:5:5\n/c:1:none\n');
	t.is(await grep('-a', '/d'), '/d:1:x\\x00\n');
});

test('control characters and tabs of lines: no terminal obeys them', async t => {
	const file = rootfs(t, {a: 'x\t\u001B[2J\u009B\r\nx\u202Ey\n'});
	const {output} = await runCommand(['grep', `rootfs:${file}`, '-F', 'x']);
	t.is(output, '/a:1:x\t\\x1b[2J\\xc2\\x9b\n/a:2:x\\xe2\\x80\\xaey\n');
});

test('on a terminal matches are marked, and long lines cut around them', async t => {
	const file = rootfs(t, {a: `${'-'.repeat(500)}needle${'-'.repeat(500)}\n`});
	const terminal = new Collector(50);
	await runCommand(['grep', `rootfs:${file}`, '-F', 'needle'], {standardOutput: terminal, environment: {TERM: 'xterm'}});
	t.is(terminal.text, `\u001B[35m/a\u001B[39m\u001B[36m:\u001B[39m\u001B[32m1\u001B[39m\u001B[36m:\u001B[39m\u001B[2m…\u001B[22m${'-'.repeat(40)}\u001B[1m\u001B[31mneedle\u001B[39m\u001B[22m${'-'.repeat(104)}\u001B[2m…\u001B[22m\n`);
});

test('json is what its schema says, whole or as lines', async t => {
	const file = await archive(t);
	for (const more of [[], ['--all-layers'], ['-c'], ['-l', '--layer', '1'], ['-i', '-w', '-C', '1', '--invert-match']]) {
		const {output} = await runCommand(['grep', file, '-F', 'password', '--format', 'json', ...more]);
		const document: unknown = JSON.parse(output);
		t.deepEqual(schemaErrors(schemas.grep, document), [], more.join(' '));
		t.deepEqual(undescribedKeys(schemas.grep, document), [], more.join(' '));
	}

	const {output} = await runCommand(['grep', file, '-F', 'password', '--format', 'json', '--all-layers']);
	const {matches, counts} = JSON.parse(output) as {matches: unknown[]; counts: unknown};
	t.deepEqual(counts, {files: 6, lines: 6});
	t.deepEqual(matches[0], {
		path: '/etc/app.conf', layer: 1, fate: 'overwritten', hiddenBy: 2, kind: 'match', line: 1, text: 'user=root password=one', ranges: [[10, 18]], leftOut: null,
	});
	const {output: lines} = await runCommand(['grep', file, '-F', 'password', '--format', 'jsonl', '--all-layers']);
	t.deepEqual(lines.split('\n').slice(0, -1).map(line => JSON.parse(line) as unknown), matches);
});

test('csv, and a format into a file', async t => {
	const file = rootfs(t, {'a,b': 'x "1"\n', c: 'x\0\n'});
	const target = path.join(temporaryFolder(t), 'found.csv');
	const {output} = await runCommand(['grep', `rootfs:${file}`, '-F', 'x', '--format', `csv=${target}`, '--format', 'text']);
	t.is(output, '/a,b:1:x "1"\n/c: binary file matches\n');
	t.is(fs.readFileSync(target, 'utf8'), 'path,layer,fate,hidden_by,kind,line,text\n"/a,b",1,live,,match,1,"x ""1"""\n/c,1,live,,binary,,\n');
});

test('a path that is no UTF-8', async t => {
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, concat(entry({name: Buffer.from('caf\u00E9', 'latin1')}, 'x\n'), end));
	t.is((await runCommand(['grep', `rootfs:${file}`, '-F', 'x'])).output, '/caf\\xe9:1:x\n');
	const {output} = await runCommand(['grep', `rootfs:${file}`, '-F', 'x', '--format', 'jsonl']);
	t.is((JSON.parse(output) as {pathBase64: string}).pathBase64, Buffer.from('/caf\u00E9', 'latin1').toString('base64'));
});

test('a sparse file is searched where it is stored, and that is told only where it matters', async t => {
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, concat(pax({'GNU.sparse.map': '4096,7', 'GNU.sparse.size': String(2 ** 43), 'GNU.sparse.name': 'sparse'}), entry({}, 'needle\n'), end));
	t.deepEqual(await runCommand(['grep', `rootfs:${file}`, '-F', 'needle']), {exitCode: 0, output: '/sparse: binary file matches\n', errors: ''});
	t.regex((await runCommand(['grep', `rootfs:${file}`, '-F', 'needle', '--invert-match'])).errors, /\/sparse: it is sparse, and its holes are left out/);
});

test('what can\'t be a command line', async t => {
	const file = await archive(t);
	const errors = async (...more: string[]) => {
		const ran = await runCommand(['grep', file, ...more]);
		t.deepEqual([ran.exitCode, ran.output], [2, '']);
		return ran.errors;
	};

	t.is(await errors('('), 'freedive: PATTERN ( is no regular expression: Unterminated group. With -F it is taken as it is.\n');
	t.regex(await errors('a\nb'), /PATTERN has a line break/);
	t.regex(await errors('x', '-c', '-l'), /exclude each other/);
	t.regex(await errors('x', '-m', '0'), /--max-count takes a whole number from 1/);
	t.regex(await errors(), /needs/);
});

testThreads('an expression, with the same output each time', async t => {
	const file = await archive(t, 'gzip');
	const first = await runCommand(['grep', file, '-i', 'PASS[a-z]+ *=? *t', '--all-layers']);
	t.is(first.exitCode, 0);
	t.is(first.output, `
2:/etc/app.conf (rewritten by layer 3):1:user=app password=two
3:/etc/app.conf:1:user=app password=two
3:/srv/new:1:password three
`.slice(1));
	t.deepEqual(await runCommand(['grep', file, '-i', 'PASS[a-z]+ *=? *t', '--all-layers']), first);
});

testThreads('a pattern that runs wild on a file costs that file a warning, and no other', async t => {
	const file = rootfs(t, {a: 'aaab\n', wild: `${'a'.repeat(60)}\n`, z: 'ab\nb\n'});
	const {exitCode, output, errors} = await runCommand(['grep', `rootfs:${file}`, '(a+)+b']);
	t.is(exitCode, 2);
	t.is(output, '/a:1:aaab\n/z:1:ab\n');
	t.regex(errors, /^freedive: .*\/wild: the pattern takes more than a second on a piece of it, and the rest of it is left out: .*\n$/);
});

testTruth('the same files and lines as GNU grep finds in what umoci unpacks', async t => {
	const folder = temporaryFolder(t);
	const files = {
		'usr/bin/tool': '#!/bin/sh\nexit 0\n',
		'usr/lib/lib.so': '\u007FELF\0\0exit\0\n',
		'etc/crlf': 'exit 1\r\nno\r\n',
		'etc/latin': Buffer.from('caf\u00E9 exit\n', 'latin1'),
		'etc/long': `${'x'.repeat(100_000)} exit 42\n`,
		'etc/last': 'a\nexit without an end',
		'etc/empty': '',
		'srv/many': Array.from({length: 30_000}, (_, index) => index % 99 === 0 ? `exit ${index}\n` : `line ${index}\n`).join(''),
	};
	const tar = concat(...Object.entries(files).map(([name, content]) => entry({name}, Buffer.from(content as string))), end);
	const diffIds = [sha256(tar)];
	const config = json({architecture: 'amd64', os: 'linux', config: {}, rootfs: {type: 'layers', diff_ids: diffIds}, history: [{created_by: 'ADD'}]});
	const layout = writeFolder(path.join(folder, 'layout'), ociLayout([{config, layers: [tar], diffIds, tags: ['latest'], os: 'linux', architecture: 'amd64'}]));
	const bundle = path.join(folder, 'bundle');
	const {status, stderr} = spawnSync('umoci', ['unpack', ...(process.getuid?.() === 0 ? [] : ['--rootless']), '--image', `${layout}:latest`, bundle], {encoding: 'utf8'});
	t.is(status, 0, stderr);
	for (const search of [['exit'], ['-c', 'exit'], ['-l', 'exit [0-9]+'], ['-i', '-w', 'EXIT'], ['^exit'], ['[0-9]{2}$'], ['-m', '3', 'exit'], ['-F', '/bin'], ['nothing at all']]) {
		const theirs = spawnSync('grep', ['-rn', ...(search.includes('-F') ? [] : ['-E']), ...search, '.'], {cwd: path.join(bundle, 'rootfs'), env: {...process.env, LC_ALL: 'C'}, encoding: 'latin1'});
		const {output, exitCode} = await runCommand(['grep', layout, ...search]);
		const lines = theirs.stdout.split('\n').filter(line => line !== '' && !(search.includes('-c') && line.endsWith(':0'))).map(line => line.slice(1).replace(/\r$/, ''));
		const binary = Array.from(theirs.stderr.matchAll(/^grep: \.(.*: binary file matches)$/gm), ([, sentence]) => sentence);
		const shown = output.split('\n').slice(0, -1);
		// Where a line is longer than is shown, what is shown is a part of it.
		const whole = shown.map(line => line.startsWith('/etc/long:') ? lines.find(other => other.startsWith('/etc/long:')) ?? '' : line);
		t.deepEqual(whole.toSorted(), [...lines, ...binary].toSorted(), search.join(' '));
		t.is(exitCode, theirs.status!, search.join(' '));
	}
});
