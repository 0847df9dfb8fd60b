import test from 'ava';
import type {JudgedFinding, Judgement} from '../../source/audit/finding.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const open = (options?: TestScreenOptions) => new TestScreen(screenStory, {columns: 160, rows: 30, ...options});
const pathOf = ({overlay}: TestScreen, path: string) => overlay.tree.find(Buffer.from(path));

const finding = (more: Partial<JudgedFinding>): JudgedFinding => ({
	rule: 'some-rule', severity: 'warning', confidence: 'high', message: 'Something is wrong.', remedy: 'Write something else.',
	instruction: '', base: false, fingerprint: more.message ?? '', state: 'new', fails: false, ...more,
});

function audited(screen: TestScreen, judgement: Partial<Judgement> = {}): TestScreen {
	const findings = [
		finding({rule: 'deleted-secret', severity: 'critical', layer: 1, path: pathOf(screen, 'etc/passwd'), message: 'A key\u001B[2J is still there.', remedy: 'Rotate it.', instruction: 'ADD rootfs.tar /'}),
		finding({rule: 'missing-library', severity: 'error', layer: 1, path: pathOf(screen, 'usr/lib/libbig.so'), message: 'libx.so is missing.'}),
		finding({rule: 'unstripped-binary', severity: 'note', layer: 1, path: pathOf(screen, 'usr/lib/libsmall.so'), bytes: 7000, message: 'It has symbols.'}),
		finding({rule: 'world-writable', layer: 1, path: pathOf(screen, 'usr/lib/libbig.so'), message: 'Anybody may write it.', confidence: 'medium'}),
		finding({rule: 'root-user', message: 'It runs as root.', state: 'ignored', reason: 'it must'}),
	];
	return screen.dispatch({type: 'found', name: 'audit', finding: {overlay: screen.overlay, result: {complete: true, passed: false, failOn: 'error', thresholds: [], findings, remarks: [], ...judgement}}});
}

const rows = (screen: TestScreen) => screen.lines.slice(3).map(line => line.replace(/^.*?[│┤┬]/, '').trimEnd()).slice(0, 5);

test('findings, worst first, with what to write instead below; ignored ones are counted', t => {
	const screen = audited(open()).press('F');
	t.regex(screen.lines[1], /F Findings\] FAIL · worst first · 1 crit 1 err 1 warn 1 note · 1 ignored/);
	t.deepEqual(rows(screen).slice(0, 4).map(row => row.replaceAll(/ +/g, ' ')), [
		'>critical 1 deleted-secret /etc/passwd',
		' error 1 missing-library /usr/lib/libbig.so',
		' warning 1 world-writable /usr/lib/libbig.so',
		' note 7.00 kB 1 unstripped-binary /usr/lib/libsmall.so',
	]);
	t.regex(screen.frame, /A key\\x1b\[2J is still there\./);
	t.regex(screen.frame, /Rotate it\./);
	t.regex(screen.frame, /layer 1: ADD rootfs\.tar/);
	t.regex(screen.press('j', 'j').frame, /medium confidence/);
});

test('by severity, rule, layer, path or bytes', t => {
	const screen = audited(open()).press('F');
	const first = (order: string) => {
		screen.press('s', 'g');
		t.true(screen.lines[1].includes(order), screen.lines[1]);
		return rows(screen)[0].replaceAll(/ +/g, ' ').split(' ').slice(-2).join(' ');
	};

	t.is(first('by rule'), 'deleted-secret /etc/passwd');
	t.is(first('by layer'), 'deleted-secret /etc/passwd');
	t.is(first('by path'), 'deleted-secret /etc/passwd');
	t.is(first('most bytes first'), 'unstripped-binary /usr/lib/libsmall.so');
});

test('Enter goes to the place, Esc back to the findings', t => {
	const screen = audited(open()).press('F', 'j', 'enter');
	t.is(screen.state.focus, 'files');
	t.is(screen.cursor, '/usr/lib/libbig.so');
	t.is(screen.press('escape').state.focus, 'audit');
});

test('the tree marks what was found at warnings and worse, and the title says whether the image passes', t => {
	const screen = open({columns: 200}).press('2', '*');
	t.false(screen.frame.includes('missing-library'));
	audited(screen);
	t.regex(screen.frame, /libbig\.so ! missing-library \+1/);
	t.notRegex(screen.frame, /libsmall\.so !/);
	t.regex(screen.lines[0], /audit fails: F tells/);
	audited(screen, {passed: true, findings: []});
	t.regex(screen.lines[0], /audit passes/);
	audited(screen, {complete: false, findings: []});
	t.regex(screen.lines[0], /audit incomplete/);
	t.regex(screen.press('F').frame, /INCOMPLETE .*No rule found anything in what could be read/s);
	screen.press('escape');
	audited(screen, {passed: true, findings: []});
	t.notRegex(screen.frame, / ! missing-library/);
	t.regex(screen.press('F').frame, /No rule found anything\./);
});

test('where there is less room the title says it shorter, in a word that needs no colour', t => {
	for (const [columns, fails, passes] of [[200, /audit fails: F tells {2}.* waste/, /audit passes {2}.* waste/], [80, / FAIL {2}.* waste/, / pass(es)? {2}.* waste/], [40, / FAIL$/, / pass$/]] as const) {
		const screen = audited(open({columns, image: {chosen: 'registry/team/a-long-name-of-an-image:1.2.3'}}));
		t.regex(screen.lines[0], fails);
		t.regex(audited(screen, {passed: true, findings: []}).lines[0], passes);
		t.true(screen.lines[0].length <= columns);
	}
});

test('columns by the room there is: the layer at 80, bytes at 100, words in whole where they are wide', t => {
	const row = (columns: number) => {
		const screen = audited(open({columns})).press('F', 's', 's', 's', 's', 'g');
		return rows(screen)[0].replaceAll(/ +/g, ' ');
	};

	t.is(row(80), '>note 1 unstripped-bina… /usr/lib/lib…ll.so');
	t.is(row(100), '>note 7.00 kB 1 unstripped-bina… /usr/lib/lib…ll.so');
	t.is(row(200), '>note 7.00 kB 1 unstripped-binary /usr/lib/libsmall.so');
});

test('what is at no path tells how its message begins', t => {
	const screen = audited(open({columns: 80}), {findings: [finding({message: 'The image has no HEALTHCHECK, so nobody sees that it hangs.'})]}).press('F');
	t.regex(rows(screen)[0], /The image has .*…$/);
});

test('the heading says the verdict and as many counts as there is room for, an order that was chosen before them', t => {
	const screen = audited(open({columns: 80})).press('F');
	t.regex(screen.lines[1], /F Findings\] FAIL · 1 crit 1 err … ─+ 1\/4/);
	t.regex(screen.press('s').lines[1], /F Findings\] FAIL · by rule · 1 crit … ─+ 1\/4/);
	t.regex(audited(open({columns: 120})).press('F').lines[1], /FAIL · .*1 crit 1 err 1 warn 1 note/);
	t.regex(audited(open({columns: 200})).press('F').lines[1], /FAIL · worst first · 1 critical, 1 error, 1 warning, 1 note · 1 ignored/);
});

test('what happened stands before what to write instead; where there is no room it is cut', t => {
	for (const [columns, rows, whole] of [[200, 60, true], [80, 24, false], [120, 24, false], [60, 16, false]] as const) {
		const screen = audited(open({columns, rows}), {findings: [finding({message: `It begins ${'and goes on '.repeat(60)}to its end.`, remedy: 'Write this.'})]}).press('F');
		const foot = screen.frame.slice(screen.frame.lastIndexOf('─┤') + 1);
		t.true(foot.includes('It begins') && foot.lastIndexOf('It begins') < foot.indexOf('Write this.'), screen.frame);
		t.is(foot.includes('to its end.'), whole);
		t.is(foot.includes(' …\n'), !whole);
	}
});

test('what the findings wait for is told, step by step', t => {
	const reading = open({ready: 1}).press('F');
	t.regex(reading.frame, /The layers are still being read\. 1 of 3 are in\./);
	const screen = open().press('F');
	t.regex(screen.frame, /contents of files that were stored again are still +/);
	screen.dispatch({type: 'overlay-grew', grown: {...screen.state.grown!, isProven: true}});
	t.regex(screen.frame, /Reading the policy that holds …/);
	screen.dispatch({type: 'found', name: 'audit', finding: {overlay: screen.overlay, doing: 'Reading the files that rules look into'}});
	t.regex(screen.frame, /Reading the files that rules look into …/);
	t.notRegex(screen.frame, /policy that holds/);
});

test('in plain ASCII what rules write is ASCII too, in the list and below it', t => {
	const message = 'The owner’s rights: `curl … | sh` → root.';
	const ascii = audited(open({ascii: true, columns: 200}), {findings: [finding({message, remedy: 'Use `FROM … AS build`.'})]}).press('F').frame;
	t.is(ascii.split('The owner\'s rights: `curl ... | sh` -> root.').length, 3);
	t.true(ascii.includes('Use `FROM ... AS build`.'));
	t.true(audited(open({columns: 200}), {findings: [finding({message})]}).press('F').frame.includes(message));
	t.regex(open({ascii: true}).press('F').frame, /^[\n\u0020-\u007E]*$/);
});

test('a limit of the policy that the image does not keep stands first', t => {
	const screen = audited(open(), {thresholds: [
		{id: 'size', unit: 'bytes', bound: 'at-most', limit: 1e6, value: 2e6, passed: false},
		{id: 'layers', unit: 'count', bound: 'at-most', limit: 9, value: 3, passed: true},
	]}).press('F');
	t.regex(rows(screen)[1], /error +size/);
	t.regex(screen.lines[1], /FAIL · worst first · 1 limit 1 crit/);
	t.regex(screen.press('j').frame, /size is 2\.00 MB, and the policy wants at most 1\.00 MB\./);
});

test('no frame with findings is wider or higher than the terminal, in colours or plain ASCII', t => {
	for (const [columns, rows] of [[40, 10], [80, 24], [120, 40], [200, 60]]) {
		for (const ascii of [false, true]) {
			const screen = audited(open({columns, rows, ascii}), {}).press('F', 'j');
			t.true(screen.lines.length <= rows);
			t.true(screen.lines.every(line => Array.from(line).length <= columns), `${columns}x${rows}`);
			t.true(!ascii || /^[\n\u0020-\u007E]*$/.test(screen.frame.replaceAll(/名前?/g, '..')));
		}
	}
});
