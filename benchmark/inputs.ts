import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {generateDockerArchive, generateOciArchive, type Plan} from './generate.js';

/** Where generated inputs are kept for the next run. */
export const scratch = path.join(os.tmpdir(), 'freedive-benchmark');

const plans: Record<string, Plan> = {
	million: {name: 'million', layers: 40, entries: 1_000_000, largest: 512},
	medium: {name: 'medium', layers: 12, entries: 60_000, largest: 25_000},
};

/** An image that is named, those of a folder, or without one those that are generated; those alone whose name has `only` in it. */
export async function inputs(folder: string | undefined, only: string): Promise<string[]> {
	if (folder !== undefined && fs.statSync(folder).isFile()) {
		return [folder];
	}

	if (folder !== undefined) {
		return fs.readdirSync(folder).filter(name => name.endsWith('.tar') && name.includes(only)).sort().map(name => path.join(folder, name));
	}

	fs.mkdirSync(scratch, {recursive: true});
	const names = ['medium.docker.tar', 'medium.oci.tar', 'medium.zstd.oci.tar', 'million.docker.tar'].filter(name => name.includes(only));
	const files = [];
	for (const name of names) {
		files.push(await make(name));
	}

	return files;
}

async function make(name: string): Promise<string> {
	const file = path.join(scratch, name);
	const [plan] = name.split('.', 1);
	if (fs.existsSync(file)) {
		return file;
	}

	if (name.endsWith('.docker.tar')) {
		generateDockerArchive(file, plans[plan]);
	} else {
		await generateOciArchive(file, await make(`${plan}.docker.tar`), name.includes('.zstd.') ? 'zstd' : 'gzip');
	}

	return file;
}
