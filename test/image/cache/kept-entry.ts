import test from 'ava';
import {keptEntry} from '../../../source/image/cache/kept-entry.js';

const hex = 'ab'.repeat(32);
const kept = (name: string) => {
	const {kind, digest} = keptEntry({name, size: 1, usedAt: 2});
	return [kind, digest];
};

test('what is kept is told by its name', t => {
	t.deepEqual(kept(`layer/sha256-${hex}`), ['layer', `sha256:${hex}`]);
	t.deepEqual(kept(`document/sha256-${hex}`), ['document', `sha256:${hex}`]);
	t.deepEqual(kept(`seek/sha256-${hex}`), ['seek-points', `sha256:${hex}`]);
	t.deepEqual(kept(`tag/name-${hex}`), ['tag', undefined]);
	t.deepEqual(kept(`saved/${hex}-answers`), ['saved', undefined]);
	t.deepEqual(kept(`overlay/${hex}`), ['overlay', undefined]);
	t.deepEqual(kept(`overlay/${hex}-${hex}`), ['overlay', undefined]);
	t.deepEqual(kept('layer/file-0123-4567'), ['layer', undefined]);
	t.deepEqual(kept(`seek\\sha256-${hex}`), ['seek-points', `sha256:${hex}`]);
});

test('what another version named is other, and no digest is made up', t => {
	t.deepEqual(kept('tree/x'), ['other', undefined]);
	t.deepEqual(kept('constructor'), ['other', undefined]);
	t.deepEqual(kept(''), ['other', undefined]);
	t.deepEqual(kept(`layer/sha256-${hex}0`), ['layer', undefined]);
	t.deepEqual(kept(`layer/sha256-${hex.toUpperCase()}`), ['layer', undefined]);
	t.deepEqual(kept(`layer/x/sha256-${hex}`), ['layer', undefined]);
});
