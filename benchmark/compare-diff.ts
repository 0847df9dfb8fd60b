/**
Compares what `freedive diff` says of real images with what GNU diff says of their unpacked trees. Run it by

	npm run build && npx tsx benchmark/compare-diff.ts LAYOUT LAYOUT [X..Y]

Each LAYOUT is a folder in OCI's layout with one image, as `skopeo copy … oci:FOLDER` makes it; the two may be the same. With X..Y the
file systems after layer X of the first and layer Y of the second are compared. Both are unpacked by umoci into a temporary folder, so
it takes root (for owners and devices), umoci, GNU diff, and room.

- `diff -rq --no-dereference` must tell the same paths that come, go and differ;
- modes, owners and times by `lstat` must differ at the same paths.

Prints the first differences, and ends with 1 if there is any.
*/
import {execFileSync, spawnSync} from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {Diff, DiffChange} from '../source/report/diff.js';

const program = fileURLToPath(new URL('../build/freedive.js', import.meta.url));

type Descriptor = {digest: string; size: number; mediaType: string; annotations?: Record<string, string>};
type Manifest = {config: Descriptor; layers: Descriptor[]};
type Config = {rootfs: {diff_ids: string[]}; history?: unknown[]};

function blobOf(layout: string, {digest}: Descriptor): string {
	return path.join(layout, 'blobs', ...digest.split(':'));
}

function readJson<Value>(file: string): Value {
	return JSON.parse(fs.readFileSync(file, 'utf8')) as Value;
}

/** A layout of the first layers of an image: its blobs are links to those of the image. */
function upTo(layout: string, layers: number | undefined, to: string): string {
	const [descriptor] = readJson<{manifests: Descriptor[]}>(path.join(layout, 'index.json')).manifests;
	const manifest = readJson<Manifest>(blobOf(layout, descriptor));
	const config = readJson<Config>(blobOf(layout, manifest.config));
	const blobs = path.join(to, 'blobs', 'sha256');
	fs.mkdirSync(blobs, {recursive: true});
	const store = (value: unknown, mediaType: string): Descriptor => {
		const bytes = JSON.stringify(value);
		const hex = crypto.hash('sha256', bytes);
		fs.writeFileSync(path.join(blobs, hex), bytes);
		return {mediaType, digest: `sha256:${hex}`, size: bytes.length};
	};

	const kept = manifest.layers.slice(0, layers);
	for (const layer of kept) {
		const file = path.join(blobs, layer.digest.slice('sha256:'.length));
		if (!fs.existsSync(file)) {
			fs.copyFileSync(blobOf(layout, layer), file, fs.constants.COPYFILE_FICLONE);
		}
	}

	// A user that the first layers do not have yet can't be found by umoci.
	const newConfig = store({...config, config: {}, history: undefined, rootfs: {...config.rootfs, diff_ids: config.rootfs.diff_ids.slice(0, kept.length)}}, manifest.config.mediaType);
	const newManifest = store({...manifest, config: newConfig, layers: kept}, descriptor.mediaType);
	fs.writeFileSync(path.join(to, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
	fs.writeFileSync(path.join(to, 'index.json'), JSON.stringify({schemaVersion: 2, manifests: [{...newManifest, annotations: {'org.opencontainers.image.ref.name': 'latest'}}]}));
	return to;
}

function unpack(layout: string, to: string): string {
	execFileSync('umoci', ['unpack', '--image', `${layout}:latest`, to], {stdio: ['ignore', 'ignore', 'inherit']});
	return path.join(to, 'rootfs');
}

/** What GNU diff says: a line a path, with what comes or goes as its uppermost folder. Names are bytes, as Latin-1. */
function saidByDiff(a: string, b: string): Set<string> {
	const {stdout, stderr} = spawnSync('diff', ['-rq', '--no-dereference', a, b], {encoding: 'latin1', maxBuffer: 2 ** 30, env: {...process.env, LC_ALL: 'C'}});
	if (stderr !== '') {
		throw new Error(stderr);
	}

	const said = new Set<string>();
	// A name may hold a line break: a message begins where one can.
	for (const line of stdout.split(/\n(?=Only in |Files |Symbolic links |File |$)/)) {
		if (line.trim() === '') {
			continue;
		}

		const only = /^Only in (?<folder>.+?): (?<name>.*)$/s.exec(line)?.groups;
		if (only) {
			const side = only.folder === a || only.folder.startsWith(`${a}/`) ? a : b;
			said.add(`${side === a ? 'removed' : 'added'} ${only.folder.slice(side.length)}/${only.name}`);
			continue;
		}

		// It compares no devices and no pipes: two of a kind are different files to it.
		const kinds = /^File .* is an? (?<kindA>[\w ]+) while file .* is an? (?<kindB>[\w ]+)$/s.exec(line)?.groups;
		if (kinds && kinds.kindA === kinds.kindB) {
			continue;
		}

		const rest = /^(?:Files|Symbolic links|File) (?<file>.*)$/s.exec(line)!.groups!.file;
		const isOdd = line.startsWith('File ');
		const both = rest.slice(a.length);
		const file = isOdd ? both.slice(0, both.indexOf(' is a ')) : both.slice(0, both.lastIndexOf(` and ${b}`));
		said.add(`modified ${file}`);
	}

	return said;
}

/** What freedive says, in the same words. */
function saidByFreedive(changes: readonly DiffChange[]): Set<string> {
	const whole = new Map(changes.map(({path, change}) => [path, change]));
	const typed = new Set(changes.filter(({what}) => what.includes('type')).map(({path}) => path));
	const said = new Set<string>();
	for (const {path: name, pathBase64, change, what} of changes) {
		const bytes = pathBase64 === undefined ? Buffer.from(name) : Buffer.from(pathBase64, 'base64');
		const above = path.posix.dirname(name);
		const isTold = change !== 'modified' || what.some(each => ['type', 'content', 'link'].includes(each));
		const isPart = change !== 'modified' && whole.get(above) === change;
		if (change !== 'metadata' && isTold && !isPart && !typed.has(above)) {
			said.add(`${change} ${bytes.toString('latin1')}`);
		}
	}

	return said;
}

/** The attributes that differ at paths which both trees have, and that are of one type. */
function attributesThatDiffer(a: string, b: string, isTimed: (name: string) => boolean): Set<string> {
	const differing = new Set<string>();
	const pending = [''];
	for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
		const there = new Set(fs.readdirSync(Buffer.from(b + folder, 'latin1'), 'latin1'));
		for (const name of fs.readdirSync(Buffer.from(a + folder, 'latin1'), 'latin1')) {
			if (!there.has(name)) {
				continue;
			}

			const inside = `${folder}/${name}`;
			const [statsA, statsB] = [a, b].map(side => fs.lstatSync(Buffer.from(side + inside, 'latin1')));
			if ((statsA.mode & 0o17_0000) !== (statsB.mode & 0o17_0000)) {
				continue;
			}

			const differs = {
				mode: statsA.mode !== statsB.mode,
				uid: statsA.uid !== statsB.uid,
				gid: statsA.gid !== statsB.gid,
				mtime: isTimed(inside) && Math.floor(statsA.mtimeMs / 1000) !== Math.floor(statsB.mtimeMs / 1000),
			};
			for (const [attribute, isOther] of Object.entries(differs)) {
				if (isOther) {
					differing.add(`${attribute} ${inside}`);
				}
			}

			if (statsA.isDirectory()) {
				pending.push(inside);
			}
		}
	}

	return differing;
}

function attributesByFreedive(changes: readonly DiffChange[]): Set<string> {
	return new Set(changes.flatMap(({path, pathBase64, what}) => {
		const name = (pathBase64 === undefined ? Buffer.from(path) : Buffer.from(pathBase64, 'base64')).toString('latin1');
		return path === '/' || what.includes('type') ? [] : what.filter(each => ['mode', 'uid', 'gid', 'mtime'].includes(each)).map(each => `${each} ${name}`);
	}));
}

function without(lines: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
	const left = new Set(lines);
	for (const line of others) {
		left.delete(line);
	}

	return [...left];
}

function compare(title: string, ours: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
	const missing = without(theirs, ours);
	const tooMany = without(ours, theirs);
	process.stdout.write(`${title}: ${theirs.size} told, ${missing.length} missing, ${tooMany.length} too many\n`);
	for (const [sign, lines] of [['-', missing], ['+', tooMany]] as const) {
		for (const line of lines.slice(0, 20)) {
			process.stdout.write(`  ${sign} ${JSON.stringify(line)}\n`);
		}
	}

	return missing.length + tooMany.length;
}

const [layoutA, layoutB, points] = process.argv.slice(2);
if (layoutA === undefined || layoutB === undefined) {
	process.stderr.write('LAYOUT LAYOUT [X..Y]\n');
	process.exit(2);
}

const [pointA, pointB] = points?.split('..').map(Number) ?? [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-diff-'));
try {
	const [a, b] = [upTo(layoutA, pointA, path.join(folder, 'a')), upTo(layoutB, pointB, path.join(folder, 'b'))];
	const document = JSON.parse(execFileSync(process.execPath, [program, 'diff', a, b, '--format', 'json', '--quiet'], {encoding: 'utf8', maxBuffer: 2 ** 30})) as Diff & {changes: DiffChange[]};
	process.stdout.write(`${document.verdict}\n`);
	const [treeA, treeB] = [unpack(a, path.join(folder, 'tree-a')), unpack(b, path.join(folder, 'tree-b'))];
	// A directory that no layer lists has the time at which it was unpacked.
	const untimed = new Set(document.changes.filter(({a, b}) => a?.mtime === null || b?.mtime === null).map(({path}) => path));
	const count = compare('GNU diff', saidByFreedive(document.changes), saidByDiff(treeA, treeB))
		+ compare('attributes', attributesByFreedive(document.changes), attributesThatDiffer(treeA, treeB, name => !untimed.has(name)));
	process.exitCode = count === 0 ? 0 : 1;
} finally {
	fs.rmSync(folder, {recursive: true, force: true});
}
