import test from 'ava';
import {LinkageCheck} from '../../../source/audit/linkage/check-linkage.js';
import {runNow} from '../../../source/archive/slices.js';
import {glibcLoader, muslLoader, type BuiltProgram} from '../../helpers/build-program.js';
import {drawnLinkage, type DrawnFile} from '../../helpers/drawn-linkage.js';
import {ownLddLines} from '../../helpers/ldd-lines.js';

const interpreter = '/lib/ld-musl-x86_64.so.1';
const app = (more: BuiltProgram): BuiltProgram => ({interpreter, ...more});

function ldd(files: Record<string, DrawnFile>, variables: Record<string, string> = {}): string[] {
	const drawn = drawnLinkage({[interpreter]: muslLoader, ...files});
	return ownLddLines(new LinkageCheck(drawn, {variables: new Map(Object.entries(variables)), workingFolder: '/'}).link(drawn.file('/bin/app')!));
}

test('names of the C library are the loader itself; others lie in its folders', t => {
	t.deepEqual(ldd({'/bin/app': app({needed: ['libc.musl-x86_64.so.1', 'libm.so.6', 'libpthread.so.0', 'libz.so.1', 'libmad.so']}), '/usr/lib/libz.so.1': {}}), [
		'found /usr/lib/libz.so.1', 'libmad.so not found',
	]);
});

test('RPATH and RUNPATH are alike, and are of all above', t => {
	for (const list of ['rpath', 'runpath']) {
		t.deepEqual(ldd({'/bin/app': app({needed: ['liba.so'], [list]: '/nothing:$ORIGIN/../opt'}), '/opt/liba.so': {needed: ['libb.so'], runpath: '/b'}, '/opt/libb.so': {}}), [
			'found /bin/../opt/liba.so', 'found /bin/../opt/libb.so',
		]);
	}

	t.deepEqual(ldd({'/bin/app': app({needed: ['liba.so'], runpath: '/opt:$LIB'}), '/opt/liba.so': {}}), ['liba.so not found'], 'a list with what it does not know counts for nothing');
});

test('the file of folders stands instead of the loader\'s own', t => {
	const files = {'/bin/app': app({needed: ['liba.so', 'libb.so']}), '/etc/ld-musl-x86_64.path': {content: '/opt/a\n/opt/b:/opt/c\n'}, '/opt/c/liba.so': {}, '/usr/lib/libb.so': {}};
	t.deepEqual(ldd(files), ['found /opt/c/liba.so', 'libb.so not found']);
});

test('LD_LIBRARY_PATH goes before all, but not for a setuid program', t => {
	const files = {'/v/liba.so': {}, '/r/liba.so': {}};
	t.deepEqual(ldd({...files, '/bin/app': app({needed: ['liba.so'], rpath: '/r'})}, {LD_LIBRARY_PATH: '/v'}), ['found /v/liba.so']);
	t.deepEqual(ldd({...files, '/bin/app': {...app({needed: ['liba.so'], rpath: '/r'}), isSetuid: true}}, {LD_LIBRARY_PATH: '/v'}), ['found /r/liba.so']);
});

test('the first file of the name is taken, whatever it is', t => {
	t.deepEqual(ldd({'/bin/app': app({needed: ['liba.so'], rpath: '/one:/two'}), '/one/liba.so': {machine: 183}, '/two/liba.so': {}}), ['liba.so not found']);
});

test('a SONAME is no name: what was loaded as another is looked for', t => {
	t.deepEqual(ldd({'/bin/app': app({needed: ['/opt/first.so', 'liba.so.1']}), '/opt/first.so': {soname: 'liba.so.1'}}), ['found /opt/first.so', 'liba.so.1 not found']);
});

test('glibc and musl in one image: each program has its own, and a library of the other is told', t => {
	const drawn = drawnLinkage({
		[interpreter]: muslLoader,
		'/lib64/ld-linux-x86-64.so.2': glibcLoader,
		'/bin/app': app({needed: ['libg.so']}),
		'/bin/glibc': {interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libm.so.6', 'libg.so']},
		'/usr/lib/libg.so': {needed: ['libc.so.6'], versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.34']}]},
		'/usr/lib/plugin.so': {needed: ['libm.so.6', 'libc.so.6', 'libnone.so']},
	});
	const {mixed, missing} = runNow(new LinkageCheck(drawn, {variables: new Map(), workingFolder: '/'}).run());
	t.deepEqual(mixed.map(({by, loader, programs}) => [by.path, loader.libc, programs.map(({path}) => path)]), [['/usr/lib/libg.so', 'musl', ['/bin/app']]]);
	t.deepEqual(missing.map(({name, by}) => [name, by.path]), [
		['libm.so.6', '/bin/glibc'], ['libc.so.6', '/usr/lib/libg.so'], ['libm.so.6', '/usr/lib/plugin.so'], ['libc.so.6', '/usr/lib/plugin.so'], ['libnone.so', '/usr/lib/plugin.so'],
	]);
});
