import test from 'ava';
import {fate} from '../../source/tree/fate.js';
import type {Package, PackageList} from '../../source/tree/packages.js';
import type {Waste} from '../../source/tree/waste.js';
import {selectMarkedSum, selectTaken, type Taken} from '../../source/ui/marks.js';
import {sumOfTaken} from '../../source/ui/sum-of-taken.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, options);

/** What is taken, in words. */
const taken = (screen: TestScreen) => selectTaken(screen.state).map(one =>
	one.kind === 'layer' ? `layer ${one.layer}` : `${one.kind === 'path' ? screen.overlay.tree.path(one.path) : 'all'} at ${one.at}`);

test('without marks what is under the cursor is taken: a layer, the file system up to it, a path as it is shown', t => {
	t.deepEqual(taken(open()), ['layer 1']);
	t.deepEqual(taken(open().press('j', 'a')), ['all at 2']);
	t.deepEqual(taken(open().press('3')), ['layer 1']);
	t.deepEqual(taken(open().press('i')), ['all at 3']);
	t.deepEqual(taken(open().press('2')), ['/usr at 1']);
	t.deepEqual(taken(open().press('j', '2')), ['/usr at 2']);
	t.deepEqual(taken(open().press('2', '3', ']')), ['/usr at 1']);
	t.deepEqual(taken(open({ready: 1}).press('j')), []);
});

test('of a path that a layer removed the version before is taken', t => {
	const screen = open().press('j', '2', '/').type('passwd').press('enter');
	t.is(screen.cursor, '/etc/passwd');
	t.deepEqual(taken(screen), ['/etc/passwd at 1']);
	t.deepEqual(taken(screen.press('escape', '/').type('cache').press('enter')), ['/var/cache at 1']);
});

test('t marks a file, a folder and a layer; the line below counts them; T takes all marks away', t => {
	const screen = open().press('2', '*', '/').type('small').press('enter', 'escape', 't');
	t.regex(screen.lines.at(-1)!, /^ 1 marked, 20\.0 kB {3}/);
	t.regex(screen.frame, />A✓-rwx.*libsmall\.so/);
	screen.press('/').type('cache').press('enter', 'escape', 't', 'j', 'j', '1', 'j', 'j', 't');
	t.deepEqual(taken(screen), ['/usr/lib/libsmall.so at 1', '/var/cache at 1', 'layer 3']);
	t.regex(screen.lines.at(-1)!, /^ 3 marked, 520 kB {3}/);
	t.regex(screen.frame, /\n> 3✓/);
	// The same file is marked in each layer that shows it; a folder may hold other files there.
	screen.press('a', '2');
	t.regex(screen.frame, / ✓-rwx.*libsmall\.so/);
	t.notRegex(screen.frame, /✓drwx/);
	t.deepEqual(taken(screen.press('T', 'g')), ['/usr at 3']);
	t.notRegex(screen.lines.at(-1)!, /marked/);
});

test('t again takes a mark away, of the same version in another layer too', t => {
	const screen = open().press('2', '*', '/').type('small').press('enter', 'escape', 't');
	screen.press('1', 'j', 'a', '2');
	t.is(screen.cursor, '/usr/lib/libsmall.so');
	screen.press('t');
	t.is(screen.state.marks.size, 0);
});

test('two versions of a path are two marks', t => {
	const screen = open().press('2', '*', '/').type('libbig.so').press('enter', 'escape', 't', '1', 'j', '2', 't');
	t.deepEqual(taken(screen), ['/usr/lib/libbig.so at 1', '/usr/lib/libbig.so at 2']);
	t.is(selectMarkedSum(screen.state).bytes, 18_000_000);
});

test('in the layers t marks the layer, or the file system up to it', t => {
	const screen = open().press('j', 't');
	t.regex(screen.frame, /\n> 2✓/);
	screen.press('a');
	t.notRegex(screen.frame, /✓/);
	t.deepEqual(taken(screen.press('t')), ['layer 2', 'all at 2']);
});

test('bytes that are taken in more than one way count once', t => {
	const {overlay} = open();
	const path = (text: string) => overlay.tree.find(Buffer.from(text));
	const bytes = (...all: Taken[]) => sumOfTaken(overlay, all).bytes;
	t.is(bytes({kind: 'path', path: path('usr'), at: 1}), 9_020_000);
	t.is(bytes({kind: 'path', path: path('usr'), at: 1}, {kind: 'path', path: path('usr/lib/libbig.so'), at: 1}), 9_020_000);
	t.is(bytes({kind: 'path', path: path('usr'), at: 1}, {kind: 'path', path: path('usr'), at: 2}), 18_020_000);
	t.is(bytes({kind: 'path', path: path('srv/linked'), at: 3}, {kind: 'path', path: path('srv'), at: 3}), 20);
	t.is(bytes({kind: 'layer', layer: 1}), 9_521_000);
	t.is(bytes({kind: 'layer', layer: 1}, {kind: 'file-system', at: 1}), 9_521_000);
	t.is(bytes({kind: 'file-system', at: 3}), 9_020_020);
	t.is(bytes(), 0);
	t.is(sumOfTaken(overlay, [{kind: 'path', path: path('usr'), at: 1}, {kind: 'path', path: path('usr'), at: 2}]).files, 3);
});

test('in views rows are marked for what they stand for: a version, a layer, a part of the map', t => {
	const story = open().press('2', '*', '/').type('libbig.so').press('enter', 'escape', 'L', 'j', 't');
	t.deepEqual(taken(story), ['/usr/lib/libbig.so at 2']);
	t.regex(story.frame, />✓ +2 \?/);
	const build = open().press('b', 'j', 't', 'G', 't', 'escape');
	t.deepEqual(taken(build), ['layer 2', 'layer 3']);
	const map = open().press('m', 't');
	t.deepEqual(taken(map), ['/usr at 1']);
	t.regex(map.frame, />✓usr\//);
	t.regex(map.lines.at(-1)!, /^ 1 marked, 9\.02 MB/);
});

test('a view that has no rows marks nothing, and offers no key for it', t => {
	const screen = open().press('w', 't');
	t.is(screen.state.views.waste.ticks.size, 0);
	t.notRegex(screen.lines.at(-1)!, /mark/);
});

test('what is ticked among the waste counts there alone: it is taken as the versions that nobody sees any more', t => {
	const screen = open();
	const {store, transitions, tree} = screen.overlay;
	const path = tree.find(Buffer.from('usr/lib/libbig.so'));
	const waste: Waste = {
		id: 'chown-2', cause: 'chown', bytes: 9_000_000, files: 1, path, layers: [1], hiddenBy: [2], what: '', remedy: '',
		parts: [{layer: 1, hiddenBy: 2, fate: fate.rewritten, bytes: 9_000_000, files: 1}],
		contents: Int32Array.of(store.content(transitions.stateAfter(path, 1))),
	};
	screen.dispatch({type: 'found', name: 'waste', finding: {overlay: screen.overlay, result: [waste]}}).press('w', 't');
	t.deepEqual(taken(screen), ['/usr/lib/libbig.so at 1']);
	t.regex(screen.lines.at(-1)!, /^ 1 marked, 9\.00 MB/);
	t.regex(screen.press('x').lines.at(-1)!, /^ x {2}\/usr\/lib\/libbig\.so, 9\.00 MB, to:/);
	// What is mended is no mark of the files, of the finder, or of anything else; nor are those marks among the waste.
	t.deepEqual(taken(screen.press('escape', '2', '*', '/').type('libsmall').press('enter', 'escape')), ['/usr/lib/libsmall.so at 1']);
	t.notRegex(screen.lines.at(-1)!, /marked/);
	t.regex(screen.press('t').lines.at(-1)!, /^ 1 marked, 20\.0 kB/);
	t.deepEqual(taken(screen.press('f')), ['/usr/lib/libsmall.so at 1']);
	t.deepEqual(taken(screen.press('escape', 'w', 'f')), ['/usr/lib/libsmall.so at 1']);
	t.regex(screen.lines.at(-1)!, /^ 1 marked, 20\.0 kB/);
	t.deepEqual(taken(screen.press('escape')), ['/usr/lib/libbig.so at 1']);
	t.deepEqual(taken(screen.press('T', '2')), ['/usr/lib/libsmall.so at 1']);
	t.is(screen.state.views.waste.ticks.size, 0);
});

test('what is marked is told with one number, wherever it is told', t => {
	const screen = open().press('2', 't', 'j', 't', '1', 't');
	const [, told] = /^ (3 marked, \S+ \wB) /.exec(screen.lines.at(-1)!)!;
	t.true(screen.press('x').lines.at(-1)!.startsWith(` x  ${told}, 4 files, to:`), screen.lines.at(-1));
});

test('what is marked anywhere has its sign wherever it stands', t => {
	const screen = open().press('f').type('libbig.so$').press('tab', 'escape', '1', 'j', '2', '*', '/').type('libbig.so').press('enter', 'escape');
	t.deepEqual(taken(screen), ['/usr/lib/libbig.so at 2']);
	t.regex(screen.frame, /✓-rw-.* libbig\.so /);
	t.regex(screen.press('L').frame, /✓ +2 \?/);
	screen.press('escape', '1', 't', 'b');
	t.regex(screen.frame, /✓ +2 .*RUN step 2/);
	t.regex(screen.press('m', 's').frame, /✓RUN step 2|✓2/);
	// Within the picture of a folder, and gone into it.
	t.regex(screen.press('s', 's').frame, /✓libbig/);
	t.regex(screen.press('g', 'enter', 'enter').frame, /✓libbig/);
});

test('of a package its files are taken, as they were when it was there', t => {
	const screen = open();
	const {tree} = screen.overlay;
	const ownerOf = new Int32Array(tree.count).fill(-1);
	const paths = ['usr/lib', 'usr/lib/libbig.so', 'usr/lib/libsmall.so', 'etc/passwd'].map(path => tree.find(Buffer.from(path)));
	ownerOf.set([0], paths[0]);
	ownerOf.set([0], paths[1]);
	ownerOf.set([0], paths[2]);
	ownerOf.set([1], paths[3]);
	const bytes = {bytes: 1, files: 1, wasted: 0, wastedFiles: 0};
	const packages: Package[] = [
		{...bytes, kind: 'dpkg', name: 'big', version: '1', layer: 1, removedIn: 0, path: paths[0], wastedIn: []},
		{...bytes, kind: 'dpkg', name: 'base-passwd', version: '1', layer: 1, removedIn: 2, path: paths[3], wastedIn: [1]},
	];
	const result: PackageList = {packages, ownerOf, unowned: {...bytes, bytes: 0}, warnings: []};
	screen.dispatch({type: 'found', name: 'packages', finding: {overlay: screen.overlay, result}}).press('p');
	t.deepEqual(taken(screen).sort(), ['/usr/lib/libbig.so at 2', '/usr/lib/libsmall.so at 1']);
	t.deepEqual(taken(screen.press('s', 's', 's', 's', '/').type('passwd').press('enter', 't')), ['/etc/passwd at 1']);
	t.regex(screen.frame, />✓/);
});
