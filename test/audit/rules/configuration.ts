import test from 'ava';
import {labelProblem} from '../../../source/audit/label-problem.js';
import {rules} from '../../../source/audit/rules/index.js';
import {gatherInput} from '../../../source/audit/gather-input.js';
import {runRules} from '../../../source/audit/run-rules.js';
import {runNow} from '../../../source/archive/slices.js';
import {buildImage, dockerArchive} from '../../helpers/build-image.js';
import {loadImage} from '../../helpers/load-story.js';
import {openTar} from '../../helpers/open.js';
import {tarOf} from '../../helpers/tar-of.js';
import {auditStory, toldFindings, type AuditStoryOptions} from '../../helpers/audit-story.js';

const ruleOf = (id: string) => rules.filter(rule => rule.id === id);

const finds = test.macro<[id: string, what: string, story: string, told: string[], options?: AuditStoryOptions]>({
	async exec(t, id, _, story, told, options) {
		t.deepEqual(await toldFindings(t, ruleOf(id), story, options), told);
	},
	title: (_, id, what) => `${id}: ${what}`,
});

const passwd = 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\nnode:x:1000:1000::/home/node:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n';
const as = (user: string): AuditStoryOptions => ({contents: {passwd}, config: {config: {User: user}}});
const system = 'FROM\n  etc/passwd = @passwd\nUSER x';
test(finds, 'root-user', 'no user', system, ['warning root-user: The image names no user, so its processes are root.'], as(''));
test(finds, 'root-user', 'root by name', system, ['warning root-user /etc/passwd: USER root is root.'], as('root'));
test(finds, 'root-user', 'root by number, with a group', system, ['warning root-user /etc/passwd: USER 0:1000 is root.'], as('0:1000'));
test(finds, 'root-user', 'root by another name', system, ['warning root-user /etc/passwd: USER toor is root.'], as('toor'));
test(finds, 'root-user', 'a name that is not there', system, ['warning root-user /etc/passwd: USER app is not in /etc/passwd: no container starts.'], as('app'));
test(finds, 'root-user', 'a name without any accounts', 'COPY a /\n  a = a', ['warning root-user: USER node is not in /etc/passwd: no container starts.'], as('node'));
test(finds, 'root-user', 'not a user by name', system, [], as('node'));
test(finds, 'root-user', 'not a user by number, there or not', system, [], as('4711:0'));
test(finds, 'root-user', 'not where accounts can\'t be had from a link to nowhere, for a number', 'COPY a /\n  etc/passwd -> /nowhere', [], as('1000'));

test('root-user says whom to take instead', async t => {
	const [known] = await auditStory(t, ruleOf('root-user'), system, as('root'));
	t.is(known.remedy, 'Write `USER node` near the end: that user is in /etc/passwd already, with the number 1000.');
	t.is(known.step, 1);
	const [made] = await auditStory(t, ruleOf('root-user'), 'COPY a /\n  sbin/apk = a', as('app'));
	t.is(made.remedy, 'Write `RUN adduser -D -H -u 10001 app` and, near the end, `USER app`.');
});

const config = (config: Record<string, unknown>): AuditStoryOptions => ({config: {config}});
test(finds, 'no-healthcheck', 'none', 'COPY a /\n  a = a', ['note no-healthcheck: The image has no HEALTHCHECK: an engine does not see when it hangs.'], config({}));
test(finds, 'no-healthcheck', 'one, or that none is meant', 'COPY a /\n  a = a', [], config({Healthcheck: {Test: ['NONE']}}));

test(finds, 'shell-form', 'an entrypoint and a command', 'COPY a /\n  a = a\nENTRYPOINT node "a b.js"', [
	'note shell-form: CMD runs `a; b` by /bin/bash, which hands no signals on.',
	'note shell-form: ENTRYPOINT runs `node "a b.js"` by /bin/sh, which hands no signals on.',
], config({Entrypoint: ['/bin/sh', '-c', 'node "a b.js"'], Cmd: ['/bin/bash', '-o', 'pipefail', '-c', 'a; b']}));
test(finds, 'shell-form', 'not a list, nor a shell that gives way', 'COPY a /\n  a = a', [], config({Entrypoint: ['node', 'a.js'], Cmd: ['/bin/sh', '-c', 'exec node $A']}));
test('shell-form says what list to write', async t => {
	const remedyOf = async (script: string) => (await auditStory(t, ruleOf('shell-form'), 'COPY a /\n  a = a', config({Cmd: ['/bin/sh', '-c', script]})))[0].remedy;
	t.is(await remedyOf('node "a b.js" --x'), 'Write `CMD ["node", "a b.js", "--x"]`.');
	t.is(await remedyOf('node $FILE'), 'Write `CMD exec node $FILE`.');
	t.is(await remedyOf('a && b'), 'Write `CMD ["/entrypoint.sh"]`, a script of its own that ends with `exec`.');
});

const labels = (labels: Record<string, string>, ...wanted: string[]): AuditStoryOptions => ({...config({Labels: labels}), demands: {labels: wanted}});
test(finds, 'missing-label', 'one that is asked for', 'COPY a /\n  a = a\nLABEL team=a', [
	'error missing-label: The label owner is not there.',
	'error missing-label: The label team is "a", and is to be "b".',
], labels({team: 'a'}, 'owner', 'team=b'));
test(finds, 'missing-label', 'not one that is there', 'COPY a /\n  a = a', [], labels({team: 'a=b', owner: ''}, 'owner', 'team=a=b'));
test(finds, 'missing-label', 'one of OCI\'s that is malformed', 'COPY a /\n  a = a', [
	'note missing-label: The label org.opencontainers.image.created is "yesterday", and is to be a date and time as RFC 3339 has them.',
], labels({'org.opencontainers.image.created': 'yesterday', 'org.opencontainers.image.version': 'anything'}));

test('which labels are right', t => {
	const right = (name: string, value: string) => labelProblem(`org.opencontainers.image.${name}`, value) === undefined;
	for (const value of ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.123+01:00']) {
		t.true(right('created', value));
	}

	for (const value of ['2026-01-02', '2026-13-02T03:04:05Z', '2026-01-02T03:04:05', 'now']) {
		t.false(right('created', value));
	}

	for (const value of ['MIT', 'Apache-2.0 OR MIT', '(GPL-2.0-or-later WITH Classpath-exception-2.0) AND MIT', 'GPL-2.0+', 'LicenseRef-own']) {
		t.true(right('licenses', value));
	}

	for (const value of ['Apache 2.0', 'MIT OR', '(MIT', 'MIT)', '', 'MIT, BSD', 'OR']) {
		t.false(right('licenses', value));
	}

	for (const value of ['https://a.example/b', 'git@a.example:b/c.git', 'ssh://git@a.example/b']) {
		t.true(right('source', value));
	}

	for (const value of ['a.example', '', 'https://', 'see the readme']) {
		t.false(right('url', value));
	}

	t.true(right('base.digest', `sha256:${'a'.repeat(64)}`));
	t.false(right('base.digest', 'sha256:'));
	t.is(labelProblem('com.example.some-thing_2', ''), undefined);
	t.is(labelProblem('com.docker.compose.project', ''), undefined);
	t.regex(labelProblem('com.docker.x', '')!.message, /reserved for Docker/);
	t.regex(labelProblem('a b', '')!.message, /characters/);
});

test('unpinned-tag: names that say no version', async t => {
	const of = async (tags: string[], labels = {}) => (await auditStory(t, ruleOf('unpinned-tag'), 'COPY a /\n  a = a', {tags, ...config({Labels: labels})})).map(({message}) => message);
	t.deepEqual(await of(['app:latest']), ['The image is called app:latest, which says no version.']);
	t.deepEqual(await of([]), ['The image has no tag.']);
	t.deepEqual(await of(['host:5000/app:1.2', 'app:latest']), []);
	const base = 'org.opencontainers.image.base.name';
	t.deepEqual(await of(['app:1'], {[base]: 'debian'}), ['The image is built on debian, which says no version.']);
	t.deepEqual(await of(['app:1'], {[base]: 'host:5000/debian:latest'}), ['The image is built on host:5000/debian:latest, which says no version.']);
	t.deepEqual(await of(['app:1'], {[base]: 'debian:12'}), []);
	t.deepEqual(await of(['app:1'], {[base]: `debian@sha256:${'a'.repeat(64)}`}), []);
});

const volumes = config({Volumes: {'/data': {}, '/logs/': {}}});
test(finds, 'volume-waste', 'files that come after the volume', 'COPY a /\n  data/old = a\nVOLUME [/data /logs/]\nRUN b\n  data/new = bb\n  database = c\nENV A=1\nRUN c\n  logs/a = a\n  logs/b = a', [
	'warning volume-waste layer 2 /data 2 B: 1 file (2 B) is stored under /data after `VOLUME /data`: a volume that is there already hides it.',
	'warning volume-waste layer 3 /logs 2 B: 2 files (2 B) are stored under /logs after `VOLUME /logs/`: a volume that is there already hides them.',
], volumes);
test(finds, 'volume-waste', 'not what comes before, nor beside', 'COPY a /\n  data/old = a\nVOLUME /data\nRUN b\n  database = c\n  data/', [], volumes);

test(finds, 'sensitive-volume', 'a folder of the system', 'COPY a /\n  a = a', ['note sensitive-volume: A volume lies over /etc/app, a folder of the system.', 'note sensitive-volume: A volume lies over /proc, a folder of the system.'], config({Volumes: {'/proc': {}, '/etc/app': {}, '/etcetera': {}, '/var/lib/app': {}}}));

test(finds, 'onbuild', 'an instruction for others', 'COPY a /\n  a = a\nONBUILD RUN make', ['note onbuild: `ONBUILD RUN make` runs in the build of each image on this one.'], config({OnBuild: ['RUN make']}));
test(finds, 'onbuild', 'none', 'COPY a /\n  a = a\nRUN echo ONBUILD', [], config({}));

test(finds, 'invalid-port', 'ports that there are none of', 'COPY a /\n  a = a\nEXPOSE 80 70000', [
	'note invalid-port: The image exposes 70000/tcp, which is no port.',
	'note invalid-port: The image exposes 90-80, which is no port.',
], config({ExposedPorts: {80: {}, '443/tcp': {}, '8000-8010/udp': {}, 65535: {}, '70000/tcp': {}, '90-80': {}}}));

test(finds, 'malformed-layer', 'paths that lead out, that come twice, and links to nothing', 'COPY a /\n  ../../etc/x = a\n  b = 1\n  b = 2\n  c => nowhere\n  d => ../etc/x', [
	'warning malformed-layer layer 1 /b: Layer 1 stores /b more than once: readers that take the first see another file than those that take the last.',
	'warning malformed-layer layer 1 /c: /c: it is a hard link to /nowhere, which is not there: it is shown with no content.',
	'warning malformed-layer layer 1 /d: /d: its link target leaves the root by ".."; it is kept inside.',
	'warning malformed-layer layer 1 /etc/x: /etc/x: its name leaves the root by ".."; it is kept inside.',
]);
test(finds, 'malformed-layer', 'names from the root of whoever unpacks them, once a layer', 'COPY a /\n  a = a\n  /b = b\nCOPY c /\n  /c/ \n  /c/d = d\n  e = e', [
	'warning malformed-layer layer 1 /b: Layer 1 writes the name of /b with a slash before it: unpacked by a tool that believes this, it lies in the file system of the host.',
	'warning malformed-layer layer 2 /c: Layer 2 writes the names of /c and 1 other path with a slash before them: unpacked by a tool that believes this, they lie in the file system of the host.',
]);
test(finds, 'malformed-layer', 'not the root itself, nor links to what lies below it', 'COPY a /\n  / \n  a = a\n  b -> /a\n  c => /a', []);
test(finds, 'malformed-layer', 'not a folder twice, nor dots within the root', 'COPY a /\n  a/\n  a/\n  a/../b = 1\n  ./c = 1', []);

test('malformed-layer: device nodes, but not the one that is a whiteout', async t => {
	const built = await buildImage('COPY a /\n  a = a\nRUN b\n  b = b');
	const device = (devmajor: number, devminor: number) => ({header: {type: 'character-device' as const, devmajor, devminor}});
	built.layers[1] = await tarOf([['dev/null', device(1, 3)], ['dev/zero', device(1, 5)], ['a', device(0, 0)]]);
	const {image, overlay, contents} = await loadImage(await openTar(t, dockerArchive([built])));
	const {findings} = runNow(runRules(runNow(gatherInput(image, overlay, contents, 0, {codecs: [], labels: []})), ruleOf('malformed-layer')));
	t.deepEqual(findings.map(({layer, message}) => [layer, message]), [[2, 'Layer 2 holds 2 device nodes, such as /dev/null: engines make /dev themselves, and rootless ones can\'t make them.']]);
});

test('no-healthcheck asks by what the image has to ask with', async t => {
	const remedy = async (files: string, cmd: string[] = ['/srv/app']) => (await auditStory(t, ruleOf('no-healthcheck'), `COPY a /\n  0755 srv/app = a\n  ${files}`, {config: {config: {ExposedPorts: {'8080/tcp': {}}, Cmd: cmd}}}))[0].remedy;
	const end = ', or a command of the image that fails when the program does not answer.';
	t.is(await remedy('0755 bin/sh = a\n  0755 usr/bin/curl = a\n  0755 usr/bin/wget = a'), `Write \`HEALTHCHECK CMD curl -fsS http://localhost:8080/ || exit 1\`${end}`);
	t.is(await remedy('0755 bin/sh = a\n  0755 usr/bin/wget = a'), `Write \`HEALTHCHECK CMD wget -q -O /dev/null http://localhost:8080/ || exit 1\`${end}`);
	t.is(await remedy('0755 bin/sh = a\n  0755 bin/busybox = a'), `Write \`HEALTHCHECK CMD busybox wget -q -O /dev/null http://localhost:8080/ || exit 1\`${end}`);
	t.is(await remedy('0644 usr/bin/curl = a'), 'Write `HEALTHCHECK CMD` with a command of your own (the image has neither curl nor wget), such as a mode of /srv/app that asks port 8080, that fails when the program does not answer.');
	t.is((await auditStory(t, ruleOf('no-healthcheck'), 'COPY a /\n  a = a', {config: {config: {Entrypoint: ['/opt/media/bin/ffmpeg', '-i']}}}))[0].remedy, 'ffmpeg does its work and ends, so that there is nothing to ask: `HEALTHCHECK NONE` says so. Whether it goes on is told by what it writes, best with `-progress`.');
	t.is(await remedy('a = a', []), 'Write `HEALTHCHECK CMD` with a command of your own (the image has neither curl nor wget) that fails when the program does not answer.');
});
