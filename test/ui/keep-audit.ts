import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {openGate, type AuditPolicy} from '../../source/audit/gate.js';
import {staticLibrary} from '../../source/audit/rules/static-library.js';
import {threadsLoadTypeScript, testWith} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, writeTar, type Wrapping} from '../helpers/build-image.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession} from '../helpers/test-session.js';

const testWithThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

async function archive(t: ExecutionContext, wrapping: Wrapping): Promise<string> {
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([await buildImage(`
		RUN make install
		  usr/lib/liba.a = @archive
		  usr/lib/libb.a = @archive
	`, {contents: {archive: '!<arch>\nabc'}})], wrapping));
	return file;
}

const policy = (more: Partial<AuditPolicy> = {}): AuditPolicy => ({...openGate, rules: [staticLibrary], ...more});

for (const wrapping of ['none', 'gzip'] as const) {
	testWithThreads(`an image is audited behind all else, without a key: layers ${wrapping}`, async t => {
		const session = new TestSession(t, [await archive(t, wrapping)], {choosePolicy: async () => policy()});
		await session.until(({findings}) => findings.audit?.result !== undefined);
		t.regex(session.frame, /audit passes/);
		session.press('F');
		t.regex(session.frame, /note .* static-library +\/usr\/lib/);
	});
}

testWithThreads('by the policy that holds: what it minds fails, and the title says so', async t => {
	const {policy: nothing} = openGate;
	const session = new TestSession(t, [await archive(t, 'none')], {choosePolicy: async () => policy({policy: {...nothing, failOn: 'note', limits: {size: 10}}})});
	await session.until(({findings}) => findings.audit?.result !== undefined);
	t.regex(session.frame, /audit fails: F tells/);
	t.regex(session.press('F').frame, /err .*size/);
});

testWithThreads('a policy that can\'t be followed: the view says why, and the rest goes on', async t => {
	const session = new TestSession(t, [await archive(t, 'none')], {
		async choosePolicy() {
			throw new Error('.freedive.yaml:3:5: there is no key\u001B[2J fail-no');
		},
	});
	await session.until(({findings}) => findings.audit?.problem !== undefined);
	t.notRegex(session.frame, /audit passes|audit fails/);
	t.regex(session.press('F').frame, /\.freedive\.yaml:3:5: there is no key\\x1b\[2J fail-no/);
	t.is(session.press('w').state.rightView, 'waste');
});
