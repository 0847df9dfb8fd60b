import type {ExecutionContext} from 'ava';
import type {TapName} from '../../source/archive/taps/index.js';
import {Contents} from '../../source/image/contents.js';
import type {Image} from '../../source/image/image.js';
import {indexLayers} from '../../source/image/index-layers.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {buildImage, dockerArchive, type BuildOptions, type Wrapping} from './build-image.js';
import {openTar} from './open.js';

/** An image with its layers laid over one another and its contents compared. */
export type LoadedStory = {image: Image; overlay: Overlay; contents: Contents};

/** Indexes, lays over one another and compares, as a command does. */
export async function loadImage(image: Image, taps: readonly TapName[] = ['content-digest']): Promise<LoadedStory> {
	const overlay = new Overlay(image.layers.length);
	const contents = new Contents(image);
	await indexLayers(image, {
		order: 'biggest-first',
		threads: 1,
		inThreads: 'compressed',
		taps,
		onLayer(layer, table, facts) {
			contents.add(layer, table, facts);
			overlay.add(layer, table);
			runNow(overlay.advance());
		},
	});
	runNow(overlay.prove(contents));
	return {image, overlay, contents};
}

/** The same of an image that is told as `buildImage` takes it. */
export async function loadStory(t: ExecutionContext, story: string, wrapping: Wrapping = 'none', options?: BuildOptions, taps?: readonly TapName[]): Promise<LoadedStory> {
	return loadImage(await openTar(t, dockerArchive([await buildImage(story, options)], wrapping)), taps);
}
