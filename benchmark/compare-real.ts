/**
Compares what freedive says of real images with what a container engine says of them. Run it by

	npm run build && npx tsx benchmark/compare-real.ts FOLDER

FOLDER holds, for each image NAME: its forms (`NAME.docker.tar`, `NAME.oci.tar`, `NAME.zstd.oci.tar`, `NAME.oci/`, `NAME.dir/`), and of
the engine `NAME.rootfs.txt` (`docker export | tar -tv --numeric-owner`), `NAME.inspect.json` (`docker image inspect`) and
`NAME.history.txt` (`docker history --no-trunc --human=false --format '{{json .}}'`).

The bytes of the docker archive are also counted another way: all contents read by tar-stream and hashed.

Prints a line for each image and form, and the first differences; ends with 1 if there is any.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {encodeEscaped} from '../source/format/safe-text.js';
import {inflate} from '../source/archive/inflate.js';
import {openImage} from '../source/image/open-image.js';
import type {Summary} from '../source/report/summary.js';
import {slowLedger} from '../test/helpers/slow-ledger.js';

const program = fileURLToPath(new URL('../build/freedive.js', import.meta.url));
const formSuffixes = ['.docker.tar', '.oci.tar', '.zstd.oci.tar', '.oci', '.dir'];

/** What the engine puts into a container that is not in its image. */
const ofEngine = new Set([
	'/.dockerenv', '/dev/console', '/dev/pts', '/dev/shm', '/etc/hostname', '/etc/hosts', '/etc/mtab', '/etc/resolv.conf',
]);

/** Folders that the engine makes for these where the image has none. */
const foldersOfEngine = new Set(['/dev', '/etc', '/proc', '/sys']);

const typesOfTar: Readonly<Record<string, string>> = {
	'-': 'file', d: 'directory', l: 'symlink', p: 'fifo', c: 'character-device', b: 'block-device',
};

type Row = {path: string; type: string; mode: string; uid: number; gid: number; size: number; link: string | null; layer: number};

function freedive(...commandLine: string[]): string {
	return execFileSync(process.execPath, [program, ...commandLine], {encoding: 'utf8', maxBuffer: 2 ** 30});
}

function rows(image: string, ...options: string[]): Row[] {
	return freedive('files', image, '--format', 'jsonl', '--columns', 'path,type,mode,uid,gid,size,link,layer', ...options)
		.split('\n').slice(0, -1).map(line => JSON.parse(line) as Row);
}

/** `rwsr-xr-x` as `4755`. */
function octal(letters: string): string {
	let mode = 0;
	for (const [index, letter] of [...letters].entries()) {
		const isSpecial = /[st]/i.test(letter);
		mode |= isSpecial ? 0o1000 << (2 - Math.floor(index / 3)) : 0;
		mode |= letter === '-' || /[ST]/.test(letter) ? 0 : 1 << (8 - index);
	}

	return mode.toString(8).padStart(4, '0');
}

/** GNU tar's way of writing odd characters: `\033`, `\n`, `\\`. */
function unquote(text: string): string {
	const bytes: number[] = [];
	const single: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v', '\\': '\\'};
	for (const part of text.match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? []) {
		if (/^\\\d/.test(part)) {
			bytes.push(Number.parseInt(part.slice(1), 8));
		} else {
			bytes.push(...Buffer.from(part.startsWith('\\') ? single[part[1]] : part));
		}
	}

	return Buffer.from(bytes).toString();
}

/** The final file system as the engine's export lists it: a line for each path. */
function readRootfs(file: string): Map<string, string> {
	const listed = new Map<string, string>();
	const links: Array<[string, string]> = [];
	for (const line of fs.readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
		const {type, mode, owner, size, rest} = /^(?<type>.)(?<mode>.{9}) (?<owner>\d+\/\d+) +(?<size>\d+|\d+,\d+) \S+ \S+ (?<rest>.*)$/s.exec(line)!.groups!;
		const [name, link] = type === 'l' ? rest.split(' -> ') : rest.split(' link to ');
		const place = `/${unquote(name).replace(/\/$/, '')}`;
		if (type === 'h') {
			links.push([place, `/${unquote(link)}`]);
		} else {
			listed.set(place, [typesOfTar[type], octal(mode), owner, size.includes(',') ? 0 : size, type === 'l' ? unquote(link) : ''].join(' '));
		}
	}

	for (const [place, target] of links) {
		listed.set(place, listed.get(target)!);
	}

	return listed;
}

function compareRootfs(image: string, truth: Map<string, string>): string[] {
	const differences: string[] = [];
	const seen = new Set<string>();
	for (const {path: place, type, mode, uid, gid, size, link} of rows(image)) {
		seen.add(place);
		const ours = [type, mode, `${uid}/${gid}`, size, link ?? ''].join(' ');
		const theirs = truth.get(place);
		if (ours !== theirs && !ofEngine.has(place)) {
			differences.push(`${place}: ${ours}, and the engine says ${theirs ?? 'nothing'}`);
		}
	}

	for (const [place, theirs] of truth) {
		if (!seen.has(place) && !ofEngine.has(place) && !foldersOfEngine.has(place)) {
			differences.push(`${place}: not there, and the engine says ${theirs}`);
		}
	}

	return differences;
}

/** The engine counts the lengths of link targets as content of a layer. */
function linkLengths(image: string): number[] {
	const lengths: number[] = [];
	for (const {type, link, layer} of rows(image, '--all-layers')) {
		if (type === 'symlink') {
			lengths[layer] = (lengths[layer] ?? 0) + encodeEscaped(link!).length;
		}
	}

	return lengths;
}

function compareSizes(image: string, {image: {size}, history, layers}: Summary, folder: string, name: string): string[] {
	const differences: string[] = [];
	const lengths = linkLengths(image);
	const [{Size: engineSize}] = JSON.parse(fs.readFileSync(path.join(folder, `${name}.inspect.json`), 'utf8')) as [{Size: number}];
	const total = size + lengths.reduce((sum, length) => sum + length, 0);
	if (total !== engineSize) {
		differences.push(`size: ${total}, and the engine says ${engineSize}`);
	}

	const told = fs.readFileSync(path.join(folder, `${name}.history.txt`), 'utf8').trim().split('\n')
		.map(line => JSON.parse(line) as {CreatedBy: string; Size: string}).reverse();
	for (let index = 0; index < Math.max(told.length, history.length); index++) {
		const {createdBy, layer} = history[index] ?? {};
		const ours = createdBy === undefined ? 'nothing' : `${createdBy} (${layer ? layers[layer - 1].size + (lengths[layer] ?? 0) : 0})`;
		const there = told.at(index);
		const theirs = index < told.length && there ? `${there.CreatedBy} (${there.Size})` : 'nothing';
		if (ours !== theirs) {
			differences.push(`history ${index + 1}: ${ours}, and the engine says ${theirs}`);
		}
	}

	return differences;
}

/** What the forms of an image must agree in. Who copies an image rewrites its config and compresses its layers anew. */
function agreed({image, layers, history, bytes, warnings}: Summary): string {
	const {reference, form, tags, digest, storedSize, config: {healthcheck, ...config}, ...facts} = image;
	return JSON.stringify({
		facts, config, history, bytes, warnings,
		layers: layers.map(({mediaType, storedSize, digest, ...layer}) => layer),
	}, undefined, 1);
}

function firstDifference(a: string, b: string): string[] {
	const linesOfB = b.split('\n');
	const index = a.split('\n').findIndex((line, index) => line !== linesOfB[index]);
	return a === b ? [] : [`summary: ${a.split('\n')[index]?.trim()} here, ${linesOfB[index]?.trim()} in the first form`];
}

/** Where every byte went, by the slow count. */
async function compareLedger(file: string, {bytes: {wasted, unknown, ...bytes}}: Summary): Promise<string[]> {
	const {image: {layers}, close} = await openImage(file, {temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64'});
	const slow = await slowLedger(layers.map(({blob, compression}) => () => inflate(blob!, compression)));
	close();
	return [...Object.entries(slow), ['unknown', 0] as const]
		.filter(([name, count]) => ({...bytes, unknown})[name as 'unknown'] !== count)
		.map(([name, count]) => `${name}: ${({...bytes, unknown})[name as 'unknown']}, and the slow count says ${count}`);
}

const folder = process.argv[2];
if (folder === undefined) {
	console.error('Usage: compare-real FOLDER');
	process.exit(2);
}

let count = 0;
for (const file of fs.readdirSync(folder).filter(file => file.endsWith('.rootfs.txt')).sort()) {
	const name = file.slice(0, -'.rootfs.txt'.length);
	const truth = readRootfs(path.join(folder, file));
	let first: string | undefined;
	for (const suffix of formSuffixes) {
		const image = path.join(folder, name + suffix);
		if (!fs.existsSync(image)) {
			continue;
		}

		const summary = JSON.parse(freedive('summary', image, '--format', 'json')) as Summary;
		first ??= agreed(summary);
		const differences = [
			...compareRootfs(image, truth),
			...compareSizes(image, summary, folder, name),
			...firstDifference(agreed(summary), first),
			...(suffix === '.docker.tar' ? await compareLedger(image, summary) : []),
		];
		count += differences.length;
		console.log(`${name}${suffix}: ${truth.size} paths, ${summary.layers.length} layers: ${differences.length === 0 ? 'the same' : `${differences.length} differences`}`);
		for (const difference of differences.slice(0, 10)) {
			console.log(`  ${difference}`);
		}
	}
}

process.exitCode = count === 0 ? 0 : 1;
