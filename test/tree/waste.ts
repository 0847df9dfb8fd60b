import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {Image, Layer} from '../../source/image/image.js';
import {fate} from '../../source/tree/fate.js';
import {runNow} from '../../source/archive/slices.js';
import {findWaste} from '../../source/tree/waste.js';
import {pullSavings, sizeAfter} from '../../source/tree/what-if.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {overlayOf} from '../helpers/draw-layers.js';
import {lettersOf} from '../helpers/letters.js';
import {loadImage, loadStory, type LoadedStory} from '../helpers/load-story.js';
import {open, openTar} from '../helpers/open.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';

const wastesOf = ({overlay, image, contents}: LoadedStory) => runNow(findWaste(overlay, image, contents));

/** What a reader is told of each waste. */
function told(loaded: LoadedStory): string[] {
	return wastesOf(loaded).map(({id, bytes, files, path, what, remedy}) => `${id} ${bytes} ${files} ${loaded.overlay.tree.path(path)}: ${what}; ${remedy}`);
}

test('an owner that is changed later: COPY --chown', async t => {
	t.deepEqual(told(await loadStory(t, `
		COPY app /srv
		  srv/a * 5000
		  srv/lib/b * 300
		RUN chown -R 1000:1000 /srv
		  1000:1000 srv/a * 5000
		  1000:1000 srv/lib/b * 300
	`)), ['chown-2 5300 2 /srv: layer 2 changes the owner of 2 files (5.30 kB) in /srv, stored by layer 1: they are stored again; write `COPY --chown=1000:1000` in layer 1, and leave the chown out of layer 2']);
});

test('an owner, a mode, a time, or nothing that is changed after a RUN', async t => {
	t.deepEqual(told(await loadStory(t, `
		RUN make install
		  opt/a * 4
		  opt/b * 3
		  opt/c * 2
		RUN adjust
		  7:8 opt/a * 4
		  0755 opt/b * 3
		  opt/c * 2
	`)), [
		'chown-2 4 1 /opt/a: layer 2 changes the owner of /opt/a (4 B), stored by layer 1: it is stored again; change the owner in the RUN of layer 1, where it is made, or make it as that user; then layer 2 needs no chown',
		'chmod-2 3 1 /opt/b: layer 2 changes the mode of /opt/b (3 B), stored by layer 1: it is stored again; run the chmod in the RUN of layer 1, where it is made',
		'copied-again-2 2 1 /opt/c: layer 2 stores /opt/c (2 B) again, byte for byte what layer 1 stored; find out what in the RUN of layer 2 writes it anew (cp, mv, a tool that opens it for writing), or merge layers 1 and 2',
	]);
});

test('a mode or an owner is told to COPY only where it is that of all that the COPY brings', async t => {
	const remedies = async (story: string) => wastesOf(await loadStory(t, story)).map(({remedy}) => remedy);
	t.deepEqual(await remedies(`
		COPY tools /bin
		  0755 bin/a * 20
		  0600 bin/secret * 30
		RUN chmod 4755 /bin/a
		  04755 bin/a * 20
	`), ['bring it by a `COPY --chmod=4755` of its own after that of layer 1, which leaves it out, or change the mode in the build context']);
	const own = (mode: string, it = 'it', their = 'its') => [`bring ${it} by a \`COPY --chmod=${mode}\` of ${their} own after that of layer 1, which leaves ${it} out, or change the mode in the build context`];
	// Empty files and folders are brought as well, though they take no bytes.
	for (const other of ['0755 bin/empty', '0755 bin/sub/']) {
		t.deepEqual(await remedies(`
			COPY bin /bin
			  0755 bin/a * 20
			  ${other}
			RUN chmod 4755 /bin/a
			  04755 bin/a * 20
		`), own('4755'));
	}

	t.deepEqual(await remedies(`
		COPY site /srv/site
		  0755 srv/site/
		  0600 srv/site/a * 20
		  0600 srv/site/b * 10
		RUN chmod 0644 /srv/site/*
		  0644 srv/site/a * 20
		  0644 srv/site/b * 10
	`), own('0644', 'them', 'their'));
	t.deepEqual(await remedies(`
		COPY bin /bin
		  0755 bin/a * 20
		  0600 bin/b * 10
		RUN chmod 4755 /bin/a && chmod 0755 /bin/b
		  04755 bin/a * 20
		  0755 bin/b * 10
	`), ['change the modes in the build context, or bring the files of each mode by a `COPY --chmod` of their own after that of layer 1, which leaves them out']);
	// A file that is named is all that comes; a folder that was there keeps its mode; a symbolic link has none.
	for (const [target, before] of [['/opt/bin/su', ''], ['/opt/bin/', ''], ['/opt/bin', '\t\t\tADD rootfs.tar /\n\t\t\t  0755 opt/bin/\n']]) {
		t.deepEqual((await remedies(`
${before}			COPY su ${target}
			  0755 opt/bin/
			  0755 opt/bin/su * 20
			  opt/bin/link -> su
			RUN chmod 4755 /opt/bin/su
			  04755 opt/bin/su * 20
		`)).map(remedy => remedy.replaceAll(/\d+(?=$|,)/g, 'N')), ['write `COPY --chmod=4755` in layer N, and leave the chmod out of layer N']);
	}

	t.deepEqual(await remedies(`
		COPY tools /bin
		  0644 bin/a * 20
		  0644 bin/gone * 1
		RUN rm /bin/gone
		  bin/.wh.gone
		RUN chmod 0755 /bin/a
		  0755 bin/a * 20
	`), ['write `COPY --chmod=0755` in layer 1, and leave the chmod out of layer 3', 'leave /bin/gone out of the COPY of layer 1, by .dockerignore or by naming less']);
	t.deepEqual(await remedies(`
		RUN make
		  srv/a * 20
		RUN useradd app && chown app /srv/a
		  1000:1000 srv/a * 20
	`), ['make the user before layer 1, and change the owner in the RUN of layer 1, where it is made, or make it as that user; then layer 2 needs no chown']);
});

test('a hard link to what lies below stores it again; what apt keeps is its cache, however it went', async t => {
	t.deepEqual(told(await loadStory(t, `
		COPY data /data
		  data/a * 20
		RUN ln /data/a /data/b
		  data/a * 20
		  data/b => data/a
	`)), ['copied-again-2 20 1 /data/a: layer 2 stores /data/a (20 B) again, byte for byte what layer 1 stored; make the link where layer 1 stores it, or a symbolic one (`ln -s`): a hard link to what lies in a lower layer stores it again']);
	t.deepEqual(told(await loadStory(t, `
		RUN apt-get update && apt-get install a
		  var/cache/apt/pkgcache.bin * 20
		RUN apt-get install b
		  var/cache/apt/pkgcache.bin * 30
	`)), ['package-cache-apt-2 20 1 /var/cache/apt/pkgcache.bin: layer 2 stores anew apt\'s cache, 1 file (20 B), stored by layer 1; in the RUN of layer 1, end with `&& apt-get clean`, or use `RUN --mount=type=cache,target=/var/cache/apt`']);
});

test('what the base image stored is not told to be written otherwise', async t => {
	const {overlay, image, contents} = await loadStory(t, `
		RUN of the base
		  opt/a * 20
		RUN one's own
		  opt/.wh.a
	`);
	t.deepEqual(runNow(findWaste(overlay, image, contents, 1)).map(({remedy}) => remedy), ['begin with a base image that does not bring it, or merge layers 1 and 2']);
});

test('sparse files are not compared, and that is said', async t => {
	const built = await buildImage('COPY\n  a = 1\nRUN\n  a = 1');
	const sparse = concat(pax({'GNU.sparse.map': '0,5', 'GNU.sparse.size': '5', 'GNU.sparse.name': 'a'}), entry({}, 'abcde'), end);
	const loaded = await loadImage(await openTar(t, dockerArchive([{...built, layers: [sparse, Buffer.concat([sparse, Buffer.alloc(512)])]}])));
	t.deepEqual(told(loaded), ['unknown-2 5 1 /a: layer 2 stores /a (5 B) again, after layer 1; sparse files are not compared; store it once, or merge layers 1 and 2']);
});

test('package caches are told by whose they are; what is no cache is not', async t => {
	t.deepEqual(told(await loadStory(t, `
		RUN apt-get update
		  var/lib/apt/lists/main * 900
		  var/lib/apt/listsnot * 5
		RUN apt-get install -y curl
		  var/cache/apt/archives/curl.deb * 500
		  var/lib/apt/lists/more * 10
		RUN clean
		  var/lib/apt/lists/.wh.main
		  var/lib/apt/lists/.wh.more
		  var/lib/apt/.wh.listsnot
		  var/cache/.wh.apt
	`)), [
		'package-cache-apt-lists-3 910 2 /var/lib/apt/lists: layer 3 removes apt\'s package lists, 2 files (910 B), stored by layers 1 and 2; put the apt-get of layers 1 and 2 into one RUN that ends with `&& rm -rf /var/lib/apt/lists/*`, or use `RUN --mount=type=cache,target=/var/lib/apt` with an apt-get update in each',
		'package-cache-apt-3 500 1 /var/cache/apt/archives/curl.deb: layer 3 removes apt\'s cache, 1 file (500 B), stored by layer 2; in the RUN of layer 2, end with `&& apt-get clean`, or use `RUN --mount=type=cache,target=/var/cache/apt`',
		'removed-3 5 1 /var/lib/apt/listsnot: layer 3 removes /var/lib/apt/listsnot (5 B), stored by layer 1; remove /var/lib/apt/listsnot in the RUN of layer 1 that makes it, or make it in a build stage',
	]);
});

test('what several instructions stored has a remedy for each kind of them', async t => {
	const remedies = told(await loadStory(t, `
		(Imported)
		  app/base * 10
		ADD app /app
		  app/a * 500
		RUN make
		  app/b * 400
		COPY more /app
		  app/c * 300
		RUN chown -R 1000:1000 /app
		  1000:1000 app/base * 10
		  1000:1000 app/a * 500
		  1000:1000 app/b * 400
		  1000:1000 app/c * 300
	`)).map(line => line.slice(line.indexOf('; ') + 2));
	t.deepEqual(remedies, ['change the owner in the RUN of layer 3, where they are made, or make them as that user; write `COPY --chown=1000:1000` in layers 2 and 4, and leave the chown out of layer 5; for layer 1, begin with a base image that does not bring them']);
});

test('a folder of which something stays is not told to be removed', async t => {
	const remedies = async (removal: string) => told(await loadStory(t, `
		COPY data /
		  data/a * 30
		  data/b * 20
		  data/keep * 5
		RUN rm it
		  ${removal}
	`)).map(line => line.split('; ', 2)[1]);
	t.deepEqual(await remedies('data/.wh.a\n\t\t  data/.wh.b'), ['leave these files of /data out of the COPY of layer 1, by .dockerignore or by naming less']);
	t.deepEqual(await remedies('.wh.data'), ['leave /data out of the COPY of layer 1, by .dockerignore or by naming less']);
});

test('downloads, packages, folders that are replaced, and what is moved', async t => {
	t.deepEqual(told(await loadStory(t, `
		RUN curl -O https://example.com/src.tar.gz && apt-get install gcc
		  tmp/src.tar.gz * 9000
		  usr/bin/gcc * 800
		  app/old/a * 70
		  app/old/b * 7
		  data/here = the very same
		RUN tar xf /tmp/src.tar.gz && apt-get purge -y gcc
		  tmp/.wh.src.tar.gz
		  usr/bin/.wh.gcc
		COPY new /app/old
		  app/old/.wh..wh..opq
		  app/old/c * 1
		RUN mv /data/here /data/there
		  data/.wh.here
		  data/there = the very same
	`)), [
		'download-2 9000 1 /tmp/src.tar.gz: layer 2 removes the download /tmp/src.tar.gz (9.00 kB), stored by layer 1; download, unpack and remove it in the one RUN of layer 1, or do it in a build stage and `COPY --from` what is needed',
		'package-removed-2 800 1 /usr/bin/gcc: layer 2 removes packages, /usr/bin/gcc (800 B), installed by layer 1; install, use and remove the packages in the one RUN of layer 1, or build in a stage of its own and `COPY --from` what is needed',
		'folder-replaced-3 77 2 /app/old: layer 3 replaces the folder /app/old as a whole, and with it 2 files (77 B) in /app/old, stored by layer 1; make /app/old once: leave it out of layer 1, or merge layers 1 to 3',
		'moved-4 13 1 /data/here: layer 4 moves /data/here (13 B) to /data/there, stored by layer 1: it is stored again; put it into /data/there at once in layer 1, or merge layers 1 to 4',
	]);
});

test('what is as large but not the same was not moved', async t => {
	const [waste] = wastesOf(await loadStory(t, `
		RUN one
		  data/here = the very same
		RUN two
		  data/.wh.here
		  data/there = the very sama
	`));
	t.is(waste.cause, 'removed');
});

test('what was moved is found by its name among any number of others of its size, and under a new name by its bytes', async t => {
	const others = Array.from({length: 50}, (_, index) => `data/a/${index} = other ${10 + index}`).join('\n\t\t\t  ');
	const wastes = wastesOf(await loadStory(t, `
		RUN one
		  data/here = the same
		  data/seen = and this
		RUN two
		  data/.wh.here
		  data/.wh.seen
		  data/A/renamed = and this
		  ${others}
		  data/z/here = the same
	`));
	t.deepEqual(wastes.map(({cause, contents}) => [cause, contents.length]), [['moved', 2]]);
});

test('files written anew, by a package manager or not; a path stored twice', async t => {
	t.deepEqual(told(await loadStory(t, `
		COPY all /
		  app/config = one
		  usr/lib/libc.so = old
		  twice = 1
		  twice = 22
		RUN apt-get upgrade
		  app/config = two!
		  usr/lib/libc.so = new!
	`)), [
		'overwritten-2 3 1 /app/config: layer 2 stores /app/config (3 B) anew, with other bytes than layer 1; write it once: make the change where layer 1 stores it, or merge layers 1 and 2',
		'package-upgraded-2 3 1 /usr/lib/libc.so: the package manager in layer 2 stores /usr/lib/libc.so (3 B) anew, after layer 1; begin with a newer base image, which has the newer packages already, and run the package manager once after it',
		'stored-twice-1 1 1 /twice: layer 1 stores /twice (1 B) more than once: only the last of each path is seen; make the tar of layer 1 anew: whatever wrote it added paths that were in it already',
	]);
});

test('of what a layer removes out of a folder only what matters stands apart, and a base image is told as one', async t => {
	const names = Array.from({length: 30}, (_, index) => `small${index}`);
	const loaded = await loadStory(t, `
		rootfs
${names.map(name => `		  srv/${name}/x * 2`).join('\n')}
		  srv/large/x * 900
		  srv/large/y * 100
		RUN rm -rf /srv/*
${names.map(name => `		  srv/.wh.${name}`).join('\n')}
		  srv/.wh.large
	`);
	t.deepEqual(told(loaded), [
		'removed-2 1000 2 /srv/large: layer 2 removes 2 files (1.00 kB) in /srv/large, stored by layer 1; begin with a base image that does not bring them, or merge layers 1 and 2',
		'removed-2.2 60 30 /srv: layer 2 removes 30 files (60 B) in /srv, stored by layer 1; begin with a base image that does not bring them, or merge layers 1 and 2',
	]);
});

test('wastes of the demo are disjoint and add up to what is wasted; each has its parts, and an id of its own', async t => {
	const loaded = await loadImage(await open(t, fileURLToPath(new URL('../../build/demo.tar', import.meta.url))));
	const {overlay} = loaded;
	const wastes = wastesOf(loaded);
	const contents = wastes.flatMap(waste => [...waste.contents]);
	t.is(new Set(contents).size, contents.length);
	t.true(contents.every(content => overlay.fateOf(content) !== fate.live));
	t.is(wastes.reduce((sum, {bytes}) => sum + bytes, 0), overlay.bytes().wasted);
	t.is(new Set(wastes.map(({id}) => id)).size, wastes.length);
	t.deepEqual(wastes.map(({bytes}) => bytes), wastes.map(({bytes}) => bytes).sort((a, b) => b - a));
	for (const {bytes, files, parts, layers, hiddenBy, path, contents} of wastes) {
		t.is(parts.reduce((sum, part) => sum + part.bytes, 0), bytes);
		t.is(parts.reduce((sum, part) => sum + part.files, 0), files);
		t.is(contents.length, files);
		t.deepEqual([...new Set(parts.map(({layer}) => layer))], layers);
		t.deepEqual([...new Set(parts.map(part => part.hiddenBy))].sort((a, b) => a - b), hiddenBy);
		t.true([...contents].every(content => overlay.tree.isWithin(overlay.store.pathOf(content), path)));
	}
});

test('wastes of random stacks are disjoint and add up to what is wasted', t => {
	const found = new Set<string>();
	for (let seed = 1; seed <= 400; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		for (const entry of layers.flat()) {
			entry.letter = random.pick(['a', 'b']);
		}

		const overlay = overlayOf(layers);
		const contents = lettersOf(layers);
		runNow(overlay.prove(contents));
		const instructions = ['RUN make', 'COPY . .', 'RUN apt-get install x', 'RUN apt-get purge x', 'ADD x /', ''];
		const image: Partial<Image> = {layers: layers.map((_, index) => {
			const layer: Partial<Layer> = {number: index + 1, history: {createdBy: '', instruction: random.pick(instructions), buildArguments: [], emptyLayer: false}};
			return layer as Layer;
		})};
		const wastes = runNow(findWaste(overlay, image as Image, contents));
		const all = wastes.flatMap(({contents}) => [...contents]);
		t.is(new Set(all).size, all.length, `seed ${seed}`);
		t.is(wastes.reduce((sum, {bytes}) => sum + bytes, 0), overlay.bytes().wasted, `seed ${seed}`);
		t.is(new Set(wastes.map(({id}) => id)).size, wastes.length, `seed ${seed}`);
		for (const {cause} of wastes) {
			found.add(cause);
		}
	}

	t.true(found.size >= 9, [...found].join(' '));
});

/** Images as they are, what is changed of them, and as they are after the change was made. */
const before = `
	COPY app /srv
	  srv/a * 5000
	  srv/b * 300
	RUN curl -O https://example.com/x.tgz
	  x.tgz * 40000
	  unpacked * 70000
	RUN chown -R 1000 /srv && rm /x.tgz
	  1000:0 srv/a * 5000
	  1000:0 srv/b * 300
	  .wh.x.tgz
	RUN overwrite
	  srv/b * 200
`;

test('rebuilt with a remedy applied, an image has the size that was told', async t => {
	const loaded = await loadStory(t, before);
	const wastes = wastesOf(loaded);
	const fixed = {
		'chown-3': `
			COPY --chown=1000 app /srv
			  1000:0 srv/a * 5000
			  1000:0 srv/b * 300
			RUN curl
			  x.tgz * 40000
			  unpacked * 70000
			RUN rm /x.tgz
			  .wh.x.tgz
			RUN overwrite
			  srv/b * 200
		`,
		'download-3': `
			COPY app /srv
			  srv/a * 5000
			  srv/b * 300
			RUN curl && rm
			  unpacked * 70000
			RUN chown -R 1000 /srv
			  1000:0 srv/a * 5000
			  1000:0 srv/b * 300
			RUN overwrite
			  srv/b * 200
		`,
		'overwritten-4': `
			COPY app /srv
			  srv/a * 5000
			  srv/b * 300
			RUN curl
			  x.tgz * 40000
			  unpacked * 70000
			RUN chown, rm and overwrite
			  1000:0 srv/a * 5000
			  1000:0 srv/b * 200
			  .wh.x.tgz
		`,
	};
	t.deepEqual(wastes.map(({id}) => id).sort(), Object.keys(fixed).sort());
	for (const waste of wastes) {
		const {overlay} = await loadStory(t, fixed[waste.id as keyof typeof fixed]);
		t.is(sizeAfter(loaded.overlay, {fix: [waste]}), overlay.bytes().total, waste.id);
	}

	t.is(sizeAfter(loaded.overlay, {fix: wastes}), loaded.overlay.bytes().live);
});

test('layers merged, paths dropped and layers left out weigh what is left; nothing is taken off twice', async t => {
	const {overlay, image, contents} = await loadStory(t, before);
	const {total} = overlay.bytes();
	t.is(sizeAfter(overlay, {}), total);
	// Layers 2 and 3 in one store no x.tgz.
	t.is(sizeAfter(overlay, {merge: [[2, 3]]}), total - 40_000);
	t.is(sizeAfter(overlay, {merge: [[1, 4]]}), overlay.bytes().live);
	t.is(sizeAfter(overlay, {merge: [[1, 2], [3, 4]]}), total - 300);
	t.is(sizeAfter(overlay, {drop: path => path.startsWith('/srv/')}), 110_000);
	t.is(sizeAfter(overlay, {without: [2]}), total - 110_000);
	const wastes = runNow(findWaste(overlay, image, contents));
	t.is(sizeAfter(overlay, {fix: wastes, merge: [[1, 4]], drop: path => path === '/x.tgz', without: [4]}), overlay.bytes().live - 200);
});

test('a content with several names is dropped only where all of them are', async t => {
	const {overlay} = await loadStory(t, `
		COPY
		  a * 100
		  b => a
	`);
	t.is(sizeAfter(overlay, {drop: path => path === '/a'}), 100);
	t.is(sizeAfter(overlay, {drop: path => path === '/b'}), 100);
	t.is(sizeAfter(overlay, {drop: () => true}), 0);
});

test('what a pull would save is told by how well a layer is compressed, and only where it is', async t => {
	const plain = await loadStory(t, before);
	t.is(pullSavings(plain.overlay, plain.image, {fix: wastesOf(plain)}), undefined);
	const {overlay, image, contents} = await loadStory(t, before, 'gzip');
	const {storedSize} = image.layers[1];
	t.is(pullSavings(overlay, image, {without: [2]}), storedSize);
	t.is(pullSavings(overlay, image, {fix: runNow(findWaste(overlay, image, contents)).filter(({cause}) => cause === 'download')}), Math.round(storedSize * 40_000 / 110_000));
});
