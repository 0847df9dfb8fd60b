import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import type {Summary} from '../../source/report/summary.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const program = fileURLToPath(new URL('../../build/freedive.js', import.meta.url));

const environment = {...process.env, NO_COLOR: '', FORCE_COLOR: '', NODE_OPTIONS: ''};

/** Runs the program as it is built, and waits for it. */
function freedive(commandLine: string[], {input, environment: more}: {input?: Buffer; environment?: Record<string, string>} = {}) {
	const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...commandLine], {input, encoding: 'utf8', env: {...environment, ...more}, maxBuffer: 1 << 28});
	return {exitCode: status, output: stdout, errors: stderr};
}

async function archive(t: ExecutionContext, files = 3): Promise<string> {
	const entries = Array.from({length: files}, (_, index) => `  folder/file${index} = ${index}\n`).join('');
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(`ADD a\n${entries}RUN b\n  folder/.wh.file1\n`)]));
}

test('a summary of an archive, of standard input, of a file that was redirected', async t => {
	const file = await archive(t);
	const {exitCode, output, errors} = freedive(['summary', file]);
	t.is(exitCode, 0);
	t.is(errors, '');
	t.true(output.startsWith(`${file}  linux/amd64  docker-archive  `));

	const piped = freedive(['summary', '-'], {input: fs.readFileSync(file)});
	t.is(piped.errors, '');
	t.is(piped.output, output.replace(file, '-'));

	const redirected = spawnSync('sh', ['-c', '"$0" "$1" summary - < "$2"', process.execPath, program, file], {encoding: 'utf8'});
	t.is(redirected.stdout, piped.output);
});

test('a spooled stream leaves nothing behind', async t => {
	const file = await archive(t);
	const folder = temporaryFolder(t);
	t.is(freedive(['summary', '-'], {input: fs.readFileSync(file), environment: {TMPDIR: folder}}).exitCode, 0);
	t.deepEqual(fs.readdirSync(folder), []);
});

test('nothing where streams could be spooled', async t => {
	const file = await archive(t);
	const {exitCode, output, errors} = freedive(['summary', '-'], {input: fs.readFileSync(file), environment: {TMPDIR: '/nowhere'}});
	t.is(exitCode, 2);
	t.is(output, '');
	t.regex(errors, /^freedive: .*\/nowhere.*\n$/);
});

test('a reader that goes away is no error', async t => {
	const file = await archive(t, 20_000);
	for (const format of ['text', 'csv', 'json', 'jsonl']) {
		const {stdout, stderr} = spawnSync('bash', ['-c', `"$0" "$1" files "$2" --format ${format} | head -n 3; echo "\${PIPESTATUS[0]}"`, process.execPath, program, file], {encoding: 'utf8', env: environment});
		t.is(stderr, '');
		t.is(stdout.split('\n').length, 5, `${format}: ${stdout}`);
		t.true(stdout.endsWith('\n0\n'), `${format}: ${stdout}`);
	}

	const {stdout} = spawnSync('bash', ['-c', '"$0" "$1" summary /nowhere.tar 2>&1 >&- | true; echo "$PIPESTATUS"', process.execPath, program], {encoding: 'utf8', env: environment});
	t.is(stdout, '2\n');
});

test('a reader that is slow gets all of it', async t => {
	const file = await archive(t, 20_000);
	const {stdout} = spawnSync('bash', ['-c', '"$0" "$1" files "$2" --format csv | (sleep 0.5; wc -l)', process.execPath, program, file], {encoding: 'utf8', env: environment});
	t.is(stdout.trim(), '20001');
});

test('a full disk under standard output', t => {
	if (!fs.existsSync('/dev/full')) {
		t.log('skipped: there is no /dev/full');
		return;
	}

	const {stdout, stderr} = spawnSync('bash', ['-c', '"$0" "$1" schema summary > /dev/full; echo $?', process.execPath, program], {encoding: 'utf8', env: environment});
	t.is(stdout, '2\n');
	t.is(stderr, 'freedive: Standard output can\'t be written: the disk is full.\n');
});

test('ctrl-c while a stream is read: 130, and nothing left behind', async t => {
	const folder = temporaryFolder(t);
	for (const [signal, exitCode] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
		const child = spawn(process.execPath, [program, 'summary', '-', '--format', `json=${folder}/out.json`], {env: {...environment, TMPDIR: folder}});
		child.stdin.write(await tarOf([['a', 'x'.repeat(10_000)]]));
		let errors = '';
		child.stderr.on('data', chunk => {
			errors += String(chunk);
		});
		// Long enough that even a busy machine has begun to read.
		await sleep(1500);
		child.kill(signal);
		const [code] = await once(child, 'exit') as [number];
		child.stdin.destroy();
		t.is(code, exitCode);
		t.is(errors, '');
		t.deepEqual(fs.readdirSync(folder), []);
	}
});

test('--timeout: says what was being waited for', async t => {
	const child = spawn(process.execPath, [program, 'summary', '-', '--timeout', '0.4'], {env: environment});
	child.stdin.write('x'.repeat(2000));
	let errors = '';
	let output = '';
	child.stderr.on('data', chunk => {
		errors += String(chunk);
	});
	child.stdout.on('data', chunk => {
		output += String(chunk);
	});
	const [code] = await once(child, 'exit') as [number];
	child.stdin.destroy();
	t.is(code, 2);
	t.is(output, '');
	t.is(errors, 'freedive: Gave up after 0.4 s, while reading standard input, 2.00 kB so far.\n');
});

test('an older Node: one line that says which is needed', t => {
	const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.19.0"})';
	const {status, stdout, stderr} = spawnSync(process.execPath, ['--import', pretend, program, '--version'], {encoding: 'utf8'});
	t.is(status, 2);
	t.is(stdout, '');
	t.regex(stderr, /^freedive needs Node 22\.\d+ or newer, and this is Node 20\.19\.0\.\n$/);
});

test('a PAX header of 1 GB takes no memory', async t => {
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	const layer = await tarOf([['small', 'x']]);
	const header = Buffer.from(layer.subarray(0, 512));
	header.write('x', 156);
	header.write('10000000000\0', 124);
	header.fill(0x20, 148, 156);
	header.write(`${header.reduce((sum, byte) => sum + byte).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	fs.writeFileSync(file, Buffer.concat([layer.subarray(0, 1024), header]));
	fs.truncateSync(file, 1536 + (2 ** 30) + 1024);
	const tellMemory = 'data:text/javascript,process.on("exit",()=>process.stderr.write(process.resourceUsage().maxRSS+"\\n"))';
	const {status, stdout, stderr} = spawnSync(process.execPath, ['--import', tellMemory, program, 'summary', file, '--format', 'json'], {encoding: 'utf8'});
	const [warning, kilobytes] = stderr.split('\n', 2);
	t.is(status, 2);
	t.regex(warning, /^freedive: .*(?:rootfs\.tar|layer 1)/);
	t.is((JSON.parse(stdout) as Summary).image.size, 1);
	t.true(Number(kilobytes) < 150_000, kilobytes);
});

test('two images are compared, with an exit code for a pipeline, and one of them from standard input', async t => {
	const folder = temporaryFolder(t);
	const [a, b] = await Promise.all(['hello', 'world'].map(async word => writeTar(path.join(folder, `${word}.tar`), dockerArchive([await buildImage(`ADD a\n  etc/motd = ${word}\n`)], 'gzip'))));
	const {exitCode, output, errors} = freedive(['diff', a, b, '--exit-code']);
	t.is(errors, '');
	t.is(exitCode, 1);
	t.regex(output, /^B is as large as A; 1 path modified: \/etc\/motd\.$/m);
	t.is(freedive(['diff', a, '-', '--exit-code'], {input: fs.readFileSync(a)}).exitCode, 0);
	t.is(freedive(['diff', a, path.join(folder, 'nothing.tar'), '--exit-code']).exitCode, 2);
	t.is(freedive(['diff', a, b, '--patch']).output, `
diff --git a/etc/motd b/etc/motd
--- a/etc/motd
+++ b/etc/motd
@@ -1 +1 @@
-hello
\\ No newline at end of file
+world
\\ No newline at end of file
`.slice(1));
});
