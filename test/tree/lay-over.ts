import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Answers} from '../../source/archive/answers.js';
import {runNow} from '../../source/archive/slices.js';
import {decodeColumns, encodeColumns} from '../../source/image/cache/column-record.js';
import {Contents} from '../../source/image/contents.js';
import {diveFigures} from '../../source/tree/dive-figures.js';
import {Overlay, type OverlayRecord} from '../../source/tree/overlay.js';
import {findWaste} from '../../source/tree/waste.js';
import {drawLayers, drawnLayers, overlayOf, tableOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {loadImage} from '../helpers/load-story.js';
import {openTar} from '../helpers/open.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {storyOf} from '../helpers/overlay-story.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** What an overlay gives, written and read as the cache does. */
function keeper(t: ExecutionContext): (record: OverlayRecord) => OverlayRecord {
	const file = path.join(temporaryFolder(t), 'record');
	return record => {
		fs.writeFileSync(file, Buffer.concat(encodeColumns(record, 'overlay1', 'test')));
		const fd = fs.openSync(file, 'r');
		const read = decodeColumns<OverlayRecord['rest']>(fd, fs.fstatSync(fd).size, 'overlay1', 'test')!;
		fs.closeSync(fd);
		return read;
	};
}

/** An overlay to which all tables of a stack came, of which none is laid yet. */
function waitingFor(layers: readonly DrawnEntry[][], order: readonly number[]): Overlay {
	const overlay = new Overlay(layers.length);
	for (const layer of order) {
		overlay.add(layer, tableOf(layers[layer - 1]));
	}

	return overlay;
}

test('random stacks that are kept tell what they told, in whatever order their layers come in', t => {
	const kept = keeper(t);
	for (let seed = 1; seed <= 500; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		const numbers = layers.map((_layer, index) => index + 1);
		const overlay = overlayOf(layers, random.shuffled(numbers));
		const ranges = Array.from({length: 4}, () => ({from: 1 + random.below(layers.length), to: layers.length, changesOnly: random.chance(0.5)}));
		if (random.chance(0.5)) {
			runNow(overlay.tree.reorder());
		}

		const again = waitingFor(layers, random.shuffled(numbers));
		const record = kept(overlay.give());
		t.true(again.takeKept(record));
		t.true(again.complete);
		t.is(again.store.count, overlay.store.count);
		const [is, was] = [storyOf(again, ranges), storyOf(overlay, ranges)];
		if (is.join('\n') !== was.join('\n')) {
			t.deepEqual(is, was, `seed ${seed}\n${drawLayers(layers)}`);
		}

		t.deepEqual(again.warnings, overlay.warnings);
	}
});

test('a path of a kept tree is found, and more can be interned', t => {
	const overlay = overlayOf('+ /a/b 1\n+ /a/c 2');
	const again = waitingFor([[]], [1]);
	again.tree.take(keeper(t)(overlay.give()).columns.slice(0, 6));
	for (let index = 0; index < 5000; index++) {
		const bytes = Buffer.from(`a/new${index}`);
		t.is(again.tree.internPath(bytes, 0, bytes.length), index + 4);
	}

	t.is(again.tree.path(again.tree.find(Buffer.from('a/c'))), '/a/c');
	t.is(again.tree.path(again.tree.find(Buffer.from('a/new4999'))), '/a/new4999');
	t.is(again.tree.find(Buffer.from('a/other')), -1);
});

test('what is kept of other layers is not taken', t => {
	const two = overlayOf('+ /a 1\n--\n+ /b 2').give();
	const waiting = (picture: string) => {
		const layers = drawnLayers(picture);
		return waitingFor(layers, layers.map((_layer, index) => index + 1));
	};

	for (const picture of ['+ /a 1', '+ /a 1\n--\n+ /b 2\n+ /c 3', '+ /a 1\n--\n+ /b 2\n--\n+ /c 1']) {
		const overlay = waiting(picture);
		t.false(overlay.takeKept(two), `of ${picture}`);
		runNow(overlay.advance());
		t.deepEqual(storyOf(overlay, []), storyOf(overlayOf(picture), []));
	}

	const begun = waiting('+ /a 1\n--\n+ /b 2');
	runNow(begun.advance());
	const told = storyOf(begun, []);
	t.false(begun.takeKept(two));
	t.deepEqual(storyOf(begun, []), told);

	const partly = new Overlay(2);
	partly.add(1, tableOf([]));
	t.false(partly.takeKept(two));
});

test('a proof and the waste are told without reading a content, where they were found out before', async t => {
	const story = `
		COPY a
		  srv/same * 5000
		  srv/other * 300
		  srv/owned * 40
		  srv/gone * 7
		  link => srv/gone
		RUN b
		  srv/same * 5000
		  srv/other = ${'x'.repeat(300)}
		  7:8 srv/owned * 40
		  srv/.wh.gone
		  .wh.link
		  moved/gone * 7
	`;
	const image = await openTar(t, dockerArchive([await buildImage(story)]));
	const first = await loadImage(image, []);
	const fresh = new Overlay(2);
	const again = new Overlay(2);
	for (const layer of [1, 2]) {
		const {store, tree} = first.overlay;
		const paths = [...store.paths(layer)].map(path => tree.pathBytes(path).subarray(1));
		const table = () => ({...store.table(layer), paths: Buffer.concat(paths), pathStart: Uint32Array.from({length: paths.length + 1}, (_, index) => paths.slice(0, index).reduce((sum, {length}) => sum + length, 0))});
		fresh.add(layer, table());
		again.add(layer, table());
	}

	runNow(fresh.advance());
	const record = keeper(t)(fresh.give());
	const known = new Map<string, unknown>();
	fresh.answers = new Answers(known);
	const unproven = storyOf(fresh, [{from: 1, to: 2, changesOnly: true}]);
	runNow(fresh.prove(first.contents));
	const wastes = runNow(findWaste(fresh, image, first.contents));
	const figures = diveFigures(fresh);
	t.deepEqual([...known.keys()], ['proof', 'waste 0', 'dive']);

	// Nothing of these can be read.
	const contents = new Contents(image);
	t.true(again.takeKept(record));
	t.deepEqual(storyOf(again, [{from: 1, to: 2, changesOnly: true}]), unproven);
	again.answers = new Answers(structuredClone(known));
	t.deepEqual(diveFigures(again), figures);
	runNow(again.prove(contents));
	t.deepEqual(storyOf(again, [{from: 1, to: 2, changesOnly: true}]), storyOf(first.overlay, [{from: 1, to: 2, changesOnly: true}]));
	t.notDeepEqual(storyOf(again, [{from: 1, to: 2, changesOnly: true}]), unproven);
	t.deepEqual(runNow(findWaste(again, image, contents)), wastes);
	t.true(wastes.length > 2);
	// Of another base nothing was asked yet.
	runNow(findWaste(again, image, contents, 1));
	t.deepEqual([...again.answers.all.keys()], ['proof', 'waste 0', 'dive', 'waste 1']);
});

test('what could not be compared is not kept as an answer', async t => {
	const image = await openTar(t, dockerArchive([await buildImage('COPY a\n  a * 5000\nRUN b\n  a * 5000')]));
	const {overlay} = await loadImage(image, []);
	const contents = new Contents(image);
	contents.problems.set(1, 'it is gone');
	const again = overlayOf('+ /a 5\n--\n+ /a 5');
	again.answers = new Answers();
	runNow(again.prove(contents));
	runNow(findWaste(again, image, contents));
	t.deepEqual([...again.answers.all.keys()], []);
	t.is(overlay.answers, undefined);
});

test('a proof that was given up in its midst, and begun again, keeps no answer that would be another\'s', async t => {
	const image = await openTar(t, dockerArchive([await buildImage('COPY a\n  a * 5000\n  b = one\n  c * 40\nRUN b\n  a * 5000\n  b = two\n  c * 40')]));
	const {overlay, contents} = await loadImage(image, []);
	const begin = () => {
		const fresh = overlay.without(new Set());
		runNow(fresh.advance());
		return fresh;
	};

	const known = new Map<string, unknown>();
	const stopped = begin();
	stopped.answers = new Answers(known);
	const proof = stopped.prove(contents);
	let asked = 0;
	const same = contents.same.bind(contents);
	contents.same = function * (...places) {
		if (++asked === 2) {
			throw new Error('It is not there.');
		}

		return yield * same(...places);
	};

	t.throws(() => {
		runNow(proof);
	}, {message: 'It is not there.'});
	runNow(stopped.prove(contents));
	const story = (of: Overlay) => storyOf(of, [{from: 1, to: 2, changesOnly: true}]);
	t.deepEqual(story(stopped), story(overlay));

	const again = begin();
	again.answers = new Answers(known);
	runNow(again.prove(contents));
	t.deepEqual(story(again), story(overlay));
	t.true(known.has('proof'), 'and one that was not given up is kept');
});

test('waste that is looked for before contents were compared is no answer for later', async t => {
	const {overlay, image, contents} = await loadImage(await openTar(t, dockerArchive([await buildImage('COPY a\n  a * 5000\nRUN b\n  a * 5000')])), []);
	const again = overlay.without(new Set());
	runNow(again.advance());
	again.answers = new Answers();
	runNow(findWaste(again, image, contents));
	t.is(again.answers.all.size, 0);
	runNow(again.prove(contents));
	runNow(findWaste(again, image, contents));
	t.deepEqual([...again.answers.all.keys()], ['proof', 'waste 0']);
});
