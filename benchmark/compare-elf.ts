/**
Compares what freedive says of ELF files with what readelf, size and strip of GNU binutils say. Run it by

	npx tsx benchmark/compare-elf.ts FOLDER|LAYOUT:TAG [--strip]

FOLDER is searched for ELF files; an image of an OCI layout is unpacked by umoci into a temporary folder before. With `--strip` each is
also stripped, and the size that was foretold compared. Versions of symbols are those that an audit is given.

Prints the first differences, and a line of counts; ends with 1 if there is any difference, or a size foretold wrong by more than 2 %.
*/
import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {readElfFact, type ElfFact} from '../source/content/elf/elf-fact.js';
import {isElf, readElf} from '../source/content/elf/elf-file.js';
import {strippedSize} from '../source/content/elf/strip-estimate.js';
import {readNow, type Reading} from '../source/content/reading.js';
import {ownElfLines, ownVersions, readelfLines, readelfVersions} from '../test/helpers/elf-lines.js';

const [place, ...options] = process.argv.slice(2);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-elf-'));
process.on('exit', () => {
	fs.rmSync(scratch, {recursive: true, force: true});
});

function unpacked(): string {
	if (fs.existsSync(path.join(place, '.')) && fs.statSync(place).isDirectory()) {
		return place;
	}

	execFileSync('umoci', ['--log=error', 'unpack', '--rootless', '--image', place, path.join(scratch, 'bundle')], {stdio: 'inherit'});
	return path.join(scratch, 'bundle/rootfs');
}

function elfFiles(folder: string): string[] {
	const files: string[] = [];
	const head = Buffer.alloc(64);
	for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) {
			files.push(...elfFiles(file));
		} else if (entry.isFile()) {
			const descriptor = fs.openSync(file, 'r');
			const length = fs.readSync(descriptor, head, 0, 64, 0);
			fs.closeSync(descriptor);
			if (isElf(head.subarray(0, length))) {
				files.push(file);
			}
		}
	}

	return files;
}

const files = elfFiles(unpacked());
const wrong: number[] = [];
let different = 0;
const unstripped: Array<{foretold: number; saving: number; isOff: boolean}> = [];
let lines = 0;
let told = 0;
let taken = 0;
let kept = 0;
for (const file of files) {
	const bytes = fs.readFileSync(file);
	const read = <Result>(reading: Reading<Result>) => readNow(reading, (at, length) => bytes.subarray(at, at + length));
	const elf = read(readElf(bytes.subarray(0, 64), bytes.length));
	const before = performance.now();
	const fact: ElfFact = read(readElfFact(bytes.subarray(0, 64), bytes.length))!;
	taken += performance.now() - before;
	kept += JSON.stringify(fact).length;
	const own = [...ownElfLines(elf, read, bytes.length), ...ownVersions(fact)].map(line => Buffer.from(line).toString('latin1'));
	const truth = [...readelfLines(file), ...readelfVersions(file)];
	const missing = truth.filter(line => !own.includes(line));
	const excess = own.filter(line => !truth.includes(line));
	lines += truth.length;
	if (missing.length > 0 || excess.length > 0) {
		different++;
		if (told++ < 20) {
			console.log(`${file}\n${missing.slice(0, 5).map(line => `  readelf  ${line}`).join('\n')}\n${excess.slice(0, 5).map(line => `  freedive ${line}`).join('\n')}`);
		}
	}

	if (options.includes('--strip')) {
		const target = path.join(scratch, 'stripped');
		const {status} = spawnSync('strip', ['--strip-unneeded', '-o', target, file]);
		if (status === 0) {
			const stripped = fs.statSync(target).size;
			const error = Math.abs(read(strippedSize(elf, bytes.length)) - stripped) / stripped;
			if (fact.strippable > 0) {
				const saving = bytes.length - stripped;
				const isOff = Math.abs(fact.strippable - saving) > Math.max(saving * 0.02, 4096);
				unstripped.push({foretold: fact.strippable, saving, isOff});
				if (isOff && told++ < 40) {
					console.log(`${file}: an audit says that ${fact.strippable} bytes can go, strip took ${saving}`);
				}
			}

			wrong.push(error);
			if (error > 0.02 && told++ < 40) {
				console.log(`${file}: foretold ${read(strippedSize(elf, bytes.length))}, strip made ${stripped} of ${bytes.length}`);
			}
		}
	}
}

wrong.sort((a, b) => a - b);
const isFar = wrong.filter(error => error > 0.02).length;
console.log(`${files.length} ELF files, ${lines} facts: ${different} files differ; what an audit needs of them took ${taken.toFixed(0)} ms and is ${(kept / 1e6).toFixed(1)} MB as JSON`);
if (wrong.length > 0) {
	console.log(`stripped size of ${wrong.length} files: ${wrong.filter(error => error === 0).length} exact, half within ${(wrong[wrong.length >> 1] * 100).toFixed(3)} %, worst ${(wrong.at(-1)! * 100).toFixed(2)} %, ${isFar} beyond 2 %`);
}

const sum = (key: 'foretold' | 'saving') => unstripped.reduce((total, one) => total + one[key], 0);
const isOff = unstripped.filter(one => one.isOff).length;
if (unstripped.length > 0) {
	console.log(`what an audit says can go of ${unstripped.length} unstripped files: ${sum('foretold')} bytes, strip took ${sum('saving')}; ${unstripped.filter(({foretold, saving}) => foretold === saving).length} exact, ${isOff} off by more than 2 % and 4 kB`);
}

process.exitCode = different > 0 || isFar > 0 || isOff > 0 ? 1 : 0;
