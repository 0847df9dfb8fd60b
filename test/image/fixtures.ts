import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {entryTypeNames, pathBytes} from '../../source/archive/entry-table.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import type {Image} from '../../source/image/image.js';
import type {OpenOptions} from '../../source/image/open-image.js';
import {failure, open} from '../helpers/open.js';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

async function openFixture(t: ExecutionContext, name: string, options: Partial<OpenOptions> = {}): Promise<Image> {
	return open(t, `${fixtures}/${name}`, options);
}

/** The entries of each layer: type and path. */
async function entriesOf({layers}: Image): Promise<string[][]> {
	return Promise.all(layers.map(async ({blob, compression}) => {
		const {table} = await indexBlob(blob!, compression);
		return Array.from({length: table.count}, (_, entry) => `${entryTypeNames[table.type[entry]]} ${Buffer.from(pathBytes(table, entry)).toString()}`).sort();
	}));
}

const base = ['directory etc', 'file etc/motd', 'symlink etc/issue'];
const classic = [base, ['directory srv', 'file srv/numbers', 'file srv/run', 'hardlink srv/run-again']];
const classicInstructions = [
	'COPY dir:… in /', 'ENV GREETING=hello', 'ARG VERSION=1', 'COPY --chown=1000:1000 dir:… in /srv/', 'LABEL org.opencontainers.image.title=tiny',
	'EXPOSE 8080', 'VOLUME /data', 'HEALTHCHECK --interval=30s CMD ["/srv/run"]', 'ENTRYPOINT ["/srv/run", "--all"]', 'CMD ["now"]',
];

const classicForms: Record<string, {form: Image['form']; tags: string[]; compression: string}> = {
	'docker-classic.tar': {form: 'docker-archive', tags: ['tiny:classic'], compression: 'none'},
	'skopeo-docker.tar': {form: 'docker-archive', tags: ['docker.io/library/tiny:classic'], compression: 'none'},
	'skopeo-oci.tar': {form: 'oci-archive', tags: ['classic'], compression: 'gzip'},
	'skopeo-oci-zstd.tar': {form: 'oci-archive', tags: ['classic'], compression: 'zstd'},
	'skopeo-oci': {form: 'oci-layout', tags: ['classic'], compression: 'gzip'},
	'skopeo-dir': {form: 'docker-dir', tags: [], compression: 'none'},
};

for (const [name, {form, tags, compression}] of Object.entries(classicForms)) {
	test(name, async t => {
		const image = await openFixture(t, name);
		t.is(image.form, form);
		t.deepEqual(image.tags, tags);
		t.is(image.platform, 'linux/amd64');
		t.deepEqual(image.warnings, []);
		t.deepEqual(await entriesOf(image), classic);
		t.deepEqual(image.layers.map(layer => layer.compression), [compression, compression] as never);
		t.deepEqual(image.history.map(({instruction}) => instruction.replace(/dir:[\da-f]{12}/, 'dir:…')), classicInstructions);
		t.deepEqual(image.history.map(({layer}) => layer), [1, undefined, undefined, 2, undefined, undefined, undefined, undefined, undefined, undefined]);
		t.like(image.config, {entrypoint: ['/srv/run', '--all'], cmd: ['now'], exposedPorts: ['8080/tcp'], volumes: ['/data']});
		const original = await openFixture(t, 'docker-classic.tar');
		t.deepEqual(image.layers.map(({diffId}) => diffId), original.layers.map(({diffId}) => diffId));
		t.deepEqual(image.history, original.history);
	});
}

test('docker-buildkit.tar.gz', async t => {
	const image = await openFixture(t, 'docker-buildkit.tar.gz');
	t.is(image.form, 'docker-archive');
	t.deepEqual(await entriesOf(image), classic);
	t.deepEqual(image.history.map(({instruction}) => instruction), [
		'COPY one /', 'ENV GREETING=hello', 'ARG VERSION=1', 'COPY two /srv/', 'LABEL org.opencontainers.image.title=tiny', 'EXPOSE 8080/tcp', 'VOLUME /data',
		'HEALTHCHECK --interval=30s CMD ["/srv/run"]', 'ENTRYPOINT ["/srv/run", "--all"]', 'CMD ["now"]',
	]);
	t.is(image.history[0].comment, 'buildkit.dockerfile.v0');
	t.deepEqual(image.warnings, []);
});

test('docker-several.tar', async t => {
	t.regex(await failure(openFixture(t, 'docker-several.tar')), /holds 2 images\. Choose one with --image: /);
	const image = await openFixture(t, 'docker-several.tar', {image: 'other:1.0'});
	t.deepEqual(image.tags.toSorted(), ['other:1.0', 'tiny:classic']);
	t.deepEqual(await entriesOf(image), classic);
	t.deepEqual(image.others.map(({title}) => title), ['tiny:buildkit (linux/amd64)']);
});

test('umoci.tar', async t => {
	const image = await openFixture(t, 'umoci.tar', {image: 'removed'});
	t.is(image.form, 'oci-archive');
	t.deepEqual(image.history.map(({instruction, layer}) => [instruction, layer]), [['umoci config', undefined], ['cp one two /', 1], ['rm -r /two /etc/issue', 2]]);
	t.true((await entriesOf(image))[1].includes('whiteout two'));
	t.true((await entriesOf(image))[1].includes('whiteout etc/issue'));
	t.deepEqual(image.warnings, []);
	t.deepEqual((await openFixture(t, 'umoci.tar', {image: 'empty'})).layers, []);
});

test('buildah-oci.tar', async t => {
	const image = await openFixture(t, 'buildah-oci.tar');
	t.deepEqual([image.form, image.tags, image.layers.length], ['oci-archive', ['tiny:buildah'], 1] as never);
	t.is(image.history.at(-1)!.instruction, 'CMD ["now"]');
	t.is(image.history.at(-1)!.layer, 1);
	t.true((await entriesOf(image))[0].includes('hardlink srv/run-again'));
	t.deepEqual(image.warnings, []);
});

test('podman-several.tar', async t => {
	const image = await openFixture(t, 'podman-several.tar');
	t.deepEqual([image.form, image.tags], ['docker-archive', ['localhost/tiny:buildah', 'localhost/other:podman']] as never);
	t.true((await entriesOf(image))[0].includes('hardlink srv/run-again'));
	t.is((await openFixture(t, 'podman-several.tar', {image: 'other:podman'})).layers.length, 1);
	t.deepEqual(image.warnings, []);
});

test('crane.tar', async t => {
	const image = await openFixture(t, 'crane.tar');
	t.deepEqual([image.form, image.tags, image.layers.map(({compression}) => compression)], ['docker-archive', ['tiny:crane'], ['gzip']] as never);
	t.true((await entriesOf(image))[0].includes('symlink etc/issue'));
	t.deepEqual(image.warnings, []);
});

test('containerd.tar', async t => {
	const image = await openFixture(t, 'containerd.tar');
	t.deepEqual([image.form, image.platform, image.tags], ['docker-archive', 'linux/amd64', ['tiny:platforms']] as never);
	t.deepEqual(image.others.map(({kind, title, present}) => [kind, title, present]), [['image', 'linux/arm64', true]]);
	t.true((await entriesOf(image))[1].includes('whiteout two'));
	t.deepEqual(image.warnings, []);
	const arm = await openFixture(t, 'containerd.tar', {platform: 'linux/arm64'});
	t.is(arm.history.at(-1)!.instruction, 'COPY one /one');
	t.regex(await failure(openFixture(t, 'containerd.tar', {platform: 'windows/amd64'})), /holds no image for windows\/amd64\. It holds: linux\/amd64, linux\/arm64\.$/);
});
