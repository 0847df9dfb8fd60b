import fs from 'node:fs';
import path from 'node:path';
import {ImageError} from '../image/image.js';
import {expandHome, look, statOf} from '../image/origins/look.js';
import {parseReference} from '../image/reference.js';
import type {CommandName, Options} from '../options.js';
import {divePolicyFile, inWorkingFolder, policyFile} from './policy-files.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/** A file that is read or written: where it is, and what the user calls it. */
type Named = {file: string; told: string};

/** Commands whose operands are all images; of others the first is one, or none. */
const ofImages: ReadonlySet<CommandName> = new Set(['open', 'audit', 'diff']);
const withoutImage: ReadonlySet<CommandName> = new Set(['cache', 'schema', 'completion']);

/**
Sees to it that nothing that is to be written would overwrite what is read, and no two outputs go to one file, however they are spelled
or linked.

@param references All images, where a list names more than the command line.
@throws {UsageError} Where one would.
*/
export function checkOutputs(options: Options, outside: Outside, references: readonly string[] = imagesOf(options)): void {
	const outputs = outputsOf(options, outside);
	if (outputs.length === 0) {
		return;
	}

	const inputs = new Map<string, string>();
	const folders: Named[] = [];
	for (const {file, told} of inputsOf(options, outside, references)) {
		const stats = statOf(file);
		if (stats?.isFile()) {
			inputs.set(nodeOf(stats), told);
		} else if (stats?.isDirectory()) {
			folders.push({file: fs.realpathSync(file), told});
		}
	}

	if ('fd' in outside.standardInput && outside.standardInput.fd >= 0 && [...references, options.fromFile].includes('-')) {
		inputs.set(nodeOf(fs.fstatSync(outside.standardInput.fd)), 'what standard input is read from');
	}

	const seen = new Map<string, string>();
	for (const {file, told} of outputs) {
		const stats = statOf(file);
		// What is no file, such as a pipe or /dev/null, holds nothing that could be lost.
		if (stats && !stats.isFile()) {
			continue;
		}

		const target = stats && fs.realpathSync(file);
		const over = stats && (inputs.get(nodeOf(stats)) ?? folders.find(folder => isPartOf(path.relative(folder.file, target!)))?.told);
		if (over !== undefined) {
			throw new UsageError(`${told} would overwrite ${over}.`);
		}

		const place = stats ? nodeOf(stats) : placeOf(file);
		const other = seen.get(place);
		if (other !== undefined) {
			throw new UsageError(`Two outputs can't go to one file: ${other} and ${told}.`);
		}

		seen.set(place, told);
	}
}

function imagesOf({command, operands}: Options): readonly string[] {
	return ofImages.has(command) ? operands : operands.slice(0, withoutImage.has(command) ? 0 : 1);
}

function outputsOf({formats, writeBaseline, json, init, policy, output}: Options, outside: Outside): Named[] {
	return [
		...formats.flatMap(({name, file}) => file === undefined ? [] : [{file, told: `--format ${name}=${file}`}]),
		...(writeBaseline === undefined ? [] : [{file: writeBaseline, told: `--write-baseline ${writeBaseline}`}]),
		...(json === undefined ? [] : [{file: inWorkingFolder(outside, json), told: `--json ${json}`}]),
		...(init ? [{file: inWorkingFolder(outside, policy ?? policyFile), told: `--init with the policy ${policy ?? policyFile}`}] : []),
		...(output === undefined || output === '-' ? [] : [{file: output, told: `--output ${output}`}]),
	];
}

function inputsOf({base, policy, init, command, ciConfig, baseline, fromFile}: Options, outside: Outside, references: readonly string[]): Named[] {
	const policies = command !== 'audit' || init ? [] : (policy === undefined ? [policyFile, divePolicyFile] : [policy]);
	const named = (name: string | undefined, what: string) => name === undefined ? [] : [{file: inWorkingFolder(outside, name), told: `${what} ${name}`}];
	return [
		...[...references, ...(base === undefined ? [] : [base])].flatMap(reference => imageFile(reference)),
		...policies.flatMap(name => named(name, 'the policy')),
		...named(ciConfig, 'the thresholds'),
		...named(baseline, 'the baseline'),
		...(fromFile === undefined || fromFile === '-' ? [] : [{file: fromFile, told: `the list ${fromFile}`}]),
	];
}

/** The file or folder of an image; none where it is no path, or nobody can say. */
function imageFile(reference: string): Named[] {
	try {
		const {kind, value} = parseReference(reference, look);
		return kind !== 'path' || value === '-' ? [] : [{file: expandHome(value), told: `the image ${reference}`}];
	} catch (error) {
		// Whoever opens it says so.
		if (error instanceof ImageError) {
			return [];
		}

		throw error;
	}
}

/** Whether a path within a folder is one of the files that an image in it is made of: image-layout.md, and what skopeo calls a dir. */
function isPartOf(relative: string): boolean {
	return /^(?:index\.json|oci-layout|manifest\.json|version|[\da-f]{64}|blobs[/\\].+)$/.test(relative);
}

function nodeOf({dev, ino}: fs.Stats): string {
	return `${dev}:${ino}`;
}

/** Where a file will be that is not there yet. */
function placeOf(file: string): string {
	try {
		return path.join(fs.realpathSync(path.dirname(file)), path.basename(file));
	} catch {
		// Its folder is not there: writing it says so.
		return path.normalize(file);
	}
}
