import type {DrawnEntry} from './draw-layers.js';
import {tarName} from './pack-layer.js';

/** What dive says of an image. */
export type SlowDive = {
	efficiency: number;
	wastedBytes: number;
	/** Whether it met a whiteout of a path that it does not know, and dropped the rest of the layer. */
	dropped: boolean;
};

type DiveNode = {
	name: string;
	parent?: DiveNode;
	children: Map<string, DiveNode>;
	size: number;
	isDirectory: boolean;
};

type Leaf = {sum: number; smallest: number; times: number};

/**
What dive does, in its own steps and as slowly: a tree of objects a layer, and all trees below stacked up anew for each whiteout
(`dive/filetree/efficiency.go` and `file_tree.go` of v0.13).
*/
export function slowDive(layers: readonly DrawnEntry[][]): SlowDive {
	const trees = layers.map(layer => treeOf(layer));
	const leaves = new Map<string, Leaf>();
	let dropped = false;
	for (const [index, tree] of trees.entries()) {
		try {
			visit(tree, node => {
				if (node.children.size > 0) {
					return;
				}

				const path = pathOf(node);
				const leaf = leaves.get(path) ?? {sum: 0, smallest: -1, times: 0};
				leaves.set(path, leaf);
				let {size} = node;
				if (isWhiteout(node)) {
					const hidden = find(stacked(trees, layers[0], index), path);
					if (!hidden) {
						throw new RangeError('path does not exist');
					}

					size = 0;
					if (hidden.isDirectory) {
						visit(hidden, below => {
							size += below.size;
						});
					}
				}

				leaf.sum += size;
				leaf.smallest = leaf.smallest < 0 ? size : Math.min(leaf.smallest, size);
				leaf.times++;
			});
		} catch (error) {
			if (!(error instanceof RangeError)) {
				throw error;
			}

			dropped = true;
		}
	}

	const all = [...leaves.values()];
	const sum = all.reduce((sum, leaf) => sum + leaf.sum, 0);
	return {
		efficiency: sum === 0 ? 1 : all.reduce((sum, leaf) => sum + leaf.smallest, 0) / sum,
		wastedBytes: all.filter(({times}) => times > 1).reduce((sum, leaf) => sum + leaf.sum, 0),
		dropped,
	};
}

function treeOf(layer: readonly DrawnEntry[]): DiveNode {
	const top: DiveNode = {name: '', children: new Map(), size: 0, isDirectory: false};
	for (const entry of layer) {
		add(top, tarName(entry), {size: entry.type === 'file' ? entry.size : 0, isDirectory: entry.type === 'directory'});
	}

	return top;
}

function add(top: DiveNode, path: string, what: Pick<DiveNode, 'size' | 'isDirectory'>): void {
	const names = path.split('/').filter(name => name !== '' && name !== '.');
	let node = top;
	for (const [index, name] of names.entries()) {
		let child = node.children.get(name);
		if (!child) {
			if (name.startsWith('.wh..wh..')) {
				return;
			}

			child = {name, parent: node, children: new Map(), size: 0, isDirectory: false};
			node.children.set(name, child);
		}

		node = child;
		if (index === names.length - 1) {
			Object.assign(node, what);
		}
	}
}

/** The trees below one, as dive stacks them up: a copy of the first, then each of them upon it. */
function stacked(trees: readonly DiveNode[], first: readonly DrawnEntry[], end: number): DiveNode {
	const stack = treeOf(first);
	for (const tree of trees.slice(0, end)) {
		visit(tree, node => {
			if (isWhiteout(node)) {
				const hidden = find(stack, pathOf(node));
				hidden?.parent?.children.delete(hidden.name);
			} else {
				add(stack, pathOf(node), {size: node.size, isDirectory: node.isDirectory});
			}
		});
	}

	return stack;
}

function find(top: DiveNode, path: string): DiveNode | undefined {
	let node: DiveNode | undefined = top;
	for (const name of path.split('/')) {
		node = name === '' ? node : node?.children.get(name);
	}

	return node;
}

/** Children first, siblings by name; never the root. */
function visit(node: DiveNode, visitor: (node: DiveNode) => void): void {
	for (const name of [...node.children.keys()].sort()) {
		visit(node.children.get(name)!, visitor);
	}

	if (node.parent) {
		visitor(node);
	}
}

function isWhiteout({name}: DiveNode): boolean {
	return name.startsWith('.wh.');
}

function pathOf(node: DiveNode): string {
	const names = [isWhiteout(node) ? node.name.slice(4) : node.name];
	for (let above = node.parent; above?.parent; above = above.parent) {
		names.unshift(above.name);
	}

	return `/${names.join('/')}`;
}
