import test from 'ava';
import {buildImage, ociLayout} from '../helpers/build-image.js';
import {fakeRegistry} from '../helpers/fake-registry.js';
import {serveLayout} from '../helpers/serve-layout.js';
import {TestSession} from '../helpers/test-session.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

testThreads('of an image in a registry a layer is fetched when someone looks at it, with those below it; c fetches the rest', async t => {
	const image = await buildImage(Array.from({length: 6}, (_, index) => `RUN step ${index + 1}\n  file${index + 1} * ${index + 1}`).join('\n'));
	const layers = new Set(ociLayout([image]).keys());
	const registry = await fakeRegistry(t, serveLayout(ociLayout([image])));
	const fetched = () => registry.paths.filter(path => path.includes('/blobs/') && layers.has(`blobs/sha256/${path.slice(path.lastIndexOf(':') + 1)}`)).length - 1;
	const session = new TestSession(t, [`registry://${registry.host}/app:1`]);
	await session.until(({phase}) => phase === 'resting');
	t.is(fetched(), 1);
	t.true(session.lines[0].includes('1 of 6 layers fetched: c fetches all'), session.lines[0]);
	t.true(session.frame.includes('RUN step 6'));
	t.true(session.frame.includes('file1'));

	session.press('j', 'j');
	await session.until(({grown, phase}) => phase === 'resting' && grown?.ready === 3);
	t.is(fetched(), 3);
	t.true(session.frame.includes('file3'));

	session.press('w');
	t.true(session.frame.includes('This takes all layers, and not all of them are fetched: c'), session.frame);
	session.press('c');
	await session.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.is(fetched(), 6);
	t.is(session.state.grown!.overlay.bytes().total, 21);
});
