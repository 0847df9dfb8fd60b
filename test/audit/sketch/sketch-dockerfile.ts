import test, {type ExecutionContext} from 'ava';
import {gatherInput} from '../../../source/audit/gather-input.js';
import {sketchDockerfile} from '../../../source/audit/sketch/sketch-dockerfile.js';
import {formatBytes} from '../../../source/format/bytes.js';
import {runNow} from '../../../source/archive/slices.js';
import type {BuildOptions} from '../../helpers/build-image.js';
import {buildProgram, glibcLoader} from '../../helpers/build-program.js';
import {loadStory} from '../../helpers/load-story.js';
import {dpkgPackage, lines} from '../../helpers/package-layers.js';

const interpreter = '/lib64/ld-linux-x86-64.so.2';
const contents = {
	release: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n',
	passwd: 'root:x:0:0:root:/root:/bin/sh\nworker:x:1000:1000::/home/worker:/bin/sh\n',
	baseStatus: dpkgPackage('libc6', '2.36') + dpkgPackage('dash', '1'),
	status: ['libc6', 'dash', 'libwanted1', 'libdeep1', 'libother1', 'curl'].map(name => dpkgPackage(name, '1')).join('').replace('Version: 1', 'Version: 2.36'),
	libc6: lines('/lib64/ld-linux-x86-64.so.2', '/usr/lib/x86_64-linux-gnu/libc.so.6'),
	dash: lines('/usr/bin/sh'),
	wantedList: lines('/usr/lib/x86_64-linux-gnu/libwanted.so.1'),
	deepList: lines('/usr/lib/x86_64-linux-gnu/libdeep.so.1'),
	otherList: lines('/usr/lib/x86_64-linux-gnu/libother.so.1'),
	curlList: lines('/usr/bin/curl'),
	loader: buildProgram(glibcLoader),
	libc: buildProgram({soname: 'libc.so.6'}),
	sh: buildProgram({interpreter, needed: ['libc.so.6']}),
	wanted: buildProgram({soname: 'libwanted.so.1', needed: ['libdeep.so.1', 'libc.so.6']}),
	deep: buildProgram({soname: 'libdeep.so.1', needed: ['libc.so.6']}),
	other: buildProgram({soname: 'libother.so.1', needed: ['libc.so.6']}),
	own: buildProgram({soname: 'libown.so.1', needed: ['libc.so.6']}),
	app: buildProgram({interpreter, needed: ['libwanted.so.1', 'libown.so.1', 'libgone.so.9', 'libc.so.6'], runpath: '/opt/app/lib'}),
	static: buildProgram({}),
	static2: buildProgram({soname: 'a'}),
	static3: buildProgram({soname: 'b'}),
};

const debian = `
		ADD rootfs.tar /
		  etc/os-release = @release
		  bin -> usr/bin
		  0755 usr/bin/sh = @sh
		  0755 lib64/ld-linux-x86-64.so.2 = @loader
		  0755 usr/lib/x86_64-linux-gnu/libc.so.6 = @libc
		  var/lib/dpkg/status = @baseStatus
		  var/lib/dpkg/info/libc6.list = @libc6
		  var/lib/dpkg/info/dash.list = @dash`;

const story = `${debian}
		RUN apt-get update && apt-get install -y libwanted1 libother1 curl
		  var/lib/dpkg/status = @status
		  var/lib/dpkg/info/libwanted1.list = @wantedList
		  var/lib/dpkg/info/libdeep1.list = @deepList
		  var/lib/dpkg/info/libother1.list = @otherList
		  var/lib/dpkg/info/curl.list = @curlList
		  usr/lib/x86_64-linux-gnu/libwanted.so.1 = @wanted
		  usr/lib/x86_64-linux-gnu/libdeep.so.1 = @deep
		  usr/lib/x86_64-linux-gnu/libother.so.1 = @other
		  0755 usr/bin/curl = @sh
		RUN make install
		  0755 1000:1000 opt/app/bin/app = @app
		  opt/app/lib/libown.so.1.2 = @own
		  opt/app/lib/libown.so.1 -> libown.so.1.2
		RUN useradd -m worker
		  etc/passwd = @passwd
		RUN rm -rf /var/lib/apt/lists/* && apt-get clean
		  var/lib/apt/.wh.lists
		ENTRYPOINT ["app"]
`;

type SketchOptions = {base?: number; name?: string};

async function sketch(t: ExecutionContext, text: string, config: Record<string, unknown>, {base = 0, name}: SketchOptions = {}): Promise<string> {
	const options: BuildOptions = {contents, config: {config}};
	const {image, overlay, contents: read} = await loadStory(t, text, 'none', options, ['content-digest', 'package-files', 'file-facts']);
	const input = runNow(gatherInput({...image, reference: 'app.tar'}, overlay, read, base, {codecs: [], labels: []}));
	return runNow(sketchDockerfile(input, name));
}

test('what the entrypoint needs: packages by the libraries that it asks for itself, and by copying what no package owns', async t => {
	t.is(await sketch(t, story, {
		Entrypoint: ['app'], Cmd: ['--serve'], Env: ['PATH=/opt/app/bin:/usr/bin', 'GREETING=a "b" $c', 'API_TOKEN=q8Zt4Wm1Xc7Vb2Nh6Kp9'],
		User: 'worker', ExposedPorts: {'80/tcp': {}}, Volumes: {'/data': {}}, Labels: {'org.example.title': 'An app'}, WorkingDir: '/',
		Healthcheck: {Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1']},
	}), `# A sketch of a multi-stage Dockerfile for app.tar, to start from.
# It was read off the finished image, of which nothing was run. What it can't know:
# - the base is what /etc/os-release tells (debian:12), and may have been another;
# - what programs load by themselves while they run (dlopen): plugins, codecs, drivers, modules of languages;
# - which files they open: configuration, data, certificates, fonts, time zones;
# - which other programs they start, scripts above all.
# Build it, start it, and add what is missing (strace -f -e trace=openat,execve tells).

FROM debian:12 AS build
RUN apt-get update && apt-get install -y libwanted1 libother1 curl
RUN make install
RUN useradd -m worker
# Left out: a RUN that only cleans up.

# What runs.
FROM debian:12-slim
LABEL org.example.title="An app"
# /opt/app/bin/app needs libgone.so.9, which is nowhere in the image.
RUN apt-get update && apt-get install -y --no-install-recommends \\
		curl \\
		libwanted1 \\
	&& rm -rf /var/lib/apt/lists/*
# The base has dash and libc6.
RUN useradd --uid 1000 --create-home worker

# Programs and libraries that no package owns (${formatBytes(contents.app.length + contents.own.length)}).
COPY --from=build --chown=1000:1000 /opt/app/bin/app /opt/app/bin/app
COPY --from=build /opt/app/lib/libown.so.1.2 /opt/app/lib/libown.so.1
# So that the loader finds libraries that lie in the folders of /etc/ld.so.conf.
RUN ldconfig

ENV PATH=/opt/app/bin:/usr/bin
ENV GREETING="a \\"b\\" \\$c"
# API_TOKEN holds a secret: give it when a container starts, not in the image.
WORKDIR /
VOLUME /data
EXPOSE 80/tcp
USER worker
HEALTHCHECK CMD ["/bin/sh", "-c", "curl -f http://localhost/ || exit 1"]
ENTRYPOINT ["app"]
CMD ["--serve"]
`);
});

test('a base that is told has what its layers have; what COPY brought comes along', async t => {
	const text = await sketch(t, `${debian}
		COPY dist /srv/app
		  srv/app/index.js * 10
		  srv/app/lib/a.js * 10
		COPY app.conf /etc
		  etc/app.conf * 10
	`, {Cmd: ['sh', '/srv/app/start.sh']}, {base: 1, name: 'node:20'});
	t.regex(text, /^FROM node:20 AS build$/m);
	t.regex(text, /^FROM node:20-slim$/m);
	t.regex(text, /^COPY dist \/srv\/app$/m);
	t.notRegex(text, /apt-get install/);
	t.deepEqual(text.match(/^COPY --from.*$/gm), ['COPY --from=build /etc/app.conf /etc/app.conf', 'COPY --from=build /srv/app /srv/app']);
});

test('without a system that is known, and with programs behind wrappers and scripts', async t => {
	const text = await sketch(t, `
		RUN make install
		  0755 sbin/tini = @static
		  0755 bin/start = #!/bin/runner
		  0755 bin/runner = @static2
		  0755 bin/server = @static3
		COPY file:0123456789abcdef0123456789abcdef in /x
		  x * 1
	`, {Entrypoint: ['/sbin/tini', '--', 'start'], Cmd: ['server'], Env: ['PATH=/bin']});
	t.regex(text, /which base it had nobody tells/);
	t.regex(text, /^FROM scratch$/m);
	t.regex(text, /^# COPY file:0123456789ab in \/x$/m);
	t.deepEqual(text.match(/^COPY --from=build \/s?bin.*$/gm), ['/sbin/tini', '/bin/start', '/bin/runner', '/bin/server'].map(path => `COPY --from=build ${path} ${path}`));
});

test('a folder that TMPDIR names is there: made again, or told to be missing; of the base, brought, or a volume it is', async t => {
	const made = `${story}
		RUN install -d /scratch
		  01777 1000:1000 scratch/
		COPY data /data
		  data/tmp/
		  data/file = x
	`;
	const linesFor = async (folder: string, text = made, more = {}) => {
		const told = (await sketch(t, text, {Entrypoint: ['app'], Env: ['PATH=/opt/app/bin:/usr/bin', `TMPDIR=${folder}`], ...more})).split('\n');
		t.true(told.includes(`ENV TMPDIR=${folder}`), folder);
		const end = told.findIndex(line => line.startsWith('ENV PATH'));
		return told.slice(0, end).filter(line => line.includes('TMPDIR') || line.includes('install -d') || line.includes('by hand'))
			.filter(line => line !== 'RUN install -d /scratch');
	};

	t.deepEqual(await linesFor('/scratch'), ['# TMPDIR names /scratch.', 'RUN install -d -m 1777 -o 1000 -g 1000 /scratch']);
	t.deepEqual(await linesFor('/gone/deep'), ['# TMPDIR names /gone/deep, which the image does not have: make it, or leave TMPDIR out.', 'RUN install -d -m 1777 /gone/deep']);
	for (const [folder, more] of [['/tmp', {}], ['/data/tmp', {}], ['/usr/lib', {}], ['/gone', {Volumes: {'/gone': {}}}], ['relative', {}]] as const) {
		t.deepEqual(await linesFor(folder, made, more), []);
	}

	t.deepEqual(await linesFor('/gone', 'COPY app /\n  0755 opt/app/bin/app = @static\n'), ['# TMPDIR names /gone, which the image does not have: make it, or leave TMPDIR out.', '# Make the folder /gone by hand.']);
});

test('nothing from an image ends a line, or reaches a terminal as it is', async t => {
	const text = await sketch(t, `
		RUN echo \u001B[31mred
		  0755 bin/a\u001B[31m = @static
		  0755 bin/$x = @static2
	`, {
		Entrypoint: ['/bin/a\u001B[31m', '\nRUN evil'], Cmd: null, Env: ['A=x\nRUN evil', 'B\nRUN evil=1'], Labels: {'l\nRUN evil': 'x', l: 'y\nRUN evil'}, User: 'a\nRUN evil',
		WorkingDir: '/w\nRUN evil', Volumes: {'/v\nRUN evil': {}}, ExposedPorts: {'80\nRUN evil': {}}, Healthcheck: {Test: ['CMD', '/bin/$x', '\nRUN evil']},
	});
	t.notRegex(text, /^RUN evil/m);
	t.notRegex(text, /[\u0000-\u0008\u000B-\u001F\u007F]/);
	t.regex(text, /^ENTRYPOINT \["\/bin\/a\\u001b\[31m", "\\nRUN evil"\]$/m);
	t.regex(text, /^# Copy by hand, for its name: \/bin\/\$x$/m);
});
