import zlib from 'node:zlib';
import test from 'ava';
import {indexBlob} from '../../source/archive/index-blob.js';
import {packageFiles, type PackageFileFact} from '../../source/archive/taps/package-files.js';
import {concat, end, entry, header} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';

const brief = (fact: PackageFileFact) => `${fact.kind} ${fact.role}: ${fact.form === 'packages' ? fact.packages.map(({name, version}) => `${name} ${version}`).join(', ') : (fact.form === 'paths' ? Buffer.from(fact.paths).toString() : fact.problem)}`;

test('package files are read by the pass and where they lie alike', async t => {
	const tar = concat(
		entry({name: './var/lib/dpkg/status'}, 'Package: a\nVersion: 1\n\nPackage: b\nVersion: 2\n'),
		entry({name: 'var/lib/dpkg/info/a.list'}, '/.\n/usr\n'),
		entry({name: 'srv/node_modules/x/package.json'}, '{"name":"x","version":"3"}'),
		entry({name: 'srv/node_modules/x/index.js'}, 'code'),
		entry({name: 'srv/node_modules/big/package.json'}, Buffer.alloc(2 << 20, '"')),
		entry({name: 'var/lib/rpm/Packages'}, 'old'),
		entry({name: 'g/specifications/rake-13.gemspec'}, 'ruby'),
		entry({name: 'bin/no-program', mode: 0o755}, Buffer.alloc(1 << 20, 'x')),
		entry({name: 'last'}, 'x'),
		end,
	);
	for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)]] as const) {
		const {facts} = await indexBlob(sourceOf(t, blob), compression, [packageFiles]);
		t.deepEqual(Array.from(facts['package-files'], ([index, fact]) => `${index} ${brief(fact as PackageFileFact)}`), [
			'0 dpkg database: a 1, b 2',
			'1 dpkg list: /.\n/usr\n',
			'2 npm package: x 3',
			'4 npm package: it is larger than 1 MiB, and so is not read',
			'5 rpm database: it is a database of rpm in the form of Berkeley DB, which is not read: only rpmdb.sqlite is',
			'6 gem package: rake 13',
		]);
	}
});

test('databases of a layer are bounded in all, and those of the next layer anew', t => {
	for (let layer = 0; layer < 2; layer++) {
		const tap = packageFiles.ofLayer!();
		const isRead = Array.from({length: 5}, (_, index) => tap.open({path: `var/lib/dpkg/info/${index}.list`, size: 60 << 20, mode: 0o644})!.next === undefined);
		t.deepEqual(isRead, [true, true, true, true, false]);
	}
});

test('a database that is cut off says nothing', async t => {
	const tar = concat(header({name: 'var/lib/dpkg/status', size: 5000}), Buffer.from('Package: a\n'));
	for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)]] as const) {
		t.deepEqual([...(await indexBlob(sourceOf(t, blob), compression, [packageFiles])).facts['package-files']], []);
	}
});
