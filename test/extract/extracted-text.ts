import test from 'ava';
import {extractedText, isWhole} from '../../source/extract/extracted-text.js';
import type {Note} from '../../source/extract/folder-session.js';

const outcome = {files: 1, names: 0, folders: 0, links: 0, special: 0, bytes: 1, skipped: [], notes: []};

test('a detail that is lost leaves it whole; what was left out, or belongs to another, does not', t => {
	const noted = (kind: Note['kind']) => ({...outcome, notes: [{kind, count: 1, path: '/a'}]});
	t.true(isWhole(outcome));
	for (const kind of ['setuid', 'xattrs', 'times', 'clamped', 'mode'] as const) {
		t.true(isWhole(noted(kind)), `${kind} is a detail`);
	}

	t.false(isWhole(noted('owner')));
	t.false(isWhole(noted('unknown-owner')));
	t.false(isWhole({...outcome, stopped: 'the disk is full'}));
	t.false(isWhole({...outcome, skipped: [{reason: 'a folder is there', count: 1, paths: ['/a']}]}));
});

test('one path, or the first of several', t => {
	const lines = extractedText({...outcome, notes: [{kind: 'owner', count: 1, path: '/a'}, {kind: 'clamped', count: 3, path: '/b'}]}, {output: 'out'});
	t.deepEqual(lines, [
		'1 file (1 B) in out',
		'/a could not be given its owner: --no-same-owner does not try',
		'3 paths, /b the first, have the nearest time that can be kept: their own lie beyond',
	]);
});
