import test from 'ava';
import type {Column} from '../../../source/archive/grown.js';
import {KeptWords, type FoundWord} from '../../../source/tree/query/kept-words.js';
import {takeColumn} from '../../../source/tree/query/spare-columns.js';
import {overlayOf} from '../../helpers/draw-layers.js';

const found = (): FoundWord => ({count: 3, column: new Uint8Array(3), reached: new Uint16Array(3)});

test('words are remembered by the number of paths that they were held against, and the one that was asked for longest ago is forgotten', t => {
	const kept = KeptWords.of(overlayOf('+ /a').tree);
	const words = Array.from({length: 9}, () => found());
	for (const [index, word] of words.slice(0, 8).entries()) {
		kept.keep(`w${index}`, word);
	}

	t.is(kept.read('w0', 3), words[0]);
	t.is(kept.read('w0', 4), undefined);
	kept.keep('w8', words[8]);
	t.is(kept.read('w1', 3), undefined);
	t.is(kept.read('w0', 3), words[0]);
	t.is(kept.read('w8', 3), words[8]);
});

test('columns of a word that is forgotten are taken for another once nobody reads them, and not before', t => {
	const {tree} = overlayOf('+ /a');
	const kept = KeptWords.of(tree);
	const [read, given, unread] = [found(), found(), found()];
	kept.keep('read', read);
	kept.read('read', 3);
	kept.keep('given', given);
	kept.keep('unread', unread);
	kept.letGo(unread.column);
	for (let index = 0; index < 8; index++) {
		kept.keep(`${index}`, {count: 1, column: new Uint8Array(1)});
	}

	const taken = (): Column => takeColumn(tree, Uint8Array, 3);
	t.is<Column, Column>(taken(), unread.column);
	t.is<Column, Column>(takeColumn(tree, Uint16Array, 3), unread.reached!);
	const other = taken();
	t.false(other === read.column || other === given.column);
	kept.letGo(read.column);
	t.not<Column, Column>(taken(), read.column);
	kept.letGo(read.column);
	t.is<Column, Column>(taken(), read.column);
	// Let go once too often, or nobody's: no column gets into two hands.
	kept.letGo(read.column);
	kept.letGo(new Uint8Array(3));
	t.not<Column, Column>(taken(), read.column);
});
