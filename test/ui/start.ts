import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {rememberImage} from '../../source/image/cache/recent-images.js';
import type {EngineAnswer, EngineImage} from '../../source/image/engine-image.js';
import type {StartPlaces} from '../../source/ui/effects/find-offers.js';
import type {SessionTools} from '../../source/ui/effects/session.js';
import {openStartSession, type StartSession} from '../../source/ui/effects/start-session.js';
import {selectStartRows, type StartRow} from '../../source/ui/start.js';
import {viewRow, viewRowIndex} from '../../source/ui/view-rows.js';
import {buildImage, dockerArchive, ociLayout, writeFolder, writeTar} from '../helpers/build-image.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {TestSession, type TestSessionOptions} from '../helpers/test-session.js';

const now = Date.UTC(2026, 0, 10);

/** A folder with two images, a list of images opened lately, and a screen that begins with them. */
async function begin(t: ExecutionContext, options: Omit<TestSessionOptions, 'places'> & {places?: Partial<StartPlaces>} = {}): Promise<{session: TestSession; folder: string; places: StartPlaces}> {
	const folder = temporaryFolder(t);
	const image = await buildImage('ADD rootfs.tar /\n\tetc/passwd = root\n');
	await writeTar(path.join(folder, 'shop.tar'), dockerArchive([image]));
	writeFolder(path.join(folder, 'layout'), ociLayout([image]));
	fs.utimesSync(path.join(folder, 'shop.tar'), (now / 1000) - 7200, (now / 1000) - 7200);
	fs.utimesSync(path.join(folder, 'layout/index.json'), (now / 1000) - (3 * 86_400), (now / 1000) - (3 * 86_400));
	const cacheFolder = path.join(temporaryFolder(t), 'cache');
	const elsewhere = await writeTar(path.join(temporaryFolder(t), 'elsewhere.tar'), dockerArchive([image]));
	rememberImage(cacheFolder, {reference: '/gone/away.tar', form: 'docker-archive', size: 1, opened: now - 1000});
	rememberImage(cacheFolder, {reference: elsewhere, form: 'docker-archive', size: 12_000, opened: now - (86_400_000 * 5000)});
	const places: StartPlaces = {folder, cacheFolder, now: () => now, ...options.places};
	return {folder, places, session: new TestSession(t, [], {...options, places})};
}

const names = ({state}: TestSession) => selectStartRows(state).map(({name, typed}) => typed === undefined ? name.replace(/^.*\//, '') : `open ${typed}`);

const selectedOf = (session: TestSession) => names(session)[viewRowIndex(session.state, 'start')];

const engineImage = (name: string, more: Partial<EngineImage> = {}): EngineImage => ({engine: 'docker', reference: `docker://${name}`, name, id: 'sha256:00', size: 192_000_000, created: '2026-01-07T00:00:00Z', ...more});

const dockerWith = (images: EngineImage[]): StartPlaces['engines'] => ({
	names: ['docker'],
	async ask({onAnswer}) {
		onAnswer({engine: 'docker', images});
	},
});

test('what was opened lately comes first, then what lies in the folder, the newest first, then the demo; what is gone is left out', async t => {
	const {session} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined && start.recent.length > 0);
	t.deepEqual(names(session), ['elsewhere.tar', 'shop.tar', 'layout', 'the demo']);
	const frame = session.frame.replaceAll(/ +\n/g, '\n');
	t.regex(frame, /freedive {2}which image\?/);
	t.regex(frame, /open type to find an image/);
	t.regex(frame, /1 opened lately, 2 in this folder/);
	t.regex(frame, /shop\.tar +docker-archive +[\d.]+ kB +2 hours\n/);
	t.regex(frame, /layout +oci-layout +\d+ B +3 days\n/);
	t.regex(frame, /elsewhere\.tar +docker-archive 12\.0 kB +13 years\n/);
	t.regex(frame, /Enter open {2}\? help {2}Esc quit/);
});

test('letters find, the best first; the last row opens what is typed, unless it is in the list', async t => {
	const {session} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined && start.recent.length > 0);
	session.type('sho');
	t.deepEqual(names(session), ['shop.tar', 'open sho']);
	t.regex(session.frame, /open sho\S* +1 of 1/);
	session.type('p.tar');
	t.deepEqual(names(session), ['shop.tar']);
	session.press('ctrl-u').type('oci lay');
	t.deepEqual(names(session), ['layout', 'open oci lay']);
	t.regex(session.frame, /Enter open {2}Esc clear {2}ctrl-c quit/);
	session.press('ctrl-u').type('quay.io/team/app:1');
	t.is(names(session).at(-1), 'open quay.io/team/app:1', 'q is a letter from the start');
	t.is(session.state.exitCode, undefined);
	session.press('ctrl-c');
	t.is(session.state.exitCode, 130);
});

test('every letter is text from the first on, a space too; Esc clears, and quits where nothing is typed; ctrl-c does so at any time', async t => {
	const {session} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined);
	for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/.~-@:&+*[]{}0123456789') {
		t.is(session.press(letter).state.field?.text, letter);
		session.press('escape');
	}

	session.type(' quay.io/team/app:1');
	t.is(names(session).at(-1), 'open quay.io/team/app:1');
	t.is(session.state.exitCode, undefined);
	session.press('escape');
	t.is(session.state.field, undefined);
	t.is(session.state.exitCode, undefined);
	t.regex(session.frame, /Esc quit/);
	t.notRegex(session.frame, /ctrl-c quit/);
	session.type('jO').press('backspace', 'backspace');
	t.is(session.state.field, undefined);
	session.press('?');
	t.regex(session.frame, /in the start/);
	t.notRegex(session.frame, / ↑ k /);
	t.deepEqual(session.lines.filter(line => line.includes('quits')).map(line => line.replaceAll(/\s+/g, ' ').trim()), ['leave Esc one step back; stops what loads; on the start screen: quits', 'ctrl-c quits, with exit code 130']);
	session.press('escape', 'q');
	t.is(session.state.field?.text, 'q');
	session.press('escape', 'ctrl-c');
	t.is(session.state.exitCode, 130);
});

test('Esc where nothing is typed leaves with 0; where there is an image behind it, it goes back to that', async t => {
	const {session, folder, places} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined);
	session.press('down', 'escape');
	t.is(session.state.exitCode, 0);

	const inner = new TestSession(t, [path.join(folder, 'shop.tar')], {places});
	await inner.until(({phase}) => phase === 'whole');
	inner.press('O');
	await inner.until(({start}) => start?.folder !== undefined);
	t.regex(inner.frame, /Esc back/);
	t.regex(inner.frame, /ctrl-c quit/);
	inner.press('escape');
	t.is(inner.state.exitCode, undefined);
	t.true(inner.state.reference.endsWith('shop.tar'));
});

test('what is selected stays selected when an engine answers, whatever comes before it, typed or not', async t => {
	const docker = Promise.withResolvers<EngineAnswer>();
	const engines = {names: ['docker'] as const, async ask({onAnswer}: {onAnswer: (answer: EngineAnswer) => void}) {
		onAnswer(await docker.promise);
	}};
	const sessions = await Promise.all(['', 'sh', 'de', 'zzz'].map(async typed => {
		const {session} = await begin(t, {rows: 40, places: {engines}});
		await session.until(({start}) => start?.folder !== undefined && start.recent.length > 0);
		return typed === '' ? session.press('down', 'down', 'down') : session.type(typed);
	}));
	const selected = sessions.map(session => selectedOf(session));
	t.deepEqual(selected, ['the demo', 'shop.tar', 'the demo', 'open zzz']);
	docker.resolve({engine: 'docker', images: ['sh', 'sh:1', 'de', 'demo', 'zzzz'].map(name => engineImage(name))});
	for (const [index, session] of sessions.entries()) {
		await session.until(({start}) => start!.engines[0].offers !== undefined);
		t.is(selectedOf(session), selected[index]);
	}

	// With the next letter it is the best again.
	sessions[1].press('backspace').type('h');
	t.is(selectedOf(sessions[1]), 'sh');
});

test('the first row is selected where the screen begins, whoever answered first; what was seen there stays', async t => {
	const answers = {podman: Promise.withResolvers<EngineAnswer>(), docker: Promise.withResolvers<EngineAnswer>()};
	const {places} = await begin(t, {places: {engines: {names: ['docker', 'podman'], async ask({onAnswer}) {
		await Promise.all(Object.values(answers).map(async ({promise}) => {
			onAnswer(await promise);
		}));
	}}}});
	const tools: SessionTools = {
		size: {columns: 120, rows: 30},
		threads: 1,
		temporaryFolder: places.folder,
		clipboard: async () => 'system',
		async openImage() {
			throw new Error('nothing is opened');
		},
		onError(error) {
			t.fail(String(error));
		},
	};
	const selected = ({store}: StartSession) => (viewRow(store.getState(), 'start') as StartRow).name;
	answers.podman.resolve({engine: 'podman', images: [engineImage('of-podman', {engine: 'podman'})]});
	const session = openStartSession(places, tools);
	await session.opening;
	t.regex(selected(session), /elsewhere\.tar$/);
	session.close();

	const empty = openStartSession({...places, folder: temporaryFolder(t), cacheFolder: temporaryFolder(t)}, tools);
	await empty.opening;
	t.is(selected(empty), 'of-podman');
	await empty.start();
	answers.docker.resolve({engine: 'docker', images: [engineImage('of-docker')]});
	await new Promise<void>(resolve => {
		empty.store.subscribe(() => {
			if (empty.store.getState().start!.engines[0].offers) {
				resolve();
			}
		});
	});
	t.deepEqual(selectStartRows(empty.store.getState()).map(({name}) => name), ['of-docker', 'of-podman', 'the demo']);
	t.is(selected(empty), 'of-podman');
	empty.close();
});

test('who has chosen nothing is led to the first image of an engine, and not left at the demo', async t => {
	const docker = Promise.withResolvers<EngineAnswer>();
	const {session} = await begin(t, {places: {folder: temporaryFolder(t), cacheFolder: temporaryFolder(t), engines: {names: ['docker'], async ask({onAnswer}) {
		onAnswer(await docker.promise);
	}}}});
	await session.until(({start}) => start?.folder !== undefined);
	t.is(selectedOf(session), 'the demo');
	docker.resolve({engine: 'docker', images: [engineImage('nginx:1.27')]});
	await session.until(({start}) => start!.engines[0].offers !== undefined);
	t.is(selectedOf(session), 'nginx:1.27');
});

test('who writes a path means that, and not what its letters are spread in', async t => {
	const {session} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined && start.recent.length > 0);
	session.type('./s');
	t.is(names(session)[0], 'open ./s');
	session.press('ctrl-u').type('/');
	t.is(names(session).at(-1), 'open /');
});

test('Enter opens, Esc comes back to what was typed, and what was opened is remembered for the next look', async t => {
	const {session, folder, places} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined);
	session.type('shop').press('enter');
	await session.until(({start, image}) => start === undefined && image !== undefined);
	t.regex(session.frame, /shop\.tar/);
	rememberImage(places.cacheFolder!, {reference: path.join(folder, 'shop.tar'), form: 'docker-archive', size: 5, opened: now});
	session.press('escape');
	await session.until(({start}) => start?.recent.some(({reference}) => reference.endsWith('shop.tar')) === true);
	t.regex(session.frame, /open shop/);
	session.press('escape');
	t.is(names(session)[0], 'shop.tar');
	t.regex(session.frame, />shop\.tar +docker-archive +[\d.]+ kB +2 hours +now/);
	t.is(names(session).filter(name => name === 'shop.tar').length, 1);
});

test('what is typed and in no list is opened too; why it can\'t be is told, and Esc comes back', async t => {
	const {session, folder} = await begin(t);
	await session.until(({start}) => start?.folder !== undefined);
	session.type(path.join(folder, 'nowhere.tar')).press('enter');
	await session.until(({failure}) => failure !== undefined);
	t.regex(session.frame.replaceAll(/\s+/g, ' '), /nowhere\.tar is not there/);
	session.press('escape');
	t.true(session.state.start !== undefined);
});

test('O opens another image: Esc goes back to the first, and what is opened takes the place of what was opened before', async t => {
	const {folder, places} = await begin(t);
	const session = new TestSession(t, [path.join(folder, 'shop.tar')], {places});
	await session.until(({phase}) => phase === 'whole');
	session.press('O');
	await session.until(({start}) => start?.folder !== undefined);
	t.regex(session.frame, /another image/);
	t.regex(session.frame, /Esc back/);
	session.press('escape');
	t.true(session.state.reference.endsWith('shop.tar'));
	t.is(session.state.start, undefined);

	for (const name of ['layout', 'demo', 'layout']) {
		session.press('O');
		await session.until(({start}) => start?.folder !== undefined);
		session.type(name).press('enter');
		await session.until(({start, image}) => start === undefined && image !== undefined);
		t.regex(session.state.reference, new RegExp(name));
	}

	session.press('escape');
	t.true(session.state.start !== undefined);
	session.press('escape', 'escape');
	t.true(session.state.reference.endsWith('shop.tar'), 'between them is one screen, not three');
	session.press('escape', 'escape');
	t.is(session.state.exitCode, undefined);
});

test('an image that O asks for and that is not there costs nothing: Esc comes back to what was typed, then to the image', async t => {
	const {folder, places} = await begin(t);
	for (const isChosen of [false, true]) {
		const session = new TestSession(t, isChosen ? [] : [path.join(folder, 'shop.tar')], {places});
		if (isChosen) {
			await session.until(({start}) => start?.folder !== undefined);
			session.type('shop').press('enter');
		}

		await session.until(({phase, start}) => start === undefined && phase === 'whole');
		for (const name of ['nope', 'layout', 'nope', 'nope']) {
			const isOpened = session.state.reference;
			session.press('O');
			await session.until(({start}) => start?.folder !== undefined);
			session.press('ctrl-u').type(name === 'nope' ? './nope.tar' : name).press('enter');
			await session.until(({start, image, failure}) => start === undefined && (image ?? failure) !== undefined);
			if (name === 'nope') {
				t.truthy(session.state.failure);
				session.press('O');
				t.is(session.state.field?.text, './nope.tar', 'what is wrong can be mended');
				session.press('enter');
				await session.until(({start, failure}) => start === undefined && failure !== undefined);
				session.press('escape');
				t.is(session.state.field?.text, './nope.tar');
				session.press('escape', 'escape');
				t.is(session.state.reference, isOpened);
				t.truthy(session.state.image);
			}
		}

		t.regex(session.state.reference, /layout/);
		session.press('escape');
		t.is(session.state.field?.text, 'layout');
		session.press('escape', 'escape');
		t.regex(session.state.reference, /shop\.tar$/);
		session.press('escape');
		t.is(session.state.field?.text, isChosen ? 'shop' : undefined);
	}
});

test('what engines have comes when it comes; one that can\'t be asked is a line', async t => {
	const docker = Promise.withResolvers<EngineAnswer>();
	const podman = Promise.withResolvers<EngineAnswer>();
	const {session, folder, places} = await begin(t, {rows: 40, places: {engines: {names: ['docker', 'podman'], async ask({onAnswer}) {
		await Promise.all([docker, podman].map(async ({promise}) => onAnswer(await promise)));
	}}}});
	await session.until(({start}) => start?.folder !== undefined && start.recent.length > 0);
	t.regex(session.frame, /asking docker, podman/);
	t.deepEqual(names(session), ['elsewhere.tar', 'shop.tar', 'layout', 'the demo']);
	session.press('down');
	podman.resolve({engine: 'podman', images: [], note: 'podman is there but its daemon is not running.'});
	await session.until(({start}) => start!.engines[1].note !== undefined);
	t.regex(session.frame, /asking docker/);
	t.regex(session.frame, /podman is there but its daemon is not running\./);
	const evil = '\u001B[2Jevil:1';
	docker.resolve({engine: 'docker', images: [engineImage('nginx:1.27'), engineImage(evil), engineImage('none', {name: undefined, id: 'sha256:1234', reference: 'docker://1234', size: undefined, created: 'no time'})]});
	await session.until(({start}) => start!.engines[0].offers !== undefined);
	t.notRegex(session.frame, /asking/);
	t.regex(session.frame, /nginx:1\.27 +docker +192 MB +3 days/);
	t.true(session.frame.includes(String.raw`\x1b[2Jevil:1`));
	t.regex(session.frame, /> *shop\.tar/, 'the cursor keeps to its row');
	session.type('docker ngx');
	t.deepEqual(names(session), ['nginx:1.27', 'open docker ngx']);

	rememberImage(places.cacheFolder!, {reference: 'docker://nginx:1.27', form: 'docker', size: 1, opened: now});
	const again = new TestSession(t, [], {places: {...places, folder, engines: {names: ['docker'], async ask() {
		throw new Error('It fell over.');
	}}}});
	await again.until(({start}) => start?.engines[0]?.note !== undefined && start.recent.length > 1);
	t.regex(again.frame, /docker: It fell over\./);
	t.is(names(again)[0], 'nginx:1.27');
});

for (const [columns, rows] of [[80, 24], [120, 40], [200, 60], [60, 20], [40, 10], [39, 9]] as const) {
	for (const ascii of [false, true]) {
		test(`it fits ${columns}×${rows}${ascii ? ' in ASCII' : ''}`, async t => {
			const {session} = await begin(t, {columns, rows, ascii, places: {engines: dockerWith([engineImage(`registry.test/a/${'very/'.repeat(40)}long:1`)])}});
			await session.until(({start}) => start?.folder !== undefined && start.engines[0]?.offers !== undefined);
			for (const text of ['', 'long', 'x'.repeat(300)]) {
				session.press('ctrl-u').type(text);
				t.is(session.lines.length, rows <= 9 ? session.lines.length : rows);
				for (const line of session.lines) {
					t.true(line.length <= columns, line);
					t.false(ascii && /[^\u0020-\u007E]/.test(line), line);
				}
			}

			t.is(columns < 40, session.frame.includes('freedive needs'));
		});
	}
}

test.serial('a letter among thousands of images is answered in no time that is felt', async t => {
	const images = Array.from({length: 5000}, (_, index) => engineImage(`registry.test/team-${index % 97}/service-${index}/image:${index % 13}.${index % 7}`));
	const {session} = await begin(t, {places: {engines: dockerWith(images)}});
	await session.until(({start}) => start?.engines[0]?.offers !== undefined);
	// Time of the processor: other tests run beside.
	const before = process.cpuUsage();
	session.type('service-77');
	const {user, system} = process.cpuUsage(before);
	const milliseconds = (user + system) / 1000 / 'service-77'.length;
	t.log(milliseconds.toFixed(1), 'ms a letter');
	t.true(milliseconds < 50, String(milliseconds));
	t.is(names(session)[0], 'image:12.0');
});
