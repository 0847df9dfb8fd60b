import test from 'ava';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen} from '../helpers/test-screen.js';

const open = (options?: ConstructorParameters<typeof TestScreen>[1]) => new TestScreen(screenStory, options);

test('/ finds in closed folders, live, and tells which of how many', t => {
	const screen = open().press('2', '/').type('lib');
	t.is(screen.cursor, '/usr/lib');
	t.regex(screen.lines.at(-1)!, /^ \/lib▏ .* 1 of 4 {2}/);
	screen.press('enter');
	t.is(screen.state.field, undefined);
	t.regex(screen.lines.at(-1)!, /^ \/lib {2}1 of 4 /);
	t.is(screen.press('n').cursor, '/usr/lib/libbig.so');
	t.is(screen.press('n', 'n').cursor, '/usr/lib/libbig.so.1');
	t.regex(screen.lines.at(-1)!, /4 of 4/);
	t.is(screen.press('n').cursor, '/usr/lib');
	t.is(screen.press('N').cursor, '/usr/lib/libbig.so.1');
});

test('a search goes on from any row, round the end', t => {
	const screen = open().press('2', '*', 'G', '/').type('lib').press('enter');
	t.is(screen.cursor, '/usr/lib');
	t.is(screen.press('G', 'N').cursor, '/usr/lib/libbig.so.1');
	t.is(screen.press('g', 'n').cursor, '/usr/lib');
});

test('Esc gives a search up: cursor and folders are as before; later it only takes the marks away', t => {
	const screen = open().press('2', '/').type('libsm');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	t.is(screen.press('escape').cursor, '/usr');
	t.deepEqual(screen.rows, ['/usr', '/var', '/etc']);
	screen.press('/').type('libsm').press('enter', 'escape');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	t.is(screen.state.search, undefined);
});

test('each letter searches anew, and so does each that is taken back', t => {
	const screen = open().press('2', '/').type('list');
	t.is(screen.cursor, '/var/cache/list');
	screen.press('backspace', 'backspace').type('b');
	t.is(screen.cursor, '/usr/lib');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', '/var', '/etc']);
	t.regex(screen.press('x').lines.at(-1)!, /no match/);
	t.is(screen.cursor, '/usr');
});

test('in a field everything but its own keys is text', t => {
	const screen = open().press('2', '/').type('q?jk *1');
	t.is(screen.state.field?.text, 'q?jk *1');
	t.is(screen.press('ctrl-w').state.field?.text, 'q?jk ');
	t.is(screen.press('left', 'left', 'x').state.field?.text, 'q?jxk ');
	t.is(screen.press('right', 'right', 'y').state.field?.text, 'q?jxk y');
	t.is(screen.press('ctrl-u').state.field?.text, '');
	t.is(screen.press('tab', 'shift-tab', 'ctrl-x').state.field?.text, '');
	t.is(screen.type('a名').press('e\u0301', 'backspace').state.field?.text, 'a名');
	t.is(screen.press('backspace').state.field?.text, 'a');
	t.is(screen.dispatch({type: 'type', text: 'pasted\ntext'}).state.field?.text, 'apastedtext');
});

test('arrows in a search go from match to match', t => {
	const screen = open().press('2', '/').type('lib').press('down', 'down');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	t.is(screen.press('up').cursor, '/usr/lib/libbig.so');
	t.is(screen.state.field?.text, 'lib');
});

test('the layers are searched by instruction', t => {
	const screen = open({instructions: ['ADD rootfs /', 'RUN apt-get update', 'COPY app /srv']}).press('/').type('copy');
	t.is(screen.state.layer, 3);
	t.is(screen.press('escape').state.layer, 1);
	screen.press('/').type('u').press('enter');
	t.is(screen.state.layer, 2);
	t.regex(screen.lines.at(-1)!, /\/u {2}1 of 1/);
});

test('image and details are searched by line, and come into sight', t => {
	const labels = Object.fromEntries(Array.from({length: 60}, (_, index) => [`label.${index}`, 'x']));
	const config = {user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels, healthcheck: null};
	const screen = open({image: {config}}).press('i', '/').type('label.5').press('enter');
	t.regex(screen.lines.at(-1)!, /1 of 11/);
	screen.press('n', 'n', 'n');
	t.regex(screen.lines.at(-1)!, /4 of 11/);
	t.regex(screen.frame, /label\.52=x/);
	t.is(screen.press('1', '3', '/').type('type').press('enter').state.search?.pane, 'details');
});

test('& keeps what matches and the folders around it, open, and goes to the best', t => {
	const screen = open().press('&').type('big');
	t.is(screen.state.focus, 'files');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so', '/usr/lib/libbig.so.1']);
	t.is(screen.cursor, '/usr/lib/libbig.so');
	t.regex(screen.lines.at(-1)!, /^ &big▏ .* 2 matches/);
	screen.press('enter');
	t.regex(screen.lines[1], /2 match "big"/);
});

test('with a filter folders open and close as without, and keep to it', t => {
	const screen = open().press('&').type('big').press('enter', 'h', 'h');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib']);
	t.is(screen.cursor, '/usr/lib');
	t.is(screen.press('l').rows.length, 4);
	t.deepEqual(screen.press('*').rows, ['/usr']);
	t.is(screen.press('*').rows.length, 4);
	t.deepEqual(screen.press('1', 'j', '2').rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so']);
});

test('without its filter what was found stays in sight', t => {
	const screen = open().press('&').type('libsma').press('enter', 'escape');
	t.is(screen.state.filter, '');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	t.deepEqual(screen.rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so', '/usr/lib/libsmall.so', '/usr/lib/libbig.so.1', '/var', '/etc']);
});

test('Esc in the filter\'s field gives it up', t => {
	const screen = open().press('2', '&').type('libsma').press('escape');
	t.deepEqual(screen.rows, ['/usr', '/var', '/etc']);
	t.is(screen.cursor, '/usr');
});

test('a filter that nothing matches says so', t => {
	const screen = open().press('&').type('zzz').press('enter');
	t.regex(screen.frame, /No path matches the filter\./);
	t.is(screen.press('j', 'l', 'space').cursor, '');
	t.is(screen.press('escape').rows.length, 3);
});

test('a search within a filter finds only what the filter keeps', t => {
	const screen = open().press('&').type('big').press('enter', '/').type('lib').press('enter');
	t.regex(screen.lines.at(-1)!, /2 of 3/);
});

test('what was found is marked in colour', t => {
	const screen = open({color: true}).press('2', '*', '/').type('small').press('enter', 'g');
	t.regex(screen.frame, /lib(?:\u001B\[\d+m)+small/);
	const filtered = open({color: true}).press('&').type('lsmall').press('enter', 'g');
	t.regex(filtered.frame, /\u001B\[35m.*small/);
});

test('a filter is a query: words apart, filters, what is gone', t => {
	const screen = open().press('&').type('size:>1 !small type:f');
	t.true(screen.rows.includes('/usr/lib/libbig.so'));
	t.false(screen.rows.includes('/usr/lib/libsmall.so'));
	t.deepEqual(screen.press('ctrl-u').type('lib big 1$').rows, ['/usr', '/usr/lib', '/usr/lib/libbig.so.1']);
});

test('in a filter words go with what else is asked, and are one of several ways', t => {
	const screen = new TestScreen('+ /etc/a.conf 10\n+ /etc/b 10\n+ /srv/x.so 10\n+ /srv/y 10').press('a', '&');
	t.deepEqual(screen.type('etc ext:conf').rows, ['/etc', '/etc/a.conf']);
	t.deepEqual(screen.press('ctrl-u').type('a.conf | ext:so').rows, ['/etc', '/etc/a.conf', '/srv', '/srv/x.so']);
	t.deepEqual(screen.press('ctrl-u').type('ext:so srv').rows, ['/srv', '/srv/x.so']);
	t.deepEqual(screen.press('ctrl-u').type('etc type:d').rows, ['/etc']);
});

test('another name of a file shows the size by which it is found, faint: it counts at the first name alone', t => {
	const picture = '+ /srv/a 9000\nh /srv/b => /srv/a\n+ /srv/none 0\nh /srv/none2 => /srv/none\n--\nh /srv/c => /srv/a';
	const filtered = new TestScreen(picture, {color: true}).press('a', '&').type('size:>8k').press('enter', 'g');
	t.deepEqual(filtered.rows, ['/srv', '/srv/a', '/srv/b']);
	const faint = filtered.lines.filter(line => /\u001B\[2m *9\.00 kB\u001B\[22m/.test(line));
	t.is(faint.length, 1);
	t.regex(faint[0], /b\u001B\[2m ⇒ \/srv\/a/);
	const {frame} = new TestScreen(picture).press('2', '*');
	t.regex(frame, / 9\.00 kB █+ ▾ srv/, 'the folder counts it once');
	t.regex(frame, / 0 B {2,}none2/);
	const linked = new TestScreen(picture).press('G', '2', '*');
	t.deepEqual(linked.rows, ['/srv', '/srv/c']);
	t.regex(linked.frame, / 0 B {12}▾ srv/);
	t.regex(linked.frame, / 9\.00 kB {12,}c ⇒ \/srv\/a/);
});

test('what is no query yet is told in its line, and what was kept stays', t => {
	const screen = open().press('&').type('big');
	const {rows} = screen;
	screen.dispatch({type: 'type', text: ' siez:3'});
	t.deepEqual(screen.rows, rows);
	t.regex(screen.lines.at(-1)!, /^ &big siez:3.* there is no filter siez:\. Did you mean size:\?/);
	t.regex(screen.lines[1], /· 2 match "big" ·/);
	// Enter keeps nothing that is wrong: the line stays, with its caret behind what is wrong.
	screen.press('home', 'enter');
	t.like(screen.state.field, {kind: 'filter', caret: 9});
	t.regex(screen.lines[1], /· 2 match "big" ·/);
	t.is(screen.press('escape', '&').state.field?.text, '');
	for (const columns of [60, 80, 120]) {
		const narrow = open({columns}).press('&').type('re:(').press('enter');
		t.regex(narrow.lines.at(-1)!, /^ &re:\(▏ .* no regular expression: unterminated group\s*$/, `${columns}`);
	}

	screen.press('ctrl-u').type('big').dispatch({type: 'type', text: ' layer:99'});
	t.regex(screen.lines.at(-1)!, /there is no layer 99: the image has layers 1 to \d/);
	t.deepEqual(screen.rows, rows);
	// So does what is still to be found out, and nothing is said of how much matches.
	screen.press('ctrl-u').type('big').dispatch({type: 'type', text: ' re:x'}, {type: 'resized', columns: 140, rows: 30});
	t.deepEqual(screen.rows, rows);
	t.notRegex(screen.lines.at(-1)!, /match/);
	t.regex(screen.lines[1], /· match "big re:x" · largest first · …/);
	const colored = open({color: true}).press('&').type('a siez:3 b');
	t.regex(colored.frame, /&(?:\u001B\[\d+m)*a (?:\u001B\[\d+m)+siez:/);
});
