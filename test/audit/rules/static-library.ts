import test from 'ava';
import {staticLibrary} from '../../../source/audit/rules/static-library.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {dpkgPackage, lines} from '../../helpers/package-layers.js';

const contents = {
	archive: '!<arch>\nabc',
	thin: '!<thin>\n',
	status: dpkgPackage('libb-dev', '1'),
	list: lines('/usr/lib/deep/libb.a'),
};

test('static libraries and what libtool leaves, by the layer that makes them and by who has most', async t => {
	t.deepEqual(await toldFindings(t, [staticLibrary], `
		RUN make install
		  var/lib/dpkg/status = @status
		  var/lib/dpkg/info/libb-dev.list = @list
		  usr/lib/liba.a = @archive
		  usr/lib/deep/libb.a = @thin
		RUN make more
		  opt/libc.la = # libtool
	`, {contents}), [
		'note static-library layer 1 /usr/lib 19 B: 2 static libraries (19 B) in /usr/lib, which no program that runs needs: /usr/lib (11 B) and libb-dev (8 B).',
		'note static-library layer 2 /opt 9 B: 1 static library (9 B) in /opt, which no program that runs needs.',
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

test('what to write instead, by the instruction that brought them', async t => {
	const remedies = async (instruction: string, base = 0) => (await auditStory(t, [staticLibrary], `
		${instruction}
		  opt/lib/liba.a = @archive
	`, {contents, base})).map(({remedy}) => remedy);
	t.deepEqual(await remedies('RUN make install'), ['End the RUN of layer 1 with `&& find /opt/lib -name \'*.a\' -delete`, or build in a stage of its own and COPY --from=build only what runs.']);
	t.deepEqual(await remedies('COPY lib /opt/lib'), ['Leave them out of the COPY of layer 1: `**/*.a` in .dockerignore, or COPY --from=build only what runs.']);
	t.deepEqual(await remedies('RUN make install', 1), ['Begin with a base image that does not bring them.']);
});
