import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {testWith} from '../helpers/archive/test-with.js';
import {runCommand} from '../helpers/run-command.js';

const policy = 'version: 1\nfail-on: never\n';
const audit = (...more: string[]) => ['audit', 'demo:', '--only', 'root-user', ...more];

for (const [option, longest] of [['--policy', 1 << 20], ['--baseline', 32 << 20]] as const) {
	test(`${option}: a device that never ends is read as far as its bound`, async t => {
		const {exitCode, output, errors} = await runCommand(audit(option, '/dev/zero'));
		t.is(exitCode, 2);
		t.is(output, '');
		t.is(errors, `freedive: ${option === '--policy' ? option : 'The baseline'}: /dev/zero has more than the ${longest} bytes that it may have.\n`);
	});
}

test('dive\'s file likewise, with dive\'s exit code', async t => {
	const {exitCode, errors} = await runCommand(['demo:', '--ci', '--ci-config', '/dev/zero']);
	t.is(exitCode, 1);
	t.regex(errors, /--ci-config: \/dev\/zero has more than the 1048576 bytes that it may have/);
});

test('a file of dive\'s that can\'t be read is not taken for one that is not there', async t => {
	const file = path.join(temporaryFolder(t), 'file');
	fs.writeFileSync(file, '');
	const below = await runCommand(['demo:', '--ci', '--ci-config', path.join(file, 'ci')]);
	t.is(below.exitCode, 1);
	t.regex(below.errors, /^freedive: --ci-config: .*file\/ci .+\.\n$/);
	const missing = await runCommand(['demo:', '--ci', '--ci-config', `${file}-not-there`]);
	t.regex(missing.errors, /file-not-there is not there: dive's defaults hold\./);
});

test('--from-file: a device that never ends is read as far as its bound', async t => {
	const {exitCode, output, errors} = await runCommand(['audit', '--from-file', '/dev/zero']);
	t.is(exitCode, 2);
	t.is(output, '');
	t.is(errors, `freedive: --from-file: /dev/zero has more than the ${4 << 20} bytes that it may have.\n`);
});

const testPipe = testWith(test, {mkfifo: (() => {
	try {
		execFileSync('mkfifo', ['--version']);
		return true;
	} catch {
		return false;
	}
})()});

testPipe('a pipe into which nobody writes is no policy, and is not waited for', async t => {
	const pipe = path.join(temporaryFolder(t), 'pipe');
	execFileSync('mkfifo', [pipe]);
	const {exitCode, errors} = await runCommand(audit('--policy', pipe));
	t.is(exitCode, 2);
	t.true(errors.includes(pipe), errors);
	const list = await runCommand(['audit', '--from-file', pipe]);
	t.deepEqual({...list, errors: list.errors.trim()}, {exitCode: 2, output: '', errors: `freedive: --from-file: ${pipe} names no image.`});
});

testPipe('a pipe is read to its end, however long its writer takes, as of <(…)', async t => {
	const pipe = path.join(temporaryFolder(t), 'pipe');
	execFileSync('mkfifo', [pipe]);
	const writer = spawn('sh', ['-c', 'exec 3<>"$0"; sleep 0.3; echo "version: 1" >&3; sleep 0.3; echo "fail-on: never" >&3; exec 4>"$0" 3>&-; sleep 0.2', pipe], {stdio: 'ignore'});
	await new Promise(resolve => {
		setTimeout(resolve, 100);
	});
	const through = await runCommand(audit('--policy', pipe, '--format', 'csv'));
	const file = path.join(temporaryFolder(t), 'policy.yaml');
	fs.writeFileSync(file, policy);
	t.deepEqual(through, await runCommand(audit('--policy', file, '--format', 'csv')));
	t.is(through.exitCode, 0);
	writer.kill();
});

testPipe('who waits for a pipe is interrupted', async t => {
	const pipe = path.join(temporaryFolder(t), 'pipe');
	execFileSync('mkfifo', [pipe]);
	const writer = fs.openSync(pipe, fs.constants.O_RDWR);
	const abort = new AbortController();
	setTimeout(() => {
		abort.abort(new Error('interrupted'));
	}, 200);
	const {exitCode, output} = await runCommand(audit('--policy', pipe), {signal: abort.signal});
	t.not(exitCode, 0);
	t.is(output, '');
	fs.closeSync(writer);
});
