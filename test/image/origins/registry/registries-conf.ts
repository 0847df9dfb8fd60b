import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parseImageName} from '../../../../source/image/image-name.js';
import {ImageError} from '../../../../source/image/image.js';
import {chooseEndpoints} from '../../../../source/image/origins/registry/choose-endpoints.js';
import {readRegistriesConf, settingsFiles} from '../../../../source/image/origins/registry/registries-conf.js';
import {sha256} from '../../../helpers/build-image.js';
import {fakeRegistry} from '../../../helpers/fake-registry.js';
import {collect, openRegistries} from '../../../helpers/open-registries.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';

/** Writes the user's file, and others below the home folder. */
function homeWith(t: ExecutionContext, toml: string, more: Record<string, string> = {}): string {
	const home = temporaryFolder(t);
	for (const [name, contents] of Object.entries({'.config/containers/registries.conf': toml, ...more})) {
		fs.mkdirSync(path.dirname(path.join(home, name)), {recursive: true});
		fs.writeFileSync(path.join(home, name), contents);
	}

	return home;
}

/** Where a name is asked for: `host repository`, `!` where that is insecure, and for what. */
async function places(home: string, name: string, root = home): Promise<string[]> {
	const tables = await readRegistriesConf({environment: {}, home, root});
	return chooseEndpoints(parseImageName(name), tables).map(({host, repository, isInsecure, pulls}) => `${host} ${repository}${isInsecure ? ' !' : ''}${pulls === 'all' ? '' : ` ${pulls}`}`);
}

// The example of containers-registries.conf(5), and what it says of it.
const example = `
unqualified-search-registries = ["example.com"]

[[registry]]
prefix = "example.com/foo"
insecure = false
blocked = false
location = "internal-registry-for-example.com/bar"

[[registry.mirror]]
location = "example-mirror-0.local/mirror-for-foo"

[[registry.mirror]]
location = "example-mirror-1.local/mirrors/foo"
insecure = true

[[registry]]
location = "registry.com"

[[registry.mirror]]
location = "mirror.registry.com"
`;

test('the manual\'s example', async t => {
	const home = homeWith(t, example);
	t.deepEqual(await places(home, 'example.com/foo/image:latest'), [
		'example-mirror-0.local mirror-for-foo/image',
		'example-mirror-1.local mirrors/foo/image !',
		'internal-registry-for-example.com bar/image',
	]);
	t.deepEqual(await places(home, 'registry.com/image:latest'), ['mirror.registry.com image', 'registry.com image']);
	t.deepEqual(await places(home, 'example.com/foo:1'), ['example-mirror-0.local mirror-for-foo', 'example-mirror-1.local mirrors/foo !', 'internal-registry-for-example.com bar']);
	for (const near of ['example.com/foobar', 'example.com/bar', 'registry.com:5000/image', 'other.registry.com/image', 'localhost:5000/image']) {
		const {registry, repository} = parseImageName(near);
		t.deepEqual(await places(home, near), [`${registry} ${repository}${registry.startsWith('localhost') ? ' !' : ''}`]);
	}
});

test('the longest prefix, wildcards, tags, Docker Hub, insecure and blocked', async t => {
	const home = homeWith(t, `
		[[registry]]
		prefix = "*.wild.example"
		insecure = true
		[[registry]]
		prefix = "a.wild.example/x"
		location = "elsewhere.example/y"
		[[registry]]
		prefix = "tag.example/app:1.0"
		location = "tagged.example/app"
		[[registry]]
		location = "docker.io"
		mirror-by-digest-only = true
		[[registry.mirror]]
		location = "hub-mirror.example"
		[[registry]]
		location = "pulls.example"
		[[registry.mirror]]
		location = "tags.example"
		pull-from-mirror = "tag-only"
		[[registry]]
		prefix = "docker.io/blocked"
		blocked = true
		[[registry]]
		location = "bad.example"
		[[registry.mirror]]
		location = "no host"
	`);
	t.deepEqual(await places(home, 'b.wild.example/x/z'), ['b.wild.example x/z !']);
	t.deepEqual(await places(home, 'a.b.wild.example/x'), ['a.b.wild.example x !']);
	t.deepEqual(await places(home, 'wild.example/x'), ['wild.example x']);
	t.deepEqual(await places(home, 'a.wild.example/x/z'), ['elsewhere.example y/z']);
	t.deepEqual(await places(home, 'a.wild.example/xx'), ['a.wild.example xx !']);
	t.deepEqual(await places(home, 'tag.example/app:1.0'), ['tagged.example app']);
	t.deepEqual(await places(home, 'tag.example/app:1.1'), ['tag.example app']);
	t.deepEqual(await places(home, 'nginx'), ['hub-mirror.example library/nginx digest-only', 'registry-1.docker.io library/nginx']);
	t.deepEqual(await places(home, 'pulls.example/x'), ['tags.example x tag-only', 'pulls.example x']);
	const file = path.join(home, '.config/containers/registries.conf');
	await t.throwsAsync(places(home, 'docker.io/blocked/x'), {instanceOf: ImageError, message: `${file} blocks docker.io/blocked, so docker.io/blocked/x is not asked for.`});
	await t.throwsAsync(places(home, 'bad.example/x'), {instanceOf: ImageError, message: `${file} names a location that is none: "no host/x".`});
});

test('which files are read', async t => {
	const table = (location: string) => `[[registry]]\nprefix = "x.example"\nlocation = "${location}.example"\n`;
	const home = homeWith(t, table('user'), {'.config/containers/registries.conf.d/10.conf': table('drop-in'), '.config/containers/registries.conf.d/20.txt': table('no')});
	const root = temporaryFolder(t);
	fs.mkdirSync(path.join(root, 'etc/containers/registries.conf.d'), {recursive: true});
	fs.writeFileSync(path.join(root, 'etc/containers/registries.conf'), table('machine'));
	t.deepEqual(await places(home, 'x.example/a', root), ['drop-in.example a']);
	fs.rmSync(path.join(home, '.config/containers/registries.conf.d/10.conf'));
	t.deepEqual(await places(home, 'x.example/a', root), ['user.example a']);
	fs.rmSync(path.join(home, '.config/containers/registries.conf'));
	t.deepEqual(await places(home, 'x.example/a', root), ['machine.example a']);
	fs.writeFileSync(path.join(root, 'etc/containers/registries.conf.d/a.conf'), table('machine-drop-in'));
	t.deepEqual(await places(home, 'x.example/a', root), ['machine-drop-in.example a']);
	t.deepEqual(settingsFiles({environment: {CONTAINERS_REGISTRIES_CONF: '/own.conf'}, home, root}), ['/own.conf']);
});

test('files that are none are told of, and the others are read', async t => {
	const home = homeWith(t, '[[registry]\nx', {
		'.config/containers/registries.conf.d/1.conf': '[[registry]]\nlocation = 7\nprefix = "a.example"\ninsecure = "yes"\n',
		'.config/containers/registries.conf.d/2.conf': 'registry = "none"',
		'.config/containers/registries.conf.d/3.conf': `${'['.repeat(100_000)}\n[[registry]]`,
		'.config/containers/registries.conf.d/4.conf': '# [[registry]]\n[aliases]\n"a" = "b.example/a"\n',
		'.config/containers/registries.conf.d/5.conf': ' '.repeat(2 << 20),
		'.config/containers/registries.conf.d/6.conf': `registry = ${'['.repeat(100_000)}`,
	});
	const warnings: string[] = [];
	const tables = await readRegistriesConf({environment: {}, home, root: home, onWarning(message) {
		warnings.push(message.replaceAll(`${home}/.config/containers/`, ''));
	}});
	t.deepEqual(tables.map(({prefix, location, isInsecure}) => [prefix, location, isInsecure]), [['a.example', '', false]]);
	t.deepEqual(warnings.map(warning => warning.replace(/ \(line \d+\)/, ' (line)')), [
		'registries.conf is no TOML with tables [[registry]] (line), so no settings of registries are taken from it.',
		'registries.conf.d/2.conf is no TOML with tables [[registry]], so no settings of registries are taken from it.',
		'registries.conf.d/3.conf is no TOML with tables [[registry]] (line), so no settings of registries are taken from it.',
		'registries.conf.d/5.conf is too large for settings of registries, so it is not read.',
		'registries.conf.d/6.conf is no TOML with tables [[registry]] (line), so no settings of registries are taken from it.',
	]);
});

test('mirrors are asked first, and the registry for what they lack', async t => {
	const blob = Buffer.from('a blob');
	const manifest = Buffer.from('{"schemaVersion":2}');
	const registry = await fakeRegistry(t, ({path}) => path.includes('/blobs/') ? {body: blob} : (path.startsWith('/v2/team/') ? {body: manifest} : undefined));
	const mirror = await fakeRegistry(t, ({path}) => path.startsWith('/v2/cache/team/app/manifests/') ? {body: manifest} : undefined);
	const home = homeWith(t, `
		[[registry]]
		location = "${registry.host}"
		[[registry.mirror]]
		location = "127.0.0.1:1"
		[[registry.mirror]]
		location = "${mirror.host}/cache"
	`);
	const warnings: string[] = [];
	const registries = openRegistries(t, {home, root: home, onWarning(message) {
		warnings.push(message);
	}});
	const repository = registries.repository({registry: registry.host, repository: 'team/app'});
	await repository.manifest('1');
	await repository.manifest('1');
	// The one that answered is asked first from then on.
	t.deepEqual(warnings, [`127.0.0.1:1, a mirror of ${registry.host}, can't be asked for image team/app:1: nobody listens there.`]);
	t.is(registry.requests.length, 0);
	t.deepEqual(await collect(repository.blob(sha256(blob), {size: blob.length})), blob);
	t.is(mirror.requests.length, 3);
	t.is(registry.requests.length, 1);

	await registries.repository({registry: registry.host, repository: 'team/other'}).manifest('1');
	t.is(registry.requests.length, 2);
	await t.throwsAsync(registries.repository({registry: registry.host, repository: 'none'}).manifest('1'), {instanceOf: ImageError, message: `${registry.host} has no image none:1.`});
});
