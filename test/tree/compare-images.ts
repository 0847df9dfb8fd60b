import path from 'node:path';
import test from 'ava';
import type {Diff, DiffChange} from '../../source/report/diff.js';
import {dockerArchive, json, ociLayout, sha256, writeTar, type BuiltImage} from '../helpers/build-image.js';
import {agreedLayers} from '../helpers/agreed-layers.js';
import {drawLayers, type DrawnEntry} from '../helpers/draw-layers.js';
import {packLayer} from '../helpers/pack-layer.js';
import {Random} from '../helpers/random.js';
import {randomLayers} from '../helpers/random-layers.js';
import {runCommand} from '../helpers/run-command.js';
import {slowBytes, slowDiff, slowStates, type SlowChange} from '../helpers/slow-diff.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** What a tar can say: the root as a directory alone, no bookkeeping of AUFS under another name, and nothing cut off. */
function packable(layers: DrawnEntry[][]): DrawnEntry[][] {
	return layers.map(layer => layer
		.filter(({type, path, link}) => type !== 'aufs' && (path !== '/' || type === 'directory' || type === 'opaque') && !(type === 'hardlink' && link === '/'))
		.map(entry => ({...entry, broken: false})));
}

/** Layers of which some are the same, some are other in a detail, and some come or go. */
function otherLayers(random: Random, layers: readonly DrawnEntry[][]): DrawnEntry[][] {
	const others = layers.map(layer => layer.flatMap((entry): DrawnEntry[] => {
		switch (random.below(12)) {
			case 0: {
				return [{...entry, letter: random.pick(['a', 'b'])}];
			}

			case 1: {
				return [{...entry, mtime: random.pick([0, 1, 1.5, 2])}];
			}

			case 2: {
				return [{...entry, mode: random.pick([0o644, 0o755]), uid: random.below(2)}];
			}

			case 3: {
				return [];
			}

			case 4: {
				return [{...entry, link: entry.type === 'symlink' ? random.pick(['a', 'x']) : entry.link}];
			}

			case 5: {
				// A copy in the place of a hard link.
				const named = layer.find(({type, path}) => type === 'file' && path === entry.link);
				return [entry.type === 'hardlink' && named ? {...named, path: entry.path} : entry];
			}

			default: {
				return [entry];
			}
		}
	}));
	return others.map((layer, index) => random.chance(0.5) ? [...layers[index]] : layer).filter(() => random.chance(0.9));
}

async function built(layers: readonly DrawnEntry[][]): Promise<BuiltImage> {
	const tars = await Promise.all(layers.map(async layer => packLayer(layer)));
	const diffIds = tars.map(tar => sha256(tar));
	return {
		config: json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: diffIds}, history: layers.map(() => ({created_by: 'ADD'}))}),
		layers: tars,
		diffIds,
		tags: [],
		os: 'linux',
		architecture: 'amd64',
	};
}

function inOrder(changes: ReadonlyArray<SlowChange | DiffChange>): string[] {
	return changes.map(({path, change, what, sizeA, sizeB}) => `${path} ${change} ${what.filter(name => name !== 'hardlinks').join(',')} ${sizeA} ${sizeB}`).sort();
}

/** The paths that are the same file in one alone; of these the slow comparison marks all, and the fast one all but the first. */
function relinked(changes: ReadonlyArray<SlowChange | DiffChange>): string[] {
	return changes.filter(({what}) => what.includes('hardlinks')).map(({path}) => path);
}

test('random pairs of images differ as the slow comparison says, plain and compressed', async t => {
	const folder = temporaryFolder(t);
	const tally: Record<string, number> = {};
	let shared = 0;
	for (let seed = 1; seed <= 250; seed++) {
		const random = new Random(seed);
		// Where all collides little is left: half of the stacks are of the kind of which more stays.
		const a = packable(seed % 2 === 0 ? randomLayers(random) : agreedLayers(random, 3, 12, true));
		for (const entry of a.flat()) {
			entry.letter = random.pick(['a', 'b']);
		}

		const b = otherLayers(random, a);
		const [fileA, fileB] = [path.join(folder, 'a.tar'), path.join(folder, 'b.tar')];
		await writeTar(fileA, random.chance(0.5) ? dockerArchive([await built(a)]) : ociLayout([await built(a)], 'gzip'));
		await writeTar(fileB, random.chance(0.5) ? dockerArchive([await built(b)]) : ociLayout([await built(b)], 'gzip'));
		const {output, exitCode, errors} = await runCommand(['diff', fileA, fileB, '--format', 'json']);
		const picture = `seed ${seed} of\n${drawLayers(a)}\n====\n${drawLayers(b)}\n${errors}`;
		t.is(exitCode, 0, picture);
		const diff = JSON.parse(output) as Diff & {changes: DiffChange[]};
		const [stateA, stateB] = [slowStates(a).at(-1)!, slowStates(b).at(-1)!];
		const slow = slowDiff(stateA, stateB);
		const links = relinked(diff.changes);
		const slowLinks = relinked(slow);
		t.true(links.every(path => slowLinks.includes(path)) && (links.length > 0 || slowLinks.length === 0), picture);
		const isTold = (change: SlowChange | DiffChange) => change.what.length === 0 || change.what.some(name => name !== 'hardlinks');
		t.deepEqual(inOrder(diff.changes.filter(isTold)), inOrder(slow.filter(isTold)), picture);
		t.is(diff.files.bytesA, slowBytes(stateA), picture);
		t.is(diff.files.bytesB, slowBytes(stateB), picture);
		t.is(diff.identical, slow.length === 0 && a.length === b.length, picture);
		shared += diff.layers.shared;
		for (const name of diff.changes.flatMap(({change, what}) => [change, ...what])) {
			tally[name] = (tally[name] ?? 0) + 1;
		}
	}

	// The pairs hold most of what can differ; the rest has a test of its own.
	t.true(['added', 'removed', 'modified', 'metadata', 'content', 'mtime', 'mode', 'uid', 'type', 'link'].every(name => tally[name] > 2), JSON.stringify(tally));
	t.true(tally.hardlinks > 0);
	t.true(shared > 100);
});
