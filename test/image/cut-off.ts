import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {indexTar} from '../../source/archive/index-tar.js';
import {ImageError, type Image} from '../../source/image/image.js';
import {openImage} from '../../source/image/open-image.js';
import {buildImage, docker25Archive, dockerArchive, dockerDir, layerChain, ociLayout, type BuiltImage, type Files} from '../helpers/build-image.js';
import {open} from '../helpers/open.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const built = buildImage(`
	ADD . /
		one = 1
		big * 3000
	RUN two
		two = 2
	ENV A=1
	RUN three
		three = 3
`, {tags: ['app:1.0']});

/** Whether anyone is told that something is missing. */
function isPartial(image: Image): boolean {
	return image.warnings.some(({incomplete}) => incomplete)
		|| image.layers.some(({problem, blob, compression}) => problem !== undefined
			|| (compression === 'none' && indexTar(blob!).warnings.some(({incomplete}) => incomplete)));
}

const forms: Record<string, (image: BuiltImage) => Files> = {
	'docker save': image => dockerArchive([image]),
	'docker save since 25': image => docker25Archive([image]),
	'docker save before 1.10': layerChain,
	'an OCI archive with plain layers': image => ociLayout([image], 'none'),
	'a dir in a tar': image => dockerDir(image),
};

async function cutEverywhere(t: ExecutionContext, archive: Buffer, layers: Buffer[], step: number, whole: number) {
	const file = path.join(temporaryFolder(t), 'app.tar');
	const counts = {opened: 0, partial: 0, failed: 0};
	for (let length = 0; length < archive.length; length += step) {
		fs.writeFileSync(file, archive.subarray(0, length));
		try {
			const {image, close} = await openImage(file, {temporaryFolder: path.dirname(file), hostPlatform: 'linux/amd64'});
			counts.opened++;
			if (isPartial(image)) {
				counts.partial++;
			} else {
				t.is(image.layers.length, whole, `cut at ${length}`);
				for (const [index, {blob}] of image.layers.entries()) {
					t.deepEqual(Buffer.from(blob!.slice(0, blob!.size)), layers[index], `cut at ${length}`);
				}
			}

			close();
		} catch (error) {
			t.true(error instanceof ImageError, `cut at ${length}: ${String((error as Error).stack)}`);
			t.true((error as Error).message.startsWith(file), (error as Error).message);
			counts.failed++;
		}
	}

	return counts;
}

for (const [name, files] of Object.entries(forms)) {
	test(`${name}, cut off at every 512 bytes: told, and what is there is shown`, async t => {
		const image = await built;
		const archive = await tarOf(files(image));
		const counts = await cutEverywhere(t, archive, image.layers, 512, image.layers.length);
		t.log(counts);
		// Where the documents come last, what they say has to be found elsewhere, and can't always be.
		t.true(counts.partial > 5);
		t.true(counts.failed < archive.length / 512 / 2);
	});

	test(`${name}, cut off at odd places`, async t => {
		const image = await built;
		const archive = await tarOf(files(image));
		await cutEverywhere(t, archive, image.layers, 331, image.layers.length);
	});
}

test('a compressed archive that is cut off is opened as far as it goes', async t => {
	const image = await built;
	const files = dockerArchive([image]);
	// The documents first, as kaniko and others write them.
	const ordered = new Map([...files].toSorted(([a], [b]) => Number(b.endsWith('.json')) - Number(a.endsWith('.json'))));
	const last = [...ordered.keys()].findLast(name => name.endsWith('layer.tar'))!;
	ordered.set(last, Buffer.concat([image.layers[2], randomBytes(600_000)]));
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'app.tar.gz');
	const archive = zlib.gzipSync(await tarOf(ordered));
	fs.writeFileSync(file, archive.subarray(0, -1000));
	const opened = await open(t, file);
	t.is(opened.layers.length, 3);
	t.true(opened.warnings.some(({message, incomplete}) => incomplete && message === `${file}: the gzip data is cut off; what comes before is shown.`));
	t.deepEqual(opened.layers.slice(0, 2).map(({storedSize}) => storedSize), image.layers.slice(0, 2).map(({length}) => length));
	t.deepEqual(fs.readdirSync(folder), ['app.tar.gz']);
});
