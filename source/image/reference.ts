import {nearest} from '../format/nearest.js';
import {safeText} from '../format/safe-text.js';
import {shellWord} from '../format/shell-word.js';
import {ImageError} from './image.js';

/** How a scheme says that an image is to be read; `demo` and the engines' say where it is. */
export type Scheme = 'docker-archive' | 'oci' | 'oci-archive' | 'dir' | 'rootfs' | 'demo' | 'docker' | 'podman' | 'nerdctl' | 'registry';

/** What the user called an image, taken apart. */
export type Target = {
	/** As it was written. */
	reference: string;
	scheme?: Scheme;
	/** `path`: a file or folder, or `-` for standard input. `name`: what an engine or a registry is asked for. */
	kind: 'path' | 'name' | 'demo';
	/** The path or name, without its scheme. */
	value: string;
	/** Which image of several, where the reference itself says it, as skopeo's users write: `oci:folder:tag`. */
	image?: string;
};

/** What is at a path: asked of the file system, so that this file asks nothing itself. */
export type Look = (path: string) => 'file' | 'folder' | 'image-folder' | undefined;

const schemes: ReadonlyMap<string, Scheme> = new Map([
	['docker-archive', 'docker-archive'],
	['oci', 'oci'],
	['oci-archive', 'oci-archive'],
	['dir', 'dir'],
	['rootfs', 'rootfs'],
	['demo', 'demo'],
	['docker', 'docker'],
	['docker-daemon', 'docker'],
	['podman', 'podman'],
	['nerdctl', 'nerdctl'],
	['registry', 'registry'],
]);

/** Schemes that hold only with `//`: without it they could be an image's name and tag. */
const needSlashes = new Set(['docker', 'podman', 'nerdctl', 'registry']);

const archiveSuffix = /\.(?:tar|tgz|gz|zst|xz|bz2)$/i;

/**
Tells what a word on the command line means: a path if it is `-`, begins with `.`, `/` or `~`, ends as archives do, or names a file
that is there or a folder that holds an image; else a reference.

@throws {ImageError} When it is empty, or begins with a scheme that is none.
*/
export function parseReference(reference: string, look: Look): Target {
	const match = /^(?<name>[-a-z]+):(?<slashes>\/\/)?(?<rest>.*)$/s.exec(reference);
	const scheme = match && schemes.get(match.groups!.name);
	if (match && scheme && (match.groups!.slashes !== undefined || !needSlashes.has(match.groups!.name))) {
		return withScheme(reference, scheme, match.groups!.rest, look);
	}

	if (reference === '') {
		throw new ImageError('An image has no empty name: give a file, a folder, or - for standard input.');
	}

	const there = look(reference);
	if (match?.groups?.slashes !== undefined && there === undefined) {
		throw new ImageError(`"${safeText(match.groups.name)}://" is none of the places that freedive knows.${meantScheme(reference) || ` They are ${[...needSlashes].map(name => `${name}://`).join(', ')} for images by name, and oci:, oci-archive:, docker-archive:, dir: and rootfs: for files and folders.`}`);
	}

	const isPath = reference === '-' || /^[./~]/.test(reference) || archiveSuffix.test(reference) || there === 'file' || there === 'image-folder';
	return {reference, kind: isPath ? 'path' : 'name', value: reference};
}

/** What people write before the name of a registry. */
const ofRegistries = new Set(['http', 'https', 'docker-registry', 'oci-registry']);

/** ` Did you mean podman://app?`, where what stands before a colon is a scheme but for its slashes, or nearly one; empty where it is not. */
export function meantScheme(reference: string): string {
	const {name, slashes, rest = ''} = /^(?<name>[-a-z]+):(?<slashes>\/\/)?(?<rest>.*)$/s.exec(reference)?.groups ?? {};
	// What is a number is a tag, or a port behind a host.
	if (name === undefined || rest === '' || (slashes === undefined && /^\d+(?:\/|$)/.test(rest))) {
		return '';
	}

	const meant = slashes !== undefined && ofRegistries.has(name) ? 'registry' : nearest(name, [...schemes.keys()]);
	return meant === undefined ? '' : ` Did you mean ${meant}:${needSlashes.has(meant) ? '//' : ''}${safeText(rest)}?`;
}

/** ` app.tar is a file here: …`, where what stands before a colon is a file or a folder of images, and so an image in it is meant; empty where it is not. */
export function meantImageIn(reference: string, look: Look): string {
	const {value, image} = splitTag(reference, look);
	const there = image === undefined ? undefined : look(value);
	return there === 'file' || there === 'image-folder'
		? ` ${safeText(value)} is a ${there === 'file' ? 'file' : 'folder of images'} here: to open an image in it, write freedive ${safeText(`${shellWord(value)} --image ${shellWord(image!.replace(/^:/, ''))}`)}.`
		: '';
}

function withScheme(reference: string, scheme: Scheme, rest: string, look: Look): Target {
	if (scheme === 'demo') {
		return {reference, scheme, kind: 'demo', value: ''};
	}

	if (rest === '') {
		throw new ImageError(`"${reference}" names nothing: write what is to be opened after it.`);
	}

	switch (scheme) {
		case 'docker':
		case 'podman':
		case 'nerdctl':
		case 'registry': {
			return {reference, scheme, kind: 'name', value: rest};
		}

		case 'dir':
		case 'rootfs': {
			return {reference, scheme, kind: 'path', value: rest};
		}

		default: {
			return {reference, scheme, kind: 'path', ...splitTag(rest, look)};
		}
	}
}

/**
Takes `path:tag` apart. A path may hold colons and a tag too, so the path is the shortest that is there; where none is, what stands
before the first colon (containers-transports(5), "oci:path[:reference]", "docker-archive:path[:docker-reference|@source-index]").
*/
function splitTag(text: string, look: Look): {value: string; image?: string} {
	if (look(text) !== undefined) {
		return {value: text};
	}

	const colons = [...text.matchAll(/:/g)].map(({index}) => index).filter(index => index > 0);
	const at = colons.find(index => text.slice(0, index) === '-' || look(text.slice(0, index)) !== undefined) ?? colons[0];
	if (at === undefined) {
		return {value: text};
	}

	const tag = text.slice(at + 1);
	const sourceIndex = /^@(\d+)$/.exec(tag);
	// Skopeo counts images from 0, we from 1; digits are a tag to it, which `chooseImage` wants a colon before.
	return {value: text.slice(0, at), image: sourceIndex ? String(Number(sourceIndex[1]) + 1) : tag.replace(/^(?=\d+$)/, ':') || undefined};
}
