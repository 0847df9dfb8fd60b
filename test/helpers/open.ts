import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {inflate} from '../../source/archive/inflate.js';
import type {Image, Layer} from '../../source/image/image.js';
import {openImage, type OpenOptions} from '../../source/image/open-image.js';
import {writeFolder, writeTar, type Files} from './build-image.js';
import {temporaryFolder} from './temporary-folder.js';

/** Opens an image as a program on linux/amd64 would, until the test ends. */
export async function open(t: ExecutionContext, reference: string, options: Partial<OpenOptions> = {}): Promise<Image> {
	const {image, close} = await openImage(reference, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64', ...options});
	t.teardown(close);
	return image;
}

/** The same of files in a tar. */
export async function openTar(t: ExecutionContext, files: Files, options: Partial<OpenOptions> = {}): Promise<Image> {
	return open(t, await writeTar(path.join(temporaryFolder(t), 'app.tar'), files), options);
}

/** The same of files in a folder. */
export async function openFolder(t: ExecutionContext, files: Files, options: Partial<OpenOptions> = {}): Promise<Image> {
	return open(t, writeFolder(path.join(temporaryFolder(t), 'app'), files), options);
}

/** What an attempt to open says. */
export async function failure(opening: Promise<Image>): Promise<string> {
	try {
		await opening;
	} catch (error) {
		if ((error as Error).name === 'ImageError') {
			return (error as Error).message.replaceAll(/[^\s:]*\/freedive-test-\w+\//g, '');
		}

		throw error;
	}

	throw new Error('It was opened.');
}

/** The plain bytes of a layer, read where it lies. */
export async function plainBytes({blob, compression}: Layer): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of inflate(blob!, compression)) {
		chunks.push(Buffer.from(chunk));
	}

	return Buffer.concat(chunks);
}
