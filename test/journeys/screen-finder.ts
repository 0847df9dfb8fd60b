import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {chmodSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {openFreedive} from '../helpers/open-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const enter = '\r';
const escape = '\u001B';
const up = '\u001B[A';
const down = '\u001B[B';
const tab = '\t';
const eraseAll = '\u0015';

const image = buildImage(`
	ADD rootfs.tar /
	  etc/
	  etc/passwd = root
	  etc/ssl/private/server.key = the secret
	  usr/lib/libbig.so.1 * 900000
	  usr/share/名前/twice.txt = 名
	RUN rm /etc/ssl/private/server.key
	  etc/ssl/private/.wh.server.key
	RUN echo root:x > /etc/passwd
	  etc/passwd = root:x
`, {tags: ['story:1']});

const archive = async (t: Parameters<typeof temporaryFolder>[0]) => writeTar(path.join(temporaryFolder(t), 'story.tar'), dockerArchive([await image]));

test('a file whose name is half remembered is found, also one that was deleted, marked, and come back from', async t => {
	const terminal = openFreedive(t, [await archive(t)], {columns: 100, rows: 24});
	await terminal.until(text => text.includes('% live'));
	terminal.type('f');
	await terminal.until(text => text.includes('paths in all layers') && text.includes('size:>10MB'));
	// As fast as it is pasted, and then letter by letter.
	for (const letter of 'srvkey') {
		terminal.type(letter);
	}

	await terminal.until(text => /^ f srvkey +1 of 1$/m.test(text) && /^> {2}A +1 +10 B gone \/etc\/ssl\/private\/server\.key/m.test(text));
	t.regex(terminal.text, /deleted by layer 2/);
	t.regex(terminal.text, /2 R removed +RUN rm/);
	terminal.type(enter);
	await terminal.until(text => text.includes('changes of layer 1') && />A.*server\.key/.test(text));
	terminal.type(escape);
	await terminal.until(text => /^ f srvkey +1 of 1$/m.test(text));

	terminal.type(`${eraseAll}passwd size:>`);
	await terminal.until(text => text.split('\n', 3)[2].includes('^'));
	terminal.type('5');
	await terminal.until(text => /^ f passwd size:>5 +1 of 1$/m.test(text) && /^> {2}M +3 +6 B/m.test(text));
	terminal.type(`${tab}${eraseAll}名`);
	await terminal.until(text => text.includes('名前/twice.txt') && text.includes('1 marked, 6 B'));

	terminal.type(`${eraseAll}text:secret`);
	await terminal.until(text => /^> .*server\.key/m.test(text) && / 1 of 1$/m.test(text));
	terminal.type(String.raw`${eraseAll}re:\.so\.\d$`);
	await terminal.until(text => /^> .*libbig\.so\.1/m.test(text));

	// The queries that led somewhere are remembered, the last one first.
	terminal.type(eraseAll);
	await terminal.until(text => text.includes('Enter takes one up') && /^> passwd size:>5/m.test(text));
	terminal.type(`${down}${enter}`);
	await terminal.until(text => /^ f srvkey +1 of 1$/m.test(text));
	terminal.type(up);
	await terminal.until(text => text.includes('Enter takes one up'));
	terminal.type(escape);
	await terminal.until(text => !text.includes('Enter takes one up') && text.includes('server.key'));
	terminal.type(escape);
	await terminal.until(text => text.includes('1 Layers') && text.includes('1 marked, 6 B'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});

test('y and Y copy through the terminal and the system\'s tool, and say what', async t => {
	const folder = temporaryFolder(t);
	const kept = path.join(folder, 'kept');
	writeFileSync(path.join(folder, 'xclip'), `#!/bin/sh\ncat > '${kept}'\n`);
	chmodSync(path.join(folder, 'xclip'), 0o755);
	const terminal = openFreedive(t, [await archive(t)], {
		columns: 100, rows: 24, environment: {PATH: `${folder}:${process.env.PATH}`, DISPLAY: ':99', WAYLAND_DISPLAY: undefined, TMUX: undefined, WSL_DISTRO_NAME: undefined},
	});
	const sent = (text: string) => terminal.output.includes(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
	await terminal.until(text => text.includes('% live'));
	terminal.type('fbig\r');
	await terminal.until(text => />A.*libbig\.so\.1/.test(text));
	terminal.type('y');
	await terminal.until(text => text.includes('Copied the path: /usr/lib/libbig.so.1'));
	t.true(sent('/usr/lib/libbig.so.1'));
	t.is(readFileSync(kept, 'utf8'), '/usr/lib/libbig.so.1');

	terminal.type('Y');
	await terminal.until(text => /c {2}COPY line +COPY --from=story:1 \/usr\/lib\/libbig\.so\.1/.test(text) && text.includes('ADD rootfs.tar /'));
	terminal.type(escape);
	await terminal.until(text => !text.includes('COPY line'));
	terminal.type('f名\r');
	await terminal.until(text => />.*名前/.test(text));
	terminal.type('ftwice\r');
	await terminal.until(text => />A.*twice\.txt/.test(text));
	terminal.type('Yd');
	await terminal.until(text => text.includes('Copied the digest of the content: sha256:'));
	const digest = `sha256:${createHash('sha256').update('名').digest('hex')}`;
	t.is(readFileSync(kept, 'utf8'), digest);
	t.true(sent(digest));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});
