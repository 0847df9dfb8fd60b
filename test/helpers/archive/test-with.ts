import {spawnSync} from 'node:child_process';
import {Worker} from 'node:worker_threads';
import type {ExecutionContext, TestFn} from 'ava';

/** Whether a program is on this machine and says `version` of itself. */
export function hasProgram(name: string, version = ''): boolean {
	const {status, stdout} = spawnSync(name, ['--version'], {encoding: 'utf8'});
	return status === 0 && stdout.includes(version);
}

/** Whether a worker thread can run a source as it is. On older Nodes it takes the built program, which is tried by itself. */
export async function threadsLoadTypeScript(): Promise<boolean> {
	return new Promise(resolve => {
		const worker = new Worker(new URL('../../../source/archive/archive-error.ts', import.meta.url));
		worker.on('error', () => {
			resolve(false);
		});
		worker.on('exit', code => {
			resolve(code === 0);
		});
	});
}

type Declare = (title: string, implementation: (t: ExecutionContext) => void | Promise<void>) => void;

/** `test` for what needs something that may be missing here: then the tests are skipped, and their titles name it. */
export function testWith(test: TestFn, needs: Record<string, boolean>): Declare {
	const missing = Object.keys(needs).filter(need => !needs[need]);
	const skip: Declare = (title, implementation) => {
		test.skip(`SKIPPED, needs ${missing.join(', ')}: ${title}`, implementation);
	};

	return missing.length > 0 ? skip : test;
}
