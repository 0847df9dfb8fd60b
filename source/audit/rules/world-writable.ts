import {entryType} from '../../archive/entry-table.js';
import {countOf} from '../../format/count.js';
import type {LayerNumber} from '../../image/image.js';
import type {PathId} from '../../tree/path-tree.js';
import type {Rule} from '../rule.js';
import {visitShown} from '../shown-paths.js';

const othersWrite = 0o002;
const sticky = 0o1000;

/** What every user may change. */
export const worldWritable: Rule = {
	id: 'world-writable',
	title: 'Files and folders that everybody may write',
	group: 'secrets',
	severity: 'warning',
	counterparts: [],
	detects: 'Files of the finished image that every user may write, and folders in which every user may replace files, because they are not sticky as `/tmp` is. Whatever runs in a container, as any user, can change what another will run or read. Links and devices are left out.',
	remedy: 'Give them to who needs to write them: `COPY --chown`, or `chmod o-w` in the instruction that stores them.',
	references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
	* find(input) {
		const {overlay: {tree, store}} = input;
		const groups = new Map<string, {path: PathId; layer: LayerNumber; files: number; folders: number; isFolder: boolean}>();
		/** By path, the highest folder above it, or itself, from which on all folders are open. */
		const open = new Map<PathId, PathId>();
		yield * visitShown(input, (path, entry, {type, mode}) => {
			const isFolder = type === entryType.directory;
			if ((mode & othersWrite) === 0 || (isFolder ? (mode & sticky) !== 0 : type !== entryType.file)) {
				return;
			}

			const parent = tree.parent[path];
			const top = path === 0 ? undefined : open.get(parent);
			if (isFolder) {
				open.set(path, top ?? path);
			}

			const layer = store.layerOf(entry);
			// A file in a folder that is not open stands with its neighbours of the same layer.
			const key = top === undefined ? (isFolder ? `${path}` : `${parent} ${layer}`) : `${top}`;
			const group = groups.get(key) ?? {path, layer, files: 0, folders: 0, isFolder};
			groups.set(key, group);
			if (path !== group.path) {
				group[isFolder ? 'folders' : 'files']++;
			}
		});

		for (const {path, layer, files, folders, isFolder} of groups.values()) {
			const name = tree.path(path);
			const others = [...(folders > 0 ? [countOf(folders, 'folder')] : []), ...(files > 0 ? [countOf(files, isFolder ? 'file' : 'other file')] : [])].join(' and ');
			const place = isFolder ? 'in it' : `in ${tree.path(tree.parent[path])}`;
			yield {
				layer,
				path,
				message: `${name}${others === '' ? '' : `, and ${others} ${place},`} may be ${isFolder ? 'changed' : 'written'} by every user.`,
				remedy: `Give ${others === '' ? 'it' : 'them'} to who writes ${others === '' ? 'it' : 'them'} (COPY --chown=USER, or chown in the same RUN), and take the right away in the instruction of layer ${layer}: chmod ${isFolder && others !== '' ? '-R ' : ''}o-w ${isFolder || files === 0 ? name : `${tree.path(tree.parent[path])}/…`}.`,
			};
		}
	},
};
