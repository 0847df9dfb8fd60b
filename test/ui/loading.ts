import test from 'ava';
import {titleLine} from '../../source/ui/panes/title-line.js';
import {selectTitle} from '../../source/ui/select-title.js';
import {initialState, type LayerStatus} from '../../source/ui/state.js';
import {createStore} from '../../source/ui/store.js';
import {createTheme} from '../../source/ui/theme.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen} from '../helpers/test-screen.js';

const theme = createTheme({color: false, ascii: false});
const reading = (bytes: number): LayerStatus => ({step: 'reading', bytes, total: 10_240, warnings: [], isBroken: false});

test('while layers are read, those that are in can be walked, and progress is told', t => {
	const screen = new TestScreen(screenStory, {ready: 1});
	t.is(screen.press('2', 'l', 'j').cursor, '/usr/lib');
	const layers = new Map(screen.state.layers);
	layers.set(2, reading(5120));
	// At first no time is guessed, nor from the first piece.
	screen.dispatch({type: 'layers-progress', layers, at: 1000});
	t.regex(screen.lines[0], /reading layer 2 of 3 {2}15\.4 kB of 30\.7 kB {2}█████$/);
	screen.dispatch({type: 'layers-progress', layers: new Map([[2, reading(1)]]), at: 2000});
	t.notRegex(screen.lines[0], /left/);
	screen.dispatch({type: 'layers-progress', layers, at: 2000});
	t.regex(screen.lines[0], /reading layer 2 of 3 {2}15\.4 kB of 30\.7 kB {2}7\.68 kB\/s {2}2 s left {2}█████$/);
	t.regex(screen.frame, /\n {2}2 {11}50 % 10\.2 kB/);
	t.regex(screen.press('1', 'j').frame, /Layer 2 is not read yet\./);
	t.is(screen.press('k', '2').cursor, '/usr/lib');
});

test('a layer that waits for those below it shows no waste, and what changed is not claimed', t => {
	const screen = new TestScreen(screenStory, {ready: 1});
	t.notRegex(screen.frame, /B waste|live/);
	t.notRegex(screen.frame, /no longer seen/);
});

test('Esc stops loading once there is nothing else to go back from, and what was not read is marked', t => {
	const screen = new TestScreen(screenStory, {ready: 1}).press('/', 'escape');
	t.is(screen.state.phase, 'reading');
	t.regex(screen.lines.at(-1)!, /Esc stop/);
	t.is(screen.press('escape').state.phase, 'stopping');
	screen.dispatch({type: 'stopped'});
	t.regex(screen.lines[0], /stopped: c reads on/);
	t.regex(screen.lines.at(-1)!, /c read on/);
	t.regex(screen.frame, /\n {2}2 {9}unread/);
	t.regex(screen.press('j').frame, /Layer 2 was not read: reading was stopped\./);
	t.is(screen.press('escape').state.phase, 'stopped');
	t.is(screen.press('c').state.phase, 'reading');
	t.notRegex(screen.frame, /unread|c read on|was not read/);
	t.is(screen.press('c').state.phase, 'reading', 'what is being read is not begun again');
});

test('the title drops what tells least where there is little room', t => {
	const facts = {reference: 'story.tar', platform: 'linux/amd64', layerCount: 12, size: 8_460_000, waste: 5_880_000};
	t.is(titleLine(facts, 60, theme), ' story.tar  linux/amd64  8.46 MB   5.88 MB waste  30 % live ');
	for (let columns = 40; columns < 140; columns++) {
		const line = titleLine(facts, columns, theme);
		t.is(line.length, columns);
		t.regex(line, /^ story\.tar .*8\.46 MB/);
	}

	t.regex(titleLine(facts, 120, theme), /linux\/amd64 {2}12 layers {2}8\.46 MB .* 5\.88 MB waste {2}███ .* 30 % live $/);
	t.regex(titleLine({...facts, chosen: 'shop/app:2'}, 80, theme), /^ story\.tar {2}shop\/app:2 {2}.*8\.46 MB/);
	t.regex(titleLine({...facts, reference: '-'}, 120, theme), /^ standard input /);
	t.regex(titleLine({...facts, reference: 'app:1', from: 'podman'}, 80, theme), /^ app:1 {2}from podman {2}linux\/amd64 /);
	t.regex(titleLine({...facts, reference: 'demo:', isDemo: true}, 120, theme), /the demo image {2}open your own: freedive IMAGE\.tar/);
});

test('that an image is old is told before its audit\'s words, and what gave way comes back where there is room', t => {
	const audit = {passed: false, texts: ['audit fails: F tells', 'audit FAIL', 'FAIL']} as const;
	const facts = {reference: '127.0.0.1:5959/shop/small:2', from: 'registry as of 2026-11-30', asOf: '2026-11-30', platform: 'linux/amd64', others: 3, layerCount: 4, size: 8_460_000, waste: 5_880_000, audit};
	for (let columns = 72; columns < 180; columns++) {
		const line = titleLine(facts, columns, theme);
		t.is(line.length, columns);
		t.regex(line, /as of 2026-11-30 .*8\.46 MB .*FAIL|as of 2026-11-30 .*8\.46 MB .*audit fails: F tells/);
		// A gap in which the platform would have stood.
		t.true(line.includes('linux/amd64') || !/ {18}/.test(line), line);
	}

	t.regex(titleLine(facts, 80, theme), /from registry as of 2026-11-30/);
	// The platform is a column wider than there is room beside whether it passes; what follows it fits.
	t.regex(titleLine(facts, 120, theme), /from registry as of 2026-11-30 {2}P 3 others .*audit FAIL {2}5\.88 MB waste {2}30 % live $/);
	t.regex(titleLine(facts, 121, theme), /from registry as of 2026-11-30 {2}linux\/amd64 .*audit FAIL {2}5\.88 MB waste {2}30 % live $/);
	t.regex(titleLine(facts, 140, theme), / P 3 others /);
	t.notRegex(titleLine({...facts, asOf: undefined, from: 'registry'}, 80, theme), /from registry/);
});

test('who gave the image is told, and always where it is as it was', t => {
	const {state} = new TestScreen(screenStory);
	const from = (reference: string, asOf?: string) => selectTitle({...state, reference, image: {...state.image!, form: 'registry', asOf}}).from;
	t.is(from('app:1'), 'registry');
	t.is(from('registry://app:1'), undefined);
	t.is(from('app:1', '2026-11-29T10:12:13Z'), 'registry as of 2026-11-29');
	t.is(from('registry://app:1', '2026-11-29T10:12:13Z'), 'registry as of 2026-11-29');
});

test('before the image is known its progress is told', t => {
	const store = createStore(initialState({reference: '-', columns: 100, rows: 20}));
	store.dispatch({type: 'opening', label: 'reading standard input', bytes: 5_000_000});
	t.deepEqual(store.getState().opening, {label: 'reading standard input', bytes: 5_000_000, total: undefined});
	store.dispatch({type: 'back'});
	t.is(store.getState().phase, 'stopping');
});

test('a store tells its listeners once, after all that an action leads to', t => {
	const store = createStore(initialState({reference: 'x', columns: 100, rows: 20}));
	let told = 0;
	const stop = store.subscribe(() => {
		told++;
	});
	store.onAction(action => {
		if (action.type === 'zoom') {
			store.dispatch({type: 'cycle-sort'});
		}
	});
	store.dispatch({type: 'zoom', on: true});
	t.is(told, 1);
	t.is(store.getState().sort, 'name');
	store.dispatch({type: 'next-match', by: 1});
	t.is(told, 1);
	stop();
	store.dispatch({type: 'zoom', on: false});
	t.is(told, 1);
});
