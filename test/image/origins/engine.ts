import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {formatBytes} from '../../../source/format/bytes.js';
import type {OpenProgress} from '../../../source/image/container.js';
import {engineNames} from '../../../source/image/engine-image.js';
import {engines} from '../../../source/image/origins/engines/engine.js';
import {inspectImage} from '../../../source/image/origins/engines/inspect-image.js';
import {buildImage, dockerArchive, writeTar} from '../../helpers/build-image.js';
import {fakeEngines, has, isDown, ends, lacks, stubborn, type FakeEngine} from '../../helpers/fake-engines.js';
import {failure, open} from '../../helpers/open.js';
import {runCommand} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const built = buildImage(`
	RUN a
		a * 200000
`, {tags: ['app:1.0']});

async function archiveOf(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await built]));
}

test('the engine that the user names saves the image into a file without a name, with progress', async t => {
	const archive = await archiveOf(t);
	for (const name of engineNames) {
		const told = path.join(temporaryFolder(t), 'told');
		const programs = fakeEngines(t, {[name]: {inspect: has(1_000_000), save: `head -c 4096 '${archive}'; while [ ! -e '${told}' ]; do sleep 0.05; done; tail -c +4097 '${archive}'`}});
		const spool = temporaryFolder(t);
		const progress: OpenProgress[] = [];
		const onProgress = (step: OpenProgress) => {
			progress.push(step);
			if (step.bytes === 4096) {
				fs.writeFileSync(told, '');
			}
		};

		const image = await open(t, `${name}://app:1.0`, {programs, temporaryFolder: spool, onProgress});
		t.is(image.form, name);
		t.is(image.reference, `${name}://app:1.0`);
		t.deepEqual(image.tags, ['app:1.0']);
		t.deepEqual(image.warnings, []);
		t.deepEqual(fs.readdirSync(spool), []);
		t.deepEqual(programs.calls().map(call => call.replace(' --quiet', '')), [`${name} image inspect -- app:1.0`, `${name} image save -- app:1.0`]);
		t.deepEqual(progress[0], {label: `asking ${name} for app:1.0`, bytes: 0});
		t.true(progress.some(({label, bytes, total}) => label === `reading app:1.0 from ${name}` && bytes === 4096 && total === 1_000_000));
	}
});

test('a bare name is asked of docker, podman and nerdctl, in that order, and the first that has it answers', async t => {
	const saved = {inspect: has(), save: `cat '${await archiveOf(t)}'`};
	for (const [first, name] of engineNames.entries()) {
		const programs = fakeEngines(t, Object.fromEntries(engineNames.map((other, index) => [other, index < first ? {inspect: lacks[other]} : saved])));
		const image = await open(t, 'app:1.0', {programs});
		t.deepEqual([image.form, image.reference], [name, 'app:1.0']);
		t.deepEqual(programs.calls().filter(call => call.includes('inspect')).map(call => call.split(' ', 1)[0]), engineNames.slice(0, first + 1));
	}

	// One whose daemon is not running, or that is broken, keeps no other from answering.
	for (const inspect of [isDown.docker, 'kill -9 $$']) {
		t.is((await open(t, 'app:1.0', {programs: fakeEngines(t, {docker: {inspect}, podman: saved})})).form, 'podman');
	}
});

test('what nobody gives, and why', async t => {
	const say = async (engines: Parameters<typeof fakeEngines>[1], reference = '127.0.0.1:1/no:1') => failure(open(t, reference, {programs: fakeEngines(t, engines)}));
	// No registry answers there.
	const start = '127.0.0.1:1 can\'t be asked for image no:1: nobody listens there. "127.0.0.1:1/no:1" is no file and no folder that holds an image, and';
	const end = '';
	t.is(await say({docker: {inspect: lacks.docker}}), `${start} docker has no image of that name.${end}`);
	t.is(await say({docker: {inspect: 'echo "[]"'}, nerdctl: {inspect: lacks.nerdctl}}), `${start} docker and nerdctl have no image of that name.${end}`);
	t.is(await say({docker: {inspect: isDown.docker}, podman: {inspect: lacks.podman}}), `${start} podman has no image of that name. docker is not running, or can't be reached (Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?). Start it, or say by DOCKER_HOST or docker context where it is.${end}`);
	t.regex(await say({podman: {inspect: isDown.podman}, nerdctl: {inspect: isDown.nerdctl}}), /and no engine gives an image of that name\. podman is not running, or can't be reached \(unable to connect to Podman socket: .*\)\. .*\. nerdctl is not running, or can't be reached \(cannot access containerd socket .*\)\. Start containerd/);
	t.is(await say({podman: {inspect: lacks.podman}}, 'podman://no:1'), 'podman has no image no:1: podman image ls lists those that it has, podman pull no:1 brings it if a registry has it.');
	t.regex(await say({docker: {inspect: isDown.docker}}, 'docker-daemon:no:1'), /^docker is not running, or can't be reached/);
	t.is(await say({docker: {inspect: 'exit 3'}}, 'docker://no:1'), 'docker fails: it ended with exit code 3 and said nothing.');
	t.is(await say({docker: {inspect: 'kill -9 $$'}}, 'docker://no:1'), 'docker fails: it was ended by SIGKILL.');
	const unread = 'docker gave no answer that can be read to docker image inspect no:1';
	t.is(await say({docker: {inspect: 'echo "<html>"'}}, 'docker://no:1'), `${unread}: it begins with <html>.`);
	t.is(await say({docker: {inspect: 'echo "[1]"'}}, 'docker://no:1'), `${unread}: it begins with [1].`);
	t.is(await say({docker: {inspect: ':'}}, 'docker://no:1'), `${unread}: it is empty.`);
	t.is(await say({docker: {inspect: String.raw`printf '\n[\n\t{\r\n \033]0;title\007'; printf '%100s' | tr ' ' x`}}, 'docker://no:1'), `${unread}: it begins with [ { \\x1b]0;title\\x07${'x'.repeat(43)}….`);
	t.is(await say({docker: {inspect: 'yes x'}}, 'docker://no:1'), 'docker fails: it wrote more than any answer has.');
	// Docker may be podman under that name.
	t.regex(await say({docker: {inspect: `echo "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg." >&2; ${lacks.podman}`}}), /docker has no image of that name\./);
	t.regex(await say({docker: {inspect: `echo "Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg." >&2; ${isDown.podman}`}}), /docker is not running, or can't be reached \(unable to connect to Podman socket/);
});

test('an engine that has the repository and not the tag says what it has of it', async t => {
	const list = (...names: string[]) => names.map(name => `echo '${JSON.stringify({ID: `sha256:${'ab'.repeat(32)}`, Repository: name.replace(/:[^:]*$/, ''), Tag: name.replace(/^.*:/, '')})}'`).join('; ');
	const podman = {inspect: lacks.podman, ls: `echo '${JSON.stringify([{Id: 'ab'.repeat(32), Names: ['localhost/alpine:real', 'docker.io/library/alpine:edge', 'quay.io/a/alpine:no']}])}'`};
	const docker = {inspect: lacks.docker, ls: list('alpine:3.20', 'alpine:3.19', 'alpine:3.18', 'alpine:3.17', 'alpine:edge', 'alpines:x')};
	const say = async (engines: Parameters<typeof fakeEngines>[1], image: string) => failure(open(t, image, {programs: fakeEngines(t, engines)}));
	t.regex(await say({podman}, 'podman://alpine:1'), /^podman has no image alpine:1: .* podman has only localhost\/alpine:real and docker\.io\/library\/alpine:edge\.$/);
	t.regex(await say({docker}, 'docker://alpine:egde'), / docker has only alpine:edge, alpine:3\.20, alpine:3\.19 and 2 others of it\.$/);
	t.regex(await say({docker, podman}, '127.0.0.1:9/alpine:1'), /have no image of that name\.$/);
	t.regex(await say({docker: {inspect: lacks.docker, ls: list('127.0.0.1:9/alpine:real')}}, '127.0.0.1:9/alpine:1'), /docker has no image of that name\. docker has only 127\.0\.0\.1:9\/alpine:real\.$/);

	// One that can't list what it has, or lists what is no name, says no more than before.
	t.regex(await say({docker: {inspect: lacks.docker}}, 'docker://alpine:1'), /brings it if a registry has it\.$/);
	t.regex(await say({docker: {inspect: lacks.docker, ls: list('\u001B[2Jalpine:1', 'alpine:<none>')}}, 'docker://alpine:1'), /brings it if a registry has it\.$/);
});

test('a name in which a scheme may have been meant is told with that', async t => {
	const programs = fakeEngines(t, {docker: {inspect: lacks.docker}});
	t.regex(await failure(open(t, 'podman:X', {programs})), / Did you mean podman:\/\/X\?$/);
});

test('nothing that could be an option, or is no name, is handed to an engine', async t => {
	const programs = fakeEngines(t, {docker: {inspect: has()}});
	for (const name of ['--help', '-', 'a b', 'a\0b', 'a\nb', '$(id)', 'a'.repeat(2000)]) {
		t.regex(await failure(open(t, `docker://${name}`, {programs})), /is no name that an image of docker can have\.$/);
	}

	t.regex(await failure(open(t, '--help', {programs})), /nor a name that an image can have\.$/);
	t.deepEqual(programs.calls(), []);
});

test('a program is looked for in the folders of PATH that are named from the root', async t => {
	const programs = fakeEngines(t, {docker: {inspect: lacks.docker}});
	fs.mkdirSync(path.join(programs.folder, 'folder', 'docker'), {recursive: true});
	fs.writeFileSync(path.join(programs.folder, 'plain'), '');
	const {folder} = programs;
	const ask = async (PATH: string | undefined) => failure(open(t, 'docker://x', {programs: {...programs, environment: {PATH}}}));
	t.regex(await ask(`/nowhere::${folder}/folder:${folder}/plain:${folder}`), /has no image/);
	t.regex(await ask(path.relative('.', folder)), /is not installed/);
	t.regex(await ask(undefined), /is not installed/);
});

test('a save that fails is no image, however much came', async t => {
	const archive = await archiveOf(t);
	const spool = temporaryFolder(t);
	const say = async (save: string) => failure(open(t, 'docker://app:1.0', {temporaryFolder: spool, programs: fakeEngines(t, {docker: {inspect: has(), save}})}));
	t.is(await say('echo "Error response from daemon: reference does not exist" >&2; exit 1'), 'docker can\'t save app:1.0: reference does not exist.');
	t.is(await say(`head -c 5000 '${archive}'; echo 'unexpected EOF' >&2; exit 1`), 'app:1.0 broke off when docker had saved 5.00 kB of it: unexpected EOF.');
	t.is(await say(isDown.docker), 'docker can\'t save app:1.0: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?');
	t.is(await say(`cat '${archive}'; exit 7`), `app:1.0 broke off when docker had saved ${formatBytes(fs.statSync(archive).size)} of it: it ended with exit code 7 and said nothing.`);
	t.regex(await say(`head -c 5000 '${archive}'; kill -9 $$`), /it was ended by SIGKILL\.$/);
	// One that ends well and gives less than an image is told by what came.
	t.is(await say(':'), 'app:1.0 of docker is empty.');
	t.regex(await say('echo no tar'), /^app:1\.0 of docker is no image/);
	t.deepEqual(fs.readdirSync(spool), []);
});

test('what an engine says reaches no terminal as it is, and is bounded', async t => {
	const programs = fakeEngines(t, {docker: {inspect: String.raw`printf 'Error: \033]0;title\007\033[2J' >&2; printf '%1000s\n' | tr ' ' x >&2; exit 1`}});
	const message = await failure(open(t, 'docker://app', {programs}));
	t.regex(message, /^docker fails: \\x1b\]0;title\\x07\\x1b\[2Jx+…\.$/);
	t.true(message.length < 500);
	const {exitCode, output, errors} = await runCommand(['summary', 'docker://app'], programs);
	t.deepEqual([exitCode, output], [2, '']);
	t.false(errors.includes('\u001B'));
	const flood = fakeEngines(t, {docker: {inspect: 'yes | head -c 3000000 >&2; echo "Error: the end" >&2; exit 1'}});
	t.is(await failure(open(t, 'docker://app', {programs: flood})), 'docker fails: the end.');
});

test('an engine that hangs is waited for so long and no longer', async t => {
	const file = path.join(temporaryFolder(t), 'pids');
	const programs = fakeEngines(t, {docker: {inspect: stubborn(file)}});
	const answer = await inspectImage(engines[0], 'app', {programs}, 500);
	t.deepEqual(answer, {kind: 'unanswered', message: 'docker hangs: docker image inspect app was waited for 0.5 s.'});
	t.true(await ends(file));
});

test('who gives up leaves no engine behind', async t => {
	const folder = temporaryFolder(t);
	const spool = temporaryFolder(t);
	const fakes: FakeEngine[] = [{inspect: stubborn(path.join(folder, 'pids'))}, {inspect: has(), save: `head -c 100000 /dev/zero; ${stubborn(path.join(folder, 'pids'))}`}];
	for (const fake of fakes) {
		const abort = new AbortController();
		const opening = open(t, 'docker://app', {programs: fakeEngines(t, {docker: fake}), temporaryFolder: spool, signal: abort.signal});
		const file = path.join(folder, 'pids');
		while (!fs.existsSync(file) || fs.statSync(file).size === 0) {
			await delay(20);
		}

		abort.abort();
		await t.throwsAsync(opening, {name: 'AbortError'});
		t.true(await ends(file));
		t.deepEqual(fs.readdirSync(spool), []);
		fs.rmSync(file);
	}
});

test('--timeout says what was waited for', async t => {
	// On a machine with much to do it takes a while until a program runs.
	const run = async (fake: FakeEngine) => runCommand(['summary', 'docker://app', '--timeout', '4'], fakeEngines(t, {docker: fake}));
	t.like(await runCommand(['summary', 'docker://app', '--timeout', '0.5'], fakeEngines(t, {docker: {inspect: 'exec sleep 60'}})), {exitCode: 2, output: '', errors: 'freedive: Gave up after 0.5 s, while asking docker for app.\n'});
	t.like(await run({inspect: has(), save: 'exec sleep 60'}), {exitCode: 2, errors: 'freedive: Gave up after 4 s, while waiting for docker to save app:latest.\n'});
	t.like(await run({inspect: has(9_000_000), save: 'head -c 100000 /dev/zero; exec sleep 60'}), {exitCode: 2, errors: 'freedive: Gave up after 4 s, while reading app:latest from docker, 100 kB of 9.00 MB.\n'});
});

test('a name without a tag means latest alone, and the start of an id that image', async t => {
	const save = `cat '${await archiveOf(t)}'`;
	const saved = async (reference: string, fake: 'docker' | 'podman' = 'docker') => {
		const programs = fakeEngines(t, {[fake]: {inspect: has(), save}});
		await open(t, reference, {programs});
		return programs.calls().at(-1);
	};

	t.is(await saved('docker://app'), 'docker image save -- app:latest');
	t.is(await saved('docker://host:5000/app'), 'docker image save -- host:5000/app:latest');
	t.is(await saved('docker://host:5000/app:2'), 'docker image save -- host:5000/app:2');
	t.is(await saved('docker://app@sha256:00'), 'docker image save -- app@sha256:00');
	t.is(await saved('docker://abab'), 'docker image save -- abab');
	t.is(await saved('podman://app', 'podman'), 'podman image save --quiet -- app');
});

test('a platform is asked of the engine where it takes it, and chosen of what comes elsewhere', async t => {
	const archive = await archiveOf(t);
	const ask = async (name: 'docker' | 'podman', refusal: string) => {
		const programs = fakeEngines(t, {[name]: {inspect: has(), save: `case "$*" in *--platform*) ${refusal};; esac; cat '${archive}'`}});
		const image = await open(t, `${name}://app:1.0`, {programs, platform: 'linux/amd64'});
		t.is(image.platform, 'linux/amd64');
		return programs.calls().slice(1);
	};

	const [withPlatform, without] = ['docker image save --platform linux/amd64 -- app:1.0', 'docker image save -- app:1.0'];
	t.deepEqual(await ask('docker', ':'), [withPlatform]);
	t.deepEqual(await ask('docker', 'echo "unknown flag: --platform" >&2; exit 125'), [withPlatform, without]);
	t.deepEqual(await ask('docker', String.raw`echo "\"--platform\" requires API version 1.48, but the Docker daemon API version is 1.41" >&2; exit 1`), [withPlatform, without]);
	t.deepEqual(await ask('podman', 'exit 1'), ['podman image save --quiet -- app:1.0']);
	const programs = fakeEngines(t, {docker: {inspect: has(), save: 'echo "Error response from daemon: image with reference app:1.0 was found but does not provide the specified platform (linux/arm64)" >&2; exit 1'}});
	t.is(await failure(open(t, 'docker://app:1.0', {programs, platform: 'linux/arm64'})), 'docker can\'t save app:1.0: image with reference app:1.0 was found but does not provide the specified platform (linux/arm64).');
});

test('--retry asks an engine again that may answer then', async t => {
	const archive = await archiveOf(t);
	const folder = temporaryFolder(t);
	const down = (count: number) => `echo x >> '${folder}/tries'; [ $(wc -l < '${folder}/tries') -gt ${count} ] || { ${isDown.docker}; }; ${has()}`;
	const {exitCode, errors} = await runCommand(['audit', 'docker://app:1.0', '--retry', '1', '--fail-on', 'never'], fakeEngines(t, {docker: {inspect: down(1), save: `cat '${archive}'`}}));
	t.is(exitCode, 0);
	t.regex(errors, /^freedive: docker:\/\/app:1\.0: docker is not running.* Trying again in 1 s\.$/m);
	// What is not installed does not come.
	const missing = await runCommand(['audit', 'docker://app:1.0', '--retry', '1'], fakeEngines(t, {}));
	t.deepEqual([missing.exitCode, missing.errors], [2, 'freedive: docker://app:1.0: docker is not installed: no folder of PATH holds its program.\n']);
});
