import test from 'ava';
import {missingInterpreter} from '../../../source/audit/rules/missing-interpreter.js';
import {symbolVersion} from '../../../source/audit/rules/symbol-version.js';
import {unsafeRpath} from '../../../source/audit/rules/unsafe-rpath.js';
import {wrongArchitecture} from '../../../source/audit/rules/wrong-architecture.js';
import {toldFindings} from '../../helpers/audit-story.js';
import {buildProgram} from '../../helpers/build-program.js';
import {glibcContents, glibcSystem, muslInterpreter, program} from '../../helpers/programs.js';

const contents = {
	...glibcContents,
	plain: program({}),
	muslProgram: buildProgram({interpreter: muslInterpreter, needed: ['libc.musl-x86_64.so.1']}),
};

test('missing-interpreter: a program of musl in an image of glibc, and the reverse', async t => {
	t.deepEqual(await toldFindings(t, [missingInterpreter], `
		FROM debian${glibcSystem}
		COPY app /opt/
		  0755 opt/app = @muslProgram
		  0755 opt/fine = @plain
	`, {contents}), [
		'error missing-interpreter layer 2 /opt/app: /opt/app asks for /lib/ld-musl-x86_64.so.1, the loader of musl, and the image has that of glibc alone (/lib64/ld-linux-x86-64.so.2): it can\'t start.',
	]);
	t.deepEqual(await toldFindings(t, [missingInterpreter], `
		FROM alpine
		  0755 lib/ld-musl-x86_64.so.1 = @musl
		  0755 bin/busybox = @muslProgram
		COPY app /opt/
		  0755 opt/app = @plain
		  0755 opt/other = @plain
	`, {contents}), [
		'error missing-interpreter layer 2 /opt: /opt/app and 1 more program beside it ask for /lib64/ld-linux-x86-64.so.2, the loader of glibc, and the image has that of musl alone (/lib/ld-musl-x86_64.so.1): none of them can start.',
	]);
});

test('missing-interpreter: no loader at all, as in an image from scratch; a static program wants none', async t => {
	t.deepEqual(await toldFindings(t, [missingInterpreter], `
		COPY app /
		  0755 app = @plain
		  0755 static = @static
		  0755 arm = @arm
	`, {contents: {...contents, static: buildProgram({type: 2}), arm: program({machine: 183})}}), [
		'error missing-interpreter layer 1 /app: /app asks for /lib64/ld-linux-x86-64.so.2, which is not in the image: it can\'t start.',
	]);
});

test('missing-interpreter: a library of the other C library in a program', async t => {
	t.deepEqual(await toldFindings(t, [missingInterpreter], `
		FROM alpine
		  0755 lib/ld-musl-x86_64.so.1 = @musl
		COPY app /opt/
		  0755 opt/app = @app
		  usr/lib/libg.so = @glibcLibrary
	`, {contents: {...contents, app: buildProgram({interpreter: muslInterpreter, needed: ['libg.so']}), glibcLibrary: buildProgram({needed: ['libc.so.6']})}}), [
		'error missing-interpreter layer 2 /usr/lib/libg.so: /usr/lib/libg.so is linked with glibc, and that of /opt/app is the loader of musl (/lib/ld-musl-x86_64.so.1): it fails where it needs what glibc alone has.',
	]);
});

test('missing-interpreter: scripts for programs that are not there, sure on PATH and for the entrypoint', async t => {
	const scripts = {
		perl: '#!/usr/bin/perl -w\n', env: '#!/usr/bin/env -S node --flag\n', windows: '#!/bin/sh\r\necho\r\n', shell: '#! /bin/sh -e\n', good: '#!/usr/bin/env sh\n', tool: '#!/opt/gone/tool\n',
		status: 'Package: openssl\nStatus: install ok installed\nVersion: 3\nArchitecture: amd64\n', list: '/bin\n/bin/owned\n',
	};
	t.deepEqual(await toldFindings(t, [missingInterpreter], `
		FROM debian${glibcSystem}
		COPY . /
		  0755 usr/bin/env = @sh
		  0755 bin/report = @perl
		  0755 app/start.js = @env
		  0755 bin/windows = @windows
		  0755 bin/shell = @shell
		  0755 bin/good = @good
		  0644 bin/data = @perl
		  0755 usr/share/doc/a.pl = @perl
		  0755 usr/share/doc/b.pl = @perl
		  0755 opt/gone-too = @tool
		  0755 bin/owned = @perl
		  var/lib/dpkg/status = @status
		  var/lib/dpkg/info/openssl.list = @list
		RUN rm /opt/gone-too
		  opt/.wh.gone-too
	`, {contents: {...contents, ...scripts}, config: {config: {Entrypoint: ['/app/start.js'], Env: ['PATH=/bin']}}}), [
		'error missing-interpreter layer 2 /app/start.js: /app/start.js is a script for node, which is nowhere on PATH.',
		'error missing-interpreter layer 2 /bin/report: /bin/report is a script for /usr/bin/perl, which is not in the image.',
		'error missing-interpreter layer 2 /bin/windows: /bin/windows is a script for /bin/sh, and its lines end as on Windows, so that Linux looks for a program with a carriage return in its name.',
		'warning missing-interpreter (medium) layer 2 /bin/owned: /bin/owned is a script for /usr/bin/perl, which is not in the image.',
		'note missing-interpreter (low) layer 2 /usr/share/doc: /usr/share/doc/a.pl and 1 more are scripts for /usr/bin/perl, which is not in the image.',
	]);
});

test('symbol-version: what the C library of the image does not have; weak versions are none', async t => {
	t.deepEqual(await toldFindings(t, [symbolVersion], `
		FROM debian${glibcSystem}
		COPY app /usr/bin/
		  0755 usr/bin/app = @newer
		  0755 usr/bin/fine = @fine
		  usr/lib/plugin.so = @plugin
	`, {
		contents: {
			...contents,
			newer: program({versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.38', 'GLIBC_2.4']}]}),
			fine: program({versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.36'], weak: ['GLIBC_2.38']}]}),
			plugin: buildProgram({needed: ['libc.so.6'], versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.37', 'GLIBC_2.38', 'GLIBC_2.39', 'GLIBC_2.40']}]}),
		},
	}), [
		'error symbol-version layer 2 /usr/bin/app: /usr/bin/app needs GLIBC_2.38 of /usr/lib/x86_64-linux-gnu/libc.so.6, which goes up to GLIBC_2.36: it can\'t start.',
		'note symbol-version (low) layer 2 /usr/lib/plugin.so: /usr/lib/plugin.so needs 4 versions up to GLIBC_2.40 of /usr/lib/x86_64-linux-gnu/libc.so.6, which goes up to GLIBC_2.36: it can\'t be loaded.',
	]);
});

test('wrong-architecture: an error for what the container starts, else a note; 386 on amd64 is none', async t => {
	const story = `
		COPY . /
		  0755 app/start = @arm
		  app/data/one.node = @arm
		  app/data/two.node = @arm
		  app/data/old.so = @i386
		  app/data/own.so = @own
	`;
	const options = {contents: {arm: buildProgram({machine: 183, type: 2}), i386: buildProgram({machine: 3, is64: false, needed: ['a']}), own: buildProgram({needed: ['a']})}};
	t.deepEqual(await toldFindings(t, [wrongArchitecture], story, {...options, config: {config: {Entrypoint: ['start'], Env: ['PATH=/app']}}}), [
		'error wrong-architecture layer 1 /app/start: /app/start is built for arm64, and the image is for amd64: its container does not start.',
		'note wrong-architecture layer 1 /app/data: 2 files are built for arm64, such as /app/data/one.node, and the image is for amd64.',
	]);
	t.deepEqual(await toldFindings(t, [wrongArchitecture], story.replaceAll(/^.*(?:old|own)\.so.*\n/gm, ''), {...options, platform: 'linux/arm64/v8'}), []);
});

test('unsafe-rpath: empty, relative, writable by anybody, of the machine that built it', async t => {
	const rpath = (list: string) => buildProgram({needed: ['a'], runpath: list});
	t.deepEqual(await toldFindings(t, [unsafeRpath], `
		COPY . /
		  usr/lib/empty.so = @empty
		  usr/lib/relative.so = @relative
		  usr/lib/tmp.so = @tmp
		  opt/a.so = @build
		  opt/b.so = @build
		  opt/c.so = @fine
		  opt/d.so = @none
		  home/app/lib/x = x
		  opt/e.so = @home
	`, {contents: {empty: rpath('/usr/lib:'), relative: rpath('lib'), tmp: rpath('$ORIGIN:/tmp/build/lib'), build: rpath('/builds/group/project/lib'), fine: rpath('$ORIGIN/../lib:/opt/lib:/tmpfiles'), none: rpath(''), home: rpath('/home/app/lib')}}), [
		'warning unsafe-rpath (medium) layer 1 /opt: /opt/a.so and 1 more file beside it look for libraries in /builds/group/project/lib, a folder of the machine that built it.',
		'warning unsafe-rpath layer 1 /usr/lib/empty.so: /usr/lib/empty.so looks for libraries in an empty item of the RPATH, which is wherever the program starts.',
		'warning unsafe-rpath layer 1 /usr/lib/relative.so: /usr/lib/relative.so looks for libraries in lib, which is wherever the program starts.',
		'warning unsafe-rpath layer 1 /usr/lib/tmp.so: /usr/lib/tmp.so looks for libraries in /tmp/build/lib, where anybody may put one.',
	]);
});
