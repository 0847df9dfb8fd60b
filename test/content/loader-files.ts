import test from 'ava';
import {parseLdSoConf, parseLdSoPreload, splitMuslPath} from '../../source/content/loader-files.js';

test('folders and includes of ld.so.conf', t => {
	t.deepEqual(parseLdSoConf(Buffer.from(`# libc
include /etc/ld.so.conf.d/*.conf	more/*.conf
	/usr/local/lib/   # ours
hwcap 1 nosegneg
/opt/my libs
/lib=libc6
/

`)), [
		{include: '/etc/ld.so.conf.d/*.conf'}, {include: 'more/*.conf'}, {folder: '/usr/local/lib'}, {folder: '/opt/my libs'}, {folder: '/lib'}, {folder: '/'},
	]);
});

test('libraries of ld.so.preload, between spaces and colons, without remarks', t => {
	t.deepEqual(parseLdSoPreload(Buffer.from('/lib/a.so:/lib/b.so # /lib/c.so\n\n libd.so\t')), ['/lib/a.so', '/lib/b.so', 'libd.so']);
	t.deepEqual(parseLdSoPreload(Buffer.from('# nothing')), []);
});

test('folders of musl, between colons and line ends', t => {
	t.deepEqual(splitMuslPath('/lib:/usr/local/lib\n/usr/lib::\n'), ['/lib', '/usr/local/lib', '/usr/lib']);
});

test('a file of a million folders is read up to a bound', t => {
	t.is(parseLdSoConf(Buffer.from('/a\n'.repeat(1_000_000))).length, 1000);
	t.is(splitMuslPath('/a:'.repeat(1_000_000)).length, 1000);
});
