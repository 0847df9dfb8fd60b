import test from 'ava';
import {LinkageCheck} from '../../../source/audit/linkage/check-linkage.js';
import type {LinkageFiles} from '../../../source/audit/linkage/linkage-files.js';
import {runNow} from '../../../source/archive/slices.js';
import {buildLdSoCache} from '../../helpers/build-ld-so-cache.js';
import {glibcLoader, type BuiltProgram} from '../../helpers/build-program.js';
import {drawnLinkage, type DrawnFile} from '../../helpers/drawn-linkage.js';
import {ownLddLines} from '../../helpers/ldd-lines.js';

const interpreter = '/lib64/ld-linux-x86-64.so.2';
const base: Record<string, DrawnFile> = {
	[interpreter]: glibcLoader,
	'/lib': {link: 'usr/lib'},
	'/usr/lib/x86_64-linux-gnu/libc.so.6': {soname: 'libc.so.6', needed: ['ld-linux-x86-64.so.2'], versionsDefined: ['libc.so.6', 'GLIBC_2.2.5', 'GLIBC_2.36']},
};

type Story = {files: Record<string, DrawnFile>; of?: string; variables?: Record<string, string>; workingFolder?: string};

/** What `ldd /bin/app` would say. */
function ldd({files, of = '/bin/app', variables = {}, workingFolder = '/'}: Story): string[] {
	const drawn = drawnLinkage({...base, ...files});
	const check = new LinkageCheck(drawn, {variables: new Map(Object.entries(variables)), workingFolder});
	return ownLddLines(check.link(drawn.file(of)!));
}

function report(files: Record<string, DrawnFile>, variables: Record<string, string> = {}) {
	return runNow(new LinkageCheck(drawnLinkage({...base, ...files}), {variables: new Map(Object.entries(variables)), workingFolder: '/'}).run());
}

const app = (more: BuiltProgram): BuiltProgram => ({interpreter, ...more});
const cacheOf = (...libraries: Array<{name: string; path: string; flags?: number; hwcap?: bigint}>) =>
	buildLdSoCache({form: 'new', isLittle: true, tellsOrder: true, libraries: libraries.map(library => ({flags: 0x3_03, ...library}))});

test('libraries in the folders of the loader, and those that they need', t => {
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so', 'libc.so.6']}), '/usr/lib/liba.so': {needed: ['libb.so']}}}), [
		'found /lib/liba.so', 'found /lib/x86_64-linux-gnu/libc.so.6', 'libb.so not found',
	]);
});

test('objects that need each other, and a thousand in a row', t => {
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so']}), '/lib64/x': {}, '/usr/lib/liba.so': {needed: ['libb.so']}, '/usr/lib/libb.so': {needed: ['liba.so', 'libb.so']}}}), [
		'found /lib/liba.so', 'found /lib/libb.so',
	]);
	const row = Object.fromEntries(Array.from({length: 1000}, (_, index) => [`/usr/lib/lib${index}.so`, {needed: [`lib${index + 1}.so`], rpath: '/none'}]));
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['lib0.so']}), ...row}}).filter(line => line.endsWith('not found')), ['lib1000.so not found']);
});

test('the cache goes before the loader\'s folders, and what it names and is not there is not found in it', t => {
	const files = {
		'/bin/app': app({needed: ['liba.so', 'libb.so', 'libc.so']}),
		'/etc/ld.so.cache': cacheOf({name: 'liba.so', path: '/opt/liba.so'}, {name: 'libb.so', path: '/opt/libb.so'}, {name: 'libc.so', path: '/opt/libc.so', flags: 3}),
		'/opt/liba.so': {}, '/usr/lib/liba.so': {}, '/usr/lib/libb.so': {}, '/opt/libc.so': {},
	};
	t.deepEqual(ldd({files}), ['found /lib/libb.so', 'found /opt/liba.so', 'libc.so not found']);
});

test('RPATH is of all above, RUNPATH of who asks alone, and takes RPATH away', t => {
	const libraries = {'/a/libx.so': {needed: ['liby.so']}, '/a/liby.so': {}};
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['libx.so'], rpath: '/a'}), ...libraries}}), ['found /a/libx.so', 'found /a/liby.so']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['libx.so'], runpath: '/a'}), ...libraries}}), ['found /a/libx.so', 'liby.so not found']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['libx.so'], rpath: '/a', runpath: '/a'}), ...libraries}}), ['found /a/libx.so', 'liby.so not found']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['libx.so'], rpath: '/a'}), ...libraries, '/a/libx.so': {needed: ['liby.so'], runpath: '/b'}}}), ['found /a/libx.so', 'liby.so not found']);
});

test('RPATH goes before LD_LIBRARY_PATH, that before RUNPATH, and all before the cache', t => {
	const places = {'/r/liba.so': {}, '/v/liba.so': {}, '/c/liba.so': {}, '/etc/ld.so.cache': cacheOf({name: 'liba.so', path: '/c/liba.so'})};
	const variables = {LD_LIBRARY_PATH: '/nothing:/v'};
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so'], rpath: '/r'}), ...places}, variables}), ['found /r/liba.so']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so'], runpath: '/r'}), ...places}, variables}), ['found /v/liba.so']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so'], runpath: '/r'}), ...places}}), ['found /r/liba.so']);
	t.deepEqual(ldd({files: {'/bin/app': app({needed: ['liba.so']}), ...places}}), ['found /c/liba.so']);
});

test('a setuid program does not hear LD_LIBRARY_PATH, nor LD_PRELOAD, nor $ORIGIN', t => {
	const files = {'/v/liba.so': {}, '/bin/lib/libb.so': {}, '/v/pre.so': {}};
	const variables = {LD_LIBRARY_PATH: '/v', LD_PRELOAD: '/v/pre.so'};
	const program = app({needed: ['liba.so', 'libb.so'], runpath: '$ORIGIN/lib'});
	t.deepEqual(ldd({files: {...files, '/bin/app': program}, variables}), ['found /bin/lib/libb.so', 'found /v/liba.so', 'found /v/pre.so']);
	t.deepEqual(ldd({files: {...files, '/bin/app': {...program, isSetuid: true}}, variables}), ['liba.so not found', 'libb.so not found']);
});

test('$ORIGIN, $LIB and $PLATFORM, with braces and without', t => {
	const files = {
		'/opt/bin/app': app({needed: ['liba.so', 'libb.so', 'libc.so', 'libd.so', 'libe.so'], runpath: '$ORIGIN/../lib:${ORIGIN}/b:/p/$PLATFORM:/x/${LIB}:$ORIGINAL'}), // eslint-disable-line no-template-curly-in-string
		'/bin/app': {link: '/opt/bin/app'},
		'/opt/lib/liba.so': {}, '/opt/bin/b/libb.so': {}, '/p/x86_64/libc.so': {}, '/x/lib/x86_64-linux-gnu/libd.so': {}, '/opt/binAL/libe.so': {},
	};
	t.deepEqual(ldd({files}), [
		'found /opt/bin/../lib/liba.so', 'found /opt/bin/b/libb.so', 'found /p/x86_64/libc.so', 'found /x/lib/x86_64-linux-gnu/libd.so', 'libe.so not found',
	]);
});

test('$ORIGIN of a library is the folder in which it was found, not the one that a link leads to', t => {
	const files = {
		'/bin/app': app({needed: ['liba.so']}), '/usr/lib/liba.so': {link: '/opt/a/liba.so'}, '/opt/a/liba.so': {needed: ['libb.so', 'libc.so'], runpath: '$ORIGIN/more'},
		'/usr/lib/more/libb.so': {}, '/opt/a/more/libc.so': {},
	};
	t.deepEqual(ldd({files}), ['found /lib/liba.so', 'found /lib/more/libb.so', 'libc.so not found']);
});

test('what is of another machine, class or byte order is passed over', t => {
	const files = {
		'/bin/app': app({needed: ['liba.so', 'libb.so'], rpath: '/one:/two:/three'}),
		'/one/liba.so': {machine: 183}, '/two/liba.so': {is64: false, machine: 3}, '/three/liba.so': {},
		'/one/libb.so': {machine: 183},
	};
	t.deepEqual(ldd({files}), ['found /three/liba.so', 'libb.so not found']);
	const [missing] = report(files).missing;
	t.deepEqual(missing.hint, {kind: 'machine', path: '/one/libb.so'});
});

test('what is no library ends the search', t => {
	const files = {'/bin/app': app({needed: ['liba.so'], rpath: '/one:/two'}), '/one/liba.so': {content: 'GROUP ( /two/liba.so )'}, '/two/liba.so': {}};
	t.deepEqual(ldd({files}), ['liba.so not found']);
	t.deepEqual(report(files).missing[0].hint, {kind: 'no-library', path: '/one/liba.so'});
});

test('one object for a name and for a SONAME', t => {
	const files = {
		'/bin/app': app({needed: ['/opt/first.so', 'liba.so.1', 'libz.so']}),
		'/opt/first.so': {soname: 'liba.so.1'}, '/usr/lib/libz.so': {needed: ['liba.so.1']},
	};
	t.deepEqual(ldd({files}), ['found /lib/libz.so', 'found /opt/first.so'], 'liba.so.1 is loaded by then, under another name');
});

test('a program whose libraries are not to be taken from the loader\'s folders', t => {
	const files = {
		'/bin/app': app({needed: ['liba.so', 'libb.so'], hasNoDefaultFolders: true}), '/usr/lib/liba.so': {}, '/opt/libb.so': {},
		'/etc/ld.so.cache': cacheOf({name: 'liba.so', path: '/usr/lib/liba.so'}, {name: 'libb.so', path: '/opt/libb.so'}),
	};
	t.deepEqual(ldd({files}), ['found /opt/libb.so', 'liba.so not found']);
});

test('a relative path, and an empty folder, are below the working folder', t => {
	const files = {'/bin/app': app({needed: ['./libs/liba.so', 'libb.so'], rpath: '/nothing:'}), '/srv/libs/liba.so': {}, '/srv/libb.so': {}};
	t.deepEqual(ldd({files, workingFolder: '/srv'}), ['found /srv/./libs/liba.so', 'found /srv/libb.so']);
	t.deepEqual(ldd({files: {...files, '/bin/app': app({needed: ['libb.so'], rpath: ''})}, workingFolder: '/srv'}), ['libb.so not found'], 'an empty list is none');
});

test('libraries that are loaded before all others: one that is not there stops nobody', t => {
	const files = {'/bin/app': app({needed: ['liba.so']}), '/pre/one.so': {soname: 'liba.so'}, '/etc/ld.so.preload': {content: '/pre/one.so /pre/gone.so\n'}};
	t.deepEqual(ldd({files}), ['found /pre/one.so']);
	t.deepEqual(report(files).missing.map(({name, isPreloaded, programCount}) => [name, isPreloaded, programCount]), [['/pre/gone.so', true, 1]]);
});

test('a version that a library does not define; weak ones, and libraries without versions, say nothing', t => {
	const files = {
		'/bin/app': app({needed: ['libc.so.6', 'libv.so'], versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.36', 'GLIBC_2.38'], weak: ['GLIBC_2.40']}, {file: 'libv.so', versions: ['V_1']}]}),
		'/usr/lib/libv.so': {},
	};
	t.deepEqual(ldd({files}), ['found /lib/libv.so', 'found /lib/x86_64-linux-gnu/libc.so.6', 'version GLIBC_2.38 not found for /bin/app']);
});

test('why a library is not found: a newer processor, ldconfig that was not run, a folder that nobody looks into', t => {
	const files = {
		'/bin/app': app({needed: ['libcpu.so', 'libcached.so', 'libconf.so', 'liblink.so.1', 'libodd.so', 'libnone.so']}),
		'/usr/lib/x86_64-linux-gnu/glibc-hwcaps/x86-64-v3/libcpu.so': {},
		'/fast/libcached.so': {},
		'/etc/ld.so.cache': cacheOf({name: 'libcached.so', path: '/fast/libcached.so', hwcap: 2n ** 62n}),
		'/etc/ld.so.conf': {content: 'include ld.so.conf.d/*.conf\n'},
		'/etc/ld.so.conf.d/a.conf': {content: '/opt/conf\ninclude /etc/ld.so.conf\n'},
		'/etc/ld.so.conf.d/.b.conf': {content: '/opt/odd\n'},
		'/opt/conf/libconf.so': {},
		'/usr/lib/liblink.so.1.2.3': {soname: 'liblink.so.1'},
		'/opt/odd/libodd.so': {},
	};
	t.deepEqual(report(files).missing.map(({name, hint}) => [name, hint?.kind, hint?.path]), [
		['libcpu.so', 'capability', '/usr/lib/x86_64-linux-gnu/glibc-hwcaps/x86-64-v3/libcpu.so'],
		['libcached.so', 'capability', '/fast/libcached.so'],
		['libconf.so', 'ldconfig', '/opt/conf/libconf.so'],
		['liblink.so.1', 'ldconfig', '/usr/lib/liblink.so.1.2.3'],
		['libodd.so', 'elsewhere', '/opt/odd/libodd.so'],
		['libnone.so', undefined, undefined],
	]);
});

test('who is affected: programs, and libraries that no program needs', t => {
	const files = {
		'/bin/app': app({needed: ['liba.so']}), '/bin/other': app({needed: ['liba.so']}), '/bin/fine': app({needed: ['libc.so.6']}),
		'/usr/lib/liba.so': {needed: ['libgone.so']}, '/usr/lib/plugin.so': {needed: ['liba.so', 'libless.so']},
	};
	t.deepEqual(report(files).missing.map(({name, by, programs, plugins}) => [name, by.path, programs.map(({path}) => path), plugins.map(({path}) => path)]), [
		['libgone.so', '/usr/lib/liba.so', ['/bin/app', '/bin/other'], ['/usr/lib/plugin.so']],
		['libless.so', '/usr/lib/plugin.so', [], ['/usr/lib/plugin.so']],
	]);
});

test('programs whose interpreter is not there, is none, or is of another machine; static ones want none', t => {
	const {withoutLoader, missing} = report({
		'/bin/app': app({needed: ['libgone.so'], interpreter: '/lib/ld-musl-x86_64.so.1'}),
		'/bin/arm': {machine: 183, interpreter, needed: ['libgone.so']},
		'/bin/odd': {interpreter: '/etc/hosts'}, '/etc/hosts': {content: 'localhost'},
		'/bin/static': {type: 2},
	});
	t.deepEqual(withoutLoader.map(({program, problem}) => [program.path, problem]), [['/bin/app', 'missing'], ['/bin/arm', 'machine'], ['/bin/odd', 'no-library']]);
	t.deepEqual(missing, []);
});

test('a library of musl beside a program of glibc', t => {
	const {mixed, missing} = report({'/bin/app': app({needed: ['libm.so']}), '/usr/lib/libm.so': {needed: ['libc.musl-x86_64.so.1']}});
	t.deepEqual(mixed.map(({by, loader, programs}) => [by.path, loader.libc, programs[0].path]), [['/usr/lib/libm.so', 'glibc', '/bin/app']]);
	t.deepEqual(missing.map(({name}) => name), ['libc.musl-x86_64.so.1']);
});

test('files that ask for a million things are asked up to a bound', t => {
	const many = Object.fromEntries(Array.from({length: 12}, (_, index) => [`/usr/lib/lib${index}.so`, {
		needed: Array.from({length: 1000}, (_, number) => `x${index}-${number}.so`), rpath: Array.from({length: 300}, (_, number) => `/${number}`).join(':'),
	}]));
	const drawn = drawnLinkage({...base, '/bin/app': app({needed: Object.keys(many).map(path => path.slice(9))}), ...many});
	let asked = 0;
	const counted: LinkageFiles = {
		...drawn,
		file(path) {
			asked++;
			return drawn.file(path);
		},
		isFolder(path) {
			asked++;
			return drawn.isFolder(path);
		},
	};
	const {missing, isCutOff} = runNow(new LinkageCheck(counted, {variables: new Map(), workingFolder: '/'}).run());
	t.is(missing.length, 12_000);
	t.false(isCutOff);
	// Folders that are not there are asked for once, and not for each library.
	t.true(asked < 60_000, String(asked));

	const folders = Array.from({length: 60}, (_, number) => `/opt/${number}`);
	const more = {
		...Object.fromEntries(folders.map(folder => [`${folder}/file`, {content: ''}])),
		'/bin/app': app({needed: Array.from({length: 12}, (_, index) => `lib${index}.so`)}),
		...Object.fromEntries(Array.from({length: 12}, (_, index) => [`/usr/lib/lib${index}.so`, {needed: Array.from({length: 1000}, (_, number) => `x${index}-${number}.so`), rpath: folders.join(':')}])),
	};
	t.true(report(more).isCutOff);
});
