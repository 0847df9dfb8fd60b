import test from 'ava';
import type {State} from '../../source/ui/state.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {threeImages} from '../helpers/several-stories.js';
import {TestSession} from '../helpers/test-session.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const isRead = ({phase}: State) => phase === 'whole';

testThreads('three images: what each weighs, what is shared, and what could not be opened', async t => {
	const [a, b, other] = await threeImages(t);
	const screen = await new TestSession(t, [a, b, '/nowhere/gone.tar', other]).until(isRead);
	const {lines} = screen;
	t.regex(lines[0], /^ 4 images {2}1\.16 MB +664 kB without repetition *$/);
	t.regex(lines[3], /> {2}1 {2}571 kB {2}571 kB {10}500 kB 71\.0 kB .* 2 .*a\.tar +app:1/);
	t.regex(lines[5], /3 {2}failed .*gone\.tar/);
	t.regex(lines[6], /4 {4}11 B/);
	t.regex(screen.frame, /1 layer that others have too, 500 kB\n +1 {2}500 kB {2}with 2 {2}ADD rootfs/);
	screen.press('j', 'j');
	t.regex(screen.frame, /gone\.tar is not there/);
	t.notRegex(screen.lines.at(-1)!, /Enter open/);
	t.regex(screen.press('j').lines.at(-1)!, /Enter open/);
	screen.press('k');
	screen.press('s');
	t.regex(screen.lines[1], /largest first/);
	t.regex(screen.lines[3], / 2 {2}593 kB/);
	screen.press('/').type('other').press('enter');
	t.regex(screen.frame, /> {2}4/);
});

testThreads('Enter opens one, Esc comes back, and c compares the two that are marked', async t => {
	const [a, b, other] = await threeImages(t);
	const screen = await new TestSession(t, [a, b, other], {columns: 200}).until(isRead);
	screen.press('j', 'enter');
	await screen.until(({phase}) => phase === 'whole');
	t.regex(screen.lines[0], /b\.tar/);
	t.regex(screen.frame, /1 Layers/);
	screen.press('enter', 'escape');
	t.falsy(screen.state.shelf);
	screen.press('escape');
	t.truthy(screen.state.shelf);
	t.regex(screen.frame, /> {2}2/);

	screen.press('g', 't', 'j', 'j', 't');
	t.regex(screen.lines.at(-1)!, /2 marked/);
	screen.press('c');
	await screen.until(({comparison}) => comparison?.listing !== undefined && comparison.b.phase === 'whole');
	t.regex(screen.lines[0], /^ A \S+a\.tar .*B \S+other\.tar/);
	screen.press('a');
	t.regex(screen.lines[0], /a\.tar/);
	screen.press('escape', 'escape');
	t.truthy(screen.state.shelf);
	// Without marks: the one under the cursor and the one above.
	screen.press('T', 'k', 'c');
	await screen.until(({comparison}) => comparison?.listing !== undefined && comparison.b.phase === 'whole');
	t.regex(screen.lines[0], /^ A \S+a\.tar .*B \S+b\.tar/);
	screen.press('q');
	t.is(screen.state.exitCode, 0);
});

testThreads('of an image with many layers + tells all, and Esc goes back', async t => {
	const [a, b] = await threeImages(t);
	const screen = await new TestSession(t, [a, b, a], {rows: 12}).until(isRead);
	t.notRegex(screen.frame, /1 layer of its own/);
	screen.press('j', '+');
	t.regex(screen.frame, /> {2}2[\s\S]*1 layer that others have too[\s\S]*1 layer of its own[\s\S]*npm install left-pad/);
	screen.press('j');
	t.regex(screen.frame, /> {2}3[\s\S]*2 layers that others have too[\s\S]*with 1 2/);
	screen.press('escape');
	t.false(screen.state.isZoomed);
	t.truthy(screen.state.shelf);
});

testThreads('while images are read the list is there, and keys are answered', async t => {
	const references = await threeImages(t);
	const gate = Promise.withResolvers<void>();
	const screen = await new TestSession(t, references, {
		before: async reference => reference === references[1] ? gate.promise : undefined,
	}).until(({shelf}) => shelf![1].step === 'reading');
	t.regex(screen.frame, /reading 2 of 3/);
	t.regex(screen.frame, /2 reading/);
	screen.press('G');
	t.regex(screen.frame, /> {2}3/);
	gate.resolve();
	await screen.until(isRead);
	t.regex(screen.frame, /> {2}3 {4}11 B/);
});
