import test from 'ava';
import {
	addIndex,
	addManifest,
	buildImage,
	docker25Archive,
	dockerArchive,
	dockerDir,
	finishLayout,
	hex,
	json,
	readJson,
	layerChain,
	ociLayout,
	sha256,
	type Files,
} from '../helpers/build-image.js';
import {chooseImage, imageChoices, nameOfChosen} from '../../source/image/choose.js';
import {failure, openFolder, openTar} from '../helpers/open.js';

const one = buildImage(`
	RUN one
		one = 1
`, {tags: ['one:1.0']});
const two = buildImage(`
	RUN two
		two = 2
`, {tags: ['two:1.0', 'two:latest']});
const arm = buildImage(`
	RUN arm
		arm = 1
`, {platform: 'linux/arm64/v8', tags: ['one:1.0']});

for (const [name, archive] of Object.entries({'docker save': dockerArchive, 'docker save since 25': docker25Archive, 'an OCI archive': ociLayout})) {
	test(`several images in ${name}: a tag or a number chooses`, async t => {
		const files = archive([await one, await two]);
		t.regex(await failure(openTar(t, files)), /^app\.tar holds 2 images\. Choose one with --image: 1 is one:1\.0, 2 is two:1\.0/);
		const first = async (image: string) => (await openTar(t, files, {image})).history[0].createdBy;
		t.is(await first('one:1.0'), 'RUN one');
		t.is(await first('two:1.0'), 'RUN two');
		t.is(await first('docker.io/library/two:1.0'), 'RUN two');
		t.is(await first('1'), 'RUN one');
		t.is(await first('2'), 'RUN two');
		t.regex(await failure(openTar(t, files, {image: '3'})), /^app\.tar holds no image "3"\. It holds: 1 is one:1\.0, 2 is two:1\.0/);
		t.regex(await failure(openTar(t, files, {image: '0'})), /no image "0"/);
		t.regex(await failure(openTar(t, files, {image: '1.0'})), /holds 2 images that "1\.0" may mean/);
		const {others} = await openTar(t, files, {image: '1'});
		t.is(others.length, 1);
		t.regex(others[0].title, /^two:1\.0.*\(linux\/amd64\)$/);
		t.like(others[0], {kind: 'image', present: true});
	});
}

test('a tag alone, a name without its tag, a start of a digest', async t => {
	const files = dockerArchive([await one, await two]);
	t.deepEqual((await openTar(t, files, {image: 'latest'})).tags, ['two:latest', 'two:1.0']);
	t.deepEqual((await openTar(t, files, {image: 'two'})).tags, ['two:latest', 'two:1.0']);
	const digest = sha256((await one).config);
	t.deepEqual((await openTar(t, files, {image: digest.slice(0, 20)})).tags, ['one:1.0']);
	t.deepEqual((await openTar(t, files, {image: hex(digest).slice(0, 8)})).tags, ['one:1.0']);
	t.regex(await failure(openTar(t, files, {image: 'sha256'})), /no image/);
});

test('digits are the number of an image before they are its tag, in every form and from the picker alike', async t => {
	const web = await buildImage(`
		RUN web
			web = 1
	`, {tags: ['shop/web:2']});
	const db = await buildImage(`
		RUN db
			db = 1
	`, {tags: ['shop/db:1', 'shop/cache:1']});
	const repositories = [web, db].map(image => readJson<object>(layerChain(image), 'repositories'));
	const chains = new Map([...layerChain(web), ...layerChain(db), ['repositories', json(Object.assign({}, ...repositories))]]);
	for (const files of [dockerArchive([web, db]), docker25Archive([web, db]), ociLayout([web, db]), chains]) {
		const first = async (image: string) => /RUN .*/.exec((await openTar(t, files, {image})).history[0].createdBy)?.[0];
		t.is(await first('1'), 'RUN web');
		t.is(await first('2'), 'RUN db');
		t.is(await first(':1'), 'RUN db');
		t.is(await first(':2'), 'RUN web');
		t.is(await first('web:2'), 'RUN web');
	}

	t.is((await openTar(t, dockerArchive([web, db]), {image: '1'})).chosen, 'shop/web:2');
	t.is((await openTar(t, dockerArchive([web, db]), {image: ':1'})).chosen, 'shop/db:1');
	// What is no number of an image may still be a tag.
	const later = await buildImage('CMD x', {tags: ['shop/web:24']});
	t.is((await openTar(t, dockerArchive([web, later]), {image: '24'})).chosen, 'shop/web:24');
	const digits = [{tags: ['3']}, {tags: ['x:1']}, {tags: ['y:2', 'z:1']}];
	t.deepEqual(imageChoices(digits, () => ({})).map(({image}) => chooseImage('', digits, image)), [0, 1, 2]);
	t.is(chooseImage('', digits, ':3'), 0);
});

test('the picker lists as many images as commands number, in their order, though entries share a config', async t => {
	const same = dockerArchive([await one, await two]);
	const [first, second] = readJson<Array<{RepoTags: string[]}>>(same, 'manifest.json');
	same.set('manifest.json', json([first, second, {...first, RepoTags: null}, first, {...second, RepoTags: ['shop/x:3']}]));
	const {choices} = await openTar(t, same, {image: '3'});
	t.deepEqual(choices?.map(({image, isOpen}) => [image, isOpen]), [['1', false], ['two:1.0', false], ['3', true], ['4', false], ['shop/x:3', false]]);
	t.regex(await failure(openTar(t, same)), /holds 5 images.*1 is one:1\.0, 2 is two:1\.0 and two:latest, 3 is sha256:\w+, 4 is one:1\.0, 5 is shop\/x:3/);
	t.is(await failure(openTar(t, same, {image: 'one'})), 'app.tar holds no image "one". It holds: ' + /1 is .*\.$/.exec(await failure(openTar(t, same)))![0]);
	t.regex(await failure(openTar(t, same, {image: 'one:1.0'})), /holds 2 images that "one:1\.0" may mean/);
});

test('a short name is the whole last part of a repository, where no other fits', t => {
	const choices = [{tags: ['docker.io/shop/small:2']}, {tags: ['ghcr.io/shop/xsmall:2']}, {tags: ['ghcr.io/a/tool:1', 'ghcr.io/a/app']}, {tags: ['ghcr.io/b/tool:1']}];
	t.is(chooseImage('', choices, 'small:2'), 0);
	t.is(chooseImage('', choices, 'shop/small:2'), 0);
	t.is(chooseImage('', choices, 'app'), 2);
	t.is(nameOfChosen(choices[2], 'app'), 'ghcr.io/a/app');
	t.throws(() => chooseImage('x', choices, 'mall:2'), {message: /holds no image "mall:2"/});
	t.throws(() => chooseImage('x', choices, 'hop/small:2'), {message: /holds no image/});
	t.throws(() => chooseImage('x', choices, 'small'), {message: /holds no image "small"/});
	t.throws(() => chooseImage('x', choices, 'tool:1'), {message: /holds 2 images that "tool:1" may mean/});
	// A name that is so in full comes first.
	t.is(chooseImage('', [{tags: ['shop/small:2']}, {tags: ['small:2']}], 'small:2'), 1);
});

test('an image is called by the name that chose it', async t => {
	const files = dockerArchive([await one, await two]);
	const chosen = async (image: string) => (await openTar(t, files, {image})).chosen;
	t.is(await chosen('two'), 'two:latest');
	t.is(await chosen('docker.io/library/two:1.0'), 'two:1.0');
	t.is(await chosen('2'), 'two:1.0');
	t.is((await openTar(t, dockerArchive([await one]))).chosen, undefined);
	const digest = `sha256:${'ab'.repeat(32)}`;
	t.is(nameOfChosen({tags: [], digest}, '2'), 'abababababab');
	t.is(nameOfChosen({tags: []}, '2'), '2');
});

test('one digest under several tags is one image', async t => {
	const files: Files = new Map();
	const manifest = addManifest(files, await one);
	finishLayout(files, ['a', 'b'].map(tag => ({...manifest, annotations: {'org.opencontainers.image.ref.name': tag}})));
	t.deepEqual((await openTar(t, files)).tags, ['a', 'b']);
	t.deepEqual((await openTar(t, files, {image: 'b'})).tags, ['b', 'a']);
});

test('several images before Docker 1.10', async t => {
	const files = new Map([...layerChain(await one), ...layerChain(await two)]);
	const repositories = [await one, await two].map(image => readJson<object>(layerChain(image), 'repositories'));
	files.set('repositories', json(Object.assign({}, ...repositories)));
	t.regex(await failure(openTar(t, files)), /holds 2 images/);
	const image = await openTar(t, files, {image: 'two'});
	t.deepEqual(image.tags, ['two:latest', 'two:1.0']);
	t.deepEqual(image.others.map(({title}) => title), ['one:1.0']);
});

/** Several platforms, in an index of their own as BuildKit writes it, or side by side. */
async function platforms(nested: boolean, without: 'nothing' | 'amd64' | 'arm64' | 'arm64 layers' = 'nothing'): Promise<Files> {
	const files: Files = new Map();
	const forArm: Files = new Map();
	const forAmd: Files = new Map();
	const manifests = [addManifest(forArm, await arm, {platform: true}), addManifest(forAmd, await one, {platform: true})];
	for (const [name, bytes] of [...without === 'arm64' ? [] : forArm, ...without === 'amd64' ? [] : forAmd]) {
		files.set(name, bytes);
	}

	if (without === 'arm64 layers') {
		for (const name of [...forArm.keys()].slice(0, -1)) {
			files.delete(name);
		}
	}

	return finishLayout(files, nested ? [addIndex(files, manifests)] : manifests);
}

for (const nested of [true, false]) {
	const how = nested ? 'in an index of their own' : 'side by side';
	test(`several platforms ${how}: the one asked for, else the host's`, async t => {
		const files = await platforms(nested);
		t.is((await openTar(t, files)).platform, 'linux/amd64');
		t.is((await openTar(t, files, {hostPlatform: 'linux/arm64'})).platform, 'linux/arm64/v8');
		t.is((await openTar(t, files, {platform: 'linux/arm64'})).platform, 'linux/arm64/v8');
		t.is((await openTar(t, files, {platform: 'linux/arm64/v8'})).platform, 'linux/arm64/v8');
		t.deepEqual((await openTar(t, files)).others.map(({kind, title, present}) => [kind, title, present]), [['image', 'linux/arm64/v8', true]]);
		t.is(await failure(openTar(t, files, {platform: 'linux/s390x'})), 'app.tar holds no image for linux/s390x. It holds: linux/arm64/v8, linux/amd64.');
		t.is(
			await failure(openTar(t, files, {hostPlatform: 'linux/riscv64'})),
			'app.tar holds images for several platforms, and none for linux/riscv64. Choose one with --platform: linux/arm64/v8, linux/amd64.',
		);
	});

	test(`platforms ${how}, of which one's blobs are not there`, async t => {
		t.is((await openTar(t, await platforms(nested, 'amd64'))).platform, 'linux/arm64/v8');
		t.deepEqual((await openTar(t, await platforms(nested, 'amd64'))).others.map(({title, present}) => [title, present]), [['linux/amd64', false]]);
		t.is((await openTar(t, await platforms(nested, 'arm64'), {hostPlatform: 'linux/arm64'})).platform, 'linux/amd64');
		t.is((await openTar(t, await platforms(nested, 'arm64 layers'), {hostPlatform: 'linux/arm64'})).platform, 'linux/amd64');
		t.regex(await failure(openTar(t, await platforms(nested, 'arm64'), {platform: 'linux/arm64'})), /^app\.tar: the manifest sha256:\w+ is not in app\.tar\.$/);
	});
}

test('platforms that only configs tell', async t => {
	const files: Files = new Map();
	finishLayout(files, [addManifest(files, await arm), addManifest(files, await one)]);
	t.is((await openTar(t, files)).platform, 'linux/amd64');
	t.is((await openTar(t, files, {platform: 'linux/arm64'})).platform, 'linux/arm64/v8');
});

test('of variants the usual one, unless another is asked for', async t => {
	const files: Files = new Map();
	const built = await Promise.all(['linux/arm/v6', 'linux/arm/v7', 'linux/arm/v5'].map(platform => buildImage('CMD x', {platform})));
	finishLayout(files, built.map(image => addManifest(files, image, {platform: true})));
	t.is((await openTar(t, files, {platform: 'linux/arm'})).platform, 'linux/arm/v7');
	t.is((await openTar(t, files, {platform: 'linux/arm/v6'})).platform, 'linux/arm/v6');
	t.regex(await failure(openTar(t, files, {platform: 'linux/arm/v8'})), /no image for linux\/arm\/v8/);
});

test('one image of another platform is opened, unless another is asked for', async t => {
	for (const files of [ociLayout([await arm]), dockerArchive([await arm]), dockerDir(await arm)]) {
		t.is((await openTar(t, files)).platform, 'linux/arm64/v8');
		t.is(await failure(openTar(t, files, {platform: 'linux/amd64'})), 'app.tar holds no image for linux/amd64. It holds: linux/arm64/v8.');
	}
});

test('a platform that is none', async t => {
	t.regex(await failure(openTar(t, ociLayout([await one]), {platform: 'linux/'})), /"linux\/" is no platform/);
});

test('a dir that skopeo copied with all platforms', async t => {
	const layout = await platforms(true);
	const {manifests} = readJson<{manifests: Array<{digest: string}>}>(layout, 'index.json');
	const index = `blobs/sha256/${hex(manifests[0].digest)}`;
	const files: Files = new Map([['manifest.json', layout.get(index)!], ['version', Buffer.from('Directory Transport Version: 1.1\n')]]);
	for (const [name, bytes] of layout) {
		if (name.startsWith('blobs/') && name !== index) {
			files.set(`${name.slice('blobs/sha256/'.length)}${(bytes as Buffer).includes('"layers":[') ? '.manifest.json' : ''}`, bytes);
		}
	}

	const image = await openFolder(t, files, {platform: 'linux/arm64'});
	t.is(image.form, 'docker-dir');
	t.is(image.history[0].createdBy, 'RUN arm');
	t.deepEqual(image.warnings, []);
});
