import type {DrawnEntry} from './draw-layers.js';
import {randomLayers} from './random-layers.js';
import type {Random} from './random.js';
import {slowDive} from './slow-dive.js';

/**
A random stack of layers that dive reads to its end: whiteouts of what it does not know are left out, and
so are AUFS's own files, which it takes for such. Of the names some sort before `.wh.NAME`.
*/
export function diveLayers(random: Random): DrawnEntry[][] {
	const layers: DrawnEntry[][] = [];
	for (const drawn of randomLayers(random)) {
		const layer: DrawnEntry[] = [];
		layers.push(layer);
		for (const entry of drawn) {
			layer.push(renamed(entry));
			if (entry.type === 'whiteout' && slowDive(layers).dropped) {
				layer.pop();
			}
		}
	}

	return layers;
}

function renamed(entry: DrawnEntry): DrawnEntry {
	const rename = (path: string) => path.replaceAll('/a-', '/+a').replaceAll('/c', '/.c');
	const path = rename(entry.path);
	if (entry.type === 'aufs') {
		return {...entry, path: `${path}/.wh..wh..plnk`};
	}

	return {...entry, path, broken: false, link: entry.type === 'hardlink' ? rename(entry.link) : entry.link};
}
