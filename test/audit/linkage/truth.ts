import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {LinkageCheck} from '../../../source/audit/linkage/check-linkage.js';
import {hasProgram, testWith} from '../../helpers/archive/test-with.js';
import {FolderLinkage} from '../../helpers/folder-linkage.js';
import {lddLines, ownLddLines} from '../../helpers/ldd-lines.js';

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-linkage-')));
test.after.always(() => {
	fs.rmSync(folder, {recursive: true, force: true});
});

const muslLoader = '/lib/ld-musl-x86_64.so.1';

type Compiler = 'gcc' | 'musl-gcc';

/**
Links a library, or a program, that needs others. Nothing of a C library is in it, so no headers are wanted; what it needs is asked for
whether it is used or not.
*/
function link(compiler: Compiler, output: string, needed: readonly string[], options: readonly string[] = []): string {
	const target = path.join(folder, compiler, output);
	fs.mkdirSync(path.dirname(target), {recursive: true});
	const source = path.join(folder, 'start.c');
	if (!fs.existsSync(source)) {
		fs.writeFileSync(source, 'void start(void) {}\n');
	}

	const isLibrary = output.includes('.so');
	const interpreter = compiler === 'gcc' ? [] : [`-Wl,--dynamic-linker=${muslLoader}`];
	execFileSync(compiler, [
		'-nostdlib', '-fPIC', ...isLibrary ? ['-shared'] : ['-pie', '-Wl,-e,start', ...interpreter], source, '-o', target,
		'-Wl,--no-as-needed,--allow-shlib-undefined,--unresolved-symbols=ignore-all', ...needed.map(library => path.isAbsolute(library) ? library : path.join(folder, compiler, library)), ...options,
	]);
	return target;
}

/** A library that others are linked with and that is then gone. */
function gone(compiler: Compiler, name: string): string {
	return link(compiler, `gone/${name}`, [], [`-Wl,-soname,${name}`]);
}

function soname(name: string): string {
	return `-Wl,-soname,${name}`;
}

function compare(t: ExecutionContext, program: string, truth: string, variables: Record<string, string> = {}): string[] {
	const told = lddLines(truth);
	const files = new FolderLinkage('/', folder);
	const own = ownLddLines(new LinkageCheck(files, {variables: new Map(Object.entries(variables)), workingFolder: '/'}).link(files.file(program)!));
	t.deepEqual(own, told, program);
	return own;
}

testWith(test, {gcc: hasProgram('gcc'), ldd: hasProgram('ldd')})('programs of glibc: the same libraries as ldd finds, and the same that it does not', t => {
	const compiler = 'gcc';
	const ask = (program: string, variables: Record<string, string> = {}) => {
		// As ldd does, which is a script of bash, and would be given LD_PRELOAD itself.
		const [command, trace] = 'LD_PRELOAD' in variables ? [[program], {LD_TRACE_LOADED_OBJECTS: '1'}] : [['ldd', program], {PATH: '/usr/bin:/bin'}];
		const {stdout, stderr} = spawnSync(command[0], command.slice(1), {encoding: 'utf8', cwd: '/', env: {...trace, ...variables}});
		return compare(t, program, stdout + stderr, variables).map(line => line.replaceAll(`${folder}/${compiler}`, ''));
	};

	const missing = gone(compiler, 'libmissing.so.1');
	const oldVersions = path.join(folder, 'old.map');
	const newVersions = path.join(folder, 'new.map');
	fs.writeFileSync(oldVersions, 'V_1 { *; };\n');
	fs.writeFileSync(newVersions, 'V_1 { local: nothing; };\nV_2 { start; } V_1;\n');
	link(compiler, 'lib/libinner.so.1', [], [soname('libinner.so.1')]);
	link(compiler, 'lib/libouter.so.1', ['lib/libinner.so.1', missing], [soname('libouter.so.1')]);
	link(compiler, 'deep/libouter.so.1', ['lib/libinner.so.1'], [soname('libouter.so.1'), '-Wl,--enable-new-dtags,-rpath,$ORIGIN/more']);
	fs.mkdirSync(path.join(folder, compiler, 'deep/more'));
	fs.copyFileSync(path.join(folder, compiler, 'lib/libinner.so.1'), path.join(folder, compiler, 'deep/more/libinner.so.1'));
	fs.mkdirSync(path.join(folder, compiler, 'linked'));
	fs.symlinkSync('../deep/libouter.so.1', path.join(folder, compiler, 'linked/libouter.so.1'));
	fs.mkdirSync(path.join(folder, compiler, 'text'));
	fs.writeFileSync(path.join(folder, compiler, 'text/libouter.so.1'), '');
	const cases: Array<[name: string, options: string[]]> = [
		['rpath', ['-Wl,--disable-new-dtags,-rpath,$ORIGIN/../lib']],
		['runpath', ['-Wl,--enable-new-dtags,-rpath,${ORIGIN}/../lib']], // eslint-disable-line no-template-curly-in-string
		['deep', ['-Wl,--disable-new-dtags,-rpath,/nowhere:$ORIGIN/../deep:$ORIGIN/../lib']],
		['linked', ['-Wl,--enable-new-dtags,-rpath,$ORIGIN/../linked']],
		['text', ['-Wl,--enable-new-dtags,-rpath,$ORIGIN/../text:$ORIGIN/../lib']],
		['none', []],
	];
	const programs = new Map(cases.map(([name, options]) => [name, link(compiler, `bin/${name}`, ['lib/libouter.so.1'], options)]));
	t.deepEqual(ask(programs.get('rpath')!), ['found /bin/../lib/libinner.so.1', 'found /bin/../lib/libouter.so.1', 'libmissing.so.1 not found']);
	t.deepEqual(ask(programs.get('runpath')!), ['found /bin/../lib/libouter.so.1', 'libinner.so.1 not found', 'libmissing.so.1 not found']);
	t.deepEqual(ask(programs.get('deep')!), ['found /bin/../deep/libouter.so.1', 'found /bin/../deep/more/libinner.so.1']);
	t.deepEqual(ask(programs.get('linked')!), ['found /bin/../linked/libouter.so.1', 'libinner.so.1 not found'], 'the folder in which it was found, not that of the file');
	t.deepEqual(ask(programs.get('none')!), ['libouter.so.1 not found']);
	t.deepEqual(ask(programs.get('none')!, {LD_LIBRARY_PATH: `/nowhere:${folder}/${compiler}/lib`}), ['found /lib/libinner.so.1', 'found /lib/libouter.so.1', 'libmissing.so.1 not found']);
	t.deepEqual(ask(programs.get('none')!, {LD_PRELOAD: `${folder}/${compiler}/lib/libouter.so.1`}), ['found /lib/libouter.so.1', 'libinner.so.1 not found', 'libmissing.so.1 not found']);

	// One of the C library, by the cache or the loader's folders; one that asks not to look there.
	const libm = ['/lib/x86_64-linux-gnu/libm.so.6', '/lib64/libm.so.6'].find(file => fs.existsSync(file));
	t.is(ask(link(compiler, 'bin/system', libm ? [libm] : [])).length, libm ? 2 : 0);
	t.deepEqual(ask(link(compiler, 'bin/nodefault', libm ? [libm] : [], ['-Wl,-z,nodefaultlib'])).filter(line => line.startsWith('found')), []);

	// Linked with a library of two versions, of which the one that is there has but the first.
	const newer = link(compiler, 'new/libv.so', [], [soname('libv.so'), `-Wl,--version-script=${newVersions}`]);
	link(compiler, 'old/libv.so', [], [soname('libv.so'), `-Wl,--version-script=${oldVersions}`]);
	const source = path.join(folder, 'use.c');
	fs.writeFileSync(source, 'void start(void); void begin(void) { start(); }\n');
	const versions = path.join(folder, compiler, 'bin/versions');
	execFileSync(compiler, ['-nostdlib', '-fPIC', '-pie', '-Wl,-e,begin', source, newer, '-o', versions, '-Wl,-rpath,$ORIGIN/../old']);
	t.deepEqual(ask(versions), ['found /bin/../old/libv.so', 'version V_2 not found for /bin/versions']);

	// What is no library at all stops the loader, which then tells nothing: we say why.
	const files = new FolderLinkage('/', folder);
	const linked = new LinkageCheck(files, {variables: new Map(), workingFolder: '/'}).link(files.file(programs.get('text')!)!)!;
	t.deepEqual(linked.missing.map(({name, hint}) => [name, hint?.kind]), [['libouter.so.1', 'no-library']]);
	t.regex(spawnSync('ldd', [programs.get('text')!], {encoding: 'utf8'}).stderr + spawnSync(programs.get('text')!, [], {encoding: 'utf8'}).stderr, /file too short/);
});

testWith(test, {'musl-gcc': hasProgram('musl-gcc'), [muslLoader]: fs.existsSync(muslLoader)})('programs of musl: the same libraries as its loader lists, and the same that it does not find', t => {
	const compiler = 'musl-gcc';
	const ask = (program: string, variables: Record<string, string> = {}) => {
		const {stdout, stderr} = spawnSync(muslLoader, ['--list', program], {encoding: 'utf8', cwd: '/', env: variables});
		return compare(t, program, stdout + stderr, variables).map(line => line.replaceAll(`${folder}/${compiler}`, ''));
	};

	const missing = gone(compiler, 'libmissing.so.1');
	const libc = gone(compiler, 'libc.so.6');
	link(compiler, 'lib/libinner.so.1', [libc], [soname('libinner.so.1')]);
	link(compiler, 'lib/libouter.so.1', ['lib/libinner.so.1', missing, libc], [soname('libouter.so.1')]);
	link(compiler, 'other/libouter.so.1', ['lib/libinner.so.1'], [soname('libouter.so.1'), '-Wl,-rpath,$ORIGIN/../nothing']);
	const needs = (name: string, ...options: string[]) => link(compiler, `bin/${name}`, ['lib/libouter.so.1'], options);
	t.deepEqual(ask(needs('rpath', '-Wl,--disable-new-dtags,-rpath,$ORIGIN/../lib')), ['found /bin/../lib/libinner.so.1', 'found /bin/../lib/libouter.so.1', 'libmissing.so.1 not found']);
	t.deepEqual(ask(needs('runpath', '-Wl,--enable-new-dtags,-rpath,$ORIGIN/../lib')), ['found /bin/../lib/libinner.so.1', 'found /bin/../lib/libouter.so.1', 'libmissing.so.1 not found'], 'RUNPATH is of all above, too');
	t.deepEqual(ask(needs('other', '-Wl,--enable-new-dtags,-rpath,$ORIGIN/../other:$ORIGIN/../lib')), ['found /bin/../lib/libinner.so.1', 'found /bin/../other/libouter.so.1']);
	t.deepEqual(ask(needs('unknown', '-Wl,-rpath,$ORIGIN/../lib:$LIB')), ['libouter.so.1 not found']);
	const none = needs('none');
	t.deepEqual(ask(none), ['libouter.so.1 not found']);
	t.deepEqual(ask(none, {LD_LIBRARY_PATH: `${folder}/${compiler}/lib`}), ['found /lib/libinner.so.1', 'found /lib/libouter.so.1', 'libmissing.so.1 not found']);
	t.deepEqual(ask(none, {LD_PRELOAD: `${folder}/${compiler}/lib/libinner.so.1`}), ['found /lib/libinner.so.1', 'libouter.so.1 not found']);
});
