/**
Compares which libraries freedive does not find for the programs and libraries of a file system with what `ldd` says in it. Run it, as
root, by

	npx tsx benchmark/compare-ldd.ts FOLDER [SHOW]

FOLDER is the root of a file system, such as `umoci unpack` makes it, with a program `ldd` in it, which is run in a chroot: unlike
freedive, which runs nothing, that needs an image that is trusted. Of each ELF file are compared the libraries that are not found, the
versions of symbols, and where each library was found.

Prints the first differences, and a line of counts and times; ends with 1 if there is any difference.
*/
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {LinkageCheck} from '../source/audit/linkage/check-linkage.js';
import {runNow} from '../source/archive/slices.js';
import {FolderLinkage} from '../test/helpers/folder-linkage.js';
import {lddLines, ownLddLines} from '../test/helpers/ldd-lines.js';

const [root, show = '20'] = process.argv.slice(2);
const files = new FolderLinkage(root);
const surroundings = {variables: new Map(), workingFolder: '/'};
const all = files.elfFiles();

const began = performance.now();
const report = runNow(new LinkageCheck(files, surroundings).run());
const cold = performance.now() - began;
const again = performance.now();
runNow(new LinkageCheck(files, surroundings).run());
const warm = performance.now() - again;

const check = new LinkageCheck(files, surroundings);
let different = 0;
let lines = 0;
let missing = 0;
let compared = 0;
let taken = 0;
for (const file of all) {
	const began = performance.now();
	const {stdout, stderr} = spawnSync('chroot', [root, 'ldd', file.path], {encoding: 'latin1', env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin'}});
	taken += performance.now() - began;
	const truth = lddLines(stdout + stderr);
	if (!truth) {
		continue;
	}

	compared++;
	const own = ownLddLines(check.link(file));
	lines += truth.length;
	missing += truth.some(line => line.endsWith(' not found')) ? 1 : 0;
	const lacking = truth.filter(line => !own.includes(line));
	const excess = own.filter(line => !truth.includes(line));
	if ((lacking.length > 0 || excess.length > 0) && different++ < Number(show)) {
		console.log(`${file.path}\n${lacking.map(line => `  ldd      ${line}\n`).join('')}${excess.map(line => `  freedive ${line}\n`).join('')}`);
	}
}

for (const {name, by, programCount, pluginCount, hint} of report.missing) {
	console.log(`${name} is needed by ${by.path}: ${programCount} programs, ${pluginCount} plugins${hint ? `; ${hint.kind} ${hint.path}` : ''}`);
}

for (const {program, interpreter, problem} of report.withoutLoader) {
	console.log(`${program.path}: interpreter ${interpreter} ${problem}`);
}

console.log(`${all.length} ELF files, ${compared} that ldd links, ${missing} with missing libraries, ${lines} lines: ${different} differ`);
console.log(`all at once: ${cold.toFixed(0)} ms, again ${warm.toFixed(0)} ms; ldd ${(taken / 1000).toFixed(1)} s; ${report.missing.length} missing, ${report.missingVersions.length} versions, ${report.mixed.length} mixed`);
process.exitCode = different > 0 ? 1 : 0;
