import {imageLinkage} from '../linkage/image-linkage.js';
import type {ImageFile} from '../linkage/image-files.js';
import {countOf} from '../../format/count.js';
import type {Rule} from '../rule.js';

/** Anybody may write there. */
const writable = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;

/** Folders of machines that build software, which no image should know. */
const ofBuild = /^\/(?:build|builds|builddir|home|root|work|workspace|src|usr\/src|mnt|Users|github|__w|opt\/build|var\/lib\/jenkins)(?:\/|$)/;

/** Folders that a program's libraries should not be looked for in. */
export const unsafeRpath: Rule = {
	id: 'unsafe-rpath',
	title: 'Libraries looked for in unsafe places',
	group: 'runtime',
	severity: 'warning',
	counterparts: [],
	detects: 'RPATH and RUNPATH of programs and libraries with an item that is empty or relative (the folder where the program happens to start), below `/tmp` or another folder that anybody may write to, or below a folder of the machine that built it and that is not in the image. Who can put a file there runs code as the program.',
	remedy: 'Link without it, or with `$ORIGIN`; `patchelf --set-rpath` or `--remove-rpath` changes what is built.',
	references: ['https://cwe.mitre.org/data/definitions/426.html'],
	* find(input) {
		const {overlay: {store, tree}} = input;
		const groups = new Map<string, {item: string; why: string; isBuild: boolean; files: ImageFile[]}>();
		const {files} = imageLinkage(input);
		let steps = 0;
		for (const file of files.elfFiles()) {
			if (++steps % 1024 === 0) {
				yield;
			}

			const {rpath, runpath} = file.elf!;
			const list = runpath ?? rpath ?? '';
			for (const item of list === '' ? [] : new Set(list.split(':'))) {
				const why = problemOf(item);
				// A folder that is there is meant.
				if (why === undefined || (why.isBuild && files.isFolder(item))) {
					continue;
				}

				const key = `${store.layerOf(file.id)} ${tree.parent[file.at]} ${item}`;
				const group = groups.get(key);
				if (group) {
					group.files.push(file);
				} else {
					groups.set(key, {item, ...why, files: [file]});
				}
			}
		}

		for (const {item, why, isBuild, files} of groups.values()) {
			const [first] = files;
			yield {
				layer: store.layerOf(first.id),
				path: files.length === 1 ? first.at : tree.parent[first.at],
				confidence: isBuild ? 'medium' : 'high',
				key: item,
				message: `${files.length === 1 ? first.path : `${first.path} and ${countOf(files.length - 1, 'more file')} beside it`} ${files.length === 1 ? 'looks' : 'look'} for libraries in ${item === '' ? 'an empty item of the RPATH' : item}, ${why}.`,
				remedy: 'Link without that item, or run patchelf --set-rpath \'$ORIGIN\' on what is built.',
			};
		}
	},
};

function problemOf(item: string): {why: string; isBuild: boolean} | undefined {
	if (item === '' || (!item.startsWith('/') && !item.startsWith('$'))) {
		return {why: 'which is wherever the program starts', isBuild: false};
	}

	if (writable.test(item)) {
		return {why: 'where anybody may put one', isBuild: false};
	}

	return ofBuild.test(item) ? {why: 'a folder of the machine that built it', isBuild: true} : undefined;
}
