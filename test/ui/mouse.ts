import test from 'ava';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen} from '../helpers/test-screen.js';

const open = (options?: ConstructorParameters<typeof TestScreen>[1]) => new TestScreen(screenStory, options);
const press = (x: number, y: number, at = 0) => ({type: 'press', x, y, at}) as const;
const wheel = (x: number, y: number, by: 1 | -1) => ({type: 'wheel', x, y, by}) as const;

test('a click selects and gives the pane the keys', t => {
	const screen = open().dispatch(press(10, 4));
	t.is(screen.state.layer, 2);
	screen.dispatch(press(80, 3, 1000));
	t.is(screen.state.focus, 'files');
	t.is(screen.cursor, '/usr');
	screen.dispatch(press(80, 4, 2000));
	t.is(screen.cursor, '/etc');
});

test('a double click opens a folder, and looks inside a layer', t => {
	const screen = open().dispatch(press(80, 3, 1000), press(80, 3, 1200));
	t.is(screen.rows.length, 7);
	screen.dispatch(press(80, 3, 1300));
	t.is(screen.rows.length, 7);
	screen.dispatch(press(5, 5, 2000), press(5, 5, 2100));
	t.is(screen.state.layer, 3);
	t.is(screen.state.focus, 'files');
});

test('two slow clicks, or two in different places, are no double click', t => {
	t.is(open().dispatch(press(80, 3, 1000), press(80, 3, 2000)).rows.length, 3);
	t.is(open().dispatch(press(80, 3, 1000), press(81, 3, 1100)).rows.length, 3);
});

test('a click beside the rows changes nothing but the focus', t => {
	const screen = open().dispatch(press(80, 20), press(80, 1), press(0, 0), press(0, 29), press(500, 500));
	t.is(screen.state.focus, 'files');
	t.is(screen.cursor, '/usr');
});

test('the wheel scrolls the pane under it, and takes the cursor along only at the edge', t => {
	const layers = Array.from({length: 50}, (_, index) => `+ /file${String(index).padStart(2, '0')} ${100 - index}`).join('\n');
	const screen = new TestScreen(layers).press('2').dispatch(wheel(80, 10, 1));
	t.is(screen.state.tops.files, 3);
	t.is(screen.cursor, '/file03');
	screen.press('G').dispatch(wheel(80, 10, -1));
	t.is(screen.state.tops.files, 50 - 25 - 3);
	t.is(screen.state.focus, 'files');
	screen.dispatch(wheel(80, 10, -1), ...Array.from({length: 30}, () => wheel(80, 10, -1)));
	t.is(screen.state.tops.files, 0);
	t.is(screen.dispatch(wheel(5, 20, 1)).state.tops.details, 0);
});
