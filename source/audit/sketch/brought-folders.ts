import type {LayerNumber} from '../../image/image.js';
import {instructionKind} from '../../tree/waste-words.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import {liveByLayer} from '../live-by-layer.js';

/** More places are not copied one by one. */
const mostPlaces = 24;

/** Folders of the system, of which a sketch copies what was brought, and never all. */
const systemFolders = /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|tmp|usr|var)(?:\/(?:bin|lib\w*|local|local\/(?:bin|lib\w*|share)|log|sbin|share))?$/;

/** Files and folders that COPY and ADD brought into the finished file system after the base, and the working folder; and how many places more there are. */
export function * broughtFolders(input: AuditInput, lastLayer: LayerNumber): Generator<undefined, {places: string[]; more: number}> {
	const {overlay: {tree}, instructions, packages: {packages, ownerOf}, image: {config}, files} = input;
	const isBrought = instructions.map((instruction, index) => index + 1 > lastLayer && instructionKind(instruction) !== 'instruction' && instructionKind(instruction) !== 'RUN');
	const topOf = (path: PathId) => {
		let top = path;
		while (tree.depth[top] > 1) {
			top = tree.parent[top];
		}

		return top;
	};

	const places = new Set<string>();
	for (const {layer, paths, folder} of yield * liveByLayer(input, (_, path) => {
		const owner = ownerOf[path] ?? -1;
		return (owner < 0 || !['dpkg', 'apk', 'rpm'].includes(packages[owner].kind)) && topOf(path);
	})) {
		if (isBrought[layer - 1]) {
			const place = tree.path(folder);
			for (const one of systemFolders.test(place) || place === '/' ? paths.slice(0, mostPlaces + 1).map(path => tree.path(path)) : [place]) {
				places.add(one);
			}
		}
	}

	const working = config.workingDir === '' || config.workingDir === '/' ? undefined : files.find(config.workingDir);
	if (working && !systemFolders.test(tree.path(working.path))) {
		places.add(tree.path(working.path));
	}

	// What lies in a place is copied with it.
	const outermost = [...places].sort().filter(place => [...places].every(other => other === place || !place.startsWith(`${other}/`)));
	return {places: outermost.slice(0, mostPlaces), more: Math.max(0, outermost.length - mostPlaces)};
}
