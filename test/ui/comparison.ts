import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import stringWidth from 'string-width';
import type {State} from '../../source/ui/state.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, ociLayout, sha256, wrap, writeTar} from '../helpers/build-image.js';
import {fakeRegistry} from '../helpers/fake-registry.js';
import {serveLayout} from '../helpers/serve-layout.js';
import {threeImages, twoBuilds} from '../helpers/several-stories.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession} from '../helpers/test-session.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const isCompared = ({comparison, phase}: State) => phase === 'whole' && comparison?.found?.all.packages !== undefined && comparison.deed === undefined && comparison.listing !== undefined;
const right = ({lines}: TestSession) => lines.slice(2, -1).map(line => line.replace(/^.*?[│┬]/, '').trimEnd());

testThreads('two images: the verdict, what both have, and one tree of what differs, where the bytes differ first', async t => {
	const screen = await new TestSession(t, await twoBuilds(t), {columns: 200}).until(isCompared);
	const {lines} = screen;
	t.regex(lines[0], /^ A \S+a\.tar +571 kB of 571 kB in layers {4}B \S+b\.tar +593 kB of 593 kB in layers/);
	t.regex(lines[1], /^ B is 22\.0 kB larger: .*left-pad 1\.0\.0 → 1\.3\.0; the configuration differs in env\.MODE/);
	t.regex(screen.frame, / 1 package differs/);
	t.regex(screen.frame, / {2}left-pad 1\.0\.0 → 1\.3\.0/);
	t.regex(screen.frame, / {2}env\.MODE {2}staging → production/);
	t.regex(screen.frame, / 1 layer in both, 500 kB/);
	t.deepEqual(right(screen).slice(2, 14), [
		'>  71.0 kB 93.0 kB +22.0 kB 94.0 kB ▾ usr',
		'   71.0 kB 93.0 kB +22.0 kB 94.0 kB   ▾ lib',
		' M 70.0 kB 90.0 kB +20.0 kB 90.0 kB       libssl.so',
		' A         3.00 kB +3.00 kB 3.00 kB       new.so',
		' R 1.00 kB         -1.00 kB 1.00 kB       old.so',
		'      37 B    37 B      0 B    37 B ▾ var',
		'      37 B    37 B      0 B    37 B   ▾ node_modules',
		'      37 B    37 B      0 B    37 B     ▾ left-pad',
		' M    37 B    37 B      0 B    37 B         package.json',
		'       4 B     4 B      0 B     1 B ▾ srv',
		'       1 B     1 B      0 B     1 B   ▾ deep',
		'       1 B     1 B      0 B     1 B     ▾ er',
	]);
});

testThreads('a hard link names the other name of its file, and an instruction the layer that it made', async t => {
	const folder = temporaryFolder(t);
	const stories = [['one', 'b = same'], ['two', 'b => a']];
	const references = await Promise.all(stories.map(async ([step, name]) => writeTar(path.join(folder, `${step}.tar`), dockerArchive([await buildImage(`RUN ${step}\n  a = same\n  ${name}`)]))));
	const screen = await new TestSession(t, references, {columns: 200}).until(isCompared);
	t.regex(screen.frame, /differs in hard links \(the same file as \/a in B alone\)/);
	t.regex(screen.frame, / A layer 1: RUN one/);
	t.regex(screen.frame, / B layer 1: RUN two/);
});

testThreads('the keys of the tree: open, close, all, sort, what is shown, times and owners', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	const settled = async () => screen.until(({comparison}) => comparison?.listing?.wish.files !== undefined);
	screen.press('*');
	await settled();
	t.deepEqual(right(screen).slice(2, 6).map(line => line.trim()).filter(Boolean), ['>  71.0 kB 93.0 kB +22.0 kB ▸ usr', '37 B    37 B      0 B ▸ var', '4 B     4 B      0 B ▸ srv']);
	// What is all there is in a folder opens with it.
	screen.press('down', 'right');
	t.regex(right(screen)[5], /left-pad/);
	t.regex(right(screen)[6], /package/);
	screen.press('right', 'right', 'right');
	t.regex(screen.frame, /\/var\/node_modules\/left-pad\/package\.json/);
	screen.press('left', 'left', 'left', 'left', 'left', 'left');
	t.regex(right(screen)[3], />.* ▸ var/);
	screen.press('*', 's');
	t.regex(screen.frame, /2 Differences. by growth/);
	screen.press('s');
	t.regex(screen.frame, /by name/);
	t.regex(right(screen)[2], / ▾ srv$/);
	screen.press('A');
	t.notRegex(screen.frame, /new\.so/);
	t.regex(screen.frame, /without added/);
	screen.press('A', 'R', 'M');
	t.deepEqual(right(screen).slice(2, 5).map(line => line.slice(1)), ['  71.0 kB 93.0 kB +22.0 kB ▾ usr', '  71.0 kB 93.0 kB +22.0 kB   ▾ lib', 'A         3.00 kB +3.00 kB       new.so']);
	screen.press('R', 'M', 'U', 'g');
	t.regex(screen.frame, / 500 kB {2}500 kB .*big/);
	screen.press('U');
	t.regex(screen.frame, /m .*app\.conf/);
	screen.press('i');
	await screen.until(({comparison}) => comparison!.found!.ignoring !== undefined);
	t.notRegex(screen.frame, /app\.conf/);
	t.regex(screen.frame, /2 Differences\S? without times and owners · by name ─/);
	screen.relay.dispatch({type: 'resized', columns: 80, rows: 24});
	t.regex(screen.frame, /2 Differences\S? no times, owners ·/);
	screen.relay.dispatch({type: 'resized', columns: 120, rows: 30});
	screen.press('i');
	t.regex(screen.frame, /m .*app\.conf/);
});

testThreads('a search finds in closed folders too, and Esc brings back what stood open', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	screen.press('*', 'G', '/').type('.so');
	await screen.until(({comparison}) => comparison!.listing!.search?.found.query === '.so');
	t.regex(screen.lines.at(-1)!, /^ \/\.so.*1 of 3/);
	t.regex(screen.frame, />.*libssl\.so/);
	screen.press('enter', 'n');
	t.regex(screen.frame, />.*new\.so/);
	screen.press('n', 'n');
	t.regex(screen.frame, />.*libssl\.so/);
	screen.press('N');
	t.regex(screen.frame, />.*old\.so/);
	t.regex(screen.lines.at(-1)!, /^ \/\.so {2}3 of 3/);
	// From a row that is no match, into a folder that is closed.
	screen.press('*', '*', 'g', 'n');
	t.regex(screen.frame, />.*libssl\.so/);
	screen.press('escape');
	t.is(screen.state.search, undefined);
	screen.press('*', '*', '/').type('libssl').press('escape');
	t.notRegex(screen.frame, /M .*libssl\.so/);
});

testThreads('Enter on a file shows what differs in it, or the file itself where there is nothing to compare', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	screen.press('/').type('package.json').press('enter', 'enter');
	await screen.until(({viewer}) => viewer !== undefined && screen.frame.includes('1.3.0'));
	t.regex(screen.frame, /A \/var\/node_modules\/left-pad\/package\.json → B/);
	t.regex(screen.frame, /-\{"name":"left-pad","version":"1\.0\.0"\}/);
	t.regex(screen.frame, /\+\{"name":"left-pad","version":"1\.3\.0"\}/);
	screen.press('escape');
	t.is(screen.state.viewer, undefined);
	t.regex(screen.frame, />.*package\.json/);
	screen.press('/').type('app.conf').press('enter', 'v');
	await screen.until(({viewer}) => viewer !== undefined && /1.*one/.test(screen.frame));
	screen.press('escape', '/').type('old.so').press('enter', 'v');
	await screen.until(({viewer}) => viewer !== undefined && screen.frame.includes('/usr/lib/old.so'));
	screen.press('escape', 'escape');
	t.truthy(screen.state.comparison);
});

testThreads('what both have: sections open and close, and a layer leads to its image and back', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	screen.press('tab', 'j', 'j');
	t.is(screen.state.focus, 'sides');
	t.regex(screen.frame, />.*left-pad 1\.0\.0 → 1\.3\.0/);
	screen.press('left');
	t.regex(screen.frame, />▾ 1 package differs/);
	screen.press('left');
	t.regex(screen.frame, />▸ 1 package differs/);
	t.notRegex(screen.frame, /left-pad \(npm\)/);
	screen.press('enter', 'G');
	t.regex(screen.frame, />.*ADD rootfs\.tar/);
	screen.press('enter');
	t.true(screen.state.comparison === undefined);
	t.is(screen.state.layer, 1);
	t.regex(screen.frame, /1 Layers/);
	t.regex(screen.lines.at(-1)!, /Esc back/);
	screen.press('escape');
	t.truthy(screen.state.comparison);
	screen.press('b');
	t.regex(screen.lines[0], /b\.tar/);
	// Once it is seen its contents are compared too.
	await screen.until(({grown}) => grown?.isProven === true);
	screen.press('j', 'escape');
	t.regex(screen.lines[0], /^ A .* B /);
	screen.press('escape');
	t.is(screen.state.focus, 'differences');
});

testThreads('no comparison and no list is wider or higher than the terminal, in colour, without, and in ASCII', async t => {
	const references = await threeImages(t);
	for (const options of [{}, {color: true}, {ascii: true}]) {
		const screens = [
			await new TestSession(t, references.slice(0, 2), options).until(isCompared),
			await new TestSession(t, references, options).until(({phase}) => phase === 'whole'),
		];
		for (const screen of screens) {
			for (const [columns, rows] of [[40, 10], [60, 16], [79, 20], [80, 24], [120, 40], [200, 60], [20, 5]]) {
				screen.relay.dispatch({type: 'resized', columns, rows});
				for (const keys of [[], ['U', '*'], ['tab', 'G'], ['tab', 'G', '+'], ['_', '?'], ['escape', '/', 'o', 'enter']]) {
					const {lines} = screen.press(...keys);
					const place = `${columns}×${rows} ${JSON.stringify(options)} ${keys.join(' ')}\n${lines.join('\n')}`;
					t.true(lines.length <= rows, place);
					t.true(lines.every(line => stringWidth(line) <= columns), place);
					t.true(!('ascii' in options) || /^[\n\u0020-\u007E]*$/.test(lines.join('\n').replaceAll('名前', '').replaceAll('一', '')), place);
				}
			}
		}
	}
});

testThreads('the mouse: a click selects, a double click opens or closes, the wheel scrolls what is under it', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	const x = screen.lines[4].indexOf('▾ usr');
	screen.relay.dispatch({type: 'press', x, y: 5, at: 0});
	t.regex(screen.frame, />.* ▾ lib/);
	screen.relay.dispatch({type: 'press', x, y: 5, at: 1000});
	screen.relay.dispatch({type: 'press', x, y: 5, at: 1100});
	t.regex(screen.frame, />.* ▸ lib/);
	t.notRegex(screen.frame, /old\.so/);
	screen.relay.dispatch({type: 'press', x: 3, y: 4, at: 3000});
	screen.relay.dispatch({type: 'press', x: 3, y: 4, at: 3100});
	t.is(screen.state.focus, 'sides');
	t.regex(screen.frame, />▸ 1 package differs/);
	screen.relay.dispatch({type: 'resized', columns: 120, rows: 16});
	screen.relay.dispatch({type: 'wheel', x, y: 5, by: 1});
	t.notRegex(screen.frame, /▾ usr/);
});

testThreads('only keys that hold there are offered and told', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	screen.press('w', 'p', 'm', 'f', 'O', 'L', 'y', 'D', '3', '4', ']');
	t.is(screen.state.focus, 'differences');
	screen.press('?').type('Dockerfile');
	t.regex(screen.frame, /No key does that/);
	screen.press('escape', '?').type('opens image A').press('enter');
	t.regex(screen.lines[0], /a\.tar/);
	t.true(screen.state.comparison === undefined);
});

testThreads('one that can\'t be opened takes the screen, and says which', async t => {
	const [a] = await twoBuilds(t);
	const screen = await new TestSession(t, [a, '/nowhere/gone.tar']).until(({phase}) => phase === 'failed');
	t.regex(screen.frame, /\/nowhere\/gone\.tar can't be opened\./);
});

testThreads('while one is still to come keys are answered, Esc stops, and what is there can be looked at', async t => {
	const [a, b] = await twoBuilds(t);
	const never = Promise.withResolvers<void>();
	t.teardown(() => {
		never.resolve();
	});
	const screen = await new TestSession(t, [a, b], {
		before: async reference => reference === b ? never.promise : undefined,
	}).until(({comparison}) => comparison?.a.phase === 'whole');
	t.regex(screen.frame, /Both images are being read/);
	t.regex(screen.lines[0], / reading *$/);
	screen.press('a');
	t.regex(screen.frame, /1 Layers/);
	screen.press('escape', 'tab');
	t.is(screen.state.focus, 'sides');
	t.regex(screen.frame, /a\.tar: 2 of 2 layers/);
	screen.press('escape');
	t.is(screen.state.phase, 'stopping');
});

testThreads('opening that Esc stopped goes on with c, of one image and of two', async t => {
	const files = await twoBuilds(t);
	for (const references of [files.slice(0, 1), files]) {
		const first = Promise.withResolvers<void>();
		let attempts = 0;
		const screen = new TestSession(t, references, {before: async () => attempts++ < references.length ? first.promise : undefined});
		screen.press('escape');
		t.is(screen.state.phase, 'stopping');
		// What is stopped rejects, whatever it is at.
		first.reject(new Error('stopped'));
		await screen.until(({failure}) => failure !== undefined);
		t.regex(screen.frame, /Opening was stopped\./);
		t.regex(screen.frame, /c go on {2}O open another {2}q quit/);
		screen.press('c');
		t.is(screen.state.failure, undefined);
		await screen.until(references.length > 1 ? isCompared : ({phase}) => phase === 'whole');
		t.is(attempts, 2 * references.length);
	}
});

testThreads('the same image in two forms is identical, and says so', async t => {
	const [a] = await twoBuilds(t);
	const copy = `${a}.copy.tar`;
	fs.copyFileSync(a, copy);
	const screen = await new TestSession(t, [a, copy]).until(isCompared);
	t.regex(screen.lines[1], /^ Identical/);
	t.regex(screen.frame, /The files are the same\./);
	screen.press('enter', 'right', 'left', '*', 'space', 'n', 'G');
	t.regex(screen.frame, /The files are the same\./);
});

testThreads('what Esc stopped c reads on, and then it is compared', async t => {
	const folder = temporaryFolder(t);
	const layers = Array.from({length: 300}, (_, index) => `RUN ${index}\n  f * ${index}`).join('\n');
	const references = await Promise.all(['a', 'b'].map(async name => writeTar(path.join(folder, `${name}.tar`), dockerArchive([await buildImage(`${layers}\nRUN ${name}\n  ${name} * 5`)]))));
	const screen = await new TestSession(t, references, {columns: 200}).until(({comparison}) => comparison?.a.phase === 'reading' && comparison.b.phase === 'reading');
	screen.press('escape');
	await screen.until(({phase}) => phase === 'stopped');
	t.regex(screen.lines.at(-1)!, /c read on/);
	screen.press('c');
	await screen.until(isCompared);
	t.notRegex(screen.frame, /c read on/);
	t.regex(screen.frame, /A +5 B/);
});

testThreads('layers that could not be had are tried again by c, and what differs is compared anew: cursor, marks and open folders stay with their paths', async t => {
	const base = 'RUN base\n  etc/motd = hello\n  srv/same = 1\n';
	const top = 'RUN top\n  bin/tool * 300\n  opt/app * 900\n';
	const [inRegistry, other] = [await buildImage(base + top), await buildImage(`${base}RUN other\n  opt/app * 500\n  usr/lib/new * 400\n  var/log * 3\n`)];
	const serve = serveLayout(ociLayout([inRegistry]));
	const gone = sha256(wrap(inRegistry.layers[1], 'gzip'));
	let isOut = true;
	const registry = await fakeRegistry(t, request => isOut && request.path.endsWith(gone) ? {status: 404} : serve(request));
	const local = await writeTar(path.join(temporaryFolder(t), 'b.tar'), dockerArchive([other]));
	const screen = await new TestSession(t, [`registry://${registry.host}/app:1`, local], {columns: 200}).until(isCompared);
	t.regex(screen.lines[1], /Not all could be read\./);
	t.regex(screen.lines.at(-1)!, /c read on/);
	t.notRegex(screen.lines[0], /stopped/);
	t.notRegex(screen.frame, / bin/);
	// Without times, by names; one folder is closed, one path marked, the cursor on the last.
	screen.press('i', 's', 's');
	const isListed = ({comparison, views}: State) => comparison?.found?.ignoring !== undefined && comparison.listing?.wish.files === comparison.found.ignoring.files && comparison.listing.wish.sort === views.differences.sort;
	await screen.until(isListed);
	screen.press('/').type('app').press('enter', 't', 'escape', '/').type('lib').press('enter', 'left', 'escape', 'G');
	await screen.until(isListed);
	const named = () => right(screen).slice(1).map(line => /[▸▾]? [a-z]+$/.exec(line)?.[0].trim() ?? '').filter(Boolean);
	const before = named();
	const {found} = screen.state.comparison!;

	// In vain.
	screen.press('c');
	await screen.until(({phase}) => phase === 'reading');
	await screen.until(isCompared);
	t.is(screen.state.comparison!.found, found);

	isOut = false;
	screen.press('c');
	await screen.until(state => isCompared(state) && isListed(state) && state.comparison!.found !== found);
	t.notRegex(screen.lines[1], /Not all could be read/);
	t.notRegex(screen.lines.at(-1)!, /c read on/);
	t.regex(screen.frame, /▸ bin/);
	t.deepEqual(named().filter(name => name !== '▸ bin'), before);
	t.regex(screen.lines.at(-1)!, /1 marked, 500 B/);
	screen.press('y');
	t.deepEqual(screen.copied, ['/opt/app']);
	screen.press('T', 'y');
	t.deepEqual(screen.copied.slice(1), ['/var/log']);
});

testThreads('times and owners are left out also where that is asked for before anything is compared', async t => {
	const screen = new TestSession(t, await twoBuilds(t), {columns: 200}).press('i');
	await screen.until(isCompared);
	await screen.until(({comparison}) => comparison!.found!.ignoring !== undefined);
	t.regex(screen.frame, /without times and owners/);
	t.notRegex(screen.frame, /app\.conf/);
});

testThreads('y copies the path under the cursor, and Y offers its name; of what both have nothing is copied', async t => {
	const screen = await new TestSession(t, await twoBuilds(t), {columns: 200}).until(isCompared);
	screen.press('j', 'j', 'y');
	t.deepEqual(screen.copied, ['/usr/lib/libssl.so']);
	await screen.until(({notice}) => notice?.text === 'Copied the path: /usr/lib/libssl.so');
	screen.press('Y');
	t.regex(screen.frame, /path +\/usr\/lib\/libssl\.so/);
	screen.press('n');
	t.deepEqual(screen.copied, ['/usr/lib/libssl.so', 'libssl.so']);
	t.is(screen.state.field, undefined);
	screen.press('1', 'y', 'Y');
	t.is(screen.copied.length, 2);
	t.is(screen.state.field, undefined);
});

testThreads('& keeps what a query finds in one of the two: names, versions of either side, changes from A to B, packages', async t => {
	const screen = await new TestSession(t, await twoBuilds(t), {columns: 160, color: false}).until(isCompared);
	const names = () => right(screen).slice(2, 14).filter(line => /[▸▾]|^>?.[ AMRm] |B/.test(line) && /\d/.test(line)).map(line => line.replace(/^.*B +(?:[▸▾] +)?/, ''));
	const settled = async () => screen.until(({comparison, filter}) => comparison!.listing!.wish.filter === filter);
	screen.press('&').type('ssl');
	await settled();
	t.deepEqual(names(), ['usr', 'lib', 'libssl.so']);
	t.regex(screen.frame, />.*libssl\.so/);
	t.regex(screen.lines.at(-1)!, /^ &ssl.*1 match/);
	t.regex(screen.frame, /2 Differences\S? 1 match "ssl" · by bytes/);
	const ask = async (query: string) => {
		screen.press('ctrl-u').type(query);
		await settled();
		return names().filter(name => !['usr', 'lib', 'var', 'node_modules', 'srv', 'deep', 'er', 'left-pad'].includes(name));
	};

	t.deepEqual(await ask('change:removed'), ['old.so']);
	t.deepEqual(await ask('change:added'), ['new.so']);
	t.deepEqual(await ask('*.so !change:modified'), ['new.so', 'old.so']);
	// What either side shows: 90 kB in B alone, the owner of B alone, the bytes of A alone.
	t.deepEqual(await ask('size:80k..'), ['libssl.so']);
	t.deepEqual(await ask('owner:1000'), ['app.conf']);
	t.deepEqual(await ask('size:1k..1k'), ['old.so']);
	t.deepEqual(await ask('package:left-pad type:file'), ['package.json']);
	t.deepEqual(await ask('nothing-has-this'), []);
	t.regex(screen.frame, /Nothing of what differs matches the filter/);
	// What is no query keeps what the one before has kept, and is told.
	await ask('.so');
	screen.press('ctrl-u').type('re:(');
	t.regex(screen.lines.at(-1)!, /no regular expression: unterminated group/);
	screen.press('escape');
	t.is(screen.state.filter, '');
	await settled();
	t.is(names().length > 6, true);
});

testThreads('& opens before both are read: no letter of the query acts as a key, and it holds once they are compared', async t => {
	const references = await twoBuilds(t);
	const first = Promise.withResolvers<void>();
	const screen = new TestSession(t, references, {before: async reference => reference === references[1] ? first.promise : undefined});
	await screen.until(({comparison}) => comparison?.a.phase === 'whole');
	const {sort} = screen.state.views.differences;
	screen.press('&').type('bassi');
	t.is(screen.state.field?.text, 'bassi');
	t.truthy(screen.state.comparison, 'no key has opened one of the two');
	t.is(screen.state.views.differences.sort, sort);
	t.notRegex(screen.frame, /Nothing of what differs/);
	screen.press('ctrl-u').type('ssl layer:1').press('enter');
	t.is(screen.state.field, undefined);
	first.resolve();
	await screen.until(({comparison}) => comparison?.listing?.query?.text === 'ssl layer:1');
	t.is(screen.state.filter, 'ssl layer:1');
	t.truthy(screen.state.comparison!.listing!.filter);
	screen.press('escape');
	await screen.until(({comparison}) => comparison?.listing?.filter === undefined);
});

testThreads('re: and text: filter what differs: paths of both, and what either shows there', async t => {
	const screen = await new TestSession(t, await twoBuilds(t), {color: true}).until(isCompared);
	const names = () => Array.from(screen.state.comparison!.listing!.rows, path => screen.state.comparison!.listing!.wish.files.tree.name(path));
	const ask = async (query: string) => {
		screen.press('ctrl-u').type(query);
		await screen.until(({comparison, filter, filtering}) => {
			const {wish} = comparison!.listing!;
			return wish.filter === filter && !wish.isAwaited && filtering?.text === filter && !filtering.work && wish.prepared?.texts?.size === filtering.texts.size;
		});
		return names();
	};

	screen.press('&');
	t.deepEqual(await ask(String.raw`re:/(old|new)\.so$`), ['usr', 'lib', 'new.so', 'old.so']);
	t.regex(screen.lines.at(-1)!, /2 matches/);
	// The part of the name that matched is marked.
	t.regex(screen.frame, /(?:\u001B\[\d+m)+old\.so(?:\u001B\[\d+m)+/);
	t.deepEqual(await ask('text:left-pad'), ['var', 'node_modules', 'left-pad', 'package.json']);
	t.deepEqual(await ask('text:^[xy]$'), ['srv', 'deep', 'er', 'only']);
	t.deepEqual(await ask('text:nobody-wrote-this'), []);
	t.regex(screen.frame, /Nothing of what differs matches the filter/);
});

testThreads('with a filter folders open and close, a search goes on in what it keeps, and Esc leaves what was found in sight', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	const settled = async () => screen.until(({comparison, filter}) => comparison!.listing!.wish.filter === filter);
	screen.press('*', '&').type('.so').press('enter');
	await settled();
	t.regex(screen.frame, /▾ lib/);
	t.regex(screen.lines.at(-1)!, /Esc back/);
	screen.press('g', 'left');
	t.regex(screen.frame, />.*▸ usr/);
	t.notRegex(screen.frame, /old\.so/);
	screen.press('right', '/').type('o');
	t.regex(screen.lines.at(-1)!, /1 of 3/);
	screen.press('enter', 'n', 'n');
	t.regex(screen.frame, />.*old\.so/);
	screen.press('escape', 'escape');
	t.is(screen.state.filter, '');
	await settled();
	t.regex(screen.frame, />.*old\.so/);
	t.regex(screen.frame, /▸ srv/);
	// Filtered from the other pane, and what the filter had before is back with Esc.
	screen.press('1', '&').type('motd').press('escape');
	t.is(screen.state.filter, '');
	t.is(screen.state.focus, 'differences');
});

testThreads('t marks paths of either side; x takes them out as B has them and what only A has from A, and X the other way round', async t => {
	const screen = await new TestSession(t, await twoBuilds(t)).until(isCompared);
	const folder = path.join(temporaryFolder(t), 'out');
	const extract = async (key: string, to: string) => {
		screen.press(key, 'ctrl-u').type(to).press('enter');
		await screen.until(({extraction, notice}) => extraction === undefined && notice !== undefined);
		return screen.state.notice!.text;
	};

	const find = (name: string) => screen.press('/').type(name).press('enter', 'escape');
	find('libssl.so').press('x');
	t.regex(screen.frame, /x {2}\/usr\/lib\/libssl\.so, 90\.0 kB, of B, to: b-extracted/);
	screen.press('escape', 'X');
	t.regex(screen.frame, /x {2}\/usr\/lib\/libssl\.so, 70\.0 kB, of A, to: a-extracted/);
	screen.press('escape', 't');
	find('old.so').press('t');
	t.regex(screen.frame, /2 marked, 91\.0 kB/);
	t.regex(screen.frame, /✓.*libssl\.so/);
	screen.press('y');
	t.deepEqual(screen.copied, ['/usr/lib/libssl.so\n/usr/lib/old.so']);
	t.regex(await extract('x', `${folder}/b`), /^B: Extracted 1 file, 2 folders \(90\.0 kB\) in .*; A: Extracted 1 file, 2 folders \(1\.00 kB\) in /);
	t.is(fs.statSync(`${folder}/b/usr/lib/libssl.so`).size, 90_000);
	t.is(fs.statSync(`${folder}/b/usr/lib/old.so`).size, 1000);
	t.regex(await extract('X', `${folder}/a`), /^Extracted 2 files, 2 folders \(71\.0 kB\) in /);
	t.is(fs.statSync(`${folder}/a/usr/lib/libssl.so`).size, 70_000);
	// A mark in a folder that is marked counts once, and marks hold where the filter shows them no more.
	find('lib').press('t', '&').type('motd').press('enter');
	t.regex(screen.frame, /3 marked, 94\.0 kB/);
	screen.press('T');
	t.is(screen.state.views.differences.ticks.size, 0);
	t.notRegex(screen.frame, /marked/);
});
