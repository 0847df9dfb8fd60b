import path from 'node:path';
import test from 'ava';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {attestedLayout} from '../helpers/attached-samples.js';
import {buildImage, ociLayout, writeTar} from '../helpers/build-image.js';
import {TestSession} from '../helpers/test-session.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

testThreads('what is attached is looked for when the image\'s details are looked at, and told among them', async t => {
	const screen = new TestSession(t, [await writeTar(path.join(temporaryFolder(t), 'app.tar'), (await attestedLayout()).files)], {rows: 60});
	await screen.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.is(screen.state.attached, undefined);
	screen.press('i');
	await screen.until(({attached}) => typeof attached === 'object');
	t.regex(screen.frame, /Attached, as it says of itself/);
	t.regex(screen.frame, /SBOM \(SPDX 2\.3\) of 412 packages, written by/);
});

testThreads('where nothing is attached nothing is told', async t => {
	const screen = new TestSession(t, [await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await buildImage('ADD a\n  a = a\n')]))], {rows: 60});
	await screen.until(({phase}) => phase === 'whole');
	screen.press('i');
	await screen.until(({attached}) => typeof attached === 'object');
	t.false(screen.frame.includes('Attached'));
});
