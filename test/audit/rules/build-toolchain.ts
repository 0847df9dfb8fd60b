import test from 'ava';
import {buildToolchain} from '../../../source/audit/rules/build-toolchain.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {dpkgPackage, lines} from '../../helpers/package-layers.js';

const contents = {
	status: ['gcc-12', 'libfoo-dev', 'curl', 'cpp-odd', 'libc6'].map(name => dpkgPackage(name, '1')).join(''),
	gcc: lines('/usr/bin/gcc-12', '/usr/lib/gcc/12/lto-wrapper'),
	foo: lines('/usr/include/foo.h', '/usr/lib/libfoo.a'),
	curl: lines('/usr/bin/curl', '/usr/share/curl/make'),
	odd: lines('/usr/libexec/gcc/12/cc1plus', '/usr/share/odd/data'),
	libc: lines('/lib/libc.so.6', '/usr/bin/ld.so'),
	apk: 'P:binutils\nV:2.40\nA:x86_64\nF:usr/bin\nR:as\nR:objdump\n\nP:busybox\nV:1.36\nA:x86_64\nF:bin\nR:busybox\n\n',
};

const databases = `
		  var/lib/dpkg/status = @status
		  var/lib/dpkg/info/gcc-12.list = @gcc
		  var/lib/dpkg/info/libfoo-dev.list = @foo
		  var/lib/dpkg/info/curl.list = @curl
		  var/lib/dpkg/info/cpp-odd.list = @odd
		  var/lib/dpkg/info/libc6.list = @libc`;

test('packages by their names and by the programs that they own, with all that they hold', async t => {
	t.deepEqual(await toldFindings(t, [buildToolchain], `
		RUN apt-get install gcc-12 libfoo-dev curl${databases}
		  0755 usr/bin/gcc-12 * 1000
		  0755 usr/lib/gcc/12/lto-wrapper * 500
		  0644 usr/include/foo.h * 300
		  0644 usr/lib/libfoo.a * 200
		  0755 usr/bin/curl * 5000
		  0644 usr/share/curl/make * 50
		  0755 usr/libexec/gcc/12/cc1plus * 400
		  0644 usr/share/odd/data * 40
		  0644 lib/libc.so.6 * 6000
		  0755 usr/bin/ld.so * 60
	`, {contents}), [
		'warning build-toolchain layer 1 /usr 2440 B: 3 packages to build programs with take 2.44 kB, and what runs needs none of it: gcc-12 (1.50 kB), libfoo-dev (500 B) and cpp-odd (440 B).',
	]);
});

test('of apk too, and nothing of busybox', async t => {
	t.deepEqual(await toldFindings(t, [buildToolchain], `
		RUN apk add binutils
		  lib/apk/db/installed = @apk
		  0755 usr/bin/as * 10
		  0755 usr/bin/objdump * 20
		  0755 bin/busybox * 40
		  bin/make -> busybox
	`, {contents}), [
		'warning build-toolchain layer 1 /usr/bin 30 B: binutils (30 B) is there to build programs with: what runs needs none of it.',
	]);
});

test('kits that no package owns go with all that is theirs, but for what runs Java', async t => {
	t.deepEqual(await toldFindings(t, [buildToolchain], `
		ADD go.tar.gz /usr/local
		  0755 usr/local/go/bin/go * 100
		  usr/local/go/src/fmt/print.go * 200
		  usr/local/go/pkg/tool * 300
		ADD jdk.tar.gz /opt
		  0755 opt/jdk/bin/javac * 10
		  0755 opt/jdk/bin/java * 20
		  opt/jdk/jmods/java.base.jmod * 400
		  opt/jdk/lib/modules * 800
		RUN make install
		  0755 usr/local/bin/x86_64-linux-musl-gcc-13.2 * 7
		  0755 usr/local/libexec/gcc/13/cc1 * 8
	`), [
		'warning build-toolchain layer 1 /usr/local/go 600 B: /usr/local/go (600 B) is there to build programs with: what runs needs none of it.',
		'warning build-toolchain layer 2 /opt/jdk 410 B: 2 places to build programs with take 410 B, and what runs needs none of it: /opt/jdk/jmods (400 B) and /opt/jdk/bin/javac (10 B).',
		'warning build-toolchain layer 3 /usr/local 15 B: 2 places to build programs with take 15 B, and what runs needs none of it: /usr/local/libexec/gcc/13/cc1 (8 B) and /usr/local/bin/x86_64-linux-musl-gcc-13.2 (7 B).',
	]);
});

test('no tool: another place, no program, another name, one that is removed', async t => {
	t.deepEqual(await toldFindings(t, [buildToolchain], `
		RUN build
		  0755 opt/app/go * 10
		  0644 usr/bin/make * 10
		  0755 usr/bin/makepasswd * 10
		  0755 usr/bin/cargo-culture * 10
		  0755 usr/bin/gcc.sh * 10
		  0755 usr/local/bin/cmake * 10
		RUN rm /usr/local/bin/cmake
		  usr/local/bin/.wh.cmake
	`), []);
});

test('the remedy names the packages of the user\'s own instruction', async t => {
	const remedy = async (instruction: string, base = 0) => (await auditStory(t, [buildToolchain], `
		${instruction}${databases}
		  0755 usr/bin/gcc-12 * 1000
	`, {contents, base}))[0].remedy;
	t.is(await remedy('RUN apt-get update && apt-get install -y gcc-12 libfoo-dev curl'), 'Install gcc-12 and libfoo-dev in a stage of its own (`FROM … AS build`) and build there; COPY --from=build into the last stage only what runs, where of layer 1 is left: curl.');
	t.is(await remedy('RUN ./install.sh'), 'Do what layer 1 does in a stage of its own (`FROM … AS build`), and COPY --from=build into the last one only what runs.');
	t.is(await remedy('COPY rootfs /'), 'Build in a stage of its own (`FROM … AS build`), and let the COPY of layer 1 bring only what runs.');
	t.is(await remedy('RUN apt-get install gcc-12', 1), 'Begin with a base image that does not bring them (a slim variant, or one for running).');
});

test('what a container starts is wanted, and what it loads', async t => {
	const story = `
		ADD go.tar.gz /usr/local
		  0755 usr/local/go/bin/go * 100
		  usr/local/go/src/fmt/print.go * 200
	`;
	const bytes = async (entrypoint: string[]) => (await auditStory(t, [buildToolchain], story, {config: {config: {Entrypoint: entrypoint}}})).map(finding => finding.bytes);
	t.deepEqual(await bytes(['/usr/local/go/bin/go', 'run']), [200]);
	t.deepEqual(await bytes(['/bin/sh']), [300]);
});
