import {Buffer} from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {followLinks} from '../../source/tree/follow-links.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {overlayOf} from '../helpers/draw-layers.js';
import {Random} from '../helpers/random.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** Where a path leads, or why it leads nowhere. */
function led(overlay: Overlay, asked: string, {at = overlay.layerCount, follow = true} = {}): string {
	const followed = followLinks(overlay, Buffer.from(asked), {at, follow});
	return 'problem' in followed ? `${followed.problem} ${followed.path}` : overlay.tree.path(followed.path);
}

const merged = overlayOf(`
	l /bin -> usr/bin
	+ /usr/bin/dash 10
	l /usr/bin/sh -> dash
	l /etc/alternatives/awk -> /usr/bin/mawk
	l /usr/bin/awk -> /etc/alternatives/awk
	l /up -> ../../../usr
	l /a -> b
	l /b -> a
	l /self -> self/x
	+ /usr/bin/mawk 5
	--
	- /usr/bin/mawk
	+ /usr/bin/gawk 5
`);

test('links in folders and at the end are followed, inside the root', t => {
	t.is(led(merged, '/bin/sh'), '/usr/bin/dash');
	t.is(led(merged, 'bin/sh', {follow: false}), '/usr/bin/sh');
	t.is(led(merged, '/bin', {follow: false}), '/bin');
	t.is(led(merged, '/bin'), '/usr/bin');
	t.is(led(merged, '/bin/awk', {at: 1}), '/usr/bin/mawk');
	t.is(led(merged, '/up/bin/../bin/./dash'), '/usr/bin/dash');
	t.is(led(merged, '../../..//usr'), '/usr');
	t.is(led(merged, '/'), '/');
	t.is(led(merged, ''), '/');
});

test('what leads nowhere says how far it came', t => {
	t.is(led(merged, '/bin/awk'), 'missing /usr/bin/mawk');
	t.is(led(merged, '/bin/gawk', {at: 1}), 'missing /usr/bin/gawk');
	t.is(led(merged, '/bin/dash/x'), 'not-a-directory /usr/bin/dash');
	t.is(led(merged, '/a'), 'loop /a');
	t.is(led(merged, '/self'), 'loop /self');
	t.is(led(merged, '/nothing/at/all'), 'missing /nothing');
});

test('as the kernel does: random trees of links', t => {
	for (let seed = 1; seed <= 60; seed++) {
		const random = new Random(seed);
		const pick = (items: readonly string[]) => random.pick(items);
		const names = ['a', 'b', 'c', 'd'];
		const somePath = (length: number) => Array.from({length}, () => pick([...names, '..', '.'])).join('/');
		const folder = temporaryFolder(t);
		// Deep enough that nothing climbs out: there `..` at the root would be the machine's.
		const base = path.join(folder, 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x');
		fs.mkdirSync(base, {recursive: true});
		const drawing: string[] = [`d ${base}`];
		for (let count = 0; count < 12; count++) {
			const at = path.join(base, ...Array.from({length: 1 + random.below(3)}, () => pick(names)));
			try {
				fs.mkdirSync(path.dirname(at), {recursive: true});
				if (random.chance(0.6)) {
					const target = random.chance(0.2) ? path.join(base, pick(names)) : somePath(1 + random.below(3));
					fs.symlinkSync(target, at);
					drawing.push(`l ${at} -> ${target}`);
				} else if (random.chance(0.5)) {
					fs.mkdirSync(at);
					drawing.push(`d ${at}`);
				} else {
					fs.writeFileSync(at, '', {flag: 'wx'});
					drawing.push(`+ ${at} 0`);
				}
			} catch {
				// Something is there already, or in the way.
			}
		}

		const overlay = overlayOf(linksFollowed(drawing));
		for (let count = 0; count < 20; count++) {
			const asked = path.join(base, pick(names)) + '/' + somePath(2);
			t.is(led(overlay, asked).replace(/ .*/, ''), kernels(asked), `SEED=${seed} ${asked}\n${drawing.join('\n')}`);
		}
	}
});

/** Entries below a link lie, on disk, in the folder that it leads to. */
function linksFollowed(drawing: readonly string[]): string {
	return drawing.map(line => {
		const [letter, at, ...rest] = line.split(' ');
		return [letter, path.join(fs.realpathSync(path.dirname(at)), path.basename(at)), ...rest].join(' ');
	}).join('\n');
}

function kernels(asked: string): string {
	try {
		return fs.realpathSync.native(asked);
	} catch (error) {
		return {ENOENT: 'missing', ELOOP: 'loop', ENOTDIR: 'not-a-directory'}[(error as NodeJS.ErrnoException).code!] ?? String(error);
	}
}
