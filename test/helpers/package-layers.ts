import zlib from 'node:zlib';
import type {ExecutionContext} from 'ava';
import {indexBlob} from '../../source/archive/index-blob.js';
import {packageFiles} from '../../source/archive/taps/package-files.js';
import {Contents} from '../../source/image/contents.js';
import type {Image} from '../../source/image/image.js';
import {Overlay} from '../../source/tree/overlay.js';
import {findPackages, type PackageList} from '../../source/tree/packages.js';
import {runNow} from '../../source/archive/slices.js';
import {sourceOf} from './archive/sources.js';
import {tarOf, type TarItem} from './tar-of.js';

/** What a layer stores, by path: a file's text or bytes, how many bytes it has, or any other item of a tar. */
export type PackageLayer = Record<string, TarItem | number>;

/** The packages that are found in an image of these layers, and the overlay. */
export async function packagesOf(t: ExecutionContext, layers: readonly PackageLayer[]): Promise<PackageList & {overlay: Overlay}> {
	return packagesOfTars(t, await Promise.all(layers.map(async layer => tarOf(Object.entries(layer).map(([name, item]) => [name, typeof item === 'number' ? Buffer.alloc(item, name) : item] as const)))));
}

/** The same of layers that are tars. Those of even number are compressed: the pass over them goes by. */
export async function packagesOfTars(t: ExecutionContext, tars: readonly Buffer[]): Promise<PackageList & {overlay: Overlay}> {
	const blobs = tars.map((tar, index) => index % 2 === 0 ? {compression: 'none' as const, blob: sourceOf(t, tar)} : {compression: 'gzip' as const, blob: sourceOf(t, zlib.gzipSync(tar))});
	const contents = new Contents({layers: blobs.map((blob, index) => ({...blob, number: index + 1}))} as unknown as Image);
	const overlay = new Overlay(blobs.length);
	for (const [index, {blob, compression}] of blobs.entries()) {
		const {table, facts} = await indexBlob(blob, compression, [packageFiles]);
		contents.add(index + 1, table, facts);
		overlay.add(index + 1, table);
	}

	runNow(overlay.advance());
	const list = runNow(findPackages(overlay, contents));
	const {live, wasted} = overlay.bytes();
	const sum = (key: 'bytes' | 'wasted') => list.packages.reduce((total, one) => total + one[key], list.unowned[key]);
	t.deepEqual([sum('bytes'), sum('wasted')], [live, wasted], 'packages and what nobody owns add up to the image');
	return {...list, overlay};
}

/** A package a line: `kind name version, layer 1–3 (removed there): bytes + wasted`. */
export function showPackages({packages}: PackageList): string[] {
	return packages.map(({kind, name, version, layer, removedIn, bytes, wasted, wastedIn}) => [
		`${kind} ${name}${version === '' ? '' : ` ${version}`}, layer ${layer}`,
		removedIn === 0 ? '' : `–${removedIn}`,
		`: ${bytes}`,
		wasted === 0 ? '' : ` + ${wasted} of ${wastedIn.join(',')}`,
	].join(''));
}

/** A paragraph of dpkg's status. */
export function dpkgPackage(name: string, version: string, state = 'install ok installed', architecture = 'amd64'): string {
	return `Package: ${name}\nStatus: ${state}\nArchitecture: ${architecture}\nVersion: ${version}\n\n`;
}

/** Lines, as a list of files has them. */
export function lines(...paths: string[]): string {
	return paths.map(path => `${path}\n`).join('');
}
