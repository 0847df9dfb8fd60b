import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {FileRow} from '../../source/report/file-row.js';
import {schemas} from '../../source/report/schemas/index.js';
import type {Summary} from '../../source/report/summary.js';
import {
	buildImage,
	dockerArchive,
	dockerDir,
	ociLayout,
	writeFolder,
	writeTar,
} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const story = `
	ADD rootfs.tar /
	  etc/
	  etc/motd = hello
	  04755 bin/big * 5000
	  bin/hard => bin/big
	  bin/soft -> big
	  var/cache/one * 100
	  var/cache/two * 200
	ENV A=1
	RUN chown -R 1000 /bin
	  1000:1000 bin/big * 5000
	  1000:1000 bin/hard => bin/big
	  deep/er/file = x
	RUN rm -rf /var/cache, and more
	  etc/.wh.motd
	  var/cache/.wh..wh..opq
	  var/cache/three * 7
`;

async function archive(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(story, {tags: ['shop/app:1']})]));
}

const lines = (text: string) => text.split('\n').slice(0, -1);
const rowsOf = (text: string) => lines(text).map(line => JSON.parse(line) as FileRow);

test('summary: JSON as its schema says, every byte accounted for', async t => {
	const {exitCode, output, errors} = await runCommand(['summary', await archive(t), '--format', 'json']);
	t.is(exitCode, 0);
	t.is(errors, '');
	const summary = JSON.parse(output) as Summary;
	t.deepEqual(schemaErrors(schemas.summary, summary), []);
	t.deepEqual(undescribedKeys(schemas.summary, summary), []);
	t.like(summary.image, {form: 'docker-archive', platform: 'linux/amd64', tags: ['shop/app:1'], size: 10_313, finalSize: 5008, paths: 11, files: 4});
	t.deepEqual(summary.bytes, {total: 10_313, live: 5008, wasted: 5305, overwritten: 0, rewritten: 5000, removed: 305, superseded: 0, unknown: 0});
	t.deepEqual(summary.layers.map(({layer, size, entries, added, modified, metadata, removed, unknown}) => [layer, size, entries, added, modified, metadata, removed, unknown]), [
		[1, 5305, 7, 10, 0, 0, 0, 0],
		[2, 5001, 3, 3, 0, 2, 0, 0],
		[3, 7, 3, 1, 0, 0, 3, 0],
	]);
	t.deepEqual(summary.history.map(({layer, emptyLayer}) => [layer, emptyLayer]), [[1, false], [null, true], [2, false], [3, false]]);
	t.deepEqual(summary.dive, {efficiency: 5308 / 10_313, wastedBytes: 10_005, userWastedPercent: 10_005 / 5008});
});

test('summary: the same, byte for byte, each time', async t => {
	const file = await archive(t);
	for (const format of ['text', 'json', 'markdown']) {
		t.deepEqual(await runCommand(['summary', file, '--format', format]), await runCommand(['summary', file, '--format', format]));
	}
});

test('summary: the heading names the image that was chosen', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'two.tar'), dockerArchive([
		await buildImage('RUN one\n\tone = 1', {tags: ['one:1.0']}),
		await buildImage('RUN two\n\ttwo = 2', {tags: ['two:1.0', 'two:latest']}),
	]));
	t.regex((await runCommand(['summary', file, '--image', 'two:latest'])).output, /^\S+two\.tar {2}two:latest {2}.* in 1 layer {2}/);
	t.regex((await runCommand(['summary', file, '--image', '1'])).output, /^\S+two\.tar {2}one:1\.0 {2}[\s\S]*: 1 path, 1 file\n/);
	t.regex((await runCommand(['summary', file, '--image', 'two', '--format', 'markdown'])).output, /two\.tar`\n\n`two:latest`, `two:1\.0`, /);
});

test('summary: the forms of an image agree', async t => {
	const folder = temporaryFolder(t);
	const image = await buildImage(story);
	const forms = [
		await writeTar(path.join(folder, 'docker.tar'), dockerArchive([image])),
		await writeTar(path.join(folder, 'gzip.tar'), ociLayout([image], 'gzip')),
		await writeTar(path.join(folder, 'zstd.tar'), ociLayout([image], 'zstd')),
		writeFolder(path.join(folder, 'layout'), ociLayout([image])),
		writeFolder(path.join(folder, 'dir'), dockerDir(image)),
	];
	const agreed = await Promise.all(forms.map(async form => {
		const {image, layers, bytes, history} = JSON.parse((await runCommand(['summary', form, '--format', 'json'])).output) as Summary;
		const {reference, form: _, digest, storedSize, ...facts} = image;
		return {facts, bytes, history, layers: layers.map(({digest, mediaType, storedSize, ...layer}) => layer)};
	}));
	for (const facts of agreed.slice(1)) {
		t.deepEqual(facts, agreed[0]);
	}
});

test('files: what became of the bytes that entries store, and the digests of those that rows show, in every form', async t => {
	const image = await buildImage(`
		COPY
		  a = same
		  b = first
		  c = gone
		  twice = 1
		  twice = 2
		RUN
		  0700 a = same
		  b = other
		  .wh.c
		  link => a
	`);
	const folder = temporaryFolder(t);
	const digest = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
	for (const [name, files] of [['plain', dockerArchive([image])], ['gzip', ociLayout([image], 'gzip')]] as const) {
		const file = await writeTar(path.join(folder, `${name}.tar`), files);
		const {output} = await runCommand(['files', file, '--all-layers', '--format', 'csv', '--columns', 'path,layer,fate,hidden_by,content_digest']);
		t.deepEqual(lines(output).slice(1), [
			`/a,1,rewritten,2,${digest('same')}`,
			`/b,1,overwritten,2,${digest('first')}`,
			`/c,1,removed,2,${digest('gone')}`,
			`/twice,1,superseded,1,${digest('1')}`,
			`/twice,1,live,,${digest('2')}`,
			`/a,2,live,,${digest('same')}`,
			`/b,2,live,,${digest('other')}`,
			'/c,2,,,',
			`/link,2,,,${digest('same')}`,
		]);
		const final = await runCommand(['files', file, '--format', 'csv', '--columns', 'path,fate,content_digest']);
		t.deepEqual(lines(final.output).slice(1), [`/a,live,${digest('same')}`, `/b,live,${digest('other')}`, `/link,,${digest('same')}`, `/twice,live,${digest('2')}`]);
	}
});

test('files: the final file system in the order of the tree', async t => {
	const {exitCode, output, errors} = await runCommand(['files', await archive(t), '--format', 'csv', '--columns', 'path,type,mode,uid,size,link,layer,change']);
	t.is(exitCode, 0);
	t.is(errors, '');
	t.deepEqual(lines(output), [
		'path,type,mode,uid,size,link,layer,change',
		'/bin,directory,0755,0,0,,1,added',
		'/bin/big,file,0644,1000,5000,,2,metadata',
		'/bin/hard,file,0644,1000,5000,,2,metadata',
		'/bin/soft,symlink,0644,0,0,big,1,added',
		'/deep,directory,0755,0,0,,2,added',
		'/deep/er,directory,0755,0,0,,2,added',
		'/deep/er/file,file,0644,0,1,,2,added',
		'/etc,directory,0755,0,0,,1,added',
		'/var,directory,0755,0,0,,1,added',
		'/var/cache,directory,0755,0,0,,1,added',
		'/var/cache/three,file,0644,0,7,,3,added',
	]);
});

test('files: --at, by number and by digest', async t => {
	const file = await archive(t);
	const first = await runCommand(['files', file, '--at', '1', '--format', 'csv', '--columns', 'path']);
	t.deepEqual(lines(first.output), ['path', '/bin', '/bin/big', '/bin/hard', '/bin/soft', '/etc', '/etc/motd', '/var', '/var/cache', '/var/cache/one', '/var/cache/two']);
	const {layers} = JSON.parse((await runCommand(['summary', file, '--format', 'json'])).output) as Summary;
	t.deepEqual(await runCommand(['files', file, '--at', layers[0].diffId!.slice(0, 14), '--format', 'csv', '--columns', 'path']), first);
});

test('files: entries of layers, in order of layer and tar, add up to the size', async t => {
	const file = await archive(t);
	const {output} = await runCommand(['files', file, '--all-layers', '--format', 'jsonl', '--columns', 'path,type,size,layer,link,change']);
	const rows = rowsOf(output);
	t.is(rows.reduce((sum, {size}) => sum + size, 0), 10_313);
	t.deepEqual(rows.slice(7).map(row => Object.values(row)), [
		['/bin/big', 'file', 5000, 2, null, 'metadata'],
		['/bin/hard', 'hardlink', 0, 2, '/bin/big', 'metadata'],
		['/deep/er/file', 'file', 1, 2, null, 'added'],
		['/etc/motd', 'whiteout', 0, 3, null, 'removed'],
		['/var/cache', 'opaque', 0, 3, null, 'unchanged'],
		['/var/cache/three', 'file', 7, 3, null, 'added'],
	]);
	t.is((await runCommand(['files', file, '--layer', '2..3', '--format', 'jsonl', '--columns', 'path,type,size,layer,link,change'])).output, lines(output).slice(7).join('\n') + '\n');
	t.is(lines((await runCommand(['files', file, '--layer', '2', '--format', 'jsonl'])).output).length, 3);
});

test('what a spreadsheet wants: freedive IMAGE --format csv', async t => {
	const file = await archive(t);
	const {output} = await runCommand([file, '--format', 'csv']);
	t.is(lines(output)[0], 'path,size,layer,created_by');
	t.is(lines(output)[6], '/var/cache/one,100,1,ADD rootfs.tar /');
	t.is(lines(output)[13], '/var/cache/three,7,3,"RUN rm -rf /var/cache, and more"');
	t.is((await runCommand(['files', file, '--all-layers', '--format', 'csv'])).output, output);
});

test('files: sorted and limited', async t => {
	const file = await archive(t);
	const sorted = async (...more: string[]) => lines((await runCommand(['files', file, '--format', 'csv', '--columns', 'path,layer', ...more])).output).slice(1);
	t.deepEqual(await sorted('--sort', 'size', '--limit', '3'), ['/bin/big,2', '/bin/hard,2', '/var/cache/three,3']);
	t.deepEqual((await sorted('--sort', 'layer')).slice(0, 2), ['/bin,1', '/bin/soft,1']);
	t.is((await sorted('--sort', 'layer')).at(-1), '/var/cache/three,3');
	t.deepEqual((await sorted('--sort', 'path', '--all-layers')).slice(0, 4), ['/bin/big,1', '/bin/big,2', '/bin/hard,1', '/bin/hard,2']);
	t.deepEqual(await sorted('--sort', 'size', '--all-layers', '--limit', '2'), ['/bin/big,1', '/bin/big,2']);
});

test('files: globs, and a word about one that matches nothing', async t => {
	const {exitCode, output, errors} = await runCommand(['files', await archive(t), '/bin', 'three', '*.zip', '--format', 'csv', '--columns', 'path']);
	t.is(exitCode, 0);
	t.deepEqual(lines(output), ['path', '/bin', '/bin/big', '/bin/hard', '/bin/soft', '/var/cache/three']);
	t.is(errors, 'freedive: no path matches *.zip\n');
});

test('files: JSON as its schema says, in every view', async t => {
	const file = await archive(t);
	for (const view of [[], ['--at', '2'], ['--layer', '1..2'], ['--all-layers']]) {
		const document: unknown = JSON.parse((await runCommand(['files', file, '--format', 'json', '--columns', 'path,type,mode,uid,gid,user,group,size,mtime,link,layer,layer_digest,created_by,instruction,change,path_base64', ...view])).output);
		t.deepEqual(schemaErrors(schemas.files, document), [], view.join(' '));
		t.deepEqual(undescribedKeys(schemas.files, document), []);
	}
});

test('several formats at once: files whole, one on standard output', async t => {
	const file = await archive(t);
	const folder = path.dirname(file);
	const json = path.join(folder, 'summary.json');
	const csv = path.join(folder, 'entries.csv');
	const {output} = await runCommand([file, '--format', `json=${json}`, '--format', 'text', '--format', `csv=${csv}`], {environment: {FORCE_COLOR: '1'}});
	t.true(output.includes('\u001B[1m'));
	t.is(fs.readFileSync(json, 'utf8'), (await runCommand(['summary', file, '--format', 'json'])).output);
	t.is(fs.readFileSync(csv, 'utf8'), (await runCommand([file, '--format', 'csv'])).output);
	t.is((await runCommand(['summary', file, '--format', `json=${json}`])).output, '');
	t.like(await runCommand(['summary', file, '--format', `json=${folder}/no/x`]), {exitCode: 2, output: '', errors: `freedive: ${folder}/no/x can't be written: its folder is not there.\n`});
});

test('colours: by --color, NO_COLOR, FORCE_COLOR, and where there is a terminal', async t => {
	const file = await archive(t);
	const isColored = async (options: string[], environment: Record<string, string> = {}, columns?: number) => {
		const standardOutput = new Collector(columns);
		await runCommand(['summary', file, ...options], {environment, standardOutput});
		return standardOutput.text.includes('\u001B');
	};

	t.false(await isColored([]));
	t.true(await isColored([], {}, 80));
	t.false(await isColored([], {NO_COLOR: '1'}, 80));
	t.false(await isColored([], {TERM: 'dumb'}, 80));
	t.true(await isColored([], {FORCE_COLOR: '1'}));
	t.false(await isColored([], {FORCE_COLOR: '0'}, 80));
	t.true(await isColored(['--color', 'always'], {NO_COLOR: '1'}));
	t.false(await isColored(['--color', 'never'], {FORCE_COLOR: '1'}, 80));
});

test('on a terminal text takes its width', async t => {
	const standardOutput = new Collector(60);
	await runCommand(['summary', await archive(t), '--color', 'never', '--ascii'], {standardOutput});
	const rows = lines(standardOutput.text).slice(2, 6);
	t.true(rows.every(row => row.length <= 60), rows.join('\n'));
	t.regex(standardOutput.text, /^[\n\u0020-\u007E]*$/);
});

test('without an image: the demo, and how to open one\'s own', async t => {
	const {exitCode, output, errors} = await runCommand([]);
	t.is(exitCode, 0);
	t.true(output.startsWith('demo: '));
	t.regex(errors, /^freedive: this is the demo; open your own with: /);
});

test('the screen: only on a terminal, and only where no format was asked for', async t => {
	const requests: unknown[] = [];
	const openScreen = async (request: unknown) => {
		requests.push(request);
		return 0;
	};

	const file = await archive(t);
	const terminal = () => ({openScreen, standardOutput: new Collector(80)});
	await runCommand([file], {openScreen});
	await runCommand([file, '--format', 'json'], terminal());
	await runCommand([file], {...terminal(), environment: {TERM: 'dumb'}});
	await runCommand(['summary', file], terminal());
	t.deepEqual(requests, []);
	await runCommand([file, '--open', '3:/etc', '--no-mouse', '--platform', 'linux/amd64'], {...terminal(), environment: {NO_COLOR: '1'}});
	await runCommand([], terminal());
	t.like(requests[0], {references: [file], open: {layer: '3', path: '/etc'}, mouse: false, platform: 'linux/amd64', color: false});
	t.like(requests[1], {references: [], mouse: true, color: true});
});

test('schema, completion, help, version', async t => {
	t.deepEqual(JSON.parse((await runCommand(['schema', 'summary'])).output), schemas.summary);
	t.regex((await runCommand(['completion', 'bash'])).output, /complete -o filenames -F _freedive freedive/);
	t.regex((await runCommand(['--help'])).output, /^freedive opens [^:]*\n\nExamples\n/);
	t.regex((await runCommand(['files', '-h'])).output, /^Examples\n {2}freedive files/);
	t.is((await runCommand(['-v'])).output, '1.2.3\n');
});

test('usage: one line, exit code 2, nothing on standard output', async t => {
	const file = await archive(t);
	for (const [commandLine, errors] of [
		[['--platfrom'], 'freedive: There is no option --platfrom. Did you mean --platform?\n'],
		[['files', file, '--at', '9'], 'freedive: There is no layer 9: the image has layers 1 to 3.\n'],
		[['files', file, '--layer', '3..1'], 'freedive: --layer 3..1 is no range: the lower layer comes first, such as 2..5.\n'],
		[['files', file, '--layer', '1..2..3'], 'freedive: --layer 1..2..3 is no range: the lower layer comes first, such as 2..5.\n'],
		[['files', file, '--layer', '..'], 'freedive: "" names no layer: give its number from 1, or the start of its digest (sha256:… or six hex digits).\n'],
	] as const) {
		t.deepEqual(await runCommand([...commandLine]), {exitCode: 2, output: '', errors});
	}
});

test('a mistyped command is told from an image', async t => {
	const {exitCode, errors} = await runCommand(['sumary']);
	t.is(exitCode, 2);
	t.regex(errors, / Did you mean the command summary\?\n$/);
});

test('an escape sequence in an argument does not reach the terminal', async t => {
	const {errors} = await runCommand(['/no/\u001B[2J.tar']);
	t.true(errors.includes(String.raw`/no/\x1b[2J.tar`));
	t.false(errors.includes('\u001B'));
});

test('what is not expected: a line, and with FREEDIVE_DEBUG where', async t => {
	const standardOutput = new Collector();
	standardOutput.write = () => {
		throw new TypeError('broken');
	};
	const failing = {standardOutput};
	t.like(await runCommand(['schema', 'files'], failing), {exitCode: 2, errors: 'freedive: broken (unexpected; FREEDIVE_DEBUG=1 shows where)\n'});
	t.regex((await runCommand(['schema', 'files'], {...failing, environment: {FREEDIVE_DEBUG: '1'}})).errors, /^freedive: TypeError: broken\n {4}at /);
});
