import test from 'ava';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, options);

test('a notice stands in the bottom line until the next key, which acts all the same', t => {
	const screen = open().dispatch({type: 'notify', text: 'Copied /etc/passwd.', kind: 'info'});
	t.is(screen.lines.at(-1), ' Copied /etc/passwd.');
	screen.dispatch({type: 'resized', columns: 120, rows: 30});
	t.is(screen.lines.at(-1), ' Copied /etc/passwd.');
	screen.press('j');
	t.is(screen.state.layer, 2);
	t.is(screen.state.notice, undefined);
	t.regex(screen.lines.at(-1)!, /\? help/);
});

test('a key that does nothing takes a notice away as well', t => {
	const screen = open().dispatch({type: 'notify', text: 'It could not be done.', kind: 'problem'});
	t.is(screen.press('ctrl-x').state.notice, undefined);
});

test('a field that is being typed keeps the line', t => {
	const screen = open().press('2', '/').dispatch({type: 'notify', text: 'Extracted 3 files.', kind: 'info'});
	t.regex(screen.lines.at(-1)!, /^ \/▏/);
	t.is(screen.press('escape').state.notice, undefined);
});

test('what a notice tells of an image is safe, on one line, and no wider than the screen', t => {
	const screen = open({columns: 60}).dispatch({type: 'notify', text: `Copied /\u001B[2J\n${'名'.repeat(100)}.`, kind: 'info'});
	const line = screen.lines.at(-1)!;
	t.regex(line, /^ Copied \/\\x1b\[2J 名+…名+\.$/);
	t.is(screen.lines.length, 30);
});
