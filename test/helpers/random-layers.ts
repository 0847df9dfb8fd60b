import {drawnEntry, type DrawnEntry} from './draw-layers.js';
import type {Random} from './random.js';

/** Few names, so that layers collide; `a-` and `a.` sort between `a` and `a/b` by their bytes, but not in a tree. */
const names = ['a', 'b', 'c', 'a-'];

function randomPath(random: Random, deepest = 3): string {
	let path = '';
	for (let depth = 1 + random.below(deepest); depth > 0; depth--) {
		path += `/${random.chance(0.6) ? 'a' : random.pick(names)}`;
	}

	return path;
}

/** A small stack of layers in which as much as can collides: of every kind of entry, over and under each other. */
export function randomLayers(random: Random): DrawnEntry[][] {
	/** Paths that were stored: whiteouts and links mostly name what is there. */
	const known: string[] = [];
	return Array.from({length: 1 + random.below(5)}, () => Array.from({length: random.below(8)}, () => {
		const entry = randomEntry(random, known);
		known.push(entry.path);
		return entry;
	}));
}

function randomEntry(random: Random, known: readonly string[]): DrawnEntry {
	const somewhere = () => known.length > 0 && random.chance(0.6) ? random.pick(known) : randomPath(random);
	const attributes = `${random.chance(0.8) ? '' : ' 0600'}${random.chance(0.8) ? '' : ' 7:7'}${random.chance(0.6) ? '' : ` @${random.pick([1, 1.5, 2])}`}${random.chance(0.95) ? '' : ' user.color=red'}`;
	const path = somewhere();
	switch (random.below(16)) {
		case 0:
		case 1:
		case 2:
		case 3:
		case 4: {
			return drawnEntry(`+ ${path} ${random.pick([0, 5, 5, 7, 11])}${attributes}${random.chance(0.97) ? '' : ' broken'}`);
		}

		case 5:
		case 6:
		case 7: {
			const mark = random.chance(0.85) ? '' : ` ${random.pick(['trusted', 'user'])}.overlay.opaque=${random.pick(['y', 'y', 'n'])}`;
			return drawnEntry(`d ${random.chance(0.1) ? '/' : path}${attributes}${mark}`);
		}

		case 8:
		case 9:
		case 10: {
			return drawnEntry(`h ${path} => ${somewhere()}${attributes}`);
		}

		case 11:
		case 12: {
			return drawnEntry(random.chance(0.2) ? `c ${path} 0:0` : `- ${path}`);
		}

		case 13: {
			return drawnEntry(`o ${random.chance(0.15) ? '/' : path}`);
		}

		case 14: {
			return drawnEntry(`l ${path} -> ${random.pick(['a', 'b', '../c'])}${attributes}`);
		}

		default: {
			return drawnEntry(random.pick([`f ${path}${attributes}`, `c ${path} 1:${random.pick([3, 5])}${attributes}`, `b ${path} 1:3${attributes}`, `u ${path}`, '+ / 5']));
		}
	}
}

/** A smaller stack for which something still fails: whole layers and single entries are left out as long as it does. */
export function shrunkLayers(layers: DrawnEntry[][], fails: (layers: DrawnEntry[][]) => boolean): DrawnEntry[][] {
	let smallest = layers;
	for (let shrinks = true; shrinks;) {
		shrinks = false;
		const smaller = [
			...smallest.map((_layer, index) => smallest.toSpliced(index, 1)),
			...smallest.flatMap((layer, index) => layer.map((_entry, place) => smallest.with(index, layer.toSpliced(place, 1)))),
		];
		const found = smaller.find(candidate => candidate.length > 0 && fails(candidate));
		if (found) {
			smallest = found;
			shrinks = true;
		}
	}

	return smallest;
}
