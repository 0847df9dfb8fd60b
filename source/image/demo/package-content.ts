import {expandBraces, hashText} from './story-layer.js';

/** A Debian package of the story: its files, and from when until when it is there. */
type StoryPackage = {name: string; version: string; files: string; from?: string; until?: string};

const install = '2025-06-02T08:14:02Z';
const purge = '2025-06-02T08:17:41Z';
const libraries = '/usr/lib/x86_64-linux-gnu';

const packages: readonly StoryPackage[] = [
	{name: 'adduser', version: '3.134', files: '/usr/share/doc/adduser/copyright'},
	{name: 'apt', version: '2.6.1', files: `{/usr/bin/{apt,apt-cache,apt-get,apt-mark},${libraries}/libapt-pkg.so.6.0,/etc/cron.daily/apt-compat,/usr/share/doc/apt/copyright}`},
	{name: 'base-files', version: '12.4+deb12u10', files: '{/bin,/sbin,/lib,/etc/{host.conf,issue,os-release,profile},/usr/lib/os-release,/usr/share/common-licenses/{Apache-2.0,BSD,GPL-2,GPL-3,LGPL-3,MPL-2.0}}'},
	{name: 'bash', version: '5.2.15-2+b7', files: '{/bin/bash,/usr/share/doc/bash/copyright}'},
	{name: 'coreutils', version: '9.1-1', files: '{/bin/{cat,chgrp,chmod,chown,cp,date,dd,df,echo,ln,ls,mkdir,mktemp,mv,rm,rmdir,sleep,touch,uname},/usr/bin/{base64,basename,cut,du,env,expr,head,id,md5sum,nproc,sha256sum,sort,stat,tail,tee,tr,uniq,wc},/usr/sbin/chroot,/usr/share/doc/coreutils/copyright}'},
	{name: 'dpkg', version: '1.21.22', files: '{/usr/bin/{dpkg,dpkg-deb,dpkg-query},/sbin/start-stop-daemon,/etc/cron.daily/dpkg,/usr/share/doc/dpkg/copyright}'},
	{name: 'findutils', version: '4.9.0-4', files: '{/usr/bin/{find,xargs},/usr/share/doc/findutils/copyright}'},
	{name: 'gcc-12-base', version: '12.2.0-14+deb12u1', files: '/usr/share/doc/gcc-12-base'},
	{name: 'grep', version: '3.8-5', files: '{/bin/grep,/usr/share/doc/grep/copyright}'},
	{name: 'libacl1', version: '2.3.1-3', files: `${libraries}/libacl.so.1`},
	{name: 'libc6', version: '2.36-9+deb12u10', files: '{/lib64/ld-linux-x86-64.so.2,/lib/x86_64-linux-gnu/{ld-linux-x86-64.so.2,libc.so.6,libm.so.6,libpthread.so.0,libdl.so.2,librt.so.1,libresolv.so.2},/usr/lib/locale/C.utf8/LC_{COLLATE,CTYPE,MESSAGES,MONETARY,NUMERIC,TIME},/usr/share/doc/libc6/copyright}'},
	{name: 'perl-base', version: '5.36.0-7+deb12u2', files: `{/usr/bin/{perl,perl5.36.0},${libraries}/perl-base/{B,Carp,Cwd,DynaLoader,Encode,Exporter,Fcntl,IO,List,POSIX,Socket,Storable,Tie,warnings}.pm,/usr/share/doc/perl-base/copyright}`},
	{name: 'sed', version: '4.9-1', files: '{/bin/sed,/usr/share/doc/sed/copyright}'},
	{name: 'tar', version: '1.34+dfsg-1.2+deb12u1', files: '{/bin/tar,/usr/share/doc/tar/copyright}'},
	{name: 'tzdata', version: '2025a-0+deb12u1', files: '/usr/share/zoneinfo/{Etc/UTC,UTC,Etc/{UCT,Universal,Zulu},GB,Eire,Portugal,Japan,Europe/{Amsterdam,Brest,Dublin,Lisbon,London,Oslo},Asia/{Kolkata,Shanghai,Tokyo},America/{Halifax,New_York,Santiago},Pacific/{Auckland,Honolulu}}'},
	{name: 'nodejs', version: '22.15.0-1', files: '{/usr/bin/{node,nodejs},/usr/share/doc/nodejs/{changelog.gz,copyright}}', from: install},
	{name: 'npm', version: '10.9.2-1', files: '{/usr/bin/npm,/usr/share/nodejs/npm/{bin/npm-cli.js,lib/{npm,cli,arborist,fetcher,lifecycle,pack,publish,registry,search,tree}.js,node_modules/{abbrev,cacache,chalk,glob,minipass,pacote,semver,ssri,tar,which}/{index.js,package.json}},/usr/share/doc/npm/{changelog.gz,copyright}}', from: install},
	{name: 'binutils', version: '2.40-2', files: '/usr/bin/{as,ld,ld.bfd,ar,nm,objdump,ranlib,strip}', from: install, until: purge},
	{name: 'g++-12', version: '12.2.0-14+deb12u1', files: '{/usr/bin/{g++,g++-12},/usr/lib/gcc/x86_64-linux-gnu/12/{cc1plus,libstdc++.a,libsupc++.a},/usr/include/c++/12/{algorithm,array,chrono,deque,fstream,functional,iostream,map,memory,regex,set,string,thread,vector},/usr/share/doc/g++-12/{changelog.gz,copyright}}', from: install, until: purge},
	{name: 'gcc-12', version: '12.2.0-14+deb12u1', files: '{/usr/bin/{gcc,gcc-12,cpp-12},/usr/lib/gcc/x86_64-linux-gnu/12/{cc1,libgcc.a,include/{stdarg,stddef,stdint,limits,float,iso646,stdbool,unwind}.h}}', from: install, until: purge},
	{name: 'libsqlite3-dev', version: '3.40.1-2+deb12u1', files: `{/usr/include/sqlite3.h,${libraries}/{libsqlite3.a,libsqlite3.so,pkgconfig/sqlite3.pc}}`, from: install, until: purge},
	{name: 'make', version: '4.3-4.1', files: '{/usr/bin/make,/usr/share/doc/make/{changelog.gz,copyright}}', from: install, until: purge},
];

const versions: Readonly<Record<string, string>> = {'better-sqlite3': '11.9.1', fastify: '5.3.2'};

/** What a package manager's file of the story says; undefined for any other. */
export function packageText(path: string, mtime: number): string | undefined {
	if (path === 'var/lib/dpkg/status') {
		return packages.filter(({from, until}) => !(from && mtime < Date.parse(from) / 1000) && !(until && mtime >= Date.parse(until) / 1000))
			.map(({name, version}) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`).join('\n');
	}

	const [, listed] = /^var\/lib\/dpkg\/info\/(.*)\.list$/.exec(path) ?? [];
	if (listed !== undefined) {
		return expandBraces(packages.find(({name}) => name === listed)!.files).map(file => `${file}\n`).join('');
	}

	const [, name] = /\/node_modules\/([^/]+)\/package\.json$/.exec(path) ?? [];
	if (name === undefined) {
		return undefined;
	}

	const hash = hashText(name);
	return `${JSON.stringify({name, version: versions[name] ?? `${1 + (hash % 5)}.${(hash >>> 8) % 12}.${(hash >>> 16) % 8}`}, undefined, 2)}\n`;
}
