import test from 'ava';
import {staticLibrary} from '../../../source/audit/rules/static-library.js';
import {toldFindings} from '../../helpers/audit-story.js';

const contents = {archive: '!<arch>\nabc', thin: '!<thin>\n'};

test('static libraries and what libtool leaves, by the layer that stores them', async t => {
	t.deepEqual(await toldFindings(t, [staticLibrary], `
		RUN make install
		  usr/lib/liba.a = @archive
		  usr/lib/deep/libb.a = @thin
		RUN make more
		  opt/libc.la = # libtool
	`, {contents}), [
		'note static-library layer 1 /usr/lib 19 B: 2 static libraries in /usr/lib (19 B): no program that runs needs them.',
		'note static-library layer 2 /opt 9 B: 1 static library in /opt (9 B): no program that runs needs them.',
	]);
});

test('no static library: another file of that name, a package of Debian, one that a later layer removes', async t => {
	t.deepEqual(await toldFindings(t, [staticLibrary], `
		RUN make install
		  usr/lib/notes.a = letters from A to B
		  tmp/app.deb = @archive
		  usr/lib/liba.a = @archive
		RUN rm /usr/lib/liba.a
		  usr/lib/.wh.liba.a
	`, {contents}), []);
});
