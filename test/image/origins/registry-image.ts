import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Summary} from '../../../source/report/summary.js';
import {hasProgram, testWith} from '../../helpers/archive/test-with.js';
import {addIndex, addManifest, buildImage, finishLayout, json, addBlob, ociLayout, writeTar, type Files} from '../../helpers/build-image.js';
import {fakeRegistry, type FakeRegistry} from '../../helpers/fake-registry.js';
import {open} from '../../helpers/open.js';
import {push, realRegistry} from '../../helpers/real-registry.js';
import {runCommand} from '../../helpers/run-command.js';
import {serveLayout} from '../../helpers/serve-layout.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const story = `
	ADD rootfs.tar /
	  etc/passwd = root:x:0:0::/root:/bin/sh
	  usr/lib/big.so * 300000
	RUN chown -R app /usr
	  1000:1000 usr/lib/big.so * 300000
	RUN rm /etc/passwd
	  etc/.wh.passwd
`;
const built = buildImage(story, {tags: ['app:1']});

/** Nobody's engines: a name is asked of its registry at once. */
const programs = {environment: {PATH: '/nowhere'}, kill() {/* Nothing runs. */}};

const run = async (commandLine: string[], more = {}) => runCommand(commandLine, {environment: programs.environment, ...more});

/** A summary, but for what tells where the image came from. */
function summaryOf(output: string): Summary {
	const summary = JSON.parse(output) as Summary;
	return {...summary, image: {...summary.image, reference: '', form: 'registry', tags: []}};
}

const layersAsked = ({paths}: FakeRegistry, files: Files) => {
	const large = new Set([...files].filter(([name, bytes]) => name.startsWith('blobs/') && !(bytes as Buffer).toString('latin1').startsWith('{')).map(([name]) => name.slice('blobs/sha256/'.length)));
	return paths.filter(asked => large.has(asked.slice(asked.lastIndexOf(':') + 1))).length;
};

test('the same summary as from an archive, but for form', async t => {
	for (const wrapping of ['none', 'gzip', 'zstd'] as const) {
		const files = ociLayout([await built], wrapping);
		const {host} = await fakeRegistry(t, serveLayout(files));
		const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
		for (const reference of [`registry://${host}/app:1`, `${host}/app:1`]) {
			const remote = await run(['summary', reference, '--format', 'json']);
			t.is(remote.errors, '');
			t.is(remote.exitCode, 0);
			t.is((JSON.parse(remote.output) as Summary).image.form, 'registry');
			t.deepEqual(summaryOf(remote.output), summaryOf((await run(['summary', archive, '--format', 'json'])).output));
		}
	}
});

testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')})('the same from Debian\'s docker-registry, to which skopeo pushed it', async t => {
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await built]));
	const {host} = await realRegistry(t);
	await push({host}, `oci-archive:${archive}`, 'team/app:1');
	const remote = await run(['summary', `${host}/team/app:1`, '--format', 'json']);
	t.is(remote.errors, '');
	t.deepEqual(summaryOf(remote.output), summaryOf((await run(['summary', archive, '--format', 'json'])).output));
	t.is((await run(['cat', `${host}/team/app:1`, '/usr/lib/big.so'])).output, (await run(['cat', archive, '/usr/lib/big.so'])).output);
	t.is((await run(['verify', `${host}/team/app:1`])).exitCode, 0);
});

test('opening an image of many platforms takes an index, a manifest and a config, and no layer', async t => {
	const files: Files = new Map();
	const manifests = [];
	for (const platform of ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/s390x', 'linux/ppc64le']) {
		manifests.push(addManifest(files, await buildImage(story, {platform}), {platform: true}));
	}

	manifests.push(addBlob(files, json({schemaVersion: 2, config: addBlob(files, Buffer.from('{}'), 'application/vnd.oci.image.config.v1+json'), layers: []}), 'application/vnd.oci.image.manifest.v1+json', {
		platform: {os: 'unknown', architecture: 'unknown'}, annotations: {'vnd.docker.reference.type': 'attestation-manifest'},
	}));
	finishLayout(files, [addIndex(files, manifests)]);
	const registry = await fakeRegistry(t, serveLayout(files));
	const image = await open(t, `${registry.host}/app:1`, {programs, platform: 'linux/arm/v7'});
	t.is(image.platform, 'linux/arm/v7');
	t.is(image.layers.length, 3);
	t.deepEqual(image.history.map(({instruction}) => instruction), ['ADD rootfs.tar /', 'RUN chown -R app /usr', 'RUN rm /etc/passwd']);
	t.deepEqual(image.others.map(({title, present}) => [title, present]), [
		['linux/amd64', true], ['linux/arm64', true], ['linux/s390x', true], ['linux/ppc64le', true], ['attestation', true],
	]);
	t.deepEqual(registry.paths.map(asked => asked.split('/', 4)[3]), ['manifests', 'manifests', 'blobs']);
	t.is(layersAsked(registry, files), 0);
});

test('a layer that was read once is not fetched again, and documents neither; contents of it are', async t => {
	const files = ociLayout([await built]);
	const registry = await fakeRegistry(t, serveLayout(files));
	const cached = {cacheFolder: temporaryFolder(t), maker: 'this one'};
	const first = await run(['summary', `${registry.host}/app:1`], cached);
	t.is(layersAsked(registry, files), 3);

	registry.requests.length = 0;
	t.deepEqual(await run(['summary', `${registry.host}/app:1`], cached), first);
	t.deepEqual(registry.paths, ['/v2/app/manifests/1']);

	registry.requests.length = 0;
	t.is((await run(['cat', `${registry.host}/app:1`, '/etc/passwd', '--layer', '1'], cached)).output, 'root:x:0:0::/root:/bin/sh');
	t.is(layersAsked(registry, files), 1);
	const out = path.join(temporaryFolder(t), 'out');
	t.is((await run(['extract', `${registry.host}/app:1`, '/', '-o', out], cached)).exitCode, 0);
	t.is(fs.statSync(path.join(out, 'usr/lib/big.so')).size, 300_000);
	t.regex((await run(['grep', `${registry.host}/app:1`, 'root', '--all-layers'], cached)).output, /etc\/passwd/);
});

test('a registry that sends other bytes: the layer is left out, and said; nothing of it is kept', async t => {
	const files = ociLayout([await built]);
	const lie = (_: string, bytes: Buffer) => {
		const changed = Buffer.from(bytes);
		if (bytes[0] === 0x1F) {
			changed[4] ^= 1;
		}

		return changed;
	};

	const {host} = await fakeRegistry(t, serveLayout(files, lie));
	const cacheFolder = temporaryFolder(t);
	const {exitCode, errors, output} = await run(['summary', `${host}/app:1`], {cacheFolder, maker: 'this one'});
	t.is(exitCode, 2);
	t.regex(output, /RUN chown -R app/);
	t.regex(errors, /layer 1: 127\.0\.0\.1:\d+ sends other bytes as blob sha256:[\da-f]{12} of app: their digest is sha256:[\da-f]{64}/);
	t.deepEqual(fs.existsSync(path.join(cacheFolder, 'images/layer')) ? fs.readdirSync(path.join(cacheFolder, 'images/layer')) : [], []);
});

test('a manifest that is another than its digest says', async t => {
	const files = ociLayout([await built]);
	const good = serveLayout(files);
	const {host} = await fakeRegistry(t, request => {
		const answer = good(request);
		return request.path.includes('/manifests/') && typeof answer === 'object' ? {...answer, body: Buffer.concat([answer.body as Buffer, Buffer.from(' ')])} : answer;
	});
	const digest = [...files.keys()].map(name => name.slice('blobs/sha256/'.length)).find(name => (files.get(`blobs/sha256/${name}`) as Buffer | undefined)?.toString().includes('"layers"'))!;
	const {exitCode, errors, output} = await run(['summary', `registry://${host}/app@sha256:${digest}`]);
	t.is(exitCode, 2);
	t.is(output, '');
	t.regex(errors, /sends other bytes as image app@sha256:/);
});

async function refused(t: ExecutionContext, host: string): Promise<string> {
	const {exitCode, output, errors} = await run(['summary', `registry://${host}/app:1`]);
	t.is(exitCode, 2);
	t.is(output, '');
	return errors;
}

test('what is not there, and what is no image', async t => {
	const {host} = await fakeRegistry(t, () => undefined);
	t.regex(await refused(t, host), /has no image app:1/);
	const html = await fakeRegistry(t, () => ({headers: {'content-type': 'text/html'}, body: '<html>\u001B[31mhello'}));
	const said = await refused(t, html.host);
	t.false(said.includes('\u001B'));
	t.is(said.split('\n').length, 2);

	const chart: Files = new Map();
	finishLayout(chart, [addBlob(chart, json({
		schemaVersion: 2,
		mediaType: 'application/vnd.oci.image.manifest.v1+json',
		config: addBlob(chart, Buffer.from('{}'), 'application/vnd.cncf.helm.config.v1+json'),
		layers: [addBlob(chart, Buffer.from('x'), 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')],
	}), 'application/vnd.oci.image.manifest.v1+json')]);
	const charts = await fakeRegistry(t, serveLayout(chart));
	t.regex(await refused(t, charts.host), /holds no image but a Helm chart/);
});
