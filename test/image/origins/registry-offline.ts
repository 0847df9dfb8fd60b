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
