import fs from 'node:fs';
import path from 'node:path';
import {setImmediate as turn} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {askHelper} from '../../../../source/image/origins/registry/credential-helper.js';
import {authFiles, findCredentials} from '../../../../source/image/origins/registry/find-credentials.js';
import {isRunning} from '../../../helpers/fake-engines.js';
import {holdUp} from '../../../helpers/hold-up.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';

const encode = (login: string) => Buffer.from(login).toString('base64');

/** Writes files below a home folder. */
function homeWith(t: ExecutionContext, files: Record<string, unknown>): string {
	const home = temporaryFolder(t);
	for (const [name, contents] of Object.entries(files)) {
		const file = path.join(home, name);
		fs.mkdirSync(path.dirname(file), {recursive: true});
		fs.writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents), {mode: name.startsWith('bin/') ? 0o755 : 0o600});
	}

	return home;
}

/** The login found, as `user:password` or what kind of token, and what was warned of. */
async function found(home: string, name: string, environment: Record<string, string> = {}): Promise<[string | undefined, string[]]> {
	const slash = name.indexOf('/');
	const {credentials, problems} = await findCredentials(name.slice(0, slash), name.slice(slash + 1), {
		home, environment: {PATH: `${path.join(home, 'bin')}:${process.env.PATH}`, ...environment},
	});
	return [credentials && (credentials.kind === 'password' ? `${credentials.username}:${credentials.password}` : `${credentials.kind} ${credentials.token}`), problems.map(problem => problem.replaceAll(home, '~'))];
}

test('docker: a login by host, whatever it is written as', async t => {
	const home = homeWith(t, {'.docker/config.json': {auths: {
		'registry.example': {auth: encode('a:secret:with:colons')},
		'https://old.example/v1/': {auth: encode('old:1')},
		'port.example:5000': {username: 'b', password: '2'},
		'token.example': {auth: encode('<token>:'), identitytoken: 'identity'},
		'bearer.example': {registrytoken: 'bearer'},
		'empty.example': {},
		'broken.example': {auth: 'no colon'},
		'null.example': {auth: Buffer.from('n:0\0\0').toString('base64')},
		'https://index.docker.io/v1/': {auth: encode('hub:3')},
	}}});
	t.deepEqual(await found(home, 'registry.example/x'), ['a:secret:with:colons', []]);
	t.deepEqual(await found(home, 'old.example/x'), ['old:1', []]);
	t.deepEqual(await found(home, 'port.example:5000/x'), ['b:2', []]);
	t.deepEqual(await found(home, 'token.example/x'), ['identity-token identity', []]);
	t.deepEqual(await found(home, 'bearer.example/x'), ['registry-token bearer', []]);
	t.deepEqual(await found(home, 'null.example/x'), ['n:0', []]);
	t.deepEqual(await found(home, 'docker.io/library/x'), ['hub:3', []]);
	for (const near of ['port.example/x', 'port.example:5001/x', 'example/x', 'not-registry.example/x', 'registry.example.org/x', 'empty.example/x', 'toString/x']) {
		t.deepEqual(await found(home, near), [undefined, []]);
	}
});

test('containers: the longest namespace counts', async t => {
	const home = homeWith(t, {'.config/containers/auth.json': {auths: {
		'my.example/foo/bar/image': {auth: encode('image:1')},
		'my.example/foo': {auth: encode('foo:2')},
		'my.example': {auth: encode('all:3')},
		'docker.io/library/nginx': {auth: encode('nginx:4')},
		'docker.io': {auth: encode('hub:5')},
	}}});
	t.deepEqual(await found(home, 'my.example/foo/bar/image'), ['image:1', []]);
	t.deepEqual(await found(home, 'my.example/foo/bar/other'), ['foo:2', []]);
	t.deepEqual(await found(home, 'my.example/foo'), ['foo:2', []]);
	t.deepEqual(await found(home, 'my.example/foobar'), ['all:3', []]);
	t.deepEqual(await found(home, 'docker.io/library/nginx'), ['nginx:4', []]);
	t.deepEqual(await found(home, 'docker.io/library/redis'), ['hub:5', []]);
});

test('which files are read, in which order', async t => {
	const home = homeWith(t, {
		'run/containers/auth.json': {auths: {'run.example': {auth: encode('run:1')}}},
		'.config/containers/auth.json': {auths: {'run.example': {auth: encode('config:2')}, 'config.example': {auth: encode('config:2')}}},
		'.docker/config.json': {auths: {'run.example': {auth: encode('docker:3')}, 'config.example': {auth: encode('docker:3')}, 'docker.example': {auth: encode('docker:3')}}},
		'elsewhere/config.json': {auths: {'docker.example': {auth: encode('elsewhere:4')}}},
		'alone.json': {auths: {'alone.example': {auth: encode('alone:5')}}},
	});
	const environment = {XDG_RUNTIME_DIR: path.join(home, 'run')};
	t.deepEqual(await found(home, 'run.example/x', environment), ['run:1', []]);
	t.deepEqual(await found(home, 'run.example/x'), ['config:2', []]);
	t.deepEqual(await found(home, 'config.example/x', environment), ['config:2', []]);
	t.deepEqual(await found(home, 'docker.example/x', environment), ['docker:3', []]);
	t.deepEqual(await found(home, 'docker.example/x', {DOCKER_CONFIG: path.join(home, 'elsewhere')}), ['elsewhere:4', []]);
	t.deepEqual(await found(home, 'docker.example/x', {REGISTRY_AUTH_FILE: path.join(home, 'alone.json')}), [undefined, []]);
	t.deepEqual(await found(home, 'alone.example/x', {REGISTRY_AUTH_FILE: path.join(home, 'alone.json')}), ['alone:5', []]);
	t.deepEqual(authFiles({home: '/h', environment: {XDG_CONFIG_HOME: '/c'}}), ['/c/containers/auth.json', '/h/.docker/config.json']);
});

test('a file that is broken is told of, without what it holds, and the next is read', async t => {
	const home = homeWith(t, {
		'.config/containers/auth.json': '{"auths": {"x.example": {"auth": "c2VjcmV0"',
		'.docker/config.json': {auths: {'x.example': {auth: encode('a:1')}, 'y.example': 7}, credHelpers: 'none'},
	});
	t.deepEqual(await found(home, 'x.example/x'), ['a:1', ['~/.config/containers/auth.json is no JSON with logins, so no login is taken from it']]);
	t.is((await found(home, 'y.example/x'))[0], undefined);
	fs.rmSync(path.join(home, '.config/containers/auth.json'));
	fs.mkdirSync(path.join(home, '.config/containers/auth.json'));
	t.deepEqual((await found(home, 'x.example/x'))[1], ['~/.config/containers/auth.json can\'t be read (EISDIR), so no login is taken from it']);
	fs.rmdirSync(path.join(home, '.config/containers/auth.json'));
	fs.writeFileSync(path.join(home, '.config/containers/auth.json'), '');
	t.deepEqual(await found(home, 'x.example/x'), ['a:1', []]);
	fs.truncateSync(path.join(home, '.config/containers/auth.json'), 5 << 20);
	t.deepEqual((await found(home, 'x.example/x'))[1], ['~/.config/containers/auth.json is too large for a file of logins, so no login is taken from it']);
});

test('a file that the variable names is told of where it is not there or broken; a login that is no base64 in any', async t => {
	const home = homeWith(t, {
		'cut.json': `{"auths": {"x.example": {"auth": "${encode('hidden:word')}"`,
		'.docker/config.json': {auths: {
			'x.example': {auth: `${encode('hidden:word').slice(0, 6)}!!`}, 'colon.example': {auth: encode('hidden')}, 'lines.example': {auth: `${encode('a:1')}\n`}, 'helped.example': {}, 'both.example/a': {auth: '%'}, 'both.example': {auth: encode('b:2')},
		}},
	});
	const named = (file: string) => ({REGISTRY_AUTH_FILE: path.join(home, file)});
	t.deepEqual(await found(home, 'x.example/x', named('none.json')), [undefined, ['~/none.json, which REGISTRY_AUTH_FILE names, is not there, so no login is taken from it']]);
	t.deepEqual(await found(home, 'x.example/x', named('cut.json')), [undefined, ['~/cut.json, which REGISTRY_AUTH_FILE names, is no JSON with logins, so no login is taken from it']]);
	const says = (registry: string) => `~/.docker/config.json: what it has as auth for ${registry} is no base64 of a name, a colon and a password`;
	t.deepEqual(await found(home, 'x.example/x'), [undefined, [says('x.example')]]);
	t.deepEqual(await found(home, 'colon.example/x'), [undefined, [says('colon.example')]]);
	t.deepEqual(await found(home, 'lines.example/x'), ['a:1', []]);
	t.deepEqual(await found(home, 'helped.example/x'), [undefined, []]);
	t.deepEqual(await found(home, 'both.example/a'), ['b:2', []]);
	t.deepEqual(await found(home, 'other.example/a'), [undefined, []]);
});

const helper = `#!/bin/sh
read -r server
[ "$1" = get ] || exit 9
case $server in
	registry.example) echo '{"ServerURL":"registry.example","Username":"helped","Secret":"by it"}' ;;
	https://index.docker.io/v1/) echo '{"ServerURL":"","Username":"<token>","Secret":"identity"}' ;;
	broken.example) echo 'not JSON' ;;
	fails.example) echo 'the keyring is locked'; exit 1 ;;
	*) echo 'credentials not found in native keychain'; exit 1 ;;
esac
`;

test('helpers are asked: of one registry, of all', async t => {
	const home = homeWith(t, {
		'bin/docker-credential-own': helper,
		'bin/docker-credential-all': helper.replace('helped', 'stored'),
		'.docker/config.json': {
			auths: {'registry.example': {auth: encode('in the file:1')}, 'plain.example': {auth: encode('in the file:2')}, 'broken.example': {}},
			credHelpers: {'registry.example': 'own', 'gone.example': 'gone', 'bad.example': '../own', 'unknown.example': 'own'},
			credsStore: 'all',
		},
	});
	// What has a helper is not taken from the file.
	t.deepEqual(await found(home, 'registry.example/x'), ['helped:by it', []]);
	t.deepEqual(await found(home, 'docker.io/library/x'), ['identity-token identity', []]);
	t.deepEqual(await found(home, 'plain.example/x'), ['in the file:2', []]);
	t.deepEqual(await found(home, 'other.example/x'), [undefined, []]);
	t.deepEqual(await found(home, 'unknown.example/x'), [undefined, []]);
	t.deepEqual(await found(home, 'broken.example/x'), [undefined, ['docker-credential-all, which ~/.docker/config.json names, answers something else than credentials']]);
	t.deepEqual(await found(home, 'fails.example/x'), [undefined, ['docker-credential-all, which ~/.docker/config.json names, fails (exit code 1)']]);
	t.deepEqual(await found(home, 'gone.example/x'), [undefined, ['docker-credential-gone, which ~/.docker/config.json names, is not installed']]);
	t.deepEqual(await found(home, 'bad.example/x'), [undefined, ['docker-credential-../own, which ~/.docker/config.json names, is no name of a program']]);
});

test('a helper that hangs, one that never ends, one that does not read, and one that leaves its output open', async t => {
	const agent = path.join(temporaryFolder(t), 'agent');
	const home = homeWith(t, {
		'bin/docker-credential-hangs': '#!/bin/sh\nsleep 100\n',
		'bin/docker-credential-endless': '#!/bin/sh\nyes\n',
		'bin/docker-credential-agent': `#!/bin/sh\nsleep 600 & echo $! > '${agent}'\necho '{"Username":"c","Secret":"d"}'\n`,
		'bin/docker-credential-deaf': '#!/bin/sh\nexec <&-\necho \'{"Username":"a","Secret":"b"}\'\n',
	});
	const environment = {PATH: `${path.join(home, 'bin')}:${process.env.PATH}`};
	t.deepEqual(await askHelper('hangs', 'x', {environment, longestWait: 200}), {problem: 'does not answer within 0.2 s'});
	t.deepEqual(await askHelper('endless', 'x', {environment}), {problem: 'answers without end'});
	t.deepEqual(await askHelper('deaf', 'x'.repeat(1000), {environment}), {credentials: {kind: 'password', username: 'a', password: 'b', source: 'docker-credential-deaf'}});
	t.deepEqual(await askHelper('agent', 'x', {environment}), {credentials: {kind: 'password', username: 'c', password: 'd', source: 'docker-credential-agent'}});
	t.true(isRunning(agent));
	process.kill(Number(fs.readFileSync(agent, 'utf8')));
	const interrupted = new AbortController();
	const asked = askHelper('hangs', 'x', {environment, signal: interrupted.signal});
	setTimeout(() => {
		interrupted.abort(new Error('enough'));
	}, 50);
	await t.throwsAsync(asked, {message: 'enough'});
});

test.serial('a helper that has answered in time is not late, though that is looked at later', async t => {
	const pids = path.join(temporaryFolder(t), 'pids');
	const home = homeWith(t, {'bin/docker-credential-quick': `#!/bin/sh\necho $$ > '${pids}'\necho '{"Username":"a","Secret":"b"}'\n`});
	const asked = askHelper('quick', 'x', {environment: {PATH: `${path.join(home, 'bin')}:${process.env.PATH}`}, longestWait: 300});
	// What comes after this turn are timers.
	await turn();
	holdUp(400);
	holdUp(() => !fs.existsSync(pids) || isRunning(pids));
	t.deepEqual(await asked, {credentials: {kind: 'password', username: 'a', password: 'b', source: 'docker-credential-quick'}});
});
