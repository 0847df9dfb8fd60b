import {drawnEntry, type DrawnEntry} from './draw-layers.js';
import type {Random} from './random.js';
import {isBelow, SlowOverlay, type SlowState} from './slow-overlay.js';

const names = ['a', 'b', 'c', 'd-', 'é'];

/**
Random layers in which nothing is told on which engines disagree, or which they refuse:

- a parent that is a link or a file;
- a hard link to what is not there yet, to a folder, to itself, or to what it replaces;
- a whiteout of what is not there or below another, one that comes after what its own layer stores, and an opaque marker after a link into its folder;
- overlayfs's own marks;
- folders with setgid, whose bit file systems hand down to folders that no layer lists.

All names of a content have the same attributes, since they are one inode.
*/
export function agreedLayers(random: Random, count: number, size: number, withDevices: boolean): DrawnEntry[][] {
	const layers: DrawnEntry[][] = [];
	for (let layer = 0; layer < count; layer++) {
		const below = new SlowOverlay(layers).states.at(-1)!;
		const gone = [...below.keys()].filter(path => path !== '/' && random.chance(0.12));
		const entries = gone.filter(path => gone.every(folder => !isBelow(path, folder))).map(path => drawnEntry(`- ${path}`));
		while (entries.length < size) {
			const state = new SlowOverlay([...layers, entries]).states.at(-1)!;
			const entry = randomEntry(random, state, withDevices);
			if (entry && isAgreed(entry, state, entries)) {
				entries.push(entry);
			}
		}

		layers.push(entries);
	}

	return layers;
}

function randomPath(random: Random, state: SlowState): string {
	const there = [...state.keys()].filter(path => path !== '/');
	return there.length > 0 && random.chance(0.4) ? random.pick(there) : `/${Array.from({length: 1 + random.below(4)}, () => random.pick(names)).join('/')}`;
}

function randomEntry(random: Random, state: SlowState, withDevices: boolean): DrawnEntry | undefined {
	const path = randomPath(random, state);
	const attributes = `${random.chance(0.6) ? '' : ` ${random.pick(['0600', '0711', '04755', '01777'])}`}${random.chance(0.6) ? '' : ` ${random.below(3)}:${random.below(3)}`}`;
	switch (random.below(10)) {
		case 0:
		case 1:
		case 2: {
			return drawnEntry(`+ ${path} ${random.below(50)}${attributes}`);
		}

		case 3:
		case 4:
		case 5: {
			return drawnEntry(`d ${path}${attributes}`);
		}

		case 6: {
			// The mode of a symbolic link means nothing.
			return drawnEntry(`l ${path} 0777 -> ${random.pick(['a', '../b', '/c', 'nowhere'])}`);
		}

		case 7: {
			const target = random.pick([...state.keys(), '/']);
			const shown = state.get(target);
			if (typeof shown !== 'object' || shown.drawn.type === 'directory') {
				return undefined;
			}

			const {mode, uid, gid} = (shown.target ?? shown).drawn;
			return {...drawnEntry(`h ${path} => ${target}`), mode, uid, gid};
		}

		case 8: {
			return drawnEntry(`o ${path}`);
		}

		default: {
			return drawnEntry(withDevices ? random.pick([`f ${path}${attributes}`, `c ${path} 1:${3 + random.below(2)}${attributes}`, `b ${path} 7:0${attributes}`]) : `f ${path}${attributes}`);
		}
	}
}

function isAgreed({type, path, link}: DrawnEntry, state: SlowState, before: readonly DrawnEntry[]): boolean {
	for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
		if (state.has(path.slice(0, at)) && !isFolder(state, path.slice(0, at))) {
			return false;
		}
	}

	if (type === 'opaque') {
		return isFolder(state, path) && before.every(({link}) => !isBelow(link, path));
	}

	return type !== 'hardlink' || (link !== path && !isBelow(link, path));
}

function isFolder(state: SlowState, path: string): boolean {
	const shown = state.get(path);
	return shown === 'implicit' || shown?.drawn.type === 'directory';
}
