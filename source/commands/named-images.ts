import fs from 'node:fs';
import {reasonOf} from '../image/file-error.js';
import type {Options} from '../options.js';
import type {Outside} from './outside.js';
import {readNamed} from './read-named.js';
import {UsageError} from './usage-error.js';

/** A list of more than this is no list of images, in bytes. */
const largestList = 4 << 20;

/**
The images that a command line names: its operands, then the lines of the file that `--from-file` names, without empty ones and
comments (`#`). `-` as a file is standard input.

@throws {UsageError} Where there is none, the list can't be read, or standard input is named twice.
*/
export async function namedImages({operands, fromFile}: Pick<Options, 'operands' | 'fromFile'>, outside: Pick<Outside, 'standardInput' | 'signal' | 'workingFolder'>): Promise<string[]> {
	const listed = fromFile === undefined ? [] : parseList(await readList(fromFile, outside));
	const references = [...operands, ...listed];
	if (references.length === 0) {
		throw new UsageError(fromFile === undefined ? 'freedive audit needs an image: freedive audit IMAGE…' : `--from-file: ${fromFile} names no image.`);
	}

	if (references.filter(reference => reference === '-').length + (fromFile === '-' ? 1 : 0) > 1) {
		throw new UsageError('Only one image, or the list of them, can come from standard input.');
	}

	// An image that is named twice is looked at once.
	return [...new Set(references)];
}

function parseList(text: string): string[] {
	return text.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
}

async function readList(file: string, outside: Pick<Outside, 'standardInput' | 'signal' | 'workingFolder'>): Promise<string> {
	if (file !== '-') {
		const list = await readNamed(file, outside, '--from-file', largestList);
		return list.toString();
	}

	const {standardInput} = outside;
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		const stream = 'fd' in standardInput ? fs.createReadStream('', {fd: standardInput.fd, autoClose: false}) : standardInput;
		for await (const chunk of stream) {
			chunks.push(chunk as Buffer);
			size += (chunk as Buffer).length;
			if (size > largestList) {
				throw new UsageError(`--from-file: ${file} is longer than ${largestList >> 20} MiB, which is no list of images.`);
			}
		}
	} catch (error) {
		throw error instanceof UsageError ? error : new UsageError(`--from-file: ${file} ${reasonOf(error)}.`);
	}

	return Buffer.concat(chunks).toString();
}
