/**
Compares what `freedive grep` finds with what GNU grep finds in the unpacked image, and times both, ripgrep and bare inflation. Run it by

	npm run build && npx tsx benchmark/compare-grep.ts FOLDER [--only NAME] [--times] [--runs N]

FOLDER holds images in several forms: `NAME.docker.tar`, `NAME.oci.tar`, `NAME.zstd.oci.tar`, and `NAME.oci/`, which umoci unpacks.
Files, line numbers and lines must be the same, in every form; what grep calls binary must be binary here. Of several names of a file
one is enough, for grep searches each. Prints a line for each pattern, and the first differences; ends with 1 if there is any.
*/
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {scratch} from './inputs.js';
import {measureInTurn, type Measurement} from './measure.js';

const program = fileURLToPath(new URL('../build/freedive.js', import.meta.url));
const bareInflation = fileURLToPath(new URL('bare-inflation.ts', import.meta.url));

/** Options that mean the same to both, and a pattern. */
const searches = [
	['-F', 'openssl'], ['-i', 'password'], ['-w', 'error'], ['-i', '-w', 'license'], ['open[a-z]+l'], ['[0-9]{3}-[0-9]{4}'], ['^#!'],
	['TODO|FIXME'], ['^root:'], ['[0-9a-f]{40}'], ['x86_64-linux-gnu.*\\.so'], ['GNU General Public Licen[cs]e$'], ['-m', '2', 'Copyright'],
];

/** Those that are timed: a text, a text in any case, an expression that holds one, and one that holds none. */
const timed = [['-l', '-F', 'openssl'], ['-l', '-i', 'openssl'], ['-l', 'open[a-z]+l'], ['-l', '[0-9]{3}-[0-9]{4}']];

const limit = {encoding: 'buffer', maxBuffer: 2 ** 30} as const;

/** The file that a path leads to, of several names one. */
function fileOf(place: Buffer): string {
	const {dev, ino} = fs.lstatSync(place);
	return `${dev}:${ino}`;
}

/** Lines as `file:number:text`, and binary files as `file binary`. A carriage return at the end is left out. */
type Lines = Set<string>;

function text(bytes: Buffer): string {
	const decoded = bytes.toString('utf8');
	return (Buffer.from(decoded).equals(bytes) ? decoded : bytes.toString('latin1')).replace(/\r$/, '');
}

function grepped(root: string, search: readonly string[]): Lines {
	const {stdout, stderr} = spawnSync('grep', [search.includes('-F') ? '-rnZ' : '-rEnZ', '--with-filename', ...search.slice(0, -1), '-e', search.at(-1)!, '.'], {...limit, cwd: root, env: {...process.env, LC_ALL: 'C'}});
	const found: Lines = new Set();
	const files = new Map<string, string>();
	const known = (place: Buffer) => {
		const name = place.toString('latin1');
		const file = files.get(name) ?? fileOf(Buffer.concat([Buffer.from(`${root}/`), place]));
		files.set(name, file);
		return file;
	};

	for (let at = 0; at < stdout.length;) {
		let end = stdout.indexOf(0x0A, at);
		end = end < 0 ? stdout.length : end;
		const line = stdout.subarray(at, end);
		const nul = line.indexOf(0);
		const colon = line.indexOf(':', nul);
		found.add(`${known(line.subarray(0, nul))}:${line.toString('latin1', nul + 1, colon)}:${text(line.subarray(colon + 1))}`);
		at = end + 1;
	}

	for (const [, place] of stderr.toString('latin1').matchAll(/^grep: (.*): binary file matches$/gm)) {
		found.add(`${known(Buffer.from(place, 'latin1'))} binary`);
	}

	return found;
}

function freedived(image: string, root: string, search: readonly string[]): Lines {
	const {stdout, stderr, status} = spawnSync(process.execPath, [program, 'grep', image, '--format', 'jsonl', ...search.slice(0, -1), '--', search.at(-1)!], limit);
	if (status !== 0 && status !== 1) {
		throw new Error(stderr.toString());
	}

	const found: Lines = new Set();
	for (const row of stdout.toString().split('\n').slice(0, -1)) {
		const {path: place, pathBase64, kind, line, text: shown, leftOut} = JSON.parse(row) as {path: string; pathBase64?: string; kind: string; line: number; text: string; leftOut: {before: number; after: number} | null};
		const bytes = pathBase64 === undefined ? Buffer.from(place) : Buffer.from(pathBase64, 'base64');
		const file = fileOf(Buffer.concat([Buffer.from(root), bytes]));
		found.add(kind === 'binary' ? `${file} binary` : `${file}:${line}:${leftOut ? `${leftOut.before} ${leftOut.after} ${shown}` : shown}`);
	}

	return found;
}

/** What one has and the other has not. Of lines that are too long to be told whole, the part that is told must be in grep's. */
function differences(ours: Lines, theirs: Lines): string[] {
	const more: string[] = [];
	const less = new Set(theirs);
	for (const line of ours) {
		if (!less.delete(line)) {
			more.push(line);
		}
	}

	const wrong: string[] = [];
	for (const line of more) {
		const [, start, before, after, shown] = /^(\d+:\d+:\d+:)(\d+) (\d+) (.*)$/s.exec(line) ?? [];
		const whole = start === undefined ? undefined : [...less].find(other => other.startsWith(start) && other.length === start.length + Number(before) + shown.length + Number(after) && other.includes(shown));
		if (whole === undefined) {
			wrong.push(`only here: ${line.slice(0, 200)}`);
		} else {
			less.delete(whole);
		}
	}

	return [...wrong, ...Array.from(less, line => `only grep: ${line.slice(0, 200)}`)];
}

function unpack(layout: string, name: string): string {
	const bundle = path.join(scratch, `${name}.bundle`);
	const root = path.join(bundle, 'rootfs');
	if (!fs.existsSync(root)) {
		fs.mkdirSync(scratch, {recursive: true});
		const index = JSON.parse(fs.readFileSync(path.join(layout, 'index.json'), 'utf8')) as {manifests: Array<{annotations: Record<string, string>}>};
		const tag = index.manifests[0].annotations['org.opencontainers.image.ref.name'];
		const {status, stderr} = spawnSync('umoci', ['unpack', ...(os.userInfo().uid === 0 ? [] : ['--rootless']), '--image', `${layout}:${tag}`, bundle], {encoding: 'utf8'});
		if (status !== 0) {
			throw new Error(stderr);
		}
	}

	return root;
}

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {only: {type: 'string', default: ''}, times: {type: 'boolean', default: false}, runs: {type: 'string', default: '3'}},
});
const [folder] = positionals;
const names = fs.readdirSync(folder).filter(name => name.endsWith('.oci') && name.includes(values.only)).map(name => name.slice(0, -4)).sort();
for (const name of names) {
	const root = unpack(path.join(folder, `${name}.oci`), name);
	const forms = ['.docker.tar', '.oci.tar', '.zstd.oci.tar'].map(suffix => path.join(folder, name + suffix)).filter(file => fs.existsSync(file));
	if (values.times) {
		await time(root, forms);
		continue;
	}

	for (const search of searches) {
		const theirs = grepped(root, search);
		for (const image of forms) {
			const wrong = differences(freedived(image, root, search), theirs);
			console.log(`${path.basename(image)} ${search.join(' ')}: ${theirs.size} lines and binary files, ${wrong.length} differ`);
			for (const sentence of wrong.slice(0, 5)) {
				console.log(`  ${sentence}`);
				process.exitCode = 1;
			}
		}
	}
}

async function time(root: string, forms: string[]): Promise<void> {
	for (const search of timed) {
		const commands = [
			['rg', '--no-config', '-uuu', '--binary', ...search, root],
			['grep', search.includes('-F') ? '-r' : '-rE', ...search, root],
			...forms.map(image => [process.execPath, program, '--no-cache', 'grep', image, ...search]),
			...forms.filter(image => !image.endsWith('.docker.tar')).map(image => [process.execPath, '--import=tsx', bareInflation, image]),
			...forms.map(image => [process.execPath, program, '--no-cache', 'files', image, '--limit', '1']),
		];
		const measured = await measureInTurn(commands, Number(values.runs));
		console.log(`\n${path.basename(path.dirname(root))} ${search.join(' ')}`);
		for (const [index, command] of commands.entries()) {
			row(command, measured[index], measured[0]);
		}
	}
}

function row(command: readonly string[], {seconds, processor, peak}: Measurement, first: Measurement): void {
	const title = command.filter(word => word !== process.execPath && word !== program && word !== '--import=tsx').map(word => path.basename(word)).join(' ');
	console.log(`  ${title.padEnd(56)} ${seconds.toFixed(2).padStart(7)} s ${processor.toFixed(2).padStart(7)} s of processors ${Math.round(peak / 1e6).toString().padStart(5)} MB  ${(seconds / first.seconds).toFixed(1)} × rg`);
}
