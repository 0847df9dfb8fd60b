import test from 'ava';
import {chooseBest, ranks} from '../../../source/tree/query/choose-best.js';
import {runNow} from '../../../source/archive/slices.js';
import {Random} from '../../helpers/random.js';

test('random ranks: what is chosen are the best, as many as are wanted', t => {
	const random = new Random(9);
	for (let round = 0; round < 200; round++) {
		const count = 1 + random.below(300);
		const rank = Uint16Array.from({length: count}, (_, path) => path === 0 ? 0 : random.below(4));
		const length = Uint16Array.from({length: count}, () => random.below(3));
		const position = Int32Array.from(random.shuffled(Array.from({length: count}, (_, index) => index)));
		const wanted = random.chance(0.1) ? Number.POSITIVE_INFINITY : 1 + random.below(count);
		const ofRank = new Uint32Array(ranks);
		for (const own of rank.subarray(1)) {
			ofRank[own]++;
		}

		const order = Int32Array.from([...rank.keys()].slice(1).sort((a, b) => length[a] - length[b] || position[a] - position[b]));
		const chosen = runNow(chooseBest({rank, ofRank}, order, wanted));
		const sorted = [...rank.keys()].filter(path => rank[path] > 0)
			.sort((a, b) => rank[b] - rank[a] || length[a] - length[b] || position[a] - position[b]);
		t.deepEqual([...chosen].sort((a, b) => a - b), sorted.slice(0, Math.min(wanted, sorted.length)).sort((a, b) => a - b));
	}
});
