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

test('those of packages to build with go with the packages: a compiler that lost them breaks what is built after', async t => {
	const story = 'RUN apt-get install -y libb-dev\n  var/lib/dpkg/status = @status\n  var/lib/dpkg/info/libb-dev.list = @list\n  usr/lib/deep/libb.a = @archive';
	const [{remedy}] = await auditStory(t, [staticLibrary], story, {contents});
	t.is(remedy, 'They go with the packages that build-toolchain names, once those are installed in a build stage. Deleted alone they would be missing where something is compiled after.');
	const [mixed] = await auditStory(t, [staticLibrary], `${story}\n  usr/lib/deep/own.a = @archive`, {contents});
	t.true(mixed.remedy.startsWith('End the RUN of layer 1 with `&& find /usr/lib/deep'), mixed.remedy);
	const [base] = await auditStory(t, [staticLibrary], story, {contents, base: 1});
	t.is(base.remedy, 'Begin with a base image that does not bring them.');
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
