import {Buffer} from 'node:buffer';
import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createClipboard, longestCopy, toolsOf} from '../../source/ui/effects/clipboard.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** A folder of tools, which keep what they are given in a file beside them. */
function tools(t: ExecutionContext, scripts: Record<string, string>) {
	const folder = temporaryFolder(t);
	for (const [name, script] of Object.entries(scripts)) {
		const file = path.join(folder, name);
		writeFileSync(file, `#!/bin/sh\n${script}\n`);
		chmodSync(file, 0o755);
	}

	return {folder, kept: (name: string) => readFileSync(path.join(folder, name)), has: (name: string) => existsSync(path.join(folder, name))};
}

test('bytes go to the terminal as OSC 52 and to the tool as they are', async t => {
	const {folder, kept} = tools(t, {xclip: '/bin/cat > "$HERE/got"; echo "$@" > "$HERE/arguments"'});
	const sent: string[] = [];
	const clipboard = createClipboard(text => {
		sent.push(text);
	}, {PATH: folder, HERE: folder, DISPLAY: ':0'}, 'linux');
	const bytes = Buffer.from('/a\u001B[2J\n名\u00FF', 'latin1');
	t.is(await clipboard(bytes), 'system');
	t.deepEqual(sent, [`\u001B]52;c;${bytes.toString('base64')}\u0007`]);
	t.deepEqual(kept('got'), bytes);
	t.is(kept('arguments').toString(), '-selection clipboard -in\n');
});

test('where a tool is not there, or fails, the next is asked, and at last the terminal alone', async t => {
	const {folder, kept} = tools(t, {xclip: 'exit 1', xsel: '/bin/cat > "$HERE/got"'});
	const environment = {PATH: folder, HERE: folder, DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0'};
	t.is(await createClipboard(() => undefined, environment, 'linux')(Buffer.from('text')), 'system');
	t.is(kept('got').toString(), 'text');
	t.is(await createClipboard(() => undefined, {...environment, PATH: '/nowhere'}, 'linux')(Buffer.from('text')), 'terminal');
	t.is(await createClipboard(() => undefined, {}, 'linux')(Buffer.from('text')), 'terminal');
});

test('a tool that never ends is ended', async t => {
	const {folder} = tools(t, {xclip: 'exec /bin/sleep 60', xsel: 'exit 1'});
	const started = performance.now();
	t.is(await createClipboard(() => undefined, {PATH: folder, DISPLAY: ':0'}, 'linux')(Buffer.from('text')), 'terminal');
	t.true(performance.now() - started < 20_000);
});

test('a tool that reads nothing is no error', async t => {
	const {folder} = tools(t, {xclip: 'exit 0'});
	t.is(await createClipboard(() => undefined, {PATH: folder, DISPLAY: ':0'}, 'linux')(Buffer.alloc(longestCopy)), 'system');
});

test('what is too long for terminals goes to the tool alone, and beyond a bound nowhere', async t => {
	const sent: string[] = [];
	const clipboard = createClipboard(text => {
		sent.push(text);
	}, {}, 'linux');
	t.is(await clipboard(Buffer.alloc(74_001)), 'nowhere');
	t.is(await clipboard(Buffer.alloc(longestCopy + 1)), 'nowhere');
	t.deepEqual(sent, []);
	t.is(await clipboard(Buffer.alloc(74_000)), 'terminal');
	t.true(sent[0].length < 100_000);
});

test('each system has its own tools, and only those of a display that is there are asked', t => {
	const names = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux') => toolsOf(environment, platform).map(({command}) => command);
	t.deepEqual(names({}, 'darwin'), ['pbcopy']);
	t.deepEqual(names({}), []);
	t.deepEqual(names({WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0'}), ['wl-copy', 'xclip', 'xsel']);
	t.deepEqual(names({WSL_DISTRO_NAME: 'Debian', TMUX: '/tmp/x'}), ['clip.exe', 'tmux']);
});
