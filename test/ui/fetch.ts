import fs from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {addBlob, buildImage, finishLayout, json, ociLayout, sha256, wrap, type Files} from '../helpers/build-image.js';
import {altered, changedToc} from '../helpers/changed-toc.js';
import {estargzDigest} from '../helpers/estargz-digest.js';
import {fakeRegistry} from '../helpers/fake-registry.js';
import {serveLayout} from '../helpers/serve-layout.js';
import {TestSession, type TestSessionOptions} from '../helpers/test-session.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

testThreads('of an image in a registry a layer is fetched when someone looks at it, with those below it; c fetches the rest', async t => {
	const image = await buildImage(Array.from({length: 6}, (_, index) => `RUN step ${index + 1}\n  file${index + 1} * ${index + 1}`).join('\n'));
	const layers = new Set(ociLayout([image]).keys());
	const registry = await fakeRegistry(t, serveLayout(ociLayout([image])));
	const fetched = () => registry.paths.filter(path => path.includes('/blobs/') && layers.has(`blobs/sha256/${path.slice(path.lastIndexOf(':') + 1)}`)).length - 1;
	const session = new TestSession(t, [`registry://${registry.host}/app:1`]);
	await session.untilListed(({phase}) => phase === 'resting');
	t.is(fetched(), 1);
	t.true(session.lines[0].includes('1 of 6 layers fetched: c fetches all'), session.lines[0]);
	t.true(session.frame.includes('RUN step 6'), session.frame);
	t.true(session.frame.includes('file1'), session.frame);

	session.press('j', 'j');
	await session.untilListed(({grown, phase}) => phase === 'resting' && grown?.ready === 3);
	t.is(fetched(), 3);
	t.true(session.frame.includes('file3'), session.frame);

	session.press('w');
	t.true(session.frame.includes('This takes all layers, and not all of them are fetched: c'), session.frame);
	session.press('c');
	await session.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.is(fetched(), 6);
	t.is(session.state.grown!.overlay.bytes().total, 21);
});

/** An image of a layer with a table of contents below one without, in a registry, and what is asked of the first. */
async function withToc(t: ExecutionContext, layer: Buffer, toc: string) {
	const files: Files = new Map();
	const config = addBlob(files, json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: []}}), 'application/vnd.oci.image.config.v1+json');
	const type = 'application/vnd.oci.image.layer.v1.tar+gzip';
	const mediaType = 'application/vnd.oci.image.manifest.v1+json';
	const other = fs.readFileSync(new URL('../fixtures/estargz-inner.tar.gz', import.meta.url));
	const layers = [addBlob(files, other, type), addBlob(files, layer, type, {annotations: {'containerd.io/snapshot/stargz/toc.digest': toc}})];
	const registry = await fakeRegistry(t, serveLayout(finishLayout(files, [addBlob(files, json({schemaVersion: 2, mediaType, config, layers}), mediaType)])));
	const asked = () => registry.requests.filter(({path}) => path.endsWith(sha256(layer))).map(({headers}) => headers.range);
	return {session: new TestSession(t, [`registry://${registry.host}/app:1`]), asked, registry};
}

testThreads('a layer with a table of contents is listed without being looked at or fetched; c fetches it', async t => {
	const layer = fs.readFileSync(new URL('../fixtures/estargz.tar.gz', import.meta.url));
	const {session, asked} = await withToc(t, layer, estargzDigest(layer));
	await session.untilListed(({phase, grown}) => phase === 'resting' && grown?.ready === 2);
	t.true(asked().length <= 2 && asked().every(range => range !== undefined));
	t.true(session.lines[0].includes('1 of 2 layers fetched: c fetches all'), session.lines[0]);
	t.is(session.state.layers.get(2)!.step, 'listed');
	const before = session.state.grown!.overlay.bytes().total;

	session.press('j');
	await session.untilListed(({layer}) => layer === 2);
	t.true(session.frame.includes('.prefetch.landmark'), session.frame);
	t.is(session.state.phase, 'resting');
	session.press('c');
	await session.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.deepEqual(asked().filter(range => range === undefined).length, 1);
	t.deepEqual([...session.state.layers.values()].map(({step, isBroken}) => ({step, isBroken})), Array.from({length: 2}, () => ({step: 'read', isBroken: false})));
	t.is(session.state.grown!.overlay.bytes().total, before);
	t.is(session.state.grown!.contents!.pointsOf(2), undefined);
});

testThreads('why a file can\'t be had is said once where it is looked into, and not as if some of it were there', async t => {
	const layer = fs.readFileSync(new URL('../fixtures/estargz.tar.gz', import.meta.url));
	const {session, registry} = await withToc(t, layer, estargzDigest(layer));
	await session.untilListed(({phase, grown}) => phase === 'resting' && grown?.ready === 2);
	session.press('j');
	await session.untilListed(({layer}) => layer === 2);
	registry.stop();
	session.press('2', '/').type('lines').press('enter', 'enter');
	await session.until(({viewer}) => viewer?.opened?.pages.facts !== undefined);
	const {frame} = session;
	t.regex(frame, /\[\/usr\/lines\]/);
	t.is([...frame.matchAll(/nobody listens there/g)].length, 1, frame);
	t.regex(frame, /^ *It can't be read: 127\.0\.0\.1:\d+ can't be asked for blob/m);
});

testThreads('a table that lists other files than its layer holds is told of once the layer is read', async t => {
	const {bytes, claim} = changedToc(altered('usr/lines', {name: 'usr/lies'}));
	const {session} = await withToc(t, bytes, claim.digest);
	await session.untilListed(({phase, grown}) => phase === 'resting' && grown?.ready === 2);
	session.press('c');
	await session.until(({phase}) => phase === 'whole');
	const status = session.state.layers.get(2)!;
	t.true(status.isBroken);
	t.is(status.warnings[0], 'its table of contents, by which it is shown, lists other files than it holds');
});

/** An image of six layers in a registry that gives no layers but the first for as long as it is asked to. */
async function withOutage(t: ExecutionContext, options?: TestSessionOptions) {
	const image = await buildImage(Array.from({length: 6}, (_, index) => `RUN step ${index + 1}\n  file${index + 1} * ${index + 1}\n${index === 5 ? '  .wh.file2\n' : ''}`).join('\n'));
	const [, ...layers] = image.layers.map(layer => sha256(wrap(layer, 'gzip')));
	const serve = serveLayout(ociLayout([image]));
	const outage: {isOn: boolean; gone: Set<string>; /** What the last layer waits for. */ held?: Promise<void>} = {isOn: true, gone: new Set(layers)};
	const registry = await fakeRegistry(t, request => {
		if (outage.isOn && [...outage.gone].some(layer => request.path.endsWith(layer))) {
			return {status: 404};
		}

		const answer = serve(request);
		const {held} = outage;
		return held && typeof answer === 'object' && request.path.endsWith(layers.at(-1)!)
			? async response => {
				await held;
				response.writeHead(answer.status ?? 200, answer.headers);
				response.end(answer.body);
			}
			: answer;
	});
	return {session: new TestSession(t, [`registry://${registry.host}/app:1`], options), outage};
}

testThreads('c tries layers again that could not be had; until then they are not counted as fetched, and no waste is told', async t => {
	const {session, outage} = await withOutage(t);
	await session.untilListed(({phase}) => phase === 'resting');
	for (const ready of [2, 3, 4]) {
		session.press('j');
		await session.untilListed(({grown, phase}) => phase === 'resting' && grown?.ready === ready);
	}

	t.is(session.state.layers.get(4)!.step, 'failed');
	t.true(session.lines[0].includes('1 of 6 layers fetched: c fetches all'), session.lines[0]);
	t.regex(session.frame, /Layer 4 could not be read: /);
	t.notRegex(session.lines.find(line => line.includes('RUN step 4'))!, /0 B/);

	session.press('c');
	await session.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.true(session.lines[0].includes('1 of 6 layers fetched: c tries again'), session.lines[0]);
	t.notRegex(session.lines[0], /no waste|100 %/);
	t.is(session.state.grown!.overlay.bytes().total, 1);
	const {overlay} = session.state.grown!;

	// In vain once more, and then for all but one.
	session.press('c');
	await session.until(({phase}) => phase === 'whole');
	t.is(session.state.grown!.overlay, overlay);
	const last = [...outage.gone].at(-1)!;
	outage.gone = new Set([last]);
	session.press('c');
	await session.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true && grown.overlay !== overlay);
	t.true(session.lines[0].includes('5 of 6 layers fetched: c tries again'), session.lines[0]);
	t.is(session.state.grown!.overlay.bytes().total, 15);
	await session.until(() => session.frame.includes('file4'));

	outage.isOn = false;
	session.press('c');
	await session.until(({phase, grown, layers}) => phase === 'whole' && grown?.isProven === true && layers.get(6)?.step === 'read');
	t.deepEqual([session.state.grown!.overlay.bytes().total, session.state.grown!.overlay.bytes().wasted], [21, 2]);
	t.deepEqual(session.state.grown!.overlay.warnings, []);
	t.true(session.lines[0].includes('2 B waste'), session.lines[0]);
	const {frames} = session;
	session.press('c');
	t.is(session.state.phase, 'whole');
	t.is(session.frames, frames);
});

testThreads('of a layer that comes after all nothing is told until it is laid over the others: it is not empty meanwhile', async t => {
	// One for the layer that is waited for.
	const {session, outage} = await withOutage(t, {threads: 2});
	await session.untilListed(({phase}) => phase === 'resting');
	session.press('j');
	await session.untilListed(({grown, phase}) => phase === 'resting' && grown?.ready === 2);
	const numbers = / 0 B|changes +none|changes no file/;
	t.notRegex(session.frame, numbers);

	const last = Promise.withResolvers<void>();
	Object.assign(outage, {isOn: false, held: last.promise});
	session.press('c');
	await session.until(({layers}) => [3, 4, 5].every(layer => layers.get(layer)?.step === 'read'));
	t.is(session.state.phase, 'reading');
	t.notRegex(session.frame, numbers);
	last.resolve();
	await session.untilListed(({phase, grown}) => phase === 'whole' && grown?.ready === 6);
	t.regex(session.frame, /size +2 B in 1 entry/);
	t.true(session.frame.includes('file2'), session.frame);
});
