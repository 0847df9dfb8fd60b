/**
What freedive extracts of real images, held against what umoci unpacks of them; and how long both take, beside `tar -x` of the same tree.

	npm run build && npx tsx benchmark/extract.ts FOLDER [--only WORD] [--runs N] [--into FOLDER] [--no-times]

FOLDER holds layouts (NAME.oci/) and, where there are, other forms of the same images (NAME.docker.tar, NAME.oci.tar, NAME.zstd.oci.tar).
It takes root, as umoci and device nodes do, and several times the room of an image below `--into` (the temporary folder). What runs in
turn is measured in one run, so that figures are ratios; each input is read once before. Ends with 1 if a tree differs.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {listFolder} from '../test/helpers/list-folder.js';
import {measure, median, type Measurement} from './measure.js';

const program = fileURLToPath(new URL('../build/freedive.js', import.meta.url));
const suffixes = ['.docker.tar', '.oci.tar', '.zstd.oci.tar', '.oci'];

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {only: {type: 'string', default: ''}, runs: {type: 'string', default: '3'}, into: {type: 'string', default: os.tmpdir()}, 'no-times': {type: 'boolean', default: false}},
});
const folder = positionals[0];
const scratch = fs.mkdtempSync(path.join(values.into, 'freedive-extract-'));
let hasDifferences = false;

function tagOf(layout: string): string {
	const {manifests} = JSON.parse(fs.readFileSync(path.join(layout, 'index.json'), 'utf8')) as {manifests: Array<{annotations: Record<string, string>}>};
	return manifests[0].annotations['org.opencontainers.image.ref.name'];
}

/** A place for what is unpacked, empty and without what was written to disk before still on its way. */
function fresh(name: string): string {
	const place = path.join(scratch, name);
	fs.rmSync(place, {recursive: true, force: true});
	execFileSync('sync');
	return place;
}

/** Of a folder that no layer lists everybody makes up an owner's mode and a time of his own. */
function differences(a: readonly string[], b: readonly string[]): string[] {
	const [inA, inB] = [new Set(a), new Set(b)];
	return [...a.filter(line => !inB.has(line)).map(line => `- ${line}`), ...b.filter(line => !inA.has(line)).map(line => `+ ${line}`)];
}

function row(name: string, all: readonly Measurement[], note = ''): number {
	const time = median(all.map(({seconds}) => seconds));
	const work = median(all.map(({processor}) => processor));
	console.log(`  ${name.padEnd(28)}${time.toFixed(2).padStart(8)} s${work.toFixed(2).padStart(8)} s${String(Math.round(Math.max(...all.map(({peak}) => peak)) / 1e6)).padStart(6)} MB   ${note}`.trimEnd());
	return time;
}

try {
	const layouts = fs.readdirSync(folder).filter(name => name.endsWith('.oci') && name.includes(values.only));
	for (const layout of layouts) {
		const name = layout.slice(0, -4);
		const unpack = ['umoci', 'unpack', '--image', `${path.join(folder, layout)}:${tagOf(path.join(folder, layout))}`];
		const truth = fresh('umoci');
		execFileSync(unpack[0], [...unpack.slice(1), truth], {stdio: ['ignore', 'ignore', 'inherit']});
		const wanted = listFolder(path.join(truth, 'rootfs'));
		const forms = suffixes.map(suffix => path.join(folder, name + suffix)).filter(file => fs.existsSync(file));
		for (const form of forms) {
			const out = fresh('freedive');
			execFileSync(process.execPath, [program, 'extract', form, '/', '--keep-setuid', '--devices', '-o', out], {stdio: ['ignore', 'ignore', 'inherit']});
			const found = differences(wanted, listFolder(out));
			hasDifferences ||= found.length > 0;
			console.log(`${path.basename(form)}: ${wanted.length} paths, ${found.length === 0 ? 'as umoci unpacks them' : `${found.length} DIFFERENCES`}`);
			for (const line of found.slice(0, 10)) {
				console.log(`  ${line}`);
			}
		}

		if (values['no-times']) {
			continue;
		}

		const tar = path.join(scratch, 'tree.tar');
		execFileSync('tar', ['-cf', tar, '-C', path.join(truth, 'rootfs'), '.']);
		fs.rmSync(truth, {recursive: true});
		const tarRuns: Measurement[] = [];
		const umociRuns: Measurement[] = [];
		const ownRuns = new Map(forms.filter(form => !form.endsWith('.oci')).map((form): [string, Measurement[]] => [form, []]));
		for (let run = 0; run < Number(values.runs); run++) {
			const unpacked = fresh('tar');
			fs.mkdirSync(unpacked);
			tarRuns.push(await measure(['tar', '-xpf', tar, '-C', unpacked]));
			fresh('tar');
			umociRuns.push(await measure([...unpack, fresh('umoci')]));
			fresh('umoci');
			for (const [form, all] of ownRuns) {
				all.push(await measure([process.execPath, program, '--no-cache', 'extract', form, '/', '--keep-setuid', '--devices', '-o', fresh('freedive')]));
				fresh('freedive');
			}
		}

		const tarTime = row('tar -x of the final tree', tarRuns);
		const umociTime = row('umoci unpack', umociRuns);
		for (const [form, all] of ownRuns) {
			const time = median(all.map(({seconds}) => seconds));
			row(`freedive, ${path.basename(form)}`, all, `${(time / tarTime).toFixed(2)} × tar, ${(time / umociTime).toFixed(2)} × umoci`);
		}
	}
} finally {
	fs.rmSync(scratch, {recursive: true, force: true});
}

process.exitCode = hasDifferences ? 1 : 0;
