/**
How long it takes to open an image that a Docker Engine has, beside what `docker save` alone takes: an engine of its own, with the image
of an archive in it, which is gone afterwards.

	npm run build && npx tsx benchmark/engine.ts ARCHIVE [--runs N] [--folder FOLDER]

The engine's data lies in a new folder below FOLDER, the system's for temporary files where none is named.
*/
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {formatBytes} from '../source/format/bytes.js';
import {listEngineImages} from '../source/image/origins/engines/list-engine-images.js';
import {startDocker} from '../test/helpers/real-engines.js';
import {measureInTurn} from './measure.js';

/** Opening is to take no longer than this many times what saving takes. */
const target = 1.15;

const {values, positionals} = parseArgs({allowPositionals: true, options: {runs: {type: 'string', default: '5'}, folder: {type: 'string', default: os.tmpdir()}}});
const [archive] = positionals;
if (archive === undefined) {
	throw new Error('Which archive? npx tsx benchmark/engine.ts ARCHIVE');
}

const program = path.join(import.meta.dirname, '../build/freedive.js');
const folder = fs.mkdtempSync(path.join(values.folder, 'freedive-benchmark-'));
let stop = async () => {/* Nothing runs yet. */};
try {
	const docker = await startDocker({
		folder,
		atEnd(ending) {
			stop = ending;
		},
	});
	if (typeof docker === 'string') {
		throw new TypeError(docker);
	}

	docker.run(['load', '--quiet'], archive);
	Object.assign(process.env, docker.programs.environment);
	const [{images}] = await listEngineImages(docker);
	const {reference, name} = images[0];
	const commands: Array<readonly [title: string, command: readonly string[]]> = [
		[`docker save ${name} > /dev/null`, ['docker', 'save', name!]],
		[`freedive files ${reference} --limit 1 (opens it, reads all headers)`, [process.execPath, program, 'files', reference, '--all-layers', '--limit', '1', '--no-cache']],
		[`freedive summary ${reference} (compares contents, too)`, [process.execPath, program, 'summary', reference, '--no-cache']],
		[`freedive summary ${reference} (by what is kept)`, [process.execPath, program, 'summary', reference]],
		[`freedive summary ${path.basename(archive)} (the file itself)`, [process.execPath, program, 'summary', archive, '--no-cache']],
		// What is saved has to lie somewhere to be looked into: that alone takes its time.
		[`docker save ${name} > FILE`, ['sh', '-c', 'docker save "$1" > "$2" && rm "$2"', 'sh', name!, path.join(folder, 'saved.tar')]],
	];
	process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
	await measureInTurn([commands[3][1]], 1);
	const measured = await measureInTurn(commands.map(([, command]) => command), Number(values.runs));
	for (const [index, {seconds, processor, peak, status}] of measured.entries()) {
		if (status !== 0) {
			throw new Error(`${commands[index][0]} ended with exit code ${status}`);
		}

		const times = seconds / measured[0].seconds;
		console.log(`${seconds.toFixed(2)} s  ${times.toFixed(2)} x  processor ${processor.toFixed(2)} s  peak ${formatBytes(peak)}  ${commands[index][0]}${index === 1 ? `  ${times <= target ? 'within' : 'BEYOND'} the target of ${target} x` : ''}`);
	}
} finally {
	await stop();
	fs.rmSync(folder, {recursive: true, force: true});
}
