/** A step of the build that the demo image tells: an entry of its history, and the layer that it made, if it made one. */
export type Step = {
	/** `created_by`, as the tools that build images write it. */
	createdBy: string;
	/** RFC 3339. */
	created: string;
	comment?: string;
	/** What the layer holds, in the language of story-layer.ts; without it the entry of the history has no layer. */
	layer?: string;
};

const buildkit = 'buildkit.dockerfile.v0';

/**
The demo: a small web service that shows tide tables, built the way such services are built.

It is believable rather than real, and each thing that freedive can show happens in it once.
*/
export const steps: readonly Step[] = [
	{
		createdBy: '/bin/sh -c #(nop) ADD file:6c4730e7b12278bc95823ee5faa3ba56adb5dbf4d5e2f3ee27d6d5b0c9d1f7a2 in / ',
		created: '2025-03-17T00:00:00Z',
		layer: `
bin  ->  usr/bin
lib  ->  usr/lib
lib64  ->  usr/lib64
sbin  ->  usr/sbin
{boot,dev,home,media,mnt,opt,proc,run/lock,srv,sys,var/mail,var/spool,usr/src,usr/local/{bin,etc,include,lib,share}}/
{tmp,var/tmp}/  1777
root/  700
root/.bashrc  644  571
root/.profile  644  161
etc/hostname  =  tideline\\n
etc/os-release  ->  ../usr/lib/os-release
usr/lib/os-release  =  PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\\nNAME="Debian GNU/Linux"\\nVERSION_ID="12"\\nVERSION="12 (bookworm)"\\nID=debian\\n
etc/passwd  =  root:x:0:0:root:/root:/bin/bash\\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\\n
etc/group  =  root:x:0:\\ndaemon:x:1:\\nshadow:x:42:\\nnogroup:x:65534:\\n
etc/shadow  640  474
etc/{debconf.conf,host.conf,issue,ld.so.conf,login.defs,nsswitch.conf,profile,securetty,shells}  644  ~1k
etc/apt/sources.list.d/debian.sources  644  293
etc/apt/apt.conf.d/{01autoremove,70debconf,docker-clean,docker-gzip-indexes}  644  ~400
etc/{cron.daily,init.d,logrotate.d,pam.d,security}/{apt-compat,dpkg,hwclock.sh,limits.conf,login,passwd}  644  ~900
usr/bin/bash  755  1.3M
usr/bin/perl  755  3.7M
usr/bin/perl5.36.0  =>  usr/bin/perl
usr/bin/{apt,apt-cache,apt-get,apt-mark,base64,basename,cat,chgrp,chmod,chown,cp,cut,dash,date,dd,df,diff,dpkg,dpkg-deb,dpkg-query,du,echo,env,expr,find,gpgv,grep,gunzip,gzip,head,id,ln,ls,md5sum,mkdir,mktemp,mv,nproc,ps,rm,rmdir,sed,sha256sum,sleep,sort,stat,tail,tar,tee,touch,tr,uname,uniq,wc,xargs}  755  ~70k
usr/bin/{su,passwd,mount,umount,newgrp,chsh,chfn,gpasswd}  4755  ~60k
usr/bin/ping  755  90k
$ setcap  cap_net_raw  usr/bin/ping
usr/bin/sh  ->  dash
usr/bin/awk  ->  /etc/alternatives/awk
etc/alternatives/awk  ->  /usr/bin/mawk
usr/bin/mawk  755  160k
usr/sbin/{chroot,ldconfig,useradd,userdel,groupadd,start-stop-daemon,update-passwd,zic}  755  ~90k
usr/lib64/ld-linux-x86-64.so.2  ->  ../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2  755  210k
usr/lib/x86_64-linux-gnu/libc.so.6  755  1.9M
usr/lib/x86_64-linux-gnu/{libm.so.6,libpthread.so.0,libdl.so.2,librt.so.1,libresolv.so.2}  755  ~300k
usr/lib/x86_64-linux-gnu/libcrypto.so.3  644  4.7M
usr/lib/x86_64-linux-gnu/libdb-5.3.so  644  1.7M
usr/lib/x86_64-linux-gnu/libgnutls.so.30.34.3  644  2.0M
usr/lib/x86_64-linux-gnu/libgnutls.so.30  ->  libgnutls.so.30.34.3
usr/lib/x86_64-linux-gnu/{libacl.so.1,libapt-pkg.so.6.0,libbz2.so.1.0,libgmp.so.10,libhogweed.so.6,liblz4.so.1,liblzma.so.5,libnettle.so.8,libpcre2-8.so.0,libseccomp.so.2,libselinux.so.1,libssl.so.3,libstdc++.so.6,libsystemd.so.0,libtinfo.so.6,libudev.so.1,libxxhash.so.0,libz.so.1,libzstd.so.1}  644  ~400k
usr/lib/x86_64-linux-gnu/perl-base/{B,Carp,Cwd,DynaLoader,Encode,Exporter,Fcntl,IO,List,POSIX,Socket,Storable,Tie,warnings}.pm  644  ~40k
usr/lib/x86_64-linux-gnu/security/pam_{unix,deny,permit,env,limits,rootok,shells,time}.so  644  ~20k
usr/lib/locale/C.utf8/LC_{COLLATE,CTYPE,MESSAGES,MONETARY,NUMERIC,TIME}  644  ~300k
usr/share/doc/{adduser,apt,bash,coreutils,dpkg,findutils,grep,gzip,libc6,perl-base,sed,tar,util-linux}/copyright  644  ~12k
usr/share/{common-licenses/{Apache-2.0,BSD,GPL-2,GPL-3,LGPL-3,MPL-2.0},perl5/Debconf/{Client,Config,Db,Log}.pm}  644  ~20k
usr/share/zoneinfo/{Etc/UTC,Europe/{Amsterdam,Brest,Dublin,Lisbon,London,Oslo},Asia/{Kolkata,Shanghai,Tokyo},America/{Halifax,New_York,Santiago},Pacific/{Auckland,Honolulu}}  644  ~2k
usr/share/zoneinfo/UTC  =>  usr/share/zoneinfo/Etc/UTC
usr/share/zoneinfo/Etc/{UCT,Universal,Zulu}  =>  usr/share/zoneinfo/Etc/UTC
usr/share/zoneinfo/{GB,Eire,Portugal,Japan}  ->  Europe/London
var/lib/dpkg/{status,diversions,statoverride}  644  ~160k
var/lib/dpkg/info/{adduser,apt,base-files,bash,coreutils,dpkg,findutils,gcc-12-base,grep,libacl1,libc6,perl-base,sed,tar,tzdata}.{list,md5sums}  644  ~3k
var/lib/dpkg/info/{adduser,base-files,bash,dpkg,libc6,tzdata}.{postinst,prerm}  755  ~2k
var/cache/debconf/{config,templates,passwords}.dat  644  ~30k
var/log/{alternatives,bootstrap,dpkg}.log  644  ~30k
run/initctl  |  fifo
`,
	},
	{createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', created: '2025-03-17T00:00:01Z'},
	{createdBy: 'ENV LANG=C.UTF-8 TZ=UTC NODE_ENV=production', created: '2025-06-02T08:14:02Z', comment: buildkit},
	{createdBy: 'ARG NODE_VERSION=22.15.0', created: '2025-06-02T08:14:02Z', comment: buildkit},
	{
		createdBy: 'RUN |1 NODE_VERSION=22.15.0 /bin/sh -c apt-get update && apt-get install -y --no-install-recommends ca-certificates g++ make libsqlite3-dev nodejs=$NODE_VERSION* npm # buildkit',
		created: '2025-06-02T08:14:02Z',
		comment: buildkit,
		layer: `
usr/bin/node  755  19M
usr/bin/nodejs  ->  node
usr/bin/npm  ->  ../share/nodejs/npm/bin/npm-cli.js
usr/share/nodejs/npm/bin/npm-cli.js  755  54
usr/share/nodejs/npm/lib/{npm,cli,arborist,fetcher,lifecycle,pack,publish,registry,search,tree}.js  644  ~24k
usr/share/nodejs/npm/node_modules/{abbrev,cacache,chalk,glob,minipass,pacote,semver,ssri,tar,which}/{index.js,package.json}  644  ~9k
usr/bin/{g++-12,gcc-12,cpp-12}  755  1.2M
usr/bin/g++  ->  g++-12
usr/bin/gcc  ->  gcc-12
usr/bin/{as,ld.bfd,ar,nm,objdump,ranlib,strip}  755  ~600k
usr/bin/ld  ->  ld.bfd
usr/bin/make  755  240k
usr/lib/gcc/x86_64-linux-gnu/12/cc1  755  6.5M
usr/lib/gcc/x86_64-linux-gnu/12/cc1plus  755  7.1M
usr/lib/gcc/x86_64-linux-gnu/12/{libgcc.a,libstdc++.a,libsupc++.a}  644  ~900k
usr/lib/gcc/x86_64-linux-gnu/12/include/{stdarg,stddef,stdint,limits,float,iso646,stdbool,unwind}.h  644  ~6k
usr/include/c++/12/{algorithm,array,chrono,deque,fstream,functional,iostream,map,memory,regex,set,string,thread,vector}  644  ~30k
usr/include/{errno,fcntl,math,pthread,signal,sqlite3,stdio,stdlib,string,time,unistd}.h  644  ~30k
usr/include/linux/{fs,if,in,input,ioctl,keyctl,netlink,sched,types,usb}.h  644  ~12k
usr/lib/x86_64-linux-gnu/{libc.a,libsqlite3.a}  644  ~1.6M
usr/lib/x86_64-linux-gnu/libsqlite3.so.0.8.6  644  1.4M
usr/lib/x86_64-linux-gnu/libsqlite3.so.0  ->  libsqlite3.so.0.8.6
usr/lib/x86_64-linux-gnu/libsqlite3.so  ->  libsqlite3.so.0.8.6
usr/lib/x86_64-linux-gnu/pkgconfig/sqlite3.pc  644  260
etc/ssl/certs/ca-certificates.crt  644  214k
etc/ssl/certs/{Actalis,Buypass,Certum,DigiCert,Entrust,GlobalSign,GoDaddy,HARICA,ISRG_X1,SwissSign,TeliaSonera,TWCA}.pem  644  ~2k
usr/share/doc/{g++-12,make,nodejs,npm,libsqlite3-0}/{changelog.gz,copyright}  644  ~20k
var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease  644  151k
var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4  644  8.6M
var/lib/apt/lists/deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4  644  1.1M
var/lib/apt/lists/lock  640  0
var/cache/apt/{pkgcache,srcpkgcache}.bin  644  ~900k
var/cache/apt/archives/{binutils_2.40-2,cpp-12_12.2.0-14,g++-12_12.2.0-14,gcc-12_12.2.0-14,libc6-dev_2.36-9,libstdc++-12-dev_12.2.0-14,make_4.3-4.1,nodejs_22.15.0-1,npm_10.9.2-1}_amd64.deb  644  ~500k
var/cache/apt/archives/lock  640  0
var/lib/dpkg/status  644  190k
var/lib/dpkg/info/{binutils,g++-12,gcc-12,libsqlite3-dev,make,nodejs,npm}.{list,md5sums}  644  ~8k
var/log/{dpkg,apt/history,apt/term}.log  644  ~60k
`,
	},
	{
		createdBy: 'WORKDIR /srv/tideline',
		created: '2025-06-02T08:15:40Z',
		comment: buildkit,
		layer: 'srv/tideline/',
	},
	{
		createdBy: 'COPY package.json package-lock.json .npmrc ./ # buildkit',
		created: '2025-06-02T08:15:41Z',
		comment: buildkit,
		layer: `
srv/tideline/package.json  =  {\\n  "name": "tideline",\\n  "version": "2.4.0",\\n  "type": "module",\\n  "dependencies": {\\n    "better-sqlite3": "^11.9.1",\\n    "fastify": "^5.3.2",\\n    "leaflet": "^1.9.4"\\n  }\\n}\\n
srv/tideline/package-lock.json  644  96k
srv/tideline/.npmrc  =  //npm.tideline.example/:_authToken=not-a-real-token-c2hpcHdyZWNr\\n
`,
	},
	{createdBy: 'ARG NPM_REGISTRY=https://npm.tideline.example', created: '2025-06-02T08:15:41Z', comment: buildkit},
	{
		createdBy: 'RUN |2 NODE_VERSION=22.15.0 NPM_REGISTRY=https://npm.tideline.example /bin/sh -c npm ci --registry=$NPM_REGISTRY # buildkit',
		created: '2025-06-02T08:16:33Z',
		comment: buildkit,
		layer: `
root/.npm/_cacache/content-v2/sha512/{0a,1c,2e,4b,5f,7d,83,9e,a6,c1,d8,f2}/{3f,88}/tarball  644  ~150k
root/.npm/_cacache/index-v5/{04,1b,27,3d,52,6e,79,8c,95,ad,c4,ee}/entry  644  ~1k
root/.npm/_logs/2025-06-02T08_16_01_114Z-debug-0.log  644  36k
srv/tideline/node_modules/.package-lock.json  644  92k
srv/tideline/node_modules/.bin/{pino,semver,rc,prebuild-install}  ->  ../fastify/bin.js
srv/tideline/node_modules/better-sqlite3/build/Release/better_sqlite3.node  755  2.1M
srv/tideline/node_modules/better-sqlite3/deps/sqlite3/{sqlite3.c,sqlite3.h,sqlite3ext.h}  644  ~1.1M
srv/tideline/node_modules/better-sqlite3/{package.json,LICENSE,README.md,lib/{index,database,sqlite-error,util}.js}  644  ~8k
srv/tideline/node_modules/leaflet/dist/{leaflet.js,leaflet-src.js,leaflet-src.esm.js,leaflet.css,leaflet.js.map}  644  ~300k
srv/tideline/node_modules/leaflet/dist/images/{layers,layers-2x,marker-icon,marker-icon-2x,marker-shadow}.png  644  ~2k
srv/tideline/node_modules/fastify/{package.json,LICENSE,fastify.js,lib/{context,decorate,errors,hooks,reply,request,route,schemas,server,validation}.js}  644  ~12k
srv/tideline/node_modules/{abstract-logging,ajv,ajv-formats,atomic-sleep,avvio,bindings,bl,buffer,chownr,cookie,decompress-response,deep-extend,detect-libc,end-of-stream,expand-template,fast-decode-uri-component,fast-deep-equal,fast-json-stringify,fast-querystring,fast-uri,fastq,file-uri-to-path,find-my-way,fs-constants,github-from-package,ieee754,inherits,ini,ipaddr.js,json-schema-ref-resolver,json-schema-traverse,light-my-request,mimic-response,minimist,mkdirp-classic,napi-build-utils,node-abi,on-exit-leak-free,once,pino,pino-std-serializers,prebuild-install,process-warning,pump,quick-format-unescaped,rc,readable-stream,real-require,require-from-string,ret,reusify,rfdc,safe-buffer,safe-regex2,safe-stable-stringify,secure-json-parse,semver,set-cookie-parser,simple-concat,simple-get,sonic-boom,split2,string_decoder,strip-json-comments,tar-fs,tar-stream,thread-stream,toad-cache,tunnel-agent,util-deprecate,wrappy}/{package.json,LICENSE,README.md,index.js}  644  ~7k
srv/tideline/node_modules/tar-fs/node_modules/tar-stream/node_modules/bl/node_modules/readable-stream/node_modules/string_decoder/node_modules/safe-buffer/{package.json,index.js,index.d.ts}  644  ~6k
`,
	},
	{
		createdBy: 'COPY . . # buildkit',
		created: '2025-06-02T08:16:52Z',
		comment: buildkit,
		layer: `
srv/tideline/.env  =  TIDELINE_DATABASE=/srv/tideline/data/tides.sqlite\\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\\n
srv/tideline/.git/{HEAD,config,index,packed-refs}  644  ~2k
srv/tideline/.git/objects/pack/pack-5d1f0c9e7b3a4d2c8e6f1a0b9c8d7e6f5a4b3c2d.{pack,idx,rev}  444  ~1.6M
srv/tideline/bin/tideline  644  2k
srv/tideline/config/{default,production,staging}.json  644  ~1k
srv/tideline/data/tides.bin  644  6.2M
srv/tideline/data/tides.sqlite  644  4.8M
srv/tideline/data/stations/{Brest,Bergen,Cuxhaven,Dover,Galway,Halifax,Hobart,Lisboa,Nuuk,Reykjavík,Saint-Malo,Tórshavn,Valparaíso}.json  644  ~40k
srv/tideline/docs/{Guía de mareas.md,潮汐表の読み方.md,조석표 읽는 법.md,readme.md,🌊 waves.md}  644  ~6k
srv/tideline/docs/charts/{north-sea,biscay,irish-sea,skagerrak}.svg  644  ~400k
srv/tideline/public/index.html  644  3k
srv/tideline/public/fonts/tideline-{regular,bold,italic}.woff2  644  ~80k
srv/tideline/public/i18n/{en,fr,is,日本語,한국어,Ελληνικά}.json  644  ~9k
srv/tideline/public/js/{app,chart,map,station,tides}.js  644  ~60k
srv/tideline/src/{server,tides,harmonics,stations,cache,log,health}.js  644  ~9k
srv/tideline/src/routes/{api,pages,charts,healthz}.js  644  ~5k
srv/tideline/test/fixtures/{2019,2020,2021,2022,2023,2024}/{brest,dover,halifax}.csv  644  ~120k
srv/tideline/test/{server,tides,harmonics}.test.js  644  ~6k
srv/tideline/latest  ->  data/tides.bin
`,
	},
	{
		createdBy: 'RUN /bin/sh -c rm -rf .git .env .npmrc test # buildkit',
		created: '2025-06-02T08:16:54Z',
		comment: buildkit,
		layer: `
$ rm  srv/tideline/{.git,.env,.npmrc,test}
`,
	},
	{
		createdBy: 'RUN /bin/sh -c <<EOF (set -eux...)\nset -eux\nnpm run build          # bundles public/ into dist/\nrm -rf public\nmkdir public\ncp -r dist/. public/\nln dist/js/app.*.js dist/app.js\nmkfifo run/reload\nEOF\n# buildkit',
		created: '2025-06-02T08:17:20Z',
		comment: buildkit,
		layer: `
srv/tideline/dist/index.html  644  2.6k
srv/tideline/dist/fonts/tideline-{regular,bold,italic}.woff2  644  64k
srv/tideline/dist/i18n/{en,fr,is,日本語,한국어,Ελληνικά}.json  644  ~7k
srv/tideline/dist/js/app.4f1c9a.js  644  310k
srv/tideline/dist/js/app.4f1c9a.js.map  644  1.4M
srv/tideline/dist/js/chart.b07d12.js  644  180k
srv/tideline/dist/tiles/{6,7,8}/{31,32,33,34}/{20,21,22}.webp  644  ~30k
srv/tideline/dist/main.js  =>  srv/tideline/dist/js/app.4f1c9a.js
$ replace  srv/tideline/public
$ cp  srv/tideline/dist  srv/tideline/public
srv/tideline/run/reload  |  fifo
`,
	},
	{
		createdBy: 'RUN /bin/sh -c useradd --uid 1000 --create-home tideline && chown -R tideline:tideline /srv/tideline # buildkit',
		created: '2025-06-02T08:17:23Z',
		comment: buildkit,
		layer: `
etc/passwd  =  root:x:0:0:root:/root:/bin/bash\\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\\ntideline:x:1000:1000::/home/tideline:/bin/sh\\n
etc/group  =  root:x:0:\\ndaemon:x:1:\\nshadow:x:42:\\nnogroup:x:65534:\\ntideline:x:1000:\\n
etc/shadow  640  511
home/tideline/{.bashrc,.profile,.bash_logout}  644  ~800
$ chown  1000:1000:tideline:tideline  home/tideline
$ chown  1000:1000:tideline:tideline  srv/tideline
`,
	},
	{
		createdBy: 'RUN /bin/sh -c apt-get purge -y g++ make libsqlite3-dev && apt-get autoremove -y && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb ~/.npm # buildkit',
		created: '2025-06-02T08:17:41Z',
		comment: buildkit,
		layer: `
$ rm  usr/bin/{g++,g++-12,gcc,gcc-12,cpp-12,as,ld,ld.bfd,ar,nm,objdump,ranlib,strip,make}
$ rm  usr/lib/{gcc,x86_64-linux-gnu/{libc.a,libsqlite3.a,libsqlite3.so,pkgconfig}}
$ rm  usr/include/{c++,linux,errno.h,fcntl.h,math.h,pthread.h,signal.h,sqlite3.h,stdio.h,stdlib.h,string.h,time.h,unistd.h}
$ rm  usr/share/doc/{g++-12,make}
$ rm  var/lib/dpkg/info/{binutils,g++-12,gcc-12,libsqlite3-dev,make}.{list,md5sums}
$ rm  var/cache/apt/archives/{binutils_2.40-2,cpp-12_12.2.0-14,g++-12_12.2.0-14,gcc-12_12.2.0-14,libc6-dev_2.36-9,libstdc++-12-dev_12.2.0-14,make_4.3-4.1,nodejs_22.15.0-1,npm_10.9.2-1}_amd64.deb
$ rm  root/.npm
$ replace  var/lib/apt/lists
var/lib/dpkg/status  644  171k
var/log/{dpkg,apt/history,apt/term}.log  644  ~90k
`,
	},
	{
		createdBy: 'COPY --chown=1000:1000 tides-2025.bin data/tides.bin # buildkit',
		created: '2025-06-02T08:17:42Z',
		comment: buildkit,
		layer: `
as  1000:1000:tideline:tideline
srv/tideline/data/tides.bin  644  6.4M
`,
	},
	{
		createdBy: 'RUN /bin/sh -c chmod -R a+rx bin && mv docs /usr/share/doc/tideline && ln -sfn data/tides.sqlite latest # buildkit',
		created: '2025-06-02T08:17:43Z',
		comment: buildkit,
		layer: `
$ chmod  755  srv/tideline/bin/tideline
$ mv  srv/tideline/docs  usr/share/doc/tideline
as  1000:1000:tideline:tideline
srv/tideline/latest  ->  data/tides.sqlite
`,
	},
	{createdBy: 'USER tideline', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'EXPOSE map[8080/tcp:{}]', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'VOLUME [/srv/tideline/cache]', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'HEALTHCHECK &{["CMD" "node" "src/routes/healthz.js"] "30s" "3s" "5s" "0s" \'\\x03\'}', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'LABEL org.opencontainers.image.title=tideline org.opencontainers.image.version=2.4.0', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'ENTRYPOINT ["node" "src/server.js"]', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{createdBy: 'CMD ["--port" "8080"]', created: '2025-06-02T08:17:43Z', comment: buildkit},
	{
		createdBy: '',
		created: '2025-06-11T21:03:10Z',
		comment: 'hotfix 2.4.1, appended without a build',
		layer: `
as  1000:1000:tideline:tideline
srv/tideline/src/harmonics.js  644  11k
$ twice  srv/tideline/dist/js/app.4f1c9a.js  312k
srv/tideline/dist/js/app.4f1c9a.js  644  314k
`,
	},
];

/** The `config` of the image's configuration (OCI image-spec, config.md; `Healthcheck` is Docker's). */
export const execution = {
	User: 'tideline',
	ExposedPorts: {'8080/tcp': {}},
	Env: [
		'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
		'LANG=C.UTF-8',
		'TZ=UTC',
		'NODE_ENV=production',
	],
	Entrypoint: ['node', 'src/server.js'],
	Cmd: ['--port', '8080'],
	Volumes: {'/srv/tideline/cache': {}},
	WorkingDir: '/srv/tideline',
	Labels: {
		'org.opencontainers.image.title': 'tideline',
		'org.opencontainers.image.description': 'Tide tables for sailors. The demo image of freedive: none of it is real.',
		'org.opencontainers.image.version': '2.4.0',
	},
	Healthcheck: {
		Test: ['CMD', 'node', 'src/routes/healthz.js'],
		Interval: 30_000_000_000,
		Timeout: 3_000_000_000,
		StartPeriod: 5_000_000_000,
		Retries: 3,
	},
};
