import {spawnSync} from 'node:child_process';
import type {ExecutionContext, TestFn} from 'ava';

/** Whether a program is on this machine and says `version` of itself. */
export function hasProgram(name: string, version = ''): boolean {
	const {status, stdout} = spawnSync(name, ['--version'], {encoding: 'utf8'});
	return status === 0 && stdout.includes(version);
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
