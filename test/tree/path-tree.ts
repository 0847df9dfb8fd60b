import {Buffer} from 'node:buffer';
import test, {type ExecutionContext} from 'ava';
import {PathTree, root, type PathId} from '../../source/tree/path-tree.js';
import {runNow} from '../../source/archive/slices.js';
import {Random} from '../helpers/random.js';

function intern(tree: PathTree, path: string | Uint8Array): PathId {
	const bytes = Buffer.from(path);
	return tree.internPath(bytes, 0, bytes.length);
}

function reordered(tree: PathTree): PathTree {
	runNow(tree.reorder());
	return tree;
}

/** Names that are prefixes of each other, that sort around `/`, and that are no UTF-8. */
const oddNames = ['a', 'aa', 'a-', 'a.b', 'b', ' ', 'é', '漢字', '\u{1F433}', '~', '-'];

function randomPath(random: Random): string {
	return Array.from({length: 1 + random.below(6)}, () => random.chance(0.5) ? random.pick(oddNames) : `n${random.below(30)}`).join('/');
}

test('the root is path 0, whatever was interned', t => {
	const tree = new PathTree();
	t.is(tree.count, 1);
	t.is(intern(tree, ''), root);
	intern(tree, 'a');
	t.is(intern(tree, ''), root);
	t.is(tree.find(new Uint8Array()), root);
	t.is(tree.path(root), '/');
	t.is(tree.name(root), '');
	t.is(tree.depth[root], 0);
	t.is(tree.parent[root], root);
});

test('a path is interned with its parents, each once', t => {
	const tree = new PathTree();
	const motd = intern(tree, 'etc/motd');
	t.is(tree.count, 3);
	const etc = tree.find(Buffer.from('etc'));
	t.is(tree.parent[motd], etc);
	t.is(intern(tree, 'etc'), etc);
	t.is(intern(tree, 'etc/motd'), motd);
	t.is(tree.count, 3);
	t.is(tree.path(motd), '/etc/motd');
	t.is(tree.name(motd), 'motd');
	t.is(tree.depth[motd], 2);
	t.is(tree.find(Buffer.from('etc/mot')), -1);
	t.is(tree.find(Buffer.from('etc/motd/x')), -1);
	t.is(tree.find(Buffer.from('motd')), -1);
});

test('the walk goes on where a path parts from the one before', t => {
	const tree = new PathTree();
	const paths = ['a/b/c', 'a/b/c/d', 'a/b', 'a/b/cc', 'a/bc', 'a', 'ab', 'a/b/c', '', 'a/b/cd/e', 'a/b/c/e', 'b', 'a/b/c/e'];
	for (const path of paths) {
		t.is(tree.path(intern(tree, path)), `/${path}`);
	}

	t.is(tree.count, 1 + 11);
});

test('paths may lie anywhere in a buffer', t => {
	const tree = new PathTree();
	const bytes = Buffer.from('xxa/bxxa/cxx');
	t.is(tree.path(tree.internPath(bytes, 2, 5)), '/a/b');
	t.is(tree.path(tree.internPath(bytes, 7, 10)), '/a/c');
	t.is(tree.path(tree.internPath(bytes, 2, 3)), '/a');
});

test('a name is bytes: what is no UTF-8 is told apart', t => {
	const tree = new PathTree();
	const one = intern(tree, Uint8Array.of(0x61, 0xFF));
	const other = intern(tree, Uint8Array.of(0x61, 0xFE));
	t.not(one, other);
	t.is(tree.name(one), 'a\\xff');
	t.deepEqual([...tree.nameBytes(other)], [0x61, 0xFE]);
	t.deepEqual([...tree.pathBytes(other)], [0x2F, 0x61, 0xFE]);
});

test('random paths are interned as a Map would', t => {
	const random = new Random(1);
	const tree = new PathTree();
	const known = new Map<string, PathId>([['', root]]);
	for (let index = 0; index < 60_000; index++) {
		const path = randomPath(random);
		const id = intern(tree, path);
		const names = path.split('/');
		for (let end = 1; end <= names.length; end++) {
			const above = names.slice(0, end).join('/');
			if (!known.has(above)) {
				known.set(above, tree.find(Buffer.from(above)));
			}
		}

		if (known.get(path) !== id) {
			t.is(known.get(path), id, path);
		}
	}

	t.is(tree.count, known.size);
	t.is(new Set(known.values()).size, known.size);
	for (const [path, id] of known) {
		if (tree.path(id) !== `/${path}` || tree.find(Buffer.from(path)) !== id) {
			t.fail(path);
		}

		const parent = known.get(path.slice(0, Math.max(0, path.lastIndexOf('/'))))!;
		if (tree.parent[id] !== parent || (id !== root && (parent >= id || tree.depth[id] !== tree.depth[parent] + 1))) {
			t.fail(`the parent of ${path}`);
		}
	}
});

test('names whose hashes collide are told apart', t => {
	// Of 300,000 random names some ten pairs share 32 bits, whatever hash is taken.
	const random = new Random(4);
	const names = [...new Set(Array.from({length: 300_000}, () => random.next().toString(36).slice(2, 10).padEnd(8, 'x')))];
	const tree = new PathTree();
	for (const name of names) {
		intern(tree, name);
	}

	t.is(tree.count, names.length + 1);
	t.is(names.findIndex((name, index) => tree.find(Buffer.from(name)) !== index + 1), -1);
});

/** What holds for every depth-first order with siblings by their bytes. */
function holdOrder(t: ExecutionContext, tree: PathTree): void {
	const {count, parent, position, subtreeEnd, atPosition} = tree;
	t.is(tree.ordered, count);
	t.is(position[root], 0);
	t.is(subtreeEnd[root], count);
	const problems: string[] = [];
	const lastSibling = new Map<PathId, PathId>();
	for (let at = 0; at < count; at++) {
		const id = atPosition[at];
		const above = parent[id];
		if (position[id] !== at) {
			problems.push(`${tree.path(id)} does not stand where it says`);
		}

		if (id !== root) {
			if (position[above] >= at || subtreeEnd[id] > subtreeEnd[above]) {
				problems.push(`${tree.path(id)} stands outside its folder`);
			}

			const before = lastSibling.get(above);
			if (before === undefined ? at !== position[above] + 1 : (subtreeEnd[before] !== at || Buffer.compare(tree.nameBytes(before), tree.nameBytes(id)) >= 0)) {
				problems.push(`${tree.path(id)} does not follow its sibling`);
			}

			lastSibling.set(above, id);
		}
	}

	for (const [above, last] of lastSibling) {
		if (subtreeEnd[last] !== subtreeEnd[above]) {
			problems.push(`${tree.path(above)} does not end with its last child`);
		}
	}

	t.deepEqual(problems, []);
}

test('the depth-first order, also of a tree that has grown since', t => {
	const random = new Random(2);
	const tree = new PathTree();
	for (const more of [0, 1, 50, 2000, 20_000]) {
		for (let index = 0; index < more; index++) {
			intern(tree, randomPath(random));
		}

		holdOrder(t, reordered(tree));
	}
});

test('the order is that of the paths\' names, one after another', t => {
	const random = new Random(3);
	const tree = new PathTree();
	for (let index = 0; index < 500; index++) {
		intern(tree, randomPath(random));
	}

	const names = (id: PathId) => tree.path(id).slice(1).split('/').map(name => Buffer.from(name));
	const byNames = (a: Buffer[], b: Buffer[]) => {
		for (let index = 0; index < Math.min(a.length, b.length); index++) {
			const difference = Buffer.compare(a[index], b[index]);
			if (difference !== 0) {
				return difference;
			}
		}

		return a.length - b.length;
	};

	const ids = Array.from({length: tree.count - 1}, (_, index) => index + 1);
	const expected = ids.map(id => ({id, names: names(id)})).sort((a, b) => byNames(a.names, b.names)).map(({id}) => tree.path(id));
	t.deepEqual([...reordered(tree).atPosition].slice(1).map(id => tree.path(id)), expected);
	t.deepEqual(random.shuffled(ids).sort((a, b) => tree.comparePaths(a, b)).map(id => tree.path(id)), expected);
	t.is(tree.comparePaths(5, 5), 0);
	t.true(tree.comparePaths(root, 5) < 0);
	for (let index = 0; index < 5000; index++) {
		const [a, b] = [random.below(tree.count), random.below(tree.count)];
		const isWithin = b === root || tree.path(a) === tree.path(b) || tree.path(a).startsWith(`${tree.path(b)}/`);
		t.is(tree.isWithin(a, b), isWithin, `${tree.path(a)} in ${tree.path(b)}`);
		t.is(tree.position[a] >= tree.position[b] && tree.position[a] < tree.subtreeEnd[b], isWithin);
	}
});

test('the order stands while a new one is made, and changes all at once', t => {
	const tree = new PathTree();
	intern(tree, 'b');
	reordered(tree);
	for (let index = 0; index < 40_000; index++) {
		intern(tree, `a${index}`);
	}

	const making = tree.reorder();
	let steps = 0;
	while (!making.next().done) {
		steps++;
		t.is(tree.ordered, 2);
		t.deepEqual([...tree.atPosition], [0, 1]);
		intern(tree, `late${steps}`);
	}

	t.true(steps > 5);
	t.is(tree.ordered, 40_002);
	holdOrder(t, reordered(tree));
});

for (const levels of [4000, 30_000]) {
	test(`a path of ${levels} levels`, t => {
		const tree = new PathTree();
		const path = Array.from({length: levels}, () => 'd').join('/');
		const deepest = intern(tree, path);
		t.is(tree.count, levels + 1);
		t.is(tree.depth[deepest], levels);
		t.is(tree.path(deepest), `/${path}`);
		const sibling = intern(tree, `${path.slice(0, -1)}e`);
		t.is(tree.parent[sibling], tree.parent[deepest]);
		t.is(intern(tree, 'd/d'), 2);
		t.is(tree.find(Buffer.from(path)), deepest);
		t.true(tree.comparePaths(deepest, sibling) < 0);
		t.true(tree.isWithin(deepest, 1));
		holdOrder(t, reordered(tree));
	});
}

test('a long name', t => {
	const tree = new PathTree();
	const name = 'x'.repeat(60_000);
	const id = intern(tree, `a/${name}`);
	t.is(tree.name(id), name);
	t.is(intern(tree, `a/${name}`), id);
	t.not(intern(tree, `a/${name}x`), id);
});
