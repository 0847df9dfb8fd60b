import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {schemas} from '../../source/report/schemas/index.js';
import type {Summary} from '../../source/report/summary.js';
import type {WasteReport} from '../../source/report/waste.js';
import {buildImage, dockerArchive, ociLayout, writeTar} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const base = `
	ADD rootfs.tar /
	  etc/
	  etc/motd = hello
	  etc/motd = hello there
	  bin/big * 5000
	RUN apt-get update && apt-get install -y gcc
	  usr/bin/gcc * 3000
	  var/lib/apt/lists/one * 2000
	  var/lib/apt/lists/two * 1000
	CMD ["bash"]
`;

const own = `${base}
	COPY . /app
	  app/a * 9000
	  app/b * 8999
	  app/copy * 9000
	RUN chown -R 1000:1000 /app
	  1000:1000 app/a * 9000
	  1000:1000 app/b * 8999
	RUN rm -rf /var/lib/apt/lists/*
	  var/lib/apt/lists/.wh.one
	  var/lib/apt/lists/.wh.two
	RUN rm /app/b
	  app/.wh.b
`;

const chownedAtOnce = `${base}
	COPY --chown=1000:1000 . /app
	  1000:1000 app/a * 9000
	  1000:1000 app/b * 8999
	  app/copy * 9000
	RUN rm -rf /var/lib/apt/lists/*
	  var/lib/apt/lists/.wh.one
	  var/lib/apt/lists/.wh.two
	RUN rm /app/b
	  app/.wh.b
`;

const allMended = `
	ADD rootfs.tar /
	  etc/
	  etc/motd = hello
	  etc/motd = hello there
	  bin/big * 5000
	RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*
	  usr/bin/gcc * 3000
	COPY --chown=1000:1000 . /app
	  1000:1000 app/a * 9000
	  app/copy * 9000
`;

const mergedLayers = `${base}
	RUN all of it
	  1000:1000 app/a * 9000
	  app/copy * 9000
	  var/lib/apt/lists/.wh.one
	  var/lib/apt/lists/.wh.two
`;

async function archive(t: ExecutionContext, text = own, name = 'app.tar'): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), name), dockerArchive([await buildImage(text, {tags: [`shop/${name.replace('.tar', ':1')}`]})]));
}

async function read(...words: string[]): Promise<WasteReport> {
	const {exitCode, output, errors} = await runCommand(['waste', ...words, '--format', 'json']);
	if (exitCode !== 0) {
		throw new Error(errors);
	}

	return JSON.parse(output) as WasteReport;
}

test('JSON: the contract, its schema, and everything adds up', async t => {
	const file = await archive(t);
	const report = await read(file);
	t.deepEqual(schemaErrors(schemas.waste, report), []);
	t.deepEqual(undescribedKeys(schemas.waste, report), []);
	const summary = JSON.parse((await runCommand(['summary', file, '--format', 'json'])).output) as Summary;
	t.is(report.bytes, summary.bytes.wasted);
	t.is(report.sizeAfter, summary.bytes.live);
	t.is(report.wastes.reduce((sum, {bytes}) => sum + bytes, 0), report.bytes);
	for (const {bytes, files, parts, sizeAfter, layers, hiddenBy} of report.wastes) {
		t.is(parts.reduce((sum, part) => sum + part.bytes, 0), bytes);
		t.is(parts.reduce((sum, part) => sum + part.files, 0), files);
		t.is(sizeAfter, report.image.size - bytes);
		t.deepEqual([...new Set(parts.map(part => part.layer))], layers);
		t.deepEqual([...new Set(parts.map(part => part.hiddenBy))], hiddenBy);
	}

	t.deepEqual(report.wastes.map(({id}) => id), ['chown-4', 'removed-6', 'package-cache-apt-lists-5', 'stored-twice-1']);
	t.like(report.wastes[0], {cause: 'chown', bytes: 17_999, files: 2, path: '/app', open: '3:/app', base: null, paths: ['/app/a', '/app/b']});
	t.like(report, {whatIf: null, base: null, pullSavings: null});
	t.deepEqual(report.duplicates, []);
});

test('duplicates stand beside the waste', async t => {
	const {duplicates, bytes} = await read(await archive(t, `
		COPY . /
		  a/one = ${'x'.repeat(5000)}
		  b/two = ${'x'.repeat(5000)}
		  b/three => b/two
	`));
	t.is(bytes, 0);
	t.like(duplicates, [{size: 5000, duplicateBytes: 5000, paths: ['/a/one', '/b/two']}]);
	t.is(duplicates.length, 1);
});

test('what is promised is what the image weighs once the remedies are applied', async t => {
	const file = await archive(t);
	const sizeOf = async (text: string) => (await read(await archive(t, text, 'mended.tar'))).image.size;
	const {wastes} = await read(file);
	// COPY --chown, and no chown.
	t.is(wastes[0].sizeAfter, await sizeOf(chownedAtOnce));
	// The lists are removed in the RUN that makes them, and b is not copied either.
	const mended = await read(file, '--fix', 'package-cache-apt-lists-5,removed-6', '--fix', 'chown-4');
	t.is(mended.sizeAfter, await sizeOf(allMended));
	t.deepEqual(mended.whatIf, {fix: ['package-cache-apt-lists-5', 'removed-6', 'chown-4'], merge: [], drop: [], without: [], sizeAfter: mended.sizeAfter, pullSavings: mended.pullSavings});
	// Layers 3 to 6 as one.
	const merged = await read(file, '--merge', '5..6', '--merge', '3..5');
	t.deepEqual(merged.whatIf!.merge, [[3, 6]]);
	t.is(merged.sizeAfter, await sizeOf(mergedLayers));
	t.is((await read(file, '--without', '1', '--without', '2', '--drop', '/app/a', '--drop', '*py')).sizeAfter, 2 * 8999);
});

test('a pull\'s savings are told of compressed layers, and as an estimate', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'gzip.tar'), ociLayout([await buildImage(own)], 'gzip'));
	const {pullSavings, wastes} = await read(file);
	t.true(pullSavings! > 0 && wastes[0].pullSavings! > 0);
	t.regex((await runCommand(['waste', file])).output.replaceAll('\n', ' '), / A pull would save about \d+ B: an estimate, by how far each layer is compressed\. /);
	t.false((await runCommand(['waste', await archive(t)])).output.includes('pull'));
});

test('--base: what came with it is told apart', async t => {
	const report = await read(await archive(t), '--base', await archive(t, base, 'base.tar'));
	t.deepEqual(schemaErrors(schemas.waste, report), []);
	t.deepEqual(report.wastes.map(waste => waste.base), [false, false, false, true]);
	t.like(report.base, {name: 'shop/base:1', layers: 2, wasted: 5});
	const {output} = await runCommand(['waste', await archive(t), '--base', await archive(t, base, 'base.tar')]);
	t.true(output.includes('Of the waste 5 B came with the base, and 30.0 kB is this build\'s own.\n'));
});

test('what names nothing: a sentence, exit code 2, nothing on standard output', async t => {
	const file = await archive(t);
	for (const [words, errors] of [
		[['--fix', 'chwn-4'], 'There is no waste chwn-4. Did you mean chown-4?'],
		[['--fix', 'nothing-like-it'], 'There is no waste nothing-like-it. The worst is chown-4; freedive waste IMAGE lists them.'],
		[['--merge', '3..3'], '--merge 3..3 is one layer, so there is nothing to merge.'],
		[['--merge', '4..3'], '--merge 4..3 is no range: the lower layer comes first, such as 3..4.'],
		[['--merge', '3'], '--merge takes the first and the last layer of a range, such as 4..8, not 3.'],
		[['--merge', '3..9'], 'There is no layer 9: the image has layers 1 to 6.'],
		[['--without', '7'], 'There is no layer 7: the image has layers 1 to 6.'],
		[['--drop', '/app', '--drop', '*.\u001B'], String.raw`--drop *.\x1b matches no path of any layer.`],
	] as const) {
		t.deepEqual(await runCommand(['waste', file, ...words]), {exitCode: 2, output: '', errors: `freedive: ${errors}\n`});
	}

	const clean = await archive(t, 'ADD x /\n  x = 1', 'clean.tar');
	t.is((await runCommand(['waste', clean, '--fix', 'a'])).errors, 'freedive: There is no waste a. The image has none.\n');
	t.is((await runCommand(['waste', clean])).output, `${clean}  linux/amd64  1 B in 1 layer  0 B wasted\n\nNo waste: the finished image shows every byte that its layers store.\n`);
});

test('text: worst first, with what happened, both instructions, the remedy, the size after it and where to look', async t => {
	const standardOutput = new Collector(100);
	const file = await archive(t);
	await runCommand(['waste', file, '--color', 'never', '--fix', 'removed-6'], {standardOutput});
	const lines = standardOutput.text.split('\n');
	const first = lines[2];
	t.regex(first, /^ 18\.0 kB {2}Layer 4 changes the owner of 2 files \(18\.0 kB\) in \/app/);
	const block = lines.slice(2, lines.indexOf('', 2)).join('\n');
	t.true(block.includes('stored by 3  COPY . /app\n'));
	t.true(block.includes('hidden by 4  RUN chown -R 1000:1000 /app\n'));
	t.regex(block, /→ [^`]+`COPY --chown=1000:1000`/);
	t.true(block.includes('38.0 kB after it  --fix chown-4  --open 3:/app'));
	t.true(standardOutput.text.includes('✓9.00 kB  Layer 6 removes'));
	t.true(standardOutput.text.includes('With removed-6 mended the image would weigh 47.0 kB instead of 56.0 kB, 9.00 kB less.\n'));
	t.true(lines.every(line => line.length <= 100));
});

test('--limit, and widths down to 60 columns in plain ASCII', async t => {
	const file = await archive(t);
	t.is((await read(file, '--limit', '2')).wastes.length, 2);
	const {output} = await runCommand(['waste', file, '--limit', '1']);
	t.true(output.includes('\nand 3 more, 12.0 kB in all; --limit 4 shows them\n'));
	for (const columns of [60, 80, 120]) {
		const standardOutput = new Collector(columns);
		await runCommand(['waste', file, '--color', 'never', '--ascii'], {standardOutput});
		// The first line names the image, however long its path.
		const text = standardOutput.text.replace(file, 'app.tar');
		t.deepEqual(text.split('\n').slice(1).filter(line => line.length > columns && !line.includes(file)), []);
		t.regex(text, /^[\n\u0020-\u007E]*$/);
	}
});

test('CSV and Markdown: a row a waste', async t => {
	const file = await archive(t);
	const csv = (await runCommand(['waste', file, '--format', 'csv'])).output.split('\n');
	t.is(csv[0], 'id,cause,bytes,files,size_after,pull_savings,path,open,layers,hidden_by,what,remedy');
	t.true(csv[1].startsWith('chown-4,chown,17999,2,38015,,/app,3:/app,3,4,'));
	t.is(csv.length, 6);
	const asked = await runCommand(['waste', file, '--format', 'csv', '--fix', 'chown-4']);
	t.is(asked.output, csv.join('\n'));
	t.regex(asked.errors, /^freedive: csv has a row a waste, each as if it alone were mended; .*\n$/);
	t.is((await runCommand(['waste', file, '--format', 'csv', '--fix', 'chown-4', '--quiet'])).errors, '');
	const markdown = (await runCommand(['waste', file, '--format', 'markdown'])).output;
	t.regex(markdown, /^\| 18\.0 kB \| 2 \| Layer 4 changes the owner .*<br>stored by 3 `COPY \. \/app`<br>hidden by 4 `RUN chown -R 1000:1000 \/app` \| [^|]*`COPY --chown=1000:1000` .* \| 38\.0 kB \| `chown-4` \|$/m);
});

test('names from the image reach neither terminal nor Markdown as more than text', async t => {
	const file = await archive(t, `
		COPY . /
		  a*b<i>\u001B[2J/x|y = 123
		RUN rm it
		  .wh.a*b<i>\u001B[2J
	`);
	for (const format of ['text', 'markdown', 'csv', 'json']) {
		const {output} = await runCommand(['waste', file, '--format', format]);
		t.false(output.includes('\u001B'), `as ${format}`);
	}

	const {output} = await runCommand(['waste', file, '--format', 'markdown']);
	t.notRegex(output.replaceAll(/`[^`]*`/g, ''), /[^&]<i>|a\*b/);
});

test('the same, byte for byte, each time; and the forms of an image agree', async t => {
	const image = await buildImage(own);
	const folder = temporaryFolder(t);
	const plain = await writeTar(path.join(folder, 'plain.tar'), ociLayout([image], 'none'));
	const zstd = await writeTar(path.join(folder, 'zstd.tar'), ociLayout([image], 'zstd'));
	t.deepEqual(await runCommand(['waste', plain]), await runCommand(['waste', plain]));
	const [a, b] = await Promise.all([plain, zstd].map(async file => (await read(file)).wastes.map(({pullSavings, ...waste}) => waste)));
	t.deepEqual(a, b);
});
