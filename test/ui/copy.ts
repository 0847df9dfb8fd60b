import {Buffer} from 'node:buffer';
import test from 'ava';
import type {Contents} from '../../source/image/contents.js';
import {copyLine} from '../../source/ui/copy-choices.js';
import type {Copied} from '../../source/ui/effects/clipboard.js';
import {keepCopying} from '../../source/ui/effects/keep-copying.js';
import {sliceNames, Slicer} from '../../source/ui/effects/slicer.js';
import {screenStory} from '../helpers/screen-story.js';
import {TestScreen, type TestScreenOptions} from '../helpers/test-screen.js';

const instructions = ['ADD rootfs.tar /', 'RUN chown 1000 /usr/lib/libbig.so \\\n  && rm -r /etc/passwd /var/cache', 'COPY names /srv'];

/** A screen whose copies come here. */
function open({picture = screenStory, copied = 'system', ...options}: TestScreenOptions & {picture?: string; copied?: Copied} = {}) {
	const screen = new TestScreen(picture, {instructions, ...options});
	const copies: string[] = [];
	const slicer = new Slicer(sliceNames);
	keepCopying(screen.store, slicer, async bytes => {
		copies.push(Buffer.from(bytes).toString('latin1'));
		return copied;
	}, new AbortController().signal);
	/** Presses keys, and waits until what they began is done. */
	const press = async (...keys: string[]) => {
		screen.press(...keys);
		for (let turn = 0; turn < 5; turn++) {
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}

		return copies.at(-1);
	};

	return {screen, copies, press, get last() {
		return screen.lines.at(-1);
	}};
}

const withContents = ({screen}: {screen: TestScreen}, digest: (layer: number, index: number) => string | undefined) => {
	const contents = {
		* digest(layer: number, index: number) {
			yield;
			return digest(layer, index);
		},
	} as unknown as Contents;
	screen.dispatch({type: 'overlay-grew', grown: {...screen.state.grown!, contents}});
};

test('y copies the path under the cursor, of a layer its instruction, and says so', async t => {
	const opened = open();
	t.is(await opened.press('y'), 'ADD rootfs.tar /');
	t.is(opened.last, ' Copied the instruction: ADD rootfs.tar /');
	t.is(await opened.press('2', '*', 'j', 'j', 'y'), '/usr/lib/libbig.so');
	t.is(opened.last, ' Copied the path: /usr/lib/libbig.so');
	t.is(await opened.press('L', 'y'), '/usr/lib/libbig.so');
	t.regex((await opened.press('b', 'j', 'y'))!, /^RUN chown 1000 \/usr\/lib\/libbig\.so \\\n {2}&& rm/);
	t.is(opened.last, ' Copied the instruction: RUN chown 1000 /usr/lib/libbig.so && rm -r /etc/passwd /var/cache');
});

test('what can be copied stands in columns: names, and values that begin in one', async t => {
	const opened = open();
	withContents(opened, () => 'ab'.repeat(32));
	await opened.press('2', '*', 'j', 'j', 'Y');
	const rows = opened.screen.lines.slice(2, 7);
	t.regex(rows.join('\n'), /digest of the content {2}of \/usr/);
	t.true(rows.every(row => /^.{26} {2}\S/.test(row)), rows.join('\n'));
});

test('y copies the paths of all that is marked, a line each', async t => {
	const opened = open();
	await opened.press('2', '*', 'j', 't', 'j', 't', '1', 'y');
	t.is(opened.copies.at(-1), '/usr/lib\n/usr/lib/libbig.so');
	t.is(opened.last, ' Copied 2 paths');
});

test('what is copied is the path as it is; what is shown is safe', async t => {
	const opened = open({picture: String.raw`+ /a\x1b[2J\x0ab\xff 5`});
	t.is(await opened.press('2', 'y'), '/a\u001B[2J\nb\u00FF');
	t.is(opened.last, String.raw` Copied the path: /a\x1b[2J\x0ab\xff`);
	t.regex(opened.screen.press('Y').frame, /p {2}path +\/a\\x1b\[2J\\x0ab\\xff/);
	// No Dockerfile can name it.
	t.is(await opened.press('c'), '/a\u001B[2J\nb\u00FF');
	t.is(opened.screen.state.field?.kind, 'copy');
});

test('Y offers what there is, by its key or Enter; Esc copies nothing', async t => {
	const opened = open({image: {tags: ['example.org/app:1']}});
	await opened.press('a', 'j', 'j', '2', '*', 'j', 'j', 'Y');
	t.is(opened.screen.cursor, '/usr/lib/libbig.so');
	t.regex(opened.screen.frame, /> p {2}path +\/usr\/lib\/libbig\.so/);
	t.regex(opened.last!, /^ Enter copy {2}Esc cancel$/);
	await opened.press('escape');
	t.deepEqual(opened.copies, []);
	t.is(await opened.press('Y', 'n'), 'libbig.so');
	t.is(opened.last, ' Copied the name: libbig.so');
	t.regex((await opened.press('Y', 'i'))!, /^RUN chown/);
	t.is(await opened.press('Y', 'c'), 'COPY --from=example.org/app:1 /usr/lib/libbig.so /usr/lib/libbig.so');
	t.is(opened.last, ' Copied the COPY line: COPY --from=example.org/app:1 /usr/lib/libbig.so /usr/lib/libbig.so');
	t.is(await opened.press('Y', 'down', 'enter'), 'libbig.so');
	t.is(await opened.press('Y', 'down', 'up', 'up', 'enter'), '/usr/lib/libbig.so');
	t.is(opened.screen.state.field, undefined);
	// What is no key of the menu does nothing.
	const {length} = opened.copies;
	await opened.press('Y', 'z', 'q');
	t.is(opened.copies.length, length);
	t.is(opened.screen.state.exitCode, undefined);
});

test('a COPY line is offered of what the image still has', async t => {
	const opened = open();
	await opened.press('2', '*', 'j', 'j', 'Y');
	t.regex(opened.screen.frame, /c {2}COPY line +\(the image no longer has it like this\)/);
	t.is(await opened.press('c'), undefined);
	t.is(opened.screen.state.field?.kind, 'copy');
	t.is(await opened.press('escape', '1', 'G', 'a', 'Y', 'c'), 'COPY --from=IMAGE / /');
});

test('in a COPY line names are quoted as a Dockerfile wants it', t => {
	t.is(copyLine('a:1', '/usr/lib/x'), 'COPY --from=a:1 /usr/lib/x /usr/lib/x');
	t.is(copyLine('a:1', '/a b/"c"'), String.raw`COPY --from=a:1 ["/a b/\"c\"", "/a b/\"c\""]`);
	t.is(copyLine('a:1', '/x/[a]*?.txt'), 'COPY --from=a:1 /x/[[]a][*][?].txt /x/[a]*?.txt');
	t.is(copyLine('a:1', '/$HOME'), String.raw`COPY --from=a:1 ["/\\$HOME", "/\\$HOME"]`);
});

test('the digest of a content is computed in slices, of a layer that which documents tell', async t => {
	const opened = open();
	await opened.press('2', '*', 'j', 'j', 'Y', 'd');
	t.regex(opened.last!, /^ Not copied: contents can be read once all layers are read/);
	withContents(opened, (layer, index) => layer === 1 && index === 4 ? 'ab'.repeat(32) : undefined);
	t.is(await opened.press('Y', 'd'), `sha256:${'ab'.repeat(32)}`);
	t.regex(opened.last!, /^ Copied the digest of the content: sha256:abab/);
	t.is(await opened.press('1', 'Y', 'd'), `sha256:${'ab'.repeat(32)}`);
	t.regex(opened.screen.frame, /d {2}digest +\(no document tells it\)/);
});

test('several digests are copied as sha256sum writes them', async t => {
	const opened = open();
	withContents(opened, (_, index) => String(index).padStart(64, '0'));
	await opened.press('2', '*', 'j', 'j', 't', 'j', 't', 'j', 't', 'Y', 'd');
	t.is(opened.copies.at(-1), `${'0'.repeat(63)}4  /usr/lib/libbig.so\n${'0'.repeat(63)}6  /usr/lib/libsmall.so`);
	t.is(opened.last, ' Copied 2 digests of contents');
});

test('a content that can\'t be read, and what is too long, is told', async t => {
	const opened = open();
	withContents(opened, () => undefined);
	t.is(await opened.press('2', '*', 'j', 'j', 'Y', 'd'), undefined);
	t.is(opened.last, ' Not copied: the content can\'t be read.');
	const full = open({copied: 'nowhere'});
	await full.press('2', 'y');
	t.is(full.last, ' Not copied: 4 bytes are too many for the clipboard.');
});

test('where only the terminal was asked, the notice says that it may not have taken it', async t => {
	const opened = open({copied: 'terminal'});
	await opened.press('2', 'y');
	t.is(opened.last, ' Copied, if the terminal takes it (OSC 52), the path: /usr');
});

test('with nothing to copy y and Y do nothing, and are not offered', async t => {
	const opened = open({ready: 0});
	t.is(await opened.press('y', 'Y', '2', 'y', 'Y'), undefined);
	t.is(opened.screen.state.field, undefined);
	t.notRegex(opened.last!, /copy/);
});
