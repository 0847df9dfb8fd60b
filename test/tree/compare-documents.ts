import test from 'ava';
import {compareConfig} from '../../source/tree/compare-config.js';
import {compareHistory} from '../../source/tree/compare-history.js';
import type {Side} from '../../source/tree/compare-images.js';
import {comparePackages} from '../../source/tree/compare-packages.js';
import type {HistoryEntry, Image, ImageConfig} from '../../source/image/image.js';
import type {PackageKind} from '../../source/content/package-fact.js';
import type {Package, PackageList} from '../../source/tree/packages.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {openTar} from '../helpers/open.js';

const emptyConfig: ImageConfig = {
	user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels: {}, healthcheck: null,
};

function imageWith(config: Partial<ImageConfig>, more: Partial<Image> = {}): Image {
	return {
		reference: 'app', form: 'rootfs', platform: 'linux/amd64', tags: [], config: {...emptyConfig, ...config}, layers: [], history: [], others: [], annotations: {}, warnings: [], ...more,
	};
}

test('each field of the configuration by itself, variables and labels too', t => {
	const a = imageWith({
		env: ['PATH=/bin', 'A=1', 'A=2', 'GONE', 'constructor=x'], cmd: ['sh'], exposedPorts: ['80/tcp', '443/tcp'], labels: {version: '1'}, user: 'root',
	}, {created: '2026-01-01T00:00:00Z'});
	const b = imageWith({
		env: ['A=2', 'PATH=/usr/bin'], cmd: ['sh', '-c'], exposedPorts: ['443/tcp', '80/tcp'], labels: {version: '2', 'build-date': 'now'}, volumes: ['/data'], more: {stopSignal: 'SIGTERM'},
	}, {created: '2026-01-02T00:00:00Z', platform: 'linux/arm64'});
	t.deepEqual(compareConfig(a, b), [
		{field: 'platform', a: 'linux/amd64', b: 'linux/arm64'},
		{field: 'created', a: '2026-01-01T00:00:00Z', b: '2026-01-02T00:00:00Z'},
		{field: 'user', a: 'root', b: null},
		{field: 'env.GONE', a: '', b: null},
		{field: 'env.PATH', a: '/bin', b: '/usr/bin'},
		{field: 'env.constructor', a: 'x', b: null},
		{field: 'cmd', a: ['sh'], b: ['sh', '-c']},
		{field: 'volumes', a: null, b: ['/data']},
		{field: 'labels.build-date', a: null, b: 'now'},
		{field: 'labels.version', a: '1', b: '2'},
		{field: 'stopSignal', a: null, b: 'SIGTERM'},
	]);
	t.deepEqual(compareConfig(a, b, new Set(['created'])).map(({field}) => field).filter(field => ['created', 'labels.build-date'].includes(field)), []);
	t.deepEqual(compareConfig(a, b, new Set(['config'])), []);
	t.deepEqual(compareConfig(a, a), []);
});

test('fields that few images have are read from the document', async t => {
	const image = await openTar(t, dockerArchive([await buildImage('ADD\n  a', {config: {config: {
		StopSignal: 'SIGQUIT', Shell: ['/bin/bash', '-c'], OnBuild: ['RUN x'], ArgsEscaped: true, Healthcheck: {Test: ['CMD', 'x'], Interval: 5, Retries: 0, Timeout: 'odd'},
	}}})]));
	t.deepEqual(image.config.more, {
		stopSignal: 'SIGQUIT', shell: ['/bin/bash', '-c'], onBuild: ['RUN x'], argsEscaped: 'true', 'healthcheck.interval': '5',
	});
	t.deepEqual(compareConfig(image, {...image, config: {...image.config, more: undefined}}).map(({field}) => field), ['healthcheck.interval', 'stopSignal', 'shell', 'onBuild', 'argsEscaped']);
});

/** A side of instructions alone: those in capitals make a layer. */
function sideOf(steps: string[], at?: number): Side {
	let layers = 0;
	const history = steps.map((createdBy, index): HistoryEntry => {
		const emptyLayer = createdBy !== createdBy.toUpperCase();
		return {
			createdBy, instruction: createdBy, buildArguments: [], created: String(index), emptyLayer, layer: emptyLayer ? undefined : ++layers,
		};
	});
	const side: Partial<Side> = {image: imageWith({}, {history}), view: {at: at ?? layers}};
	return side as Side;
}

test('instructions that both have in the same order, and those that only one has', t => {
	const a = sideOf(['BASE', 'env 1', 'RUN A', 'RUN B', 'cmd']);
	const b = sideOf(['BASE', 'RUN A', 'env 2', 'RUN X', 'RUN B', 'cmd']);
	const {shared, onlyA, onlyB, otherTimes} = compareHistory(a, b);
	t.is(shared, 4);
	t.deepEqual(onlyA.map(({createdBy}) => createdBy), ['env 1']);
	t.deepEqual(onlyB.map(({createdBy}) => createdBy), ['env 2', 'RUN X']);
	t.is(otherTimes, 3);
	t.is(compareHistory(a, b, new Set(['created'])).otherTimes, 0);
	t.deepEqual(compareHistory(a, b, new Set(['history'])), {shared: 0, onlyA: [], onlyB: [], otherTimes: 0});
});

test('the history of a point is that up to its layer, with what follows and makes none', t => {
	const steps = ['BASE', 'env 1', 'RUN A', 'cmd'];
	t.deepEqual(compareHistory(sideOf(steps, 1), sideOf(steps, 2)).onlyB.map(({createdBy}) => createdBy), ['RUN A', 'cmd']);
});

test('histories of a hundred thousand steps are compared in a blink', t => {
	const long = (word: string) => sideOf(['BASE', ...Array.from({length: 100_000}, (_, index) => `${word} ${index}`), 'END']);
	const started = performance.now();
	const {shared, onlyA} = compareHistory(long('a'), long('b'));
	t.is(shared, 2);
	t.is(onlyA.length, 100_000);
	t.true(performance.now() - started < 5000);
});

function listOf(packages: Array<[kind: PackageKind, name: string, version: string, layer?: number, removedIn?: number]>): PackageList {
	const list: Partial<PackageList> = {packages: packages.map(([kind, name, version, layer = 1, removedIn = 0]) => {
		const one: Partial<Package> = {kind, name, version, layer, removedIn};
		return one as Package;
	})};
	return list as PackageList;
}

test('packages by kind and name, those of several versions as a set', t => {
	const a = listOf([['dpkg', 'openssl', '3.0.11'], ['npm', 'ms', '2.0.0'], ['npm', 'ms', '2.1.3'], ['npm', 'ms', '10.0.0'], ['python', 'openssl', '1'], ['go', 'x', '']]);
	const b = listOf([['dpkg', 'openssl', '3.0.13'], ['npm', 'ms', '2.1.3'], ['npm', 'ms', '2.1.2'], ['python', 'openssl', '1'], ['apk', 'new', '']]);
	t.deepEqual(comparePackages({list: a, view: {at: 1}}, {list: b, view: {at: 1}}), [
		{name: 'openssl', kind: 'dpkg', a: '3.0.11', b: '3.0.13'},
		{name: 'new', kind: 'apk', a: null, b: ''},
		{name: 'ms', kind: 'npm', a: '2.0.0', b: '2.1.2'},
		{name: 'ms', kind: 'npm', a: '10.0.0', b: null},
		{name: 'x', kind: 'go', a: '', b: null},
	]);
});

test('packages as they were at two points of one image, and those that a layer brought', t => {
	const list = listOf([['dpkg', 'gcc', '12', 1, 3], ['dpkg', 'libc6', '1', 1, 2], ['dpkg', 'libc6', '2', 2], ['dpkg', 'curl', '8', 3]]);
	t.deepEqual(comparePackages({list, view: {at: 1}}, {list, view: {at: 2}}), [{name: 'libc6', kind: 'dpkg', a: '1', b: '2'}]);
	t.deepEqual(comparePackages({list, view: {at: 2}}, {list, view: {at: 3}}), [{name: 'curl', kind: 'dpkg', a: null, b: '8'}, {name: 'gcc', kind: 'dpkg', a: '12', b: null}]);
	t.deepEqual(comparePackages({list, view: {layer: 2}}, {list, view: {layer: 3}}), [{name: 'curl', kind: 'dpkg', a: null, b: '8'}, {name: 'libc6', kind: 'dpkg', a: '2', b: null}]);
});
