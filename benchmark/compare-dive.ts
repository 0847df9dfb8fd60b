/**
Compares the figures that freedive gives as dive's with what dive itself says. It needs dive on `PATH`. Run it by

	npx tsx benchmark/compare-dive.ts [--random COUNT] [--fixtures] [ARCHIVE…]

Each ARCHIVE is one that `docker save` or skopeo wrote; then come the demo and COUNT (100) random images. `--fixtures` takes the
archives in `test/fixtures/` and 30 random images instead, and keeps what dive says of them in `test/fixtures/dive.json`.

Prints a line for each archive, and for the random images those that differ; ends with 1 if anything does.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import zlib from 'node:zlib';
import tar from 'tar-stream';
import {buildDemo} from '../source/image/demo/build-demo.js';
import type {Summary} from '../source/report/summary.js';
import {dockerArchive, json, sha256, writeTar, type Files} from '../test/helpers/build-image.js';
import {diveLayers} from '../test/helpers/dive-layers.js';
import {drawLayers, type DrawnEntry} from '../test/helpers/draw-layers.js';
import {packLayer} from '../test/helpers/pack-layer.js';
import {Random} from '../test/helpers/random.js';
import {runCommand} from '../test/helpers/run-command.js';

type Figures = Pick<Summary['dive'], 'efficiency' | 'wastedBytes'>;

const fixtures = fileURLToPath(new URL('../test/fixtures/', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-compare-dive-'));

/** Those that dive takes: of an OCI layout without `manifest.json` it takes the layers in any order. */
const archives = ['crane.tar', 'docker-buildkit.tar.gz', 'docker-classic.tar', 'podman-several.tar', 'skopeo-docker.tar'];

/** What dive says of an archive, and the seconds that it takes for it. */
function dive(archive: string): Figures & {seconds: number} {
	const file = path.join(folder, 'dive.json');
	fs.rmSync(file, {force: true});
	const before = performance.now();
	execFileSync('dive', [archive, '--source', 'docker-archive', '--json', file], {stdio: 'ignore'});
	const seconds = (performance.now() - before) / 1000;
	const {image} = JSON.parse(fs.readFileSync(file, 'utf8')) as {image: {efficiencyScore: number; inefficientBytes: number}};
	return {efficiency: image.efficiencyScore, wastedBytes: image.inefficientBytes, seconds};
}

/** What freedive says that dive says. */
async function freedive(archive: string): Promise<Figures> {
	const {output, errors} = await runCommand(['summary', archive, '--format', 'json']);
	if (output === '') {
		throw new Error(errors);
	}

	const {efficiency, wastedBytes} = (JSON.parse(output) as Summary).dive;
	return {efficiency, wastedBytes};
}

function isSame(a: Figures, b: Figures): boolean {
	return a.efficiency === b.efficiency && a.wastedBytes === b.wastedBytes;
}

/** The demo with the document that dive asks for. */
async function demoArchive(): Promise<string> {
	const files: Files = new Map();
	const extract = tar.extract();
	extract.end(await buildDemo());
	for await (const entry of extract) {
		const chunks: Buffer[] = [];
		for await (const chunk of entry as AsyncIterable<Buffer>) {
			chunks.push(chunk);
		}

		files.set(entry.header.name, Buffer.concat(chunks));
	}

	type Documents = {manifests: Array<{digest: string}>; config: {digest: string}; layers: Array<{digest: string}>};
	const blob = ({digest}: {digest: string}) => `blobs/${digest.replace(':', '/')}`;
	const read = (name: string) => JSON.parse((files.get(name) as Buffer).toString()) as Documents;
	const {config, layers} = read(blob(read(blob(read('index.json').manifests[0])).manifests[0]));
	files.set('manifest.json', json([{Config: blob(config), RepoTags: null, Layers: layers.map(layer => blob(layer))}]));
	return writeTar(path.join(folder, 'demo.tar'), files);
}

async function randomArchive(layers: DrawnEntry[][]): Promise<string> {
	const tars = await Promise.all(layers.map(layer => packLayer(layer)));
	const config = json({architecture: 'amd64', os: 'linux', rootfs: {type: 'layers', diff_ids: tars.map(layer => sha256(layer))}});
	return writeTar(path.join(folder, 'random.tar'), dockerArchive([{config, layers: tars, diffIds: [], tags: [], os: 'linux', architecture: 'amd64'}]));
}

function plainArchive(name: string): string {
	const file = path.join(fixtures, name);
	if (!name.endsWith('.gz')) {
		return file;
	}

	const plain = path.join(folder, name.slice(0, -'.gz'.length));
	fs.writeFileSync(plain, zlib.gunzipSync(fs.readFileSync(file)));
	return plain;
}

const {values, positionals} = parseArgs({allowPositionals: true, options: {random: {type: 'string'}, fixtures: {type: 'boolean'}}});
const kept: {made: string; archives: unknown[]; random: unknown[]} = {
	made: 'npx tsx benchmark/compare-dive.ts --fixtures, with dive v0.13.2 of github.com/wagoodman/dive/cmd/dive',
	archives: [],
	random: [],
};
let differences = 0;
for (const archive of values.fixtures ? archives.map(name => plainArchive(name)) : [...positionals, await demoArchive()]) {
	const {seconds, ...theirs} = dive(archive);
	const ours = await freedive(archive);
	differences += isSame(ours, theirs) ? 0 : 1;
	console.log(`${path.basename(archive)}: ${JSON.stringify(ours)}, dive ${isSame(ours, theirs) ? 'the same' : JSON.stringify(theirs)} in ${seconds.toFixed(1)} s`);
	kept.archives.push({name: archives.find(name => name.startsWith(path.basename(archive))), ...theirs});
}

const count = Number(values.fixtures ? 30 : values.random ?? 100);
for (let seed = 1; seed <= count; seed++) {
	const layers = diveLayers(new Random(seed));
	const archive = await randomArchive(layers);
	const {seconds, ...theirs} = dive(archive);
	const ours = await freedive(archive);
	if (!isSame(ours, theirs)) {
		differences++;
		console.log(`seed ${seed}: ${JSON.stringify(ours)}, dive ${JSON.stringify(theirs)}\n${drawLayers(layers)}\n`);
	}

	kept.random.push({layers: drawLayers(layers).split('\n'), ...theirs});
}

console.log(`${count} random images, ${differences} differences`);
if (values.fixtures) {
	fs.writeFileSync(path.join(fixtures, 'dive.json'), `${JSON.stringify(kept, undefined, '\t')}\n`);
}

fs.rmSync(folder, {recursive: true});
process.exitCode = differences === 0 ? 0 : 1;
