import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {caseClashes, isWindowsTrap} from '../../source/extract/case-clash.js';
import type {ExtractPlan} from '../../source/extract/extract-plan.js';
import {planExtraction} from '../../source/extract/plan-extraction.js';
import {writeFolder, type FolderWriter} from '../../source/extract/write-folder.js';
import {writeInThreads} from '../../source/extract/write-in-threads.js';
import {runNow} from '../../source/archive/slices.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, ociLayout, writeFolder as writeLayout, writeTar} from '../helpers/build-image.js';
import {listFolder, namesBelow} from '../helpers/list-folder.js';
import {loadImage} from '../helpers/load-story.js';
import {open} from '../helpers/open.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const options = {force: false, sameOwner: false, keepSetuid: false, devices: false} as const;

/** What is to come out of an image, all of it. */
async function planOf(t: ExecutionContext, text: string, form: 'plain' | 'gzip' = 'plain'): Promise<{plan: ExtractPlan; file: string; out: string}> {
	const folder = temporaryFolder(t);
	const built = await buildImage(text);
	const file = form === 'plain' ? await writeTar(path.join(folder, 'app.tar'), dockerArchive([built])) : writeLayout(path.join(folder, 'app'), ociLayout([built]));
	const image = await open(t, file);
	const {overlay, contents} = await loadImage(image);
	const plan = runNow(planExtraction(overlay, contents, [{path: 0, at: image.layers.length, place: new Uint8Array()}]));
	return {plan, file, out: path.join(folder, 'out')};
}

async function write(plan: ExtractPlan, out: string, writer: Partial<FolderWriter> = {}) {
	return writeFolder(plan, out, {options, ...writer});
}

const clashing = 'ADD\n  Dir/a = 1\n  dir/b = 2\n  File = 3\n  file = 4\n  link -> /etc\n  LINK/x = 5\n  straße = 6\n  STRASSE = 7\n  e\u0301 = 8\n  \u00E9 = 9\n  fine = 10';

test('where case is not told apart, the first of names that clash comes out, and nothing goes through the others', async t => {
	const {plan, out} = await planOf(t, clashing);
	const {skipped} = await write(plan, out, {foldsCase: true});
	t.deepEqual(namesBelow(out).sort(), ['Dir', 'Dir/a', 'File', 'LINK', 'LINK/x', 'STRASSE', 'e\u0301', 'fine'].sort());
	t.is(skipped.length, 1);
	t.is(skipped[0].count, 5);
	t.regex(skipped[0].reason, /differs only in upper and lower case/);
	t.is(caseClashes(plan).length, 5);
});

test('where case is told apart, all of them come out', async t => {
	const {plan, out} = await planOf(t, clashing);
	t.deepEqual((await write(plan, out)).skipped, []);
	t.is(namesBelow(out).length, 14);
});

test('on Windows what would be a path, a drive, a stream or a device is left out', async t => {
	for (const name of ['..\\x', 'C:', 'a:b', 'con', 'NUL.txt', 'com1', 'end.', 'end ', 'a?', 'lpt¹']) {
		t.true(isWindowsTrap(name));
	}

	for (const name of ['console', 'a.b', '.hidden', 'com', 'é']) {
		t.false(isWindowsTrap(name));
	}

	const {plan, out} = await planOf(t, 'ADD\n  C:/x = 1\n  nul = 2\n  fine = 3');
	const {skipped} = await write(plan, out, {platform: 'win32'});
	t.deepEqual(namesBelow(out), ['fine']);
	t.deepEqual(skipped, [{reason: 'Windows takes no such name', count: 2, paths: ['/C:', '/nul']}]);
});

test('a file that changes under us costs what it no longer has', async t => {
	const {plan, file, out} = await planOf(t, 'ADD\n  a * 1000\n  z * 3000000');
	fs.truncateSync(file, 1_000_000);
	const {skipped, files} = await write(plan, out);
	t.is(files, 1);
	t.regex(skipped[0].reason, /layer 1 is shorter than it was/);
	t.deepEqual(namesBelow(out), ['a']);
});

test('without folders that can be named by a descriptor the same comes out, and links are not followed either', async t => {
	const {plan, out} = await planOf(t, 'ADD\n  a/b/c = 1\n  a/l -> b\n  a/h => a/b/c\n  0500 d/\n  d/e = 2');
	fs.mkdirSync(path.join(out, '..', 'outside'));
	fs.mkdirSync(out);
	fs.symlinkSync('../outside', path.join(out, 'd'));
	const {skipped} = await write(plan, out, {byName: true});
	t.deepEqual(namesBelow(out).sort(), ['a', 'a/b', 'a/b/c', 'a/h', 'a/l', 'd']);
	t.is(skipped.length, 1);
	t.deepEqual(fs.readdirSync(path.join(out, '..', 'outside')), []);
	t.is(fs.statSync(path.join(out, 'a/h')).ino, fs.statSync(path.join(out, 'a/b/c')).ino);
});

for (const form of ['plain', 'gzip'] as const) {
	testThreads(`threads write from ${form} layers what one does`, async t => {
		const layers = ['ADD', ...Array.from({length: 90}, (_, index) => `  d${index % 7}/f${index} * ${index * 30_000}`), 'ADD', ...Array.from({length: 90}, (_, index) => `  d${index % 9}/g${index} * ${index * 20_000}`)];
		const {plan, out} = await planOf(t, layers.join('\n'), form);
		let bytes = 0;
		const threaded = await write(plan, `${out}-threads`, {
			onBytes(more) {
				bytes += more;
			},
			writeJobs: async (session, jobs) => writeInThreads(session, jobs, 2),
		});
		t.deepEqual({...await write(plan, out)}, threaded);
		t.is(bytes, plan.bytes);
		t.deepEqual(listFolder(`${out}-threads`, {folderTimes: false}), listFolder(out, {folderTimes: false}));
	});
}
