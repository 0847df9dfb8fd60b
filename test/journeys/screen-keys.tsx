import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {render} from 'ink-testing-library';
import {App} from '../../source/ui/app.js';
import {createTheme} from '../../source/ui/theme.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen} from '../helpers/test-screen.js';

/** The screen within Ink, with keys as the bytes that a terminal sends. */
async function openApp(t: ExecutionContext) {
	const {store} = new TestScreen(screenStory, {columns: 120, rows: 24});
	const app = render(<App store={store} theme={createTheme({color: false, ascii: false})}/>);
	// The library's terminal has 100 columns and no rows.
	Object.defineProperties(app.stdout, {columns: {value: 120}, rows: {value: 24}});
	app.stdout.emit('resize');
	t.teardown(app.unmount);
	await delay(20);
	const type = async (keys: string): Promise<string> => {
		app.stdin.write(keys);
		// A lone Esc comes 20 ms late.
		await delay(60);
		return app.lastFrame()!;
	};

	return {store, type};
}

test.serial('keys that come in one batch all act', async t => {
	const {store, type} = await openApp(t);
	t.regex(await type('jj\r'), /─\[2 Files\] changes of layer 3/);
	t.is(store.getState().layer, 3);
});

test.serial('arrows, pages, Home and End, as a terminal sends them', async t => {
	const {store, type} = await openApp(t);
	await type('\u001B[B\u001B[B');
	t.is(store.getState().layer, 3);
	await type('\u001B[H');
	t.is(store.getState().layer, 1);
	await type('\u001B[F');
	t.is(store.getState().layer, 3);
	await type('\u001B[5~');
	t.is(store.getState().layer, 1);
	await type('\u001B[C');
	t.is(store.getState().focus, 'files');
	await type('\u001B[Z');
	t.is(store.getState().focus, 'layers');
	await type('\t');
	t.is(store.getState().focus, 'files');
});

test.serial('a search is typed, kept and given up', async t => {
	const {type} = await openApp(t);
	await type('2');
	t.regex(await type('/small'), /\n \/small▏ +1 of 1 {2}Enter keep {2}Esc cancel$/);
	t.regex(await type('\u007F\u007F'), /\n \/sma▏/);
	t.regex(await type('\u001B'), /\n → open/);
});

test.serial('pasted text is text in a field, and nothing elsewhere', async t => {
	const {store, type} = await openApp(t);
	await type('\u001B[200~qqq\u001B[201~');
	t.is(store.getState().exitCode, undefined);
	await type('/');
	await type('\u001B[200~RUN step 2\u001B[201~');
	t.is(store.getState().layer, 2);
	t.is(store.getState().field?.text, 'RUN step 2');
});

test.serial('Esc goes back and never quits', async t => {
	const {store, type} = await openApp(t);
	await type('2?');
	t.is(store.getState().field?.kind, 'help');
	await type('\u001B');
	t.is(store.getState().field, undefined);
	await type('\u001B');
	t.is(store.getState().focus, 'layers');
	await type('\u001B');
	await type('\u001B');
	t.is(store.getState().exitCode, undefined);
	await type('q');
	t.is(store.getState().exitCode, 0);
});
