import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {sentence} from '../format/sentence.js';
import type {PackageCache} from '../tree/package-caches.js';
import {mergeUsersOfLists, usersOfLists} from '../tree/waste-words.js';
import type {AuditInput} from './audit-input.js';
import {belowFolders} from './below-folders.js';
import type {FindingDraft} from './finding.js';
import {endRun, inInstruction} from './in-instruction.js';
import {leftBehind} from './left-behind.js';
import {packageManagerFolders} from './package-manager-folders.js';

/** What package managers of one kind left in their folders of the finished file system: a finding a folder and layer. What later layers removed is waste, and told as such. */
export function * cacheFindings(input: AuditInput, kind: PackageCache['of']): Generator<FindingDraft | undefined, void> {
	const {tree} = input.overlay;
	const folders = input.once(packageManagerFolders);
	if (folders.every(({cache}) => cache.of !== kind)) {
		return;
	}

	const folderOf = input.once(folderByPath);
	for (const {layer, kind: {folder, cache}, contents, bytes} of yield * leftBehind(input, (_, path) => {
		const found = folders[folderOf[path] - 1];
		return found?.cache.of === kind && found;
	})) {
		const isMaybeUsed = cache.id === 'huggingface';
		yield {
			layer,
			path: folder,
			bytes,
			contents,
			// Models are often loaded from it while the program runs.
			confidence: isMaybeUsed ? 'medium' : 'high',
			message: sentence(`${cache.name} in ${tree.path(folder)}, ${countOf(contents.length, 'file')} (${formatBytes(bytes)}), ${isMaybeUsed ? 'wanted only where a program loads its models from there' : 'which no program that runs needs'}`),
			remedy: remedyOf(input, layer, cache, tree.path(folder)),
		};
	}
}

function folderByPath(input: AuditInput): Uint16Array {
	return belowFolders(input.overlay.tree, input.once(packageManagerFolders).map(({folder}, index) => [folder, index + 1]));
}

function remedyOf(input: AuditInput, layer: number, {id, cleanup, mount}: PackageCache, folder: string): string {
	const {instructions, overlay} = input;
	return inInstruction(input, layer, {
		run(_, instruction) {
			const users = id === 'apt-lists' ? usersOfLists({layers: [layer], hiddenBy: [overlay.layerCount + 1]}, instructions).filter(user => user !== layer) : [];
			const mounted = `\`RUN --mount=type=cache,target=${mount}\``;
			return sentence(users.length > 0 ? mergeUsersOfLists([layer, ...users], {cleanup, mount}) : `${endRun(layer, instruction, cleanup)}, or keep it out of the layer with ${mounted}`);
		},
		copy: (_, word) => `Leave it out of the ${word} of layer ${layer}: name ${folder} in .dockerignore, or copy less.`,
		what: 'it',
	});
}
