import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {indexBlob} from '../../source/archive/index-blob.js';
import {indexTar} from '../../source/archive/index-tar.js';
import {contentDigest} from '../../source/archive/taps/content-digest.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {opened, sourceOf, withSource} from '../helpers/archive/sources.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testSkopeo = testWith(test, {skopeo: hasProgram('skopeo')});

const tar = concat(
	entry({name: 'folder/', type: '5'}),
	...Array.from({length: 50}, (_, index) => entry({name: `folder/file${index}`}, index % 3 === 0 ? randomBytes(randomOf(index), index * 4000) : 'text\n'.repeat(index * 500))),
	entry({name: 'folder/link', type: '2', link: 'file1'}),
	end,
);

/** Writes an OCI layout of one image with one layer. */
function writeLayout(folder: string): void {
	fs.mkdirSync(path.join(folder, 'blobs/sha256'), {recursive: true});
	const put = (bytes: Uint8Array, mediaType: string) => {
		const hex = createHash('sha256').update(bytes).digest('hex');
		fs.writeFileSync(path.join(folder, 'blobs/sha256', hex), bytes);
		return {mediaType, digest: `sha256:${hex}`, size: bytes.length};
	};

	const json = (value: unknown) => Buffer.from(JSON.stringify(value));
	const layer = put(zlib.gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip');
	const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`;
	const config = put(json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: [diffId]}}), 'application/vnd.oci.image.config.v1+json');
	const manifest = put(json({schemaVersion: 2, config, layers: [layer]}), 'application/vnd.oci.image.manifest.v1+json');
	fs.writeFileSync(path.join(folder, 'index.json'), json({schemaVersion: 2, manifests: [manifest]}));
	fs.writeFileSync(path.join(folder, 'oci-layout'), json({imageLayoutVersion: '1.0.0'}));
}

testSkopeo('zstd:chunked, as skopeo writes it: a frame for each file, and skippable ones for its table of contents', async t => {
	const folder = temporaryFolder(t);
	const layout = path.join(folder, 'layout');
	writeLayout(layout);
	execFileSync('skopeo', ['--insecure-policy', 'copy', '--quiet', '--dest-compress-format', 'zstd:chunked', `oci:${layout}`, `oci:${path.join(folder, 'chunked')}`], {stdio: 'pipe'});
	const blobs = fs.readdirSync(path.join(folder, 'chunked/blobs/sha256')).map(name => path.join(folder, 'chunked/blobs/sha256', name));
	const blob = blobs.find(file => fs.readFileSync(file).subarray(0, 4).toString('hex') === '28b52ffd')!;

	const plain = await indexBlob(sourceOf(t, tar), 'none', [{...contentDigest, isForPassOnly: false}]);
	const chunked = await indexBlob(opened(t, blob), 'zstd', [contentDigest]);
	t.deepEqual(chunked, plain);

	const bytes = fs.readFileSync(blob);
	for (const cut of [bytes.length - 1, bytes.length - 100, bytes.length >> 1, 1000]) {
		const {table} = await withSource(bytes.subarray(0, cut), async source => indexBlob(source, 'zstd'));
		t.is(table.warnings.at(-1)?.message, 'the zstd data is cut off');
	}

	t.deepEqual(indexTar(sourceOf(t, tar)).warnings, []);
});
