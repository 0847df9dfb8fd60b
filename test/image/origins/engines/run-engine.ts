import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Programs} from '../../../../source/image/container.js';
import {runEngine, type EngineRun} from '../../../../source/image/origins/engines/run-engine.js';
import {isRunning} from '../../../helpers/fake-engines.js';
import {holdUp} from '../../../helpers/hold-up.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';

const programs: Programs = {
	environment: {PATH: '/usr/bin:/bin'},
	kill(pid, signal) {
		process.kill(pid, signal);
	},
};

const run = async (script: string, more: Partial<EngineRun> = {}) => runEngine({program: '/bin/sh', args: ['-c', script], programs, ...more});

/** A file with more than is read at once of a pipe, and less than fits into one. */
function longText(t: ExecutionContext): {file: string; text: string} {
	const file = path.join(temporaryFolder(t), 'text');
	const text = 'all of it '.repeat(8000);
	fs.writeFileSync(file, text);
	return {file, text};
}

// One by one: they hold up whoever runs beside them.
test.serial('what a program wrote before it ended is there, though the loop was held up from before that until nobody waits for more', async t => {
	const {file, text} = longText(t);
	const folder = temporaryFolder(t);
	const [pids, otherPid, told] = ['pids', 'other', 'told'].map(name => path.join(folder, name));
	const running = run(`echo $$ > '${pids}'; while [ ! -e '${told}' ]; do sleep 0.02; done; cat '${file}'; echo 'so it was' >&2`);

	// Another program has ended and left something to read: while that is read, before it is looked which programs ended, ours ends too.
	const other = spawn('/bin/sh', ['-c', 'echo x'], {stdio: ['ignore', 'pipe', 'ignore']});
	const isRead = new Promise<void>(resolve => {
		other.stdout.once('data', () => {
			fs.writeFileSync(told, '');
			holdUp(() => isRunning(pids));
			// And before anything more is read, time goes by.
			setImmediate(() => {
				holdUp(800);
				resolve();
			});
		});
	});
	fs.writeFileSync(otherPid, String(other.pid));
	holdUp(() => !fs.existsSync(pids) || isRunning(otherPid));
	holdUp(50);
	t.deepEqual(await running, {exitCode: 0, failure: undefined, output: text, complaint: 'so it was\n'});
	await isRead;
});

test.serial('a program that ended in time is not late, though that is looked at later', async t => {
	const {file, text} = longText(t);
	const pids = path.join(temporaryFolder(t), 'pids');
	const running = run(`echo $$ > '${pids}'; cat '${file}'`, {limit: 500});
	// What comes after this turn are timers.
	await turn();
	holdUp(600);
	holdUp(() => !fs.existsSync(pids) || isRunning(pids));
	t.like(await running, {exitCode: 0, output: text});
});

test.serial('a program is not waited for longer because one that it started holds its output open', async t => {
	const pid = path.join(temporaryFolder(t), 'pid');
	const ran = await run(`sleep 600 & echo $! > '${pid}'; echo said; exit 3`, {limit: 60_000});
	t.true(isRunning(pid));
	process.kill(Number(fs.readFileSync(pid, 'utf8')));
	t.deepEqual(ran, {exitCode: 3, failure: undefined, output: 'said\n', complaint: ''});
});
