import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import zlib from 'node:zlib';
import test from 'ava';
import tar from 'tar-stream';
import type {EntryTable} from '../../source/archive/entry-table.js';
import {buildDemo} from '../../source/image/demo/build-demo.js';
import {steps} from '../../source/image/demo/story.js';
import {expandBraces} from '../../source/image/demo/story-layer.js';
import {indexLayers} from '../../source/image/index-layers.js';
import {openImage} from '../../source/image/open-image.js';

type Entry = tar.Header & {digest: string};

/** The entries of a tar, and what the files hold, as tar-stream reads them. */
async function readTar(bytes: Uint8Array): Promise<Array<{header: tar.Header; content: Buffer}>> {
	const entries = [];
	const extract = tar.extract();
	extract.end(bytes);
	for await (const entry of extract) {
		const chunks: Buffer[] = [];
		for await (const chunk of entry as AsyncIterable<Buffer>) {
			chunks.push(chunk);
		}

		entries.push({header: entry.header, content: Buffer.concat(chunks)});
	}

	return entries;
}

type Documents = {manifests: Array<{digest: string}>; layers: Array<{digest: string}>; config: {digest: string}};

async function readDemo(archive: Uint8Array): Promise<{config: Record<string, unknown>; layers: Array<Map<string, Entry>>; repeated: string[]}> {
	const files = new Map((await readTar(archive)).map(({header, content}) => [header.name, content]));
	const blob = (digest: string) => files.get(`blobs/sha256/${digest.slice('sha256:'.length)}`)!;
	const parse = <T = Documents>(bytes: Buffer) => JSON.parse(bytes.toString()) as T;
	const index = parse(blob(parse(files.get('index.json')!).manifests[0].digest));
	const manifest = parse(blob(index.manifests[0].digest));
	const layers: Array<Map<string, Entry>> = [];
	const repeated: string[] = [];
	for (const {digest} of manifest.layers) {
		const entries = await readTar(zlib.zstdDecompressSync(blob(digest)));
		const names = entries.map(({header}) => header.name);
		repeated.push(...names.filter((name, index) => names.indexOf(name) < index));
		layers.push(new Map(entries.map(({header, content}) => [
			header.name, {...header, digest: createHash('sha256').update(content).digest('hex')},
		])));
	}

	return {config: parse(blob(manifest.config.digest)), layers, repeated};
}

const archive = fs.readFileSync(new URL('../../build/demo.tar', import.meta.url));
const {config, layers, repeated} = await readDemo(archive);
const layerOf = (instruction: string) => layers[steps.filter(({layer}) => layer).findIndex(({createdBy}) => createdBy.includes(instruction))];

test('the demo that the build made is what its story gives, byte for byte', async t => {
	t.true(archive.equals(await buildDemo()));
});

test('the demo weighs less than 200 kB as it is shipped', t => {
	t.true(archive.length < 200_000);
});

test('the demo tells of a chown -R that stores files again', t => {
	const chown = layerOf('chown -R');
	const files = [...chown.values()].filter(({name, type}) => type === 'file' && name.startsWith('srv/tideline/'));
	t.true(files.length > 300);
	t.true(files.every(({uid, gid}) => uid === 1000 && gid === 1000));
	const before = new Map(layers.slice(0, layers.indexOf(chown)).flatMap(layer => [...layer]));
	t.true(files.every(({name, digest, mtime}) => before.get(name)!.digest === digest && before.get(name)!.mtime.getTime() === mtime.getTime()));
});

test('the demo tells of caches that are removed too late', t => {
	const install = layerOf('apt-get update');
	const purge = layerOf('apt-get purge');
	t.true(install.has('var/cache/apt/archives/make_4.3-4.1_amd64.deb'));
	t.true(purge.has('var/cache/apt/archives/.wh.make_4.3-4.1_amd64.deb'));
	t.true(purge.has('var/lib/apt/lists/.wh..wh..opq'));
	t.true(purge.has('root/.wh..npm'));
});

test('the demo tells of a file that is overwritten, one that is moved, and one whose mode alone changes', t => {
	const [first, , last] = layers.map(layer => layer.get('srv/tideline/data/tides.bin')).filter(entry => entry !== undefined);
	t.not(first.digest, last.digest);
	const move = layerOf('mv docs');
	t.true(move.has('srv/tideline/.wh.docs'));
	t.is(move.get('usr/share/doc/tideline/readme.md')!.digest, layerOf('COPY . .').get('srv/tideline/docs/readme.md')!.digest);
	t.is(move.get('srv/tideline/bin/tideline')!.mode, 0o755);
	t.is(move.get('srv/tideline/bin/tideline')!.digest, layerOf('COPY . .').get('srv/tideline/bin/tideline')!.digest);
});

test('the demo tells of a file that one layer stores twice', t => {
	t.deepEqual(repeated, ['srv/tideline/dist/js/app.4f1c9a.js']);
});

test('the demo tells of an opaque directory, and of files that are there twice', t => {
	const build = layerOf('npm run build');
	t.true(build.has('srv/tideline/public/.wh..wh..opq'));
	t.is(build.get('srv/tideline/public/index.html')!.digest, build.get('srv/tideline/dist/index.html')!.digest);
});

test('the demo tells of a secret that a later layer deletes', t => {
	t.true(layerOf('COPY . .').has('srv/tideline/.env'));
	t.true(layerOf('rm -rf .git .env').has('srv/tideline/.wh..env'));
	t.true(steps.some(({layer}) => layer?.includes('AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE')));
});

test('the demo has links of both kinds, a pipe, a program with setuid, and one with a capability', t => {
	const base = layers[0];
	t.like(base.get('usr/bin/perl5.36.0'), {type: 'link', linkname: 'usr/bin/perl'});
	t.like(base.get('bin'), {type: 'symlink', linkname: 'usr/bin'});
	t.is(base.get('run/initctl')!.type, 'fifo');
	t.is(base.get('usr/bin/su')!.mode, 0o4755);
	t.like(base.get('usr/bin/ping')!.pax, {'SCHILY.xattr.security.capability': `\u0001\0\0\u0002\0\u0020${'\0'.repeat(14)}`});
});

test('the demo has deep folders and wide characters', t => {
	const names = layers.flatMap(layer => [...layer.keys()]);
	t.true(names.some(name => name.split('/').length > 14));
	for (const script of [/\p{Script=Han}/u, /\p{Script=Hangul}/u, /\p{Script=Greek}/u, /\p{Emoji_Presentation}/u]) {
		t.true(names.some(name => script.test(name)));
	}
});

test('the demo has entries of history without a layer and one without a text, arguments, labels, a user and a health check', t => {
	const history = config.history as Array<{created_by?: string; empty_layer?: boolean}>;
	t.is(history.length, steps.length);
	t.is(history.filter(entry => !entry.empty_layer).length, layers.length);
	t.true(history.some(entry => entry.empty_layer));
	t.true(history.some(entry => entry.created_by === undefined));
	t.true(history.some(entry => entry.created_by?.startsWith('RUN |2 NODE_VERSION=22.15.0 NPM_REGISTRY=')));
	t.like(config.config, {User: 'tideline', Labels: {'org.opencontainers.image.title': 'tideline'}, Healthcheck: {Retries: 3}});
});

test('freedive reads the whole demo, in threads too, and has nothing to warn of', async t => {
	const {image, close} = await openImage('demo:', {temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64'});
	t.teardown(close);
	t.like(image, {form: 'demo', tags: ['docker.io/library/tideline:2.4'], warnings: []});
	for (const inThreads of ['compressed', 'all'] as const) {
		const tables: EntryTable[] = [];
		await indexLayers(image, {order: 'base-upward', threads: 2, inThreads, onLayer(layer, table) {
			tables[layer - 1] = table;
		}});
		t.deepEqual(tables.flatMap(({warnings}) => warnings), []);
		t.deepEqual(tables.map(({count}) => count), layers.map((layer, index) => layer.size + (index === layers.length - 1 ? repeated.length : 0)));
		t.deepEqual([...tables[0].xattrs.values()].map(attributes => [...attributes.keys()]), [['security.capability']]);
	}
});

test('a story\'s braces stand for paths', t => {
	t.deepEqual(expandBraces('a'), ['a']);
	t.deepEqual(expandBraces('{a,b{c,d}}/{e,}f'), ['a/ef', 'a/f', 'bc/ef', 'bc/f', 'bd/ef', 'bd/f']);
});
