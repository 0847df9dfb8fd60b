import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Images} from '../../source/report/images.js';
import {schemas} from '../../source/report/schemas/index.js';
import type {Summary} from '../../source/report/summary.js';
import {buildImage, dockerArchive, ociLayout, writeFolder, writeTar} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const base = `
	ADD rootfs.tar /
	  etc/motd = hello
	  bin/big * 5000
	RUN apt-get install x
	  usr/x * 3000
`;

/** Three images on one base: in a file, compressed in a folder, and one that hides something; and one that has nothing of it. */
async function files(t: ExecutionContext): Promise<string[]> {
	const folder = temporaryFolder(t);
	const shop = await buildImage(`${base}\tCOPY shop /srv\n\t  srv/shop * 700\n`, {tags: ['shop:1']});
	const web = await buildImage(`${base}\tCOPY web /srv\n\t  srv/web * 90\n`, {tags: ['web:1']});
	const old = await buildImage(`${base}\tRUN rm /usr/x\n\t  usr/.wh.x\n`, {tags: ['old:1']});
	const other = await buildImage('FROM scratch\n\tother * 11\n', {tags: ['other:1']});
	return [
		await writeTar(path.join(folder, 'shop.tar'), dockerArchive([shop])),
		writeFolder(path.join(folder, 'web'), ociLayout([web], 'gzip')),
		await writeTar(path.join(folder, 'old.tar'), dockerArchive([old])),
		await writeTar(path.join(folder, 'other.tar'), dockerArchive([other])),
	];
}

test('JSON: what each weighs, what they share, and all of them without repetition', async t => {
	const references = await files(t);
	const {exitCode, output, errors} = await runCommand([...references, '--format', 'json']);
	t.is(exitCode, 0);
	t.is(errors, '');
	const listed = JSON.parse(output) as Images;
	t.deepEqual(schemaErrors(schemas.images, listed), []);
	t.deepEqual(undescribedKeys(schemas.images, listed), []);
	t.deepEqual(listed.images.map(({image, reference, tag, layers, size, finalSize, wasted, shared, own, sharedLayers}) => [image, reference, tag, layers, size, finalSize, wasted, shared, own, sharedLayers]), [
		[1, references[0], 'shop:1', 3, 8705, 8705, 0, 8005, 700, 2],
		[2, references[1], 'web:1', 3, 8095, 8095, 0, 8005, 90, 2],
		[3, references[2], 'old:1', 3, 8005, 5005, 3000, 8005, 0, 2],
		[4, references[3], 'other:1', 1, 11, 11, 0, 0, 11, 0],
	]);
	t.deepEqual(listed.shared.map(({size, instruction, images}) => [size, instruction, images.map(({image, layer}) => `${image}:${layer}`).join(' ')]), [
		[5005, 'ADD rootfs.tar /', '1:1 2:1 3:1'],
		[3000, 'RUN apt-get install x', '1:2 2:2 3:2'],
	]);
	t.like(listed.total, {layers: 10, layersOnce: 6, size: 8705 + 8095 + 8005 + 11, sizeOnce: 8005 + 700 + 90 + 11});
	// The same figures as of each by itself.
	for (const [index, reference] of references.entries()) {
		const {image} = JSON.parse((await runCommand(['summary', reference, '--format', 'json'])).output) as Summary;
		t.like(listed.images[index], {size: image.size, finalSize: image.finalSize, storedSize: image.storedSize, digest: image.digest});
	}
});

test('text, csv and markdown tell the same; the line of a shared layer names its images', async t => {
	const references = await files(t);
	const text = (await runCommand(references)).output;
	t.regex(text, /^4 images, 10 layers, 24\.8 kB; without repetition 6 layers, 8\.81 kB\n/);
	t.regex(text, / 3 {7}3 +8\.01 kB +5\.0\d kB +3\.00 kB +8\.01 kB +0 B .*old\.tar/);
	t.regex(text, / 5\.0\d kB +1 {2}1 2 3 {3}ADD rootfs\.tar \/\n/);
	t.regex((await runCommand([...references, '--bytes'])).output, / 8705 +8705 +0 +8005 +700 /);
	const csv = (await runCommand([...references, '--format', 'csv'])).output.split('\n');
	t.is(csv.length, 6);
	t.regex(csv[3], /,3,8005,5005,3000,\d+,8005,0,2,$/);
	t.regex((await runCommand([...references, '--format', 'markdown'])).output, /\| 3 \| `\S+old\.tar`.* 3\.00 kB/);
});

test('one that can\'t be opened is listed with the reason, and the others all the same: exit code 2', async t => {
	const references = await files(t);
	const gone = path.join(path.dirname(references[0]), 'gone.tar');
	for (const format of ['text', 'json', 'csv', 'markdown']) {
		const {exitCode, output, errors} = await runCommand([references[0], gone, references[3], '--format', format]);
		t.is(exitCode, 2, `as ${format}`);
		// As text it may stand on the same terminal as the reason does.
		t.regex(output, format === 'text' ? /^ ! \S+gone\.tar can't be opened$/m : /gone\.tar is not there/, `as ${format}`);
		t.is(output.includes('is not there'), format !== 'text', `as ${format}`);
		t.true(output.includes('other.tar'), `as ${format}`);
		t.regex(errors, /^freedive: \S+gone\.tar is not there.*\n$/);
	}

	const none = await runCommand([gone, gone, gone]);
	t.is(none.exitCode, 2);
	t.is(none.output, '');
});

test('what is asked of several images and can\'t be', async t => {
	const place = await runCommand(['a.tar', 'b.tar', 'c.tar', '--open', '1:/x']);
	t.regex(place.errors, /--open goes with one image/);
	const twice = await runCommand(['-', 'b.tar', '-']);
	t.regex(twice.errors, /- can be given once only/);
});

test('two are compared as freedive diff does', async t => {
	const [shop, web] = await files(t);
	for (const format of ['text', 'json', 'csv', 'markdown']) {
		t.deepEqual(await runCommand([shop, web, '--format', format]), await runCommand(['diff', shop, web, '--format', format]), `as ${format}`);
	}

	const {output} = await runCommand([shop, web]);
	t.regex(output, /B is 610 B smaller/);
	const gone = await runCommand([shop, `${shop}.gone.tar`]);
	t.is(gone.exitCode, 2);
	t.is(gone.output, '');
});

test('on a terminal the screen gets all of them', async t => {
	const requests: unknown[] = [];
	await runCommand(['a.tar', 'b.tar', 'c.tar'], {
		standardOutput: new Collector(80),
		async openScreen(request) {
			requests.push(request);
			return 0;
		},
	});
	t.like(requests[0], {references: ['a.tar', 'b.tar', 'c.tar']});
});
