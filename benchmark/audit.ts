/**
How long an audit takes with all its rules, the whole process, and what it is held against, in turn in one run.

	npm run build && npx tsx benchmark/audit.ts FOLDER [--only WORD] [--runs N] [--root FOLDER]

FOLDER holds images: NAME.docker.tar, NAME.oci.tar, … Beside a compressed one runs bare inflation of its blobs in two threads. With
--root, the unpacked file system of an image (root, as chroot takes it), `ldd` runs over all its ELF files too.
*/
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import {measureInTurn, type Measurement} from './measure.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(here, '../build/freedive.js');

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {only: {type: 'string', default: ''}, runs: {type: 'string', default: '5'}, root: {type: 'string'}},
});
const runs = Number(values.runs);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-audit-'));

function row(name: string, {seconds, processor, peak}: Measurement, note = ''): void {
	console.log(`  ${name.padEnd(36)}${seconds.toFixed(2).padStart(7)} s${processor.toFixed(2).padStart(7)} s${String(Math.round(peak / 1e6)).padStart(6)} MB   ${note}`.trimEnd());
}

/** Every ELF file of a tree, one `ldd` for all of them in a chroot: what people type there. */
function lddCommand(root: string): string[] {
	const files: string[] = [];
	const walk = (folder: string) => {
		for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
			const file = path.join(folder, entry.name);
			if (entry.isDirectory()) {
				walk(file);
			} else if (entry.isFile() && isElf(file)) {
				files.push(`/${path.relative(root, file)}`);
			}
		}
	};

	walk(root);
	const list = path.join(root, 'tmp/freedive-elf-files');
	fs.writeFileSync(list, files.join('\n'));
	console.log(`\n${files.length} ELF files in ${root}`);
	return ['chroot', root, '/bin/sh', '-c', 'while read -r file; do ldd "$file"; done </tmp/freedive-elf-files >/dev/null 2>&1; true'];
}

function isElf(file: string): boolean {
	const fd = fs.openSync(file, 'r');
	const head = Buffer.alloc(4);
	fs.readSync(fd, head, 0, 4, 0);
	fs.closeSync(fd);
	return head.toString('latin1') === '\u007FELF';
}

try {
	const bare = path.join(scratch, 'bare.mjs');
	await esbuild.build({
		entryPoints: [path.join(here, 'bare-inflation.ts')], outfile: bare, bundle: true, format: 'esm', platform: 'node', logLevel: 'error',
		banner: {js: 'import {createRequire as __createRequire} from \'node:module\';const require=__createRequire(import.meta.url);'},
	});
	console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores; medians of ${runs} runs after a first: time, time of processors, peak of resident memory`);
	const files = fs.readdirSync(positionals[0]).filter(name => /\.(?:docker|oci)\.tar$/.test(name) && name.includes(values.only)).sort();
	for (const name of files) {
		const file = path.join(positionals[0], name);
		const isCompressed = name.endsWith('.oci.tar');
		const commands = [
			[process.execPath, program, '--no-cache', 'audit', file, '--no-progress', '--fail-on', 'never'],
			[process.execPath, program, '--no-cache', 'summary', file, '--no-progress'],
			...(isCompressed ? [[process.execPath, bare, file]] : []),
		];
		const [audit, summary, inflation] = await measureInTurn(commands, runs);
		console.log(`\n${name}: ${Math.round(fs.statSync(file).size / 1e6)} MB`);
		row('freedive audit', audit, [
			audit.status === 0 ? '' : `EXIT ${audit.status}`,
			inflation ? `${(audit.seconds / inflation.seconds).toFixed(2)} × the time of bare inflation, ${(audit.processor / inflation.processor).toFixed(2)} × the work` : '',
		].filter(Boolean).join(', '));
		row('freedive summary', summary);
		if (inflation) {
			row('bare inflation', inflation);
		}
	}

	if (values.root !== undefined) {
		const [ldd] = await measureInTurn([lddCommand(path.resolve(values.root))], 1);
		row('ldd in a chroot', ldd);
	}
} finally {
	fs.rmSync(scratch, {recursive: true, force: true});
}
