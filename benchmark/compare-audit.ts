/**
Compares the secrets that `freedive audit` finds with those that scanners find which others wrote, and times them in turn. Run it by

	npm run build && npx tsx benchmark/compare-audit.ts [ARCHIVE…] [--runs N]

Each ARCHIVE is one of `docker save`. Without one it is an image of samples: a secret of each kind that freedive knows, made here and
now, in a file each. Asked are those of gitleaks (8.19 or newer: over the layers, unpacked one beside another, which takes more time
than what is timed) and trivy (`trivy image --input`) that are on PATH; the others are named as left out.

A path with a secret is what is compared: freedive tells of a file once, whatever the number of layers that store it. Prints what only
one of the two finds, with the rules that say so, and a line of counts and times. Nobody is right by that: each line is to be looked at.
*/
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import type {AuditReport} from '../source/report/audit.js';
import {buildImage, dockerArchive, writeTar} from '../test/helpers/build-image.js';
import {tokenSamples} from '../test/helpers/secret-samples.js';
import {measureInTurn} from './measure.js';

const program = fileURLToPath(new URL('../build/freedive.js', import.meta.url));
const {values, positionals} = parseArgs({allowPositionals: true, options: {runs: {type: 'string', default: '3'}}});
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-compare-audit-'));

/** What a scanner says of each path: the ids of its rules. */
type Found = Map<string, Set<string>>;

type Scanner = {
	name: string;
	/** The command line over an archive whose layers lie unpacked in a folder, with its report in a file. */
	command: (archive: string, layers: string, report: string) => string[];
	/** Reads that report. */
	read: (text: string, layers: string) => Found;
};

const scanners: readonly Scanner[] = [
	{
		name: 'gitleaks',
		command: (_, layers, report) => ['gitleaks', 'dir', layers, '--no-banner', '--log-level', 'error', '--redact', '--report-format', 'json', '--report-path', report],
		read: (text, layers) => foundBy((JSON.parse(text) as Array<{File: string; RuleID: string}>).map(({File, RuleID}) => [path.relative(layers, File).replace(/^[^/]+/, ''), RuleID])),
	},
	{
		name: 'trivy',
		command: (archive, _, report) => ['trivy', 'image', '--input', archive, '--scanners', 'secret', '--quiet', '--format', 'json', '--output', report],
		read: text => foundBy(((JSON.parse(text) as {Results?: Array<{Target: string; Secrets?: Array<{RuleID: string}>}>}).Results ?? []).flatMap(({Target, Secrets = []}) => Secrets.map(({RuleID}): [string, string] => [`/${Target.replace(/^\//, '')}`, RuleID]))),
	},
];

function foundBy(pairs: ReadonlyArray<readonly [path: string, rule: string]>): Found {
	return new Map([...Map.groupBy(pairs, ([path]) => path)].map(([path, rules]) => [path, new Set(rules.map(([, rule]) => rule))]));
}

function ownCommand(archive: string): string[] {
	return [process.execPath, program, '--no-cache', 'audit', archive, '--only', 'secret-file,deleted-secret', '--no-progress', '--fail-on', 'never', '--format', 'json'];
}

function ownFindings(archive: string): Found {
	const [command, ...args] = ownCommand(archive);
	const {stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 30});
	if (stdout === '') {
		throw new Error(stderr);
	}

	const [{findings}] = (JSON.parse(stdout) as AuditReport).images;
	return foundBy(findings.filter(({path}) => path !== null).map(({path, rule, confidence}) => [path!, `${rule} ${confidence}`]));
}

/** Unpacks each layer into a folder of its own, so that what a later one deletes is there too. Names and links that lead out are tar's to refuse; devices are left out. */
function unpack(archive: string, folder: string): void {
	fs.mkdirSync(folder);
	const tar = (...args: string[]) => spawnSync('tar', args, {maxBuffer: 1 << 30});
	const [{Layers}] = JSON.parse(tar('-xOf', archive, 'manifest.json').stdout.toString()) as Array<{Layers: string[]}>;
	const blobs = fs.mkdtempSync(path.join(scratch, 'blobs-'));
	tar('-xf', archive, '-C', blobs, ...Layers);
	for (const [index, name] of Layers.entries()) {
		const layer = path.join(folder, String(index + 1));
		fs.mkdirSync(layer);
		tar('-xf', path.join(blobs, name), '-C', layer, '--no-same-owner', '--no-same-permissions', '--delay-directory-restore', '--exclude=./dev', '--exclude=dev/*');
	}

	fs.rmSync(blobs, {recursive: true});
}

async function samples(): Promise<string> {
	const files = tokenSamples.map(([kind, value, before = '', after = ''], index): [string, string] => [`srv/${index}-${kind}.txt`, `# a note\nvalue: ${before}${value}${after}\n`]);
	const contents = Object.fromEntries(files.map(([, text], index) => [`sample${index}`, text]));
	const image = await buildImage(`COPY . /srv\n${files.map(([name], index) => `  ${name} = @sample${index}`).join('\n')}`, {contents});
	return writeTar(path.join(scratch, 'samples.tar'), dockerArchive([image]));
}

try {
	const isThere = ({name}: Scanner) => !spawnSync(name, ['--help'], {stdio: 'ignore'}).error;
	const asked = scanners.filter(scanner => isThere(scanner));
	console.log(scanners.map(scanner => `${scanner.name}: ${asked.includes(scanner) ? 'asked' : 'LEFT OUT, it is not on PATH'}`).join('; '));
	for (const archive of positionals.length > 0 ? positionals : [await samples()]) {
		const layers = path.join(scratch, `layers-${path.basename(archive)}`);
		unpack(archive, layers);
		const own = ownFindings(archive);
		for (const {name, command, read} of asked) {
			const report = path.join(scratch, `${name}.json`);
			const line = command(archive, layers, report);
			const {stderr} = spawnSync(line[0], line.slice(1), {encoding: 'utf8', maxBuffer: 1 << 30});
			if (!fs.existsSync(report)) {
				throw new Error(`${name} wrote no report: ${stderr}`);
			}

			const found = read(fs.readFileSync(report, 'utf8'), layers);
			fs.rmSync(report);
			const both = [...own.keys()].filter(place => found.has(place)).length;
			console.log(`\n${path.basename(archive)}: freedive ${own.size} files, ${name} ${found.size}, both ${both}`);
			const onlyIn = (who: string, [mine, others]: readonly [Found, Found]) => [...mine].filter(([place]) => !others.has(place)).map(([place, rules]) => `  only ${who.padEnd(8)}  ${place}  ${[...rules].join(', ')}`).sort();
			for (const line of [...onlyIn('freedive', [own, found]), ...onlyIn(name, [found, own])]) {
				console.log(line);
			}

			const [ours, theirs] = await measureInTurn([ownCommand(archive), line], Number(values.runs));
			console.log(`  freedive ${ours.seconds.toFixed(2)} s, ${ours.processor.toFixed(2)} s of processors; ${name} ${theirs.seconds.toFixed(2)} s, ${theirs.processor.toFixed(2)} s`);
		}

		fs.rmSync(layers, {recursive: true});
	}
} finally {
	fs.rmSync(scratch, {recursive: true, force: true});
}
