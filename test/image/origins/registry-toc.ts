import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {hasProgram, testWith} from '../../helpers/archive/test-with.js';
import {addBlob, finishLayout, json, sha256, writeTar, type Files} from '../../helpers/build-image.js';
import {estargzDigest} from '../../helpers/estargz-digest.js';
import {fakeRegistry, type FakeRegistry} from '../../helpers/fake-registry.js';
import {push, realRegistry} from '../../helpers/real-registry.js';
import {runCommand} from '../../helpers/run-command.js';
import {serveLayout} from '../../helpers/serve-layout.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';
import {rangelessProxy} from '../../helpers/troubled-proxy.js';

/** Nobody's engines: a name is asked of its registry at once. */
const run = async (commandLine: string[], more = {}) => runCommand(commandLine, {environment: {PATH: '/nowhere'}, ...more});

const layer = fs.readFileSync(new URL('../../fixtures/estargz.tar.gz', import.meta.url));
const layerDigest = sha256(layer);

/** An image of one layer, which is eStargz. */
function image(toc = estargzDigest(layer)): Files {
	const files: Files = new Map();
	const config = addBlob(files, json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: [sha256(Buffer.from('of no matter'))]}}), 'application/vnd.oci.image.config.v1+json');
	const mediaType = 'application/vnd.oci.image.manifest.v1+json';
	const layers = [addBlob(files, layer, 'application/vnd.oci.image.layer.v1.tar+gzip', {annotations: {'containerd.io/snapshot/stargz/toc.digest': toc}})];
	return finishLayout(files, [addBlob(files, json({schemaVersion: 2, mediaType, config, layers}), mediaType)]);
}

/** The ranges that were asked of the layer; undefined for all of it. */
const rangesOf = ({requests}: FakeRegistry) => requests.filter(({path: asked}) => asked.endsWith(layerDigest)).map(({headers}) => headers.range);

/** How many bytes that were. */
const bytesOf = (ranges: Array<string | undefined>) => ranges.reduce((sum, range) => {
	const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? `bytes=0-${layer.length - 1}`)!;
	return sum + Number(end) - Number(start) + 1;
}, 0);

const listed = async (reference: string, more = {}) => {
	const {output, errors, exitCode} = await run(['files', reference, '--format', 'json'], more);
	const {image: _, ...rest} = JSON.parse(output) as {image?: unknown; files: unknown[]};
	return {rest, errors, exitCode};
};

const archiveOf = async (t: ExecutionContext, files: Files) => writeTar(path.join(temporaryFolder(t), 'app.tar'), files);

test('a layer with a table of contents is listed by at most two ranges, as from an archive', async t => {
	const archive = await archiveOf(t, image());
	const registry = await fakeRegistry(t, serveLayout(image()));
	const remote = await listed(`${registry.host}/app:1`);
	t.deepEqual(remote, await listed(archive));
	t.is(remote.errors, '');
	const ranges = rangesOf(registry);
	t.true(ranges.length <= 2);
	t.true(bytesOf(ranges) < layer.length / 2);
});

test('a content comes by its range, and is what the archive has', async t => {
	const archive = await archiveOf(t, image());
	for (const name of ['/usr/bin/noise', '/etc/hello', '/stargz.index.json', '/usr/lines']) {
		const registry = await fakeRegistry(t, serveLayout(image()));
		const remote = await run(['cat', `${registry.host}/app:1`, name]);
		t.is(remote.errors, '');
		t.deepEqual(remote.output, (await run(['cat', archive, name])).output);
		t.true(rangesOf(registry).length <= 3);
		t.true(rangesOf(registry).every(range => range !== undefined));
	}
});

test('searching and taking out contents of such a layer gives what the archive gives', async t => {
	const archive = await archiveOf(t, image());
	const registry = await fakeRegistry(t, serveLayout(image()));
	const name = `${registry.host}/app:1`;
	t.deepEqual((await run(['grep', name, 'one'])).output, (await run(['grep', archive, 'one'])).output);
	t.true((await run(['grep', name, 'hello'])).output.includes('etc/hello'));
	const [a, b] = [temporaryFolder(t), temporaryFolder(t)];
	t.is((await run(['extract', name, '/usr', '-o', a])).exitCode, (await run(['extract', archive, '/usr', '-o', b])).exitCode);
	for (const file of ['usr/bin/noise', 'usr/lines']) {
		t.deepEqual(fs.readFileSync(path.join(a, file)), fs.readFileSync(path.join(b, file)));
	}
});

test('a few contents of such a layer are searched and taken out by their ranges; most of them with the whole layer', async t => {
	const archive = await archiveOf(t, image());
	const asked = async (more: string[]) => {
		const registry = await fakeRegistry(t, serveLayout(image()));
		const [a, b] = [temporaryFolder(t), temporaryFolder(t)];
		const [command, ...others] = more;
		const remote = await run([command, `${registry.host}/app:1`, ...others, ...(command === 'extract' ? ['-o', path.join(a, 'out')] : [])]);
		const local = await run([command, archive, ...others, ...(command === 'extract' ? ['-o', path.join(b, 'out')] : [])]);
		t.is(remote.exitCode, local.exitCode);
		t.is(remote.output, local.output);
		for (const name of ['etc/hello', 'usr/lines', 'usr/bin/noise']) {
			const [taken, expected] = [a, b].map(folder => path.join(folder, 'out', name)).map(file => fs.existsSync(file) ? fs.readFileSync(file) : undefined);
			t.deepEqual(taken, expected);
		}

		return rangesOf(registry);
	};

	for (const few of [['extract', '/etc/hello'], ['extract', '/usr/lines'], ['grep', 'hello', 'etc/*'], ['grep', 'one', '/usr/lines']]) {
		const ranges = await asked(few);
		t.true(ranges.every(range => range !== undefined), few.join(' '));
		t.true(bytesOf(ranges) < layer.length / 2, few.join(' '));
	}

	for (const most of [['extract', '/'], ['grep', 'hello']]) {
		t.true((await asked(most)).includes(undefined), most.join(' '));
	}
});

test('what a table told is kept, for those who name the same table', async t => {
	const cacheFolder = path.join(temporaryFolder(t), 'cache');
	const registry = await fakeRegistry(t, serveLayout(image()));
	const first = await listed(`${registry.host}/app:1`, {cacheFolder, maker: 'this one'});
	const asked = rangesOf(registry).length;
	t.deepEqual(await listed(`${registry.host}/app:1`, {cacheFolder, maker: 'this one'}), first);
	t.is(rangesOf(registry).length, asked);

	// Contents still come by their ranges, and are checked.
	const remote = await run(['cat', `${registry.host}/app:1`, '/usr/bin/noise'], {cacheFolder, maker: 'this one'});
	t.deepEqual(remote.output, (await run(['cat', await archiveOf(t, image()), '/usr/bin/noise'])).output);
	t.true(rangesOf(registry).every(range => range !== undefined));

	// Another table of the same blob is nobody else's word.
	const other = await fakeRegistry(t, serveLayout(image(sha256(Buffer.from('another')))));
	const {exitCode} = await listed(`${other.host}/app:1`, {cacheFolder, maker: 'this one'});
	t.is(exitCode, 0);
	t.true(rangesOf(other).includes(undefined));
});

test('a table that is not what its digest says is left aside, with a warning, and the layer is read', async t => {
	const files = image(sha256(Buffer.from('another')));
	const registry = await fakeRegistry(t, serveLayout(files));
	const remote = await listed(`${registry.host}/app:1`);
	t.regex(remote.errors, /layer 1.*table of contents is not used: it is not what its digest says/i);
	t.is(remote.exitCode, 0);
	const {rest} = await listed(await archiveOf(t, files));
	t.deepEqual(remote.rest.files, rest.files);
	t.true(rangesOf(registry).includes(undefined));
});

test('bytes of a content that are others than the table tells of do not come out', async t => {
	const registry = await fakeRegistry(t, serveLayout(image(), (digest, bytes) => {
		const changed = Buffer.from(bytes);
		if (digest === layerDigest) {
			changed[45_000] ^= 0xFF;
		}

		return changed;
	}));
	const {output, errors, exitCode} = await run(['cat', `${registry.host}/app:1`, '/usr/bin/noise']);
	t.is(exitCode, 2);
	t.regex(errors, /table of contents tells of/);
	t.true(output.length < 60_000);
});

testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')})('zstd:chunked in docker-registry, as skopeo pushes it; and behind a proxy that ignores ranges', async t => {
	const archive = await archiveOf(t, image());
	const {host} = await realRegistry(t);
	await push({host}, `oci-archive:${archive}`, 'team/app:1', {compression: 'zstd:chunked'});
	const remote = await listed(`${host}/team/app:1`);
	t.is(remote.errors, '');
	t.deepEqual(remote.rest.files, (await listed(archive)).rest.files);
	const cat = await run(['cat', `${host}/team/app:1`, '/usr/bin/noise']);
	t.deepEqual(cat.output, (await run(['cat', archive, '/usr/bin/noise'])).output);

	const proxied = await rangelessProxy(t, host);
	const through = await listed(`${proxied}/team/app:1`);
	t.is(through.errors, '');
	t.deepEqual(through.rest.files, (await listed(archive)).rest.files);
});
