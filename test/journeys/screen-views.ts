import path from 'node:path';
import test from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {openFreedive} from '../helpers/open-terminal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test('from the size of an image to what to write instead, and to where it lies', async t => {
	const image = await buildImage(`
		ADD rootfs.tar /
		  etc/
		  usr/lib/libbig.so * 900000
		  usr/lib/copy/libbig.so = x
		  usr/share/名前/twice = ${'y'.repeat(80_000)}
		  var/lib/dpkg/status = Package: big\\nStatus: install ok installed\\nVersion: 1\\n
		RUN chown -R 1000:1000 /usr/lib
		  1000:1000 usr/lib/libbig.so * 900000
		ENV A=1
		RUN cp -r /usr/share/名前 /srv
		  srv/twice = ${'y'.repeat(80_000)}
	`);
	const terminal = openFreedive(t, [await writeTar(path.join(temporaryFolder(t), 'story.tar'), dockerArchive([image]))], {columns: 120, rows: 30});
	await terminal.until(text => text.includes('% live'));

	terminal.type('w');
	await terminal.until(text => /w Waste .*900 kB in 1 group/.test(text) && />\[ \] +900 kB +1→2 +owner changed +\/usr\/lib\/libbig\.so/.test(text));
	t.regex(terminal.text, /Layer 2 changes the owner of/);
	terminal.type('t');
	await terminal.until(text => text.includes('with 1 fix: 1.06 MB instead of 1.96 MB'));
	terminal.type('\r');
	await terminal.until(text => text.includes('changes of layer 1') && /> ?A .*libbig\.so/.test(text));

	terminal.type('L');
	await terminal.until(text => text.includes('L Story') && /1 A added +900 kB rewritten by 2/.test(text) && /2 m owner +900 kB live/.test(text));
	terminal.type('b');
	await terminal.until(text => text.includes('b Dockerfile') && text.includes('ENV A=1'));
	terminal.type('m');
	await terminal.until(text => text.includes('m Map') && text.includes('usr/') && text.includes('└'));
	terminal.type('D');
	await terminal.until(text => /80\.0 kB +2 80\.0 kB ▸ \/srv\/twice/.test(text));
	terminal.type('p');
	await terminal.until(text => text.includes('p Packages') && !text.includes('Looking for'));
	terminal.type('\u001B');
	await terminal.until(text => text.includes('2 Files'));
	terminal.type('q');
	t.is((await terminal.exited).exitCode, 0);
});
