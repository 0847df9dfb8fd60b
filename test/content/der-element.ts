import test from 'ava';
import {derElement} from '../../source/content/der-element.js';

const element = (...bytes: number[]) => derElement(Buffer.from(bytes));

test('where an element begins and ends', t => {
	t.deepEqual(element(0x30, 0), {tag: 0x30, start: 2, end: 2});
	t.deepEqual(element(0x04, 3, 1, 2, 3, 9), {tag: 4, start: 2, end: 5});
	t.deepEqual(element(0x30, 0x81, 200), {tag: 0x30, start: 3, end: 203});
	t.deepEqual(element(0x30, 0x82, 1, 2), {tag: 0x30, start: 4, end: 262});
});

test('what has no length, one without end, or one beyond all that is read', t => {
	for (const bytes of [[], [0x30], [0x30, 0x80], [0x30, 0x80, 0, 0], [0x30, 0x81], [0x30, 0x82, 1], [0x30, 0x83, 0, 0, 1], [0x30, 0xFF, 1, 1]]) {
		t.is(element(...bytes), undefined, bytes.join(' '));
	}
});
