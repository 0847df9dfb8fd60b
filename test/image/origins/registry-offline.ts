import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Summary} from '../../../source/report/summary.js';
import {UnreachableError} from '../../../source/image/origins/registry/registry-error.js';
import {buildImage, ociLayout, type Files} from '../../helpers/build-image.js';
import {fakeRegistry, type FakeAnswer} from '../../helpers/fake-registry.js';
import {openRegistries} from '../../helpers/open-registries.js';
import {runCommand} from '../../helpers/run-command.js';
import {serveLayout} from '../../helpers/serve-layout.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const story = `
	ADD rootfs.tar /
	  etc/passwd = root:x:0:0::/root:/bin/sh
	  usr/lib/big.so * 300000
	RUN rm /etc/passwd
	  etc/.wh.passwd
`;
const built = buildImage(story, {tags: ['app:1']});
const run = async (commandLine: string[], more = {}) => runCommand(commandLine, {environment: {PATH: '/nowhere'}, ...more});

test('an image that was opened by its tag opens as it was where its registry can\'t be reached, and all its outputs say so', async t => {
	const registry = await fakeRegistry(t, serveLayout(ociLayout([await built])));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	const name = `${registry.host}/app:1`;
	const before = await run(['summary', name, '--format', 'json'], cached);
	t.is(before.errors, '');
	t.is((JSON.parse(before.output) as Summary).image.asOf, null);
	registry.stop();

	const {exitCode, output, errors} = await run(['summary', name, '--format', 'json'], cached);
	t.is(exitCode, 0);
	const summary = JSON.parse(output) as Summary;
	t.regex(summary.image.asOf!, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	const [date, time] = [summary.image.asOf!.slice(0, 10), summary.image.asOf!.slice(11, 16)];
	const message = `${registry.host} could not be reached (nobody listens there): this is ${name} as it was when asked for on ${date} at ${time} UTC.`;
	t.deepEqual(summary.warnings, [{layer: null, path: null, message, incomplete: false}]);
	t.true(errors.includes(message));
	t.is([...errors.matchAll(/could not be reached/g)].length, 1);
	t.deepEqual({...summary, image: {...summary.image, asOf: null}, warnings: []}, JSON.parse(before.output) as Summary);

	const text = await run([name, '--quiet'], cached);
	t.true(text.output.split('\n', 1)[0].includes(`  registry as of ${date}  `));
	t.is((await run(['files', name, '--quiet'], cached)).exitCode, 0);

	// Another tag of it was never asked for.
	const other = await run(['summary', `registry://${registry.host}/app:2`], cached);
	t.is(other.exitCode, 2);
	t.regex(other.errors, /can't be asked for image app:2: nobody listens there/);
});

test('without what is kept there is nothing to open: --no-cache, another user\'s folder, a document that is gone', async t => {
	const registry = await fakeRegistry(t, serveLayout(ociLayout([await built])));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	const name = `registry://${registry.host}/app:1`;
	await run(['summary', name], cached);
	registry.stop();
	for (const ran of [await run(['summary', name, '--no-cache'], cached), await run(['summary', name]), await run(['summary', name], {...cached, cacheFolder: temporaryFolder(t)})]) {
		t.is(ran.exitCode, 2);
		t.is(ran.output, '');
		t.regex(ran.errors, /can't be asked for image app:1: nobody listens there\.\n$/);
	}

	const documents = path.join(cached.cacheFolder, 'images/document');
	for (const document of fs.readdirSync(documents)) {
		fs.writeFileSync(path.join(documents, document), '{}');
	}

	const gone = await run(['summary', name], cached);
	t.is(gone.exitCode, 2);
	t.regex(gone.errors, /can't be asked for image app:1: nobody listens there/);
});

test('--no-cache keeps no tag either', async t => {
	const registry = await fakeRegistry(t, serveLayout(ociLayout([await built])));
	const cacheFolder = temporaryFolder(t);
	await run(['summary', `${registry.host}/app:1`, '--no-cache'], {cacheFolder, maker: 'this one'});
	t.deepEqual(fs.readdirSync(cacheFolder), []);
});

test('a layer that was not kept is missing, and said; the others are there', async t => {
	const registry = await fakeRegistry(t, serveLayout(ociLayout([await built])));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	await run(['summary', `${registry.host}/app:1`], cached);
	const layers = path.join(cached.cacheFolder, 'images/layer');
	for (const layer of fs.readdirSync(layers)) {
		fs.rmSync(path.join(layers, layer));
	}

	registry.stop();
	const {exitCode, output, errors} = await run(['summary', `${registry.host}/app:1`], cached);
	t.is(exitCode, 2);
	t.regex(output, /RUN rm \/etc\/passwd/);
	t.regex(errors, /could not be reached/);
	t.regex(errors, /layer 1: .* can't be asked for blob/);
});

test('whatever a registry answers counts more than what is kept: denied, gone, broken, another image', async t => {
	let answer: FakeAnswer | undefined;
	let files: Files = ociLayout([await built]);
	const registry = await fakeRegistry(t, request => answer ?? serveLayout(files)(request));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	const name = `registry://${registry.host}/app:1`;
	t.is((await run(['summary', name], cached)).exitCode, 0);
	for (const [bad, says] of [
		[{status: 401}, /denies|login/],
		[{status: 403}, /denies|login/],
		[{status: 404}, /has no image app:1/],
		[{headers: {'content-type': 'text/html'}, body: '<html>'}, /web page/],
		[{headers: {location: 'http://127.0.0.1:9/v2/'}, status: 307}, /127\.0\.0\.1:9, where .* redirects/],
		[{status: 401, headers: {'www-authenticate': 'Bearer realm="http://127.0.0.1:9/token"'}}, /127\.0\.0\.1:9, which gives tokens/],
	] as const) {
		answer = bad;
		const ran = await run(['summary', name], cached);
		t.is(ran.exitCode, 2, JSON.stringify(bad));
		t.is(ran.output, '');
		t.regex(ran.errors, says);
		t.notRegex(ran.errors, /as it was/);
	}

	answer = undefined;
	files = ociLayout([await buildImage('RUN other\n\tother = 1', {tags: ['app:1']})]);
	const fresh = await run(['summary', name], cached);
	t.is(fresh.errors, '');
	t.regex(fresh.output, /RUN other/);
});

test('not reached is who never answers; not who breaks off or speaks no HTTP', async t => {
	const silent = await fakeRegistry(t, () => () => {/* Nothing comes. */});
	const broken = await fakeRegistry(t, () => response => {
		response.destroy();
	});
	const garbled = await fakeRegistry(t, () => response => {
		response.socket!.end('hello\r\n');
	});
	const ask = async (registry: string, patience = 20) => t.throwsAsync(openRegistries(t, {patience, retries: 1, firstPause: 0.01}).repository({registry, repository: 'app'}).manifest('1'));
	const unreached = await ask(silent.host, 0.2);
	t.true(unreached instanceof UnreachableError);
	t.is((unreached as UnreachableError).reason, 'nothing came');
	t.true(await ask('registry.invalid') instanceof UnreachableError);
	t.false(await ask(broken.host) instanceof UnreachableError);
	t.false(await ask(garbled.host) instanceof UnreachableError);
});

test('of a layer that can\'t be had the listing is told that was kept for who asked for less, and what could not be looked into', async t => {
	const registry = await fakeRegistry(t, serveLayout(ociLayout([await built])));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	const name = `${registry.host}/app:1`;
	const before = JSON.parse((await run(['summary', name, '--format', 'json'], cached)).output) as Summary;
	registry.stop();
	t.is((await run(['summary', name], cached)).exitCode, 0);

	const packages = await run(['packages', name], cached);
	t.is(packages.exitCode, 2);
	t.regex(packages.errors, /layer 1: .* can't be asked for blob .*: nobody listens there; its files are listed as they were kept, but were not looked into for packages\n/);
	t.notRegex(packages.errors, /findings/);

	const audit = await run(['audit', name, '--format', 'json'], cached);
	t.is(audit.exitCode, 2);
	const {images, warnings} = JSON.parse(audit.output) as {images: Array<{findings: unknown[]; complete: boolean}>; warnings: Summary['warnings']};
	t.deepEqual(images.map(({complete}) => complete), [false]);
	t.true(warnings.some(({layer, message, incomplete}) => layer === 1 && incomplete && message.endsWith('but were not looked into for packages or findings')), audit.output);
	t.true(images[0].findings.length > 0);

	// What was kept is not spoilt by it: with less asked for all is told again.
	const after = JSON.parse((await run(['summary', name, '--format', 'json'], cached)).output) as Summary;
	t.deepEqual(after.layers, before.layers);
});

for (const wrapping of ['gzip', 'none'] as const) {
	test(`layers are listed as they were kept, by tag and by digest, and what only their bytes can tell is not: ${wrapping}`, async t => {
		const files = Array.from({length: 6000}, (_, index) => `  srv/${index % 70}/${index} * ${index % 7}\n`).join('');
		const image = await buildImage(`COPY all\n${files}RUN again\n  srv/1/1 * 1\n  7:8 srv/2/2 * 2\n  srv/.wh.3\n  opt/new * 500\n`, {tags: ['app:1']});
		const layout = ociLayout([image], wrapping);
		const registry = await fakeRegistry(t, serveLayout(layout));
		const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
		const summaryOf = async (name: string, more = cached) => {
			const ran = await run(['summary', name, '--format', 'json'], more);
			return {...ran, summary: JSON.parse(ran.output) as Summary};
		};

		const truth = await summaryOf(`${registry.host}/app:1`, {...cached, cacheFolder: temporaryFolder(t)});
		t.deepEqual([truth.exitCode, truth.errors], [0, '']);
		// It lists, and compares nothing.
		t.is((await run(['files', `${registry.host}/app:1`, '--limit', '1'], cached)).exitCode, 0);
		registry.stop();
		// How they lie over one another is kept of what could be read whole; what is lacking now is told all the same.
		const overlays = path.join(cached.cacheFolder, 'images/overlay');
		t.true(fs.existsSync(overlays));
		const audit = await run(['audit', `${registry.host}/app:1`, '--format', 'json', '--fail-on', 'never'], cached);
		t.is(audit.exitCode, 2);
		t.regex(audit.output, /not looked into for (?:equal contents, )?packages or findings/);
		// And is not kept.
		fs.rmSync(overlays, {recursive: true});
		await run(['audit', `${registry.host}/app:1`, '--fail-on', 'never'], cached);
		for (const name of [`${registry.host}/app:1`, `registry://${registry.host}/app@${truth.summary.image.digest!}`]) {
			const {summary} = await summaryOf(name);
			t.deepEqual(summary.layers.map(({size, entries}) => [size, entries]), truth.summary.layers.map(({size, entries}) => [size, entries]));
			t.is(summary.bytes.total, truth.summary.bytes.total);
			if (wrapping === 'none') {
				t.deepEqual(summary.warnings.filter(({incomplete}) => incomplete).map(({layer, message}) => [layer, message.replace(/^.*;/, '')]), [1, 2].map(layer => [layer, ' its files are listed as they were kept, but were not looked into for equal contents']));
				t.true(summary.bytes.unknown > 0);
				// No content is read that is not here.
				t.is((await run(['cat', name, '/opt/new'], cached)).output, '');
			}
		}

		// What could not be told then is not what is told from now on.
		const again = await fakeRegistry(t, serveLayout(layout));
		const after = await summaryOf(`${again.host}/app:1`);
		t.deepEqual([after.exitCode, after.errors], [0, '']);
		t.deepEqual([after.summary.bytes, after.summary.layers, after.summary.worst], [truth.summary.bytes, truth.summary.layers, truth.summary.worst]);
	});
}
