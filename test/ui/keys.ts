import test from 'ava';
import type {Key} from 'ink';
import {keyNames} from '../../source/ui/input.js';
import {bindingOf, bindings, bindingsIn, fieldBindings, groups, holdsSomewhere, type Place} from '../../source/ui/key-bindings.js';
import {keyTable} from '../../source/ui/key-table.js';
import {mouseActions} from '../../source/ui/mouse.js';
import {hintLine} from '../../source/ui/panes/hint-line.js';
import {helpBindings as helpBindingsOf, helpRows} from '../../source/ui/help-rows.js';
import {createTheme} from '../../source/ui/theme.js';
import {imageViewNames, viewNames} from '../../source/ui/views/view-names.js';

const places: Place[] = ['layers', 'files', 'details', 'image', ...viewNames];
const noKey: Key = {
	upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false, home: false, end: false,
	return: false, escape: false, ctrl: false, shift: false, tab: false, backspace: false, delete: false, meta: false,
	super: false, hyper: false, capsLock: false, numLock: false,
};
const inLayers = {focus: 'layers'} as const;
const helpBindings = (query: string) => helpBindingsOf(query, inLayers);
const theme = createTheme({color: false, ascii: false});

test('no key means two things in one place', t => {
	for (const place of places) {
		const keys = bindingsIn(place).flatMap(binding => binding.keys);
		t.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), []);
	}

	const keys = fieldBindings.flatMap(binding => binding.keys);
	t.is(new Set(keys).size, keys.length);
});

test('nothing is reached by ctrl alone but leaving, and nothing by function keys', t => {
	for (const {keys, action} of bindings) {
		t.true(keys.some(key => !key.startsWith('ctrl-')) || action.type === 'leave' || action.type === 'suspend', keys.join(' '));
		t.false(keys.some(key => /^f\d+$/i.test(key)));
	}
});

test('in a text field only Esc, Enter, arrows and control keys act', t => {
	t.true(fieldBindings.every(({keys}) => keys.every(key => key.length > 1)));
});

test('every key has a label and a group, and is in the table for the readme and in help', t => {
	const table = keyTable();
	for (const binding of bindings) {
		t.true(groups.includes(binding.group));
		t.true(table.includes(binding.label));
	}

	t.regex(table, /^\| keys \| what they do \|\n\|---\|---\|\n\| \*\*move\*\* \| \|\n\| `↑` `k` \| up \|\n/);
	t.is(helpBindings('').length, bindings.filter(binding => holdsSomewhere(binding, {focus: 'layers'})).length);
});

test('help is filtered by words, and by a key itself', t => {
	t.true(helpBindings('next match').every(({keys}) => keys[0] === 'n'));
	t.true(helpBindings('*').some(({action}) => action.type === 'toggle-all'));
	t.true(helpBindings('leave').some(({keys}) => keys.includes('q')));
	t.deepEqual(helpBindings('no such thing'), []);
	// The key, and what begins with the words, come before what only mentions them.
	t.is(helpBindings('story')[0].keys[0], 'L');
	t.is(helpBindings('L')[0].keys[0], 'L');
	t.is(helpBindings('waste')[0].keys[0], 'w');
	t.is(helpBindings('map')[0].keys[0], 'm');
});

test('help begins with the keys of the place that has them, then those that hold everywhere, each place in a heading', t => {
	const sections = (state: Parameters<typeof helpRows>[1], columns = 120) => helpRows('', state, columns).flatMap(({heading}) => heading.length > 0 ? [heading.join(' ')] : []);
	for (const focus of ['layers', 'files', 'details', 'image', ...imageViewNames] as const) {
		const rows = helpRows('', {focus}, 120);
		const here = new Set(bindingsIn(focus));
		const count = rows.filter(({binding}) => here.has(binding)).length;
		t.true(rows.slice(0, count).every(({binding}) => here.has(binding)), `in ${focus}`);
	}

	t.is(sections({focus: 'files'})[0], 'in the files');
	t.is(sections({focus: 'files'})[1], 'everywhere');
	t.is(sections({focus: 'waste'})[0], 'in the waste');
	t.is(sections({focus: 'files', viewer: {} as unknown as Parameters<typeof helpRows>[1]['viewer']})[0], 'in the viewer');
	t.is(new Set(sections({focus: 'waste'})).size, sections({focus: 'waste'}).length);
	// Nothing of a label is cut, however narrow it is.
	for (const columns of [60, 80, 120]) {
		for (const {binding, label} of helpRows('', {focus: 'files'}, columns)) {
			t.is(label.join(' '), binding.label);
		}
	}
});

test('the hint line keeps help and quit however narrow it is', t => {
	for (let columns = 16; columns < 130; columns++) {
		const line = hintLine({place: 'files', back: undefined, before: '', columns, theme});
		t.true(line.length <= columns, `${columns}: ${line}`);
		t.regex(line, /\? help {2}q quit$/);
	}

	t.regex(hintLine({place: 'layers', back: 'stop', before: '', columns: 60, theme}), /Esc stop/);
});

test('keys that come in batches are walked one by one', t => {
	t.deepEqual(keyNames('jjj\r', noKey), ['j', 'j', 'j', 'enter']);
	t.deepEqual(keyNames('a b', noKey), ['a', 'space', 'b']);
	t.deepEqual(keyNames('\u0006\u0002', noKey), ['ctrl-f', 'ctrl-b']);
	t.deepEqual(keyNames('e\u0301名', noKey), ['e\u0301', '名']);
	t.deepEqual(keyNames('\u009B', noKey), []);
});

test('named keys and keys with ctrl have their names; with alt they are none', t => {
	t.deepEqual(keyNames('', {...noKey, upArrow: true}), ['up']);
	t.deepEqual(keyNames('\t', {...noKey, tab: true, shift: true}), ['shift-tab']);
	t.deepEqual(keyNames('c', {...noKey, ctrl: true}), ['ctrl-c']);
	t.deepEqual(keyNames('q', {...noKey, meta: true}), []);
	t.is(bindingOf('ctrl-c', 'layers')?.action.type, 'leave');
});

test('the mouse\'s reports are read, several at once', t => {
	t.deepEqual(mouseActions('\u001B[<0;5;3M\u001B[<0;5;3m\u001B[<64;1;1M\u001B[<65;200;50M', 7), [
		{type: 'press', x: 4, y: 2, at: 7},
		{type: 'wheel', x: 0, y: 0, by: -1},
		{type: 'wheel', x: 199, y: 49, by: 1},
	]);
	t.deepEqual(mouseActions('jk', 0), []);
});
