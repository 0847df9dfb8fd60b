import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import type {EntryTable} from '../../../source/archive/entry-table.js';
import {FetchedSource} from '../../../source/archive/fetched-source.js';
import {indexBlob} from '../../../source/archive/index-blob.js';
import {NoRangesError} from '../../../source/archive/no-ranges-error.js';
import {readContents} from '../../../source/archive/read-contents.js';
import {SparseSpool} from '../../../source/archive/spool.js';
import {contentDigest} from '../../../source/archive/taps/content-digest.js';
import {indexByToc} from '../../../source/archive/toc/index-by-toc.js';
import type {TocClaim} from '../../../source/archive/toc/toc-claim.js';
import {tocClaimOf} from '../../../source/image/toc-claim.js';
import {entriesOf} from '../../helpers/archive/entries.js';
import {sourceOf} from '../../helpers/archive/sources.js';
import {hasProgram, testWith} from '../../helpers/archive/test-with.js';
import {addBlob, finishLayout, json, writeFolder, type Files} from '../../helpers/build-image.js';
import {collect} from '../../helpers/open-registries.js';
import {altered, changedToc as changed} from '../../helpers/changed-toc.js';
import {estargzDigest} from '../../helpers/estargz-digest.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const fixture = (name: string) => fs.readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

type Away = {source: FetchedSource; asked: Array<{start: number; end: number}>};

/** A blob that lies elsewhere, and what is asked of it. */
function away(t: ExecutionContext, bytes: Uint8Array, {knowsRanges = true} = {}): Away {
	const asked: Away['asked'] = [];
	const spool = new SparseSpool({folder: temporaryFolder(t), name: 'test'});
	t.teardown(() => {
		spool.close();
	});
	const source = new FetchedSource('test', spool, bytes.length, async function * (start, end) {
		asked.push({start, end});
		if (!knowsRanges && start > 0) {
			throw new NoRangesError();
		}

		yield bytes.subarray(start, end);
	});
	return {source, asked};
}

/** All of a table but what only one of both ways can know: where in the tar a content lies. */
function told({xattrs, broken, sparse, warnings, ...table}: EntryTable) {
	return {
		entries: entriesOf({xattrs, broken, sparse, warnings, ...table}).map(({offset, ...entry}) => entry),
		xattrs: [...xattrs].map(([entry, map]) => [entry, [...map].map(([name, value]) => [name, Buffer.from(value).toString('hex')])]),
		broken,
		sparse,
		warnings,
	};
}

async function contentsBy(t: ExecutionContext, {source, asked}: Away, table: EntryTable, entries: Iterable<number>): Promise<Map<number, Buffer>> {
	const found = new Map<number, Buffer>();
	const stored = {blob: source, compression: table.points!.compression, points: table.points};
	await source.ready();
	t.is(asked.length > 0, true);
	for await (const {entry, pieces} of readContents(stored, table, entries)) {
		found.set(entry, await collect(pieces));
	}

	return found;
}

async function agrees(t: ExecutionContext, bytes: Uint8Array, claim: TocClaim, compression: 'gzip' | 'zstd', {hasNames}: {hasNames: boolean}): Promise<void> {
	const blob = away(t, bytes);
	const listed = (await indexByToc(blob.source, claim))!;
	t.true(blob.asked.length <= 2, JSON.stringify(blob.asked));
	t.true(blob.asked.reduce((sum, {start, end}) => sum + end - start, 0) < bytes.length / 2);

	const read = await indexBlob(sourceOf(t, bytes), compression, [contentDigest]);
	const nameless = (table: EntryTable) => hasNames ? told(table) : {...told(table), entries: told(table).entries.map(entry => ({...entry, user: '', group: ''}))};
	t.deepEqual(nameless(listed.table), nameless(read.table));
	t.deepEqual(listed.facts, read.facts);

	const files = Array.from({length: read.table.count}, (_, entry) => entry).filter(entry => read.table.size[entry] > 0);
	t.true(files.length > 3);
	const byToc = await contentsBy(t, blob, listed.table, files);
	const truth = sourceOf(t, bytes);
	for await (const {entry, pieces} of readContents({blob: truth, compression}, read.table, files)) {
		t.true((await collect(pieces)).equals(byToc.get(entry)!), `entry ${entry}`);
	}
}

for (const name of ['estargz.tar.gz', 'estargz-inner.tar.gz']) {
	test(`eStargz of stargz-snapshotter: the same as by reading the layer, by two ranges: ${name}`, async t => {
		const bytes = fixture(name);
		await agrees(t, bytes, {form: 'estargz', digest: estargzDigest(bytes)}, 'gzip', {hasNames: true});
	});
}

/** The blob and the claim of a layer that skopeo makes of a plain tar. */
function bySkopeo(t: ExecutionContext, tar: Uint8Array): {bytes: Buffer; claim: TocClaim} {
	const folder = temporaryFolder(t);
	const files: Files = new Map();
	const layer = addBlob(files, Buffer.from(tar), 'application/vnd.oci.image.layer.v1.tar');
	const config = addBlob(files, json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: [layer.digest]}}), 'application/vnd.oci.image.config.v1+json');
	const manifest = addBlob(files, json({schemaVersion: 2, config, layers: [layer]}), 'application/vnd.oci.image.manifest.v1+json');
	const layout = writeFolder(path.join(folder, 'layout'), finishLayout(files, [manifest]));
	const chunked = path.join(folder, 'chunked');
	execFileSync('skopeo', ['--insecure-policy', 'copy', '--quiet', '--dest-compress-format', 'zstd:chunked', `oci:${layout}`, `oci:${chunked}`], {stdio: 'pipe'});
	const blob = (digest: string) => fs.readFileSync(path.join(chunked, 'blobs', digest.replace(':', '/')));
	const {manifests} = JSON.parse(fs.readFileSync(path.join(chunked, 'index.json'), 'utf8')) as {manifests: Array<{digest: string}>};
	const {layers} = JSON.parse(blob(manifests[0].digest).toString()) as {layers: Array<{digest: string; annotations: Record<string, string>}>};
	return {bytes: blob(layers[0].digest), claim: tocClaimOf(layers[0].annotations)!};
}

testWith(test, {skopeo: hasProgram('skopeo')})('zstd:chunked of skopeo: the same as by reading the layer but for owners\' names, by one range', async t => {
	const {bytes, claim} = bySkopeo(t, zlib.gunzipSync(fixture('estargz.tar.gz')));
	await agrees(t, bytes, claim, 'zstd', {hasNames: false});
	const {source, asked} = away(t, bytes);
	await indexByToc(source, claim);
	t.is(asked.length, 1);
});

test('of a registry that knows no ranges the whole is fetched, once', async t => {
	const bytes = fixture('estargz.tar.gz');
	const {source, asked} = away(t, bytes, {knowsRanges: false});
	t.is(await indexByToc(source, {form: 'estargz', digest: estargzDigest(bytes)}), undefined);
	t.true(source.isHere());
	t.deepEqual(asked.at(-1), {start: 0, end: bytes.length});
	t.is(asked.length, 2);
});

test('a table that is what it was, packed anew, is used', async t => {
	const {bytes, claim} = changed(entries => entries);
	t.truthy(await indexByToc(away(t, bytes).source, claim));
});

const hostile: Record<string, [ReturnType<typeof changed> | (() => ReturnType<typeof changed>), RegExp]> = {
	'of another digest': [() => changed(entries => entries, {digestOf: () => `sha256:${'0'.repeat(64)}`}), /not what its digest says/],
	'no JSON': [() => changed(() => 'nothing at all'), /no JSON/],
	'JSON without entries': [() => changed(() => '{"version": 1}'), /no JSON/],
	'cut off': [() => changed(entries => JSON.stringify({version: 1, entries}).slice(0, -200)), /no JSON/],
	'entries that are none': [() => changed(() => '{"entries": [1, 2]}'), /no JSON/],
	'contents beyond the end of the blob': [() => changed(altered('more', {offset: 1e12})), /where no files are/],
	'contents within the table': [() => changed(altered('usr/lines', {offset: 92_000})), /where no files are|over one another/],
	'contents over one another': [() => changed(altered('usr/bin/noise', {offset: 95})), /over one another/],
	'a negative place': [() => changed(altered('usr/bin/noise', {offset: -1})), /offset that can't be/],
	'a size that is no number': [() => changed(altered('usr/bin/noise', {size: '60000'})), /size that can't be/],
	'a size that its parts do not have': [() => changed(altered('usr/bin/noise', {size: 60_001})), /where it should be|not of all its parts|fit together/],
	'a missing part': [() => changed(entries => entries.filter(({name, chunkOffset}) => !(name.endsWith('noise') && chunkOffset === 20_000))), /where it should be/],
	'a missing last part': [() => changed(entries => entries.filter(({chunkOffset}) => chunkOffset !== 40_000)), /not of all its parts/],
	'parts of nothing': [() => changed(entries => entries.filter(({name, type}) => !(name.endsWith('usr/bin/noise') && type === 'reg'))), /where it should be/],
	'parts too large to be read': [() => changed(altered('usr/lines', {size: 1e9})), /too large/],
	'no digests': [() => changed(altered('usr/lines', {digest: undefined, chunkDigest: undefined})), /digest/],
	'a type that nobody knows': [() => changed(altered('usr/lines', {type: '__proto__'})), /type that is not known/],
	'a name that was no UTF-8': [() => changed(altered('usr/lines', {name: 'a\uFFFDb'})), /no UTF-8/],
	'an owner that can\'t be': [() => changed(altered('usr/lines', {uid: 2 ** 40})), /uid that can't be/],
};
for (const [what, [make, message]] of Object.entries(hostile)) {
	test(`is not used: a table with ${what}`, async t => {
		const {bytes, claim} = typeof make === 'function' ? make() : make;
		await t.throwsAsync(indexByToc(away(t, bytes).source, claim), {name: 'ArchiveError', message});
	});
}

test('names of a table stay inside the root, as those of a tar', async t => {
	const {bytes, claim} = changed(altered('usr/lines', {name: '../../etc/passwd'}));
	const {table} = (await indexByToc(away(t, bytes).source, claim))!;
	t.true(entriesOf(table).some(({path}) => path === 'etc/passwd'));
	t.is(table.warnings.length, 1);
});

test('no more than so much of a table is inflated', async t => {
	const bytes = fixture('estargz.tar.gz');
	const offset = Number.parseInt(bytes.subarray(-35, -19).toString(), 16);
	const bomb = zlib.gzipSync(Buffer.alloc(320 << 20));
	const made = Buffer.concat([bytes.subarray(0, offset), bomb, bytes.subarray(-51)]);
	await t.throwsAsync(indexByToc(away(t, made).source, {form: 'estargz', digest: `sha256:${'0'.repeat(64)}`}), {message: /too large/});
});

test('bytes that are not those of the table do not come out, and the next content does', async t => {
	const bytes = fixture('estargz.tar.gz');
	const claim: TocClaim = {form: 'estargz', digest: estargzDigest(bytes)};
	const {table} = (await indexByToc(away(t, bytes).source, claim))!;
	const entries = entriesOf(table);
	const noise = entries.findIndex(({path}) => path === 'usr/bin/noise');
	const {points} = table;
	const segment = points!.plain.indexOf(table.offset[noise]);
	const broken = Buffer.from(bytes);
	broken[points!.stored[segment] + 1000] ^= 0xFF;
	const stored = {blob: sourceOf(t, broken), compression: 'gzip', points} as const;
	const problem = 'its bytes are not those that the layer\'s table of contents tells of';
	for await (const {entry, pieces} of readContents(stored, table, [noise, noise + 1, table.count - 1])) {
		if (entry === noise) {
			await t.throwsAsync(collect(pieces), {name: 'ArchiveError', message: problem});
		} else if (table.size[entry] > 0) {
			t.is((await collect(pieces)).length, table.size[entry]);
		}
	}
});
