import {Buffer} from 'node:buffer';
import test from 'ava';
import {decodePaths} from '../../source/tree/decode-paths.js';
import {PathTree, root} from '../../source/tree/path-tree.js';
import {Random} from '../helpers/random.js';

test('random paths, ASCII or not, broken and empty ones: many are read as each alone', t => {
	const random = new Random(5);
	const plain = ['a', 'bin', 'x-1', 'A b'];
	const odd = [...plain, 'é', '漢字', '\u{1F433}', Buffer.from([0xFF, 0x41]), Buffer.from([0xC3])];
	for (const names of [plain, odd]) {
		const tree = new PathTree();
		for (let round = 0; round < 300; round++) {
			let path = root;
			for (let depth = random.below(5); depth >= 0; depth--) {
				const bytes = Buffer.from(random.pick(names));
				path = tree.internChild(path, bytes, 0, bytes.length);
			}
		}

		const paths = Int32Array.from({length: 200}, () => random.below(tree.count));
		paths[7] = root;
		t.deepEqual(decodePaths(tree, paths), Array.from(paths, path => tree.path(path)));
		t.deepEqual(decodePaths(tree, new Int32Array(0)), []);
	}
});
