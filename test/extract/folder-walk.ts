import fs from 'node:fs';
import test from 'ava';
import type {ExtractPlan} from '../../source/extract/extract-plan.js';
import {folderFlags, FolderWalk} from '../../source/extract/folder-walk.js';
import {testWith} from '../helpers/archive/test-with.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testWithDescriptors = testWith(test, {'/proc/self/fd': fs.existsSync('/proc/self/fd')});

/** Folders of one letter, each in the one before it. */
function chain(count: number): ExtractPlan {
	return {
		count: count + 1,
		names: new Uint8Array(count).fill(0x64),
		nameStart: Uint32Array.from({length: count + 2}, (_, index) => Math.max(0, index - 1)),
		parent: Int32Array.from({length: count + 1}, (_, index) => index - 1),
	} as unknown as ExtractPlan;
}

// Nothing here waits, so no other test opens a folder meanwhile.
testWithDescriptors('deep folders are gone down, up and up again, with few opened twice and few held', t => {
	const depth = 1500;
	const plan = chain(depth);
	const folder = temporaryFolder(t);
	const fd = fs.openSync(folder, folderFlags);
	const walk = new FolderWalk(plan, {path: folder, fd});
	const {openSync} = fs;
	let opened = 0;
	fs.openSync = (...parameters) => {
		opened++;
		return openSync(...parameters);
	};

	const held = () => fs.readdirSync('/proc/self/fd').length;
	const before = held();
	let most = 0;
	try {
		for (let node = 1; node <= depth; node++) {
			fs.mkdirSync(walk.place(node));
		}

		const inodes = new Set<number>();
		for (let node = depth; node > 0; node--) {
			inodes.add(fs.fstatSync(walk.fdOf(node)!).ino);
			if (node % 100 === 0) {
				most = Math.max(most, held() - before);
			}
		}

		t.is(inodes.size, depth, 'each is another folder');
		t.true(opened < 3 * depth, `${opened} opened`);
		t.true(most < 200, `${most} held`);
	} finally {
		fs.openSync = openSync;
		walk.close();
		t.is(held(), before, 'none is left open');
		fs.closeSync(fd);
	}
});
