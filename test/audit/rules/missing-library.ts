import test from 'ava';
import {missingLibrary} from '../../../source/audit/rules/missing-library.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {buildLdSoCache} from '../../helpers/build-ld-so-cache.js';
import {buildProgram} from '../../helpers/build-program.js';
import {glibcContents, glibcSystem, program} from '../../helpers/programs.js';

const contents = {...glibcContents, app: program({needed: ['libleaf.so.1']}), leaf: buildProgram({soname: 'libleaf.so.1'})};

test('a library that a later layer takes away: who needs it, where it was, and the instruction that did it', async t => {
	const [finding, ...others] = await auditStory(t, [missingLibrary], `
		FROM debian${glibcSystem}
		RUN make install
		  0755 usr/bin/app = @app
		  usr/lib/libleaf.so.1 = @leaf
		RUN rm /usr/lib/libleaf.so.1
		  usr/lib/.wh.libleaf.so.1
	`, {contents});
	t.deepEqual(others, []);
	t.is(finding.message, '/usr/bin/app needs libleaf.so.1, which layer 3 took away (/usr/lib/libleaf.so.1): it can\'t start.');
	t.is(finding.remedy, 'Do not take /usr/lib/libleaf.so.1 away in that instruction, or take /usr/bin/app away with it.');
	t.deepEqual([finding.severity, finding.confidence, finding.layer, finding.instruction], ['error', 'high', 3, 'RUN rm /usr/lib/libleaf.so.1']);
});

test('no library is missing: it is there, by the cache, by LD_LIBRARY_PATH, by $ORIGIN, behind a link', async t => {
	const config = {config: {Env: ['LD_LIBRARY_PATH=/opt/v'], Cmd: ['app']}};
	t.deepEqual(await toldFindings(t, [missingLibrary], `
		FROM debian${glibcSystem}
		RUN make install
		  0755 usr/bin/app = @app
		  usr/lib/libleaf.so.1 -> ../share/libleaf.so.1.0
		  usr/share/libleaf.so.1.0 = @leaf
		  0755 usr/bin/cached = @cached
		  opt/c/libcached.so = @leaf
		  etc/ld.so.cache = @cache
		  0755 usr/bin/variable = @variable
		  opt/v/libvariable.so = @leaf
		  0755 opt/o/bin/origin = @origin
		  opt/o/lib/liborigin.so = @leaf
		  usr/share/odd.elf = @leaf
	`, {
		config,
		contents: {
			...contents, cached: program({needed: ['libcached.so']}), variable: program({needed: ['libvariable.so']}), origin: program({needed: ['liborigin.so'], runpath: '$ORIGIN/../lib'}),
			cache: buildLdSoCache({form: 'new', isLittle: true, libraries: [{name: 'libcached.so', path: '/opt/c/libcached.so', flags: 0x3_03}]}),
		},
	}), []);
});

test('why it is not found, and what to do: ldconfig, a folder nobody looks into, a newer processor, another machine, no library', async t => {
	const needs = (name: string) => program({needed: [name]});
	const findings = await auditStory(t, [missingLibrary], `
		FROM debian${glibcSystem}
		RUN make install
		  etc/ld.so.conf = /opt/conf
		  0755 usr/bin/a = @a
		  opt/conf/liba.so = @leaf
		  0755 usr/bin/b = @b
		  opt/odd/libb.so = @leaf
		  0755 usr/bin/c = @c
		  usr/lib/glibc-hwcaps/x86-64-v3/libc-fast.so = @leaf
		  0755 usr/bin/d = @d
		  usr/lib/libd.so = @arm
		  0755 usr/bin/e = @e
		  usr/lib/libe.so = INPUT(libf.so)
		  0755 usr/bin/f = @f
	`, {contents: {...contents, a: needs('liba.so'), b: needs('libb.so'), c: needs('libc-fast.so'), d: needs('libd.so'), e: needs('libe.so'), f: needs('libf.so'), arm: buildProgram({machine: 183, soname: 'libd.so'})}});
	t.deepEqual(findings.map(({severity, confidence, message, remedy}) => `${severity} ${confidence} ${message} ${remedy}`), [
		'error high /usr/bin/a needs liba.so, which lies at /opt/conf/liba.so and is not in the loader\'s cache: it can\'t start. Run ldconfig as the last command of the RUN that puts it there.',
		'error high /usr/bin/b needs libb.so, which lies at /opt/odd/libb.so, where the loader does not look: it can\'t start. Write /opt/odd into a file of /etc/ld.so.conf.d and run ldconfig, or set ENV LD_LIBRARY_PATH=/opt/odd.',
		'error high /usr/bin/d needs libd.so, and /usr/lib/libd.so is built for arm64: it can\'t start. Take libd.so from where /usr/bin/d was built: both must be of one architecture.',
		'error high /usr/bin/e needs libe.so, and /usr/lib/libe.so is no library: it can\'t start. Put the library itself at /usr/lib/libe.so; a cut-off copy, or a script for the linker, is none.',
		'error high /usr/bin/f needs libf.so, which is not in the image: it can\'t start. Install the package that brings libf.so in the last stage, or COPY it from the stage that /usr/bin/f comes from.',
		'warning medium /usr/bin/c needs libc-fast.so, which is there for newer processors alone (/usr/lib/glibc-hwcaps/x86-64-v3/libc-fast.so): on older ones it can\'t start. Put a build of libc-fast.so for all processors beside it.',
	]);
});

test('a library that programs share is one finding, a plugin is a note, and so is what nobody may run', async t => {
	t.deepEqual(await toldFindings(t, [missingLibrary], `
		FROM debian${glibcSystem}
		RUN make install
		  0755 usr/bin/one = @one
		  0755 usr/bin/two = @one
		  0755 usr/bin/three = @one
		  usr/lib/libshared.so = @shared
		  usr/lib/plugins/gl.so = @plugin
		  0644 usr/share/data/sample = @app
	`, {contents: {...contents, one: program({needed: ['libshared.so']}), shared: buildProgram({needed: ['libgone.so']}), plugin: buildProgram({needed: ['libGLU.so.1', 'libglut.so.3', 'libc.so.6']})}}), [
		'error missing-library layer 2 /usr/lib/libshared.so: /usr/lib/libshared.so needs libgone.so, which is not in the image: /usr/bin/one and 2 more programs can\'t start.',
		'note missing-library (low) layer 2 /usr/lib/plugins/gl.so: /usr/lib/plugins/gl.so needs libGLU.so.1 and libglut.so.3, which are not found: no program needs it, and one that loads it as a plugin can\'t.',
		'note missing-library (low) layer 2 /usr/share/data/sample: /usr/share/data/sample needs libleaf.so.1, which is not in the image: it can\'t start.',
	]);
});

test('what is to be loaded with every program, and is not there', async t => {
	t.deepEqual(await toldFindings(t, [missingLibrary], `
		FROM debian${glibcSystem}
		RUN echo
		  etc/ld.so.preload = /usr/lib/libgone.so
		  0755 usr/bin/app = @plain
	`, {contents: {...contents, plain: program({})}}), [
		'warning missing-library layer 2 /etc/ld.so.preload: /etc/ld.so.preload asks for /usr/lib/libgone.so, which is not found: each program says so when it starts, and goes on without it.',
	]);
});

test('a library that is taken away from a folder which nobody searched: both are told', async t => {
	const remedy = async (app: Buffer | Uint8Array, {files = '', env = [] as string[]} = {}) => {
		const [{message, remedy}] = await auditStory(t, [missingLibrary], `
			FROM debian${glibcSystem}
			RUN make install
			  0755 opt/media/bin/tool = @app
			  opt/media/lib/libleaf.so.1 = @leaf
			  opt/media/lib/other = text
			  ${files}
			RUN rm /opt/media/lib/libleaf.so.1
			  opt/media/lib/.wh.libleaf.so.1
		`.replaceAll('\n\t', '\n'), {contents: {...contents, app}, config: {config: {Env: env}}});
		t.regex(message, /which layer 3 took away \(\/opt\/media\/lib\/libleaf\.so\.1\)/);
		return `${message} ${remedy}`;
	};

	const plain = program({needed: ['libleaf.so.1']});
	t.is(await remedy(plain), '/opt/media/bin/tool needs libleaf.so.1, which layer 3 took away (/opt/media/lib/libleaf.so.1), and the loader would not look in /opt/media/lib for it: it can\'t start. Do not take /opt/media/lib/libleaf.so.1 away in that instruction, and have its folder searched: set ENV LD_LIBRARY_PATH=/opt/media/lib, link with -Wl,-rpath,/opt/media/lib, or write /opt/media/lib into a file of /etc/ld.so.conf.d and run ldconfig. Or take /opt/media/bin/tool away with it.');
	const searched = 'it can\'t start. Do not take /opt/media/lib/libleaf.so.1 away in that instruction, or take /opt/media/bin/tool away with it.';
	t.true((await remedy(plain, {env: ['LD_LIBRARY_PATH=/usr/x:/opt/media/lib/']})).endsWith(searched));
	t.true((await remedy(plain, {files: 'etc/ld.so.conf = /opt/media/lib'})).endsWith(searched));
	t.true((await remedy(program({needed: ['libleaf.so.1'], runpath: '$ORIGIN/../lib'}))).endsWith(searched));
	t.true((await remedy(program({needed: ['libleaf.so.1'], runpath: '/srv'}), {files: 'srv -> opt/media/lib'})).endsWith(searched));
});
