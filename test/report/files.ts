import test from 'ava';
import {fileColumnNames} from '../../source/options.js';
import type {FileListing, FileRow} from '../../source/report/file-row.js';
import {filesReporters} from '../../source/report/reporters.js';
import {schemas} from '../../source/report/schemas/index.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const base = {mode: 0o644, uid: 0, gid: 0, user: 'root', group: 'root', size: 0, mtime: 1_700_000_000.5, link: '', layer: 1, change: 'added'};
const rows: FileRow[] = [
	{...base, path: '/implicit', type: 'directory', mode: 0o755, user: '', group: '', mtime: undefined, layer: undefined, change: undefined},
	{...base, path: '/a "quoted", name', type: 'file', size: 80_530_636, mode: 0o4755, fate: () => 'rewritten', hiddenBy: () => 2, contentDigest: () => 'sha256:22', package: () => 'a,b'},
	{...base, path: '/caf\\xe9', pathBytes: Uint8Array.from([0x2F, 0x63, 0x61, 0x66, 0xE9]), type: 'file', uid: 1000},
	{...base, path: '/new\nline\u001B[2J', type: 'symlink', mode: 0o777, link: '../x\u0007'},
	{...base, path: '/hard', type: 'hardlink', link: '/a', layer: 2},
	{...base, path: '/gone', type: 'whiteout', layer: 2, change: 'removed'},
	{...base, path: '/dir', type: 'opaque', layer: 2},
];
const listing: FileListing = {
	image: {reference: 'app.tar', digest: null, platform: 'linux/amd64'},
	view: {from: 1, to: 2},
	layers: [
		{digest: 'sha256:11', createdBy: '/bin/sh -c #(nop) COPY . /app', instruction: 'COPY . /app'},
		{},
	],
	rows,
	warnings: [{layer: null, path: null, message: 'odd', incomplete: false}],
};
const text = {bytes: false, width: 80, color: false, ascii: false};
const written = (format: string, columns: Parameters<typeof filesReporters.csv>[1], options = text) => [...filesReporters[format](listing, columns, options)].join('');

/** RFC 4180, read strictly. */
function readCsv(csv: string): string[][] {
	return csv.split('\n').slice(0, -1).map(line => {
		checkWhole(line);
		return Array.from(line.matchAll(/(?:^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^",]*))/g), ({groups}) => groups!.quoted?.replaceAll('""', '"') ?? groups!.plain);
	});
}

function checkWhole(line: string): void {
	if (!/^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/.test(line)) {
		throw new Error(`no CSV: ${line}`);
	}
}

test('CSV: RFC 4180, escapes visible', t => {
	t.deepEqual(readCsv(written('csv', ['path', 'size', 'layer', 'created_by'])), [
		['path', 'size', 'layer', 'created_by'],
		['/implicit', '0', '', ''],
		['/a "quoted", name', '80530636', '1', '/bin/sh -c #(nop) COPY . /app'],
		[String.raw`/caf\xe9`, '0', '1', '/bin/sh -c #(nop) COPY . /app'],
		[String.raw`/new\x0aline\x1b[2J`, '0', '1', '/bin/sh -c #(nop) COPY . /app'],
		['/hard', '0', '2', ''],
		['/gone', '0', '2', ''],
		['/dir', '0', '2', ''],
	]);
});

test('CSV: every column', t => {
	const [header, , file, bytes, control] = readCsv(written('csv', fileColumnNames));
	t.deepEqual(header, [...fileColumnNames]);
	t.deepEqual(file, ['/a "quoted", name', 'file', '4755', '0', '0', 'root', 'root', '80530636', '2023-11-14T22:13:20.5Z', '', '1', 'sha256:11', 'sha256:22', '/bin/sh -c #(nop) COPY . /app', 'COPY . /app', 'added', 'rewritten', '2', 'a,b', '']);
	t.is(Buffer.from(bytes.at(-1)!, 'base64').toString('latin1'), '/caf\u00E9');
	t.is(Buffer.from(control.at(-1)!, 'base64').toString(), '/new\nline\u001B[2J');
	t.is(control[9], String.raw`../x\x07`);
});

test('the columns where nobody chose', t => {
	t.is(written('csv', undefined).split('\n', 1)[0], 'path,type,mode,uid,gid,size,layer');
	t.deepEqual(Object.keys(JSON.parse(written('jsonl', undefined).split('\n', 2)[1]) as object), ['path', 'type', 'mode', 'uid', 'gid', 'size', 'layer']);
});

test('JSON and JSON lines: the same rows, and the schema holds', t => {
	for (const columns of [undefined, fileColumnNames]) {
		const document = JSON.parse(written('json', columns)) as {files: unknown[]; layers: number[]};
		t.deepEqual(schemaErrors(schemas.files, document), []);
		t.deepEqual(undescribedKeys(schemas.files, document), []);
		t.deepEqual(document.files, written('jsonl', columns).trim().split('\n').map(line => JSON.parse(line) as unknown));
		t.deepEqual(document.layers, [1, 2]);
	}
});

test('JSON: bytes beside a path that is no UTF-8, control characters as they are', t => {
	const objects = written('jsonl', ['path', 'mtime', 'link']).trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
	t.deepEqual(objects[0], {path: '/implicit', mtime: null, link: null});
	t.deepEqual(objects[2], {path: String.raw`/caf\xe9`, mtime: '2023-11-14T22:13:20.5Z', link: null, pathBase64: 'L2NhZuk='});
	t.is(objects[3].path, '/new\nline\u001B[2J');
	t.false('pathBase64' in objects[3]);
	t.notRegex(written('json', undefined), /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
});

test('JSON: no rows', t => {
	const empty = [...filesReporters.json({...listing, rows: [], view: {at: 0}}, undefined, text)].join('');
	t.deepEqual(schemaErrors(schemas.files, JSON.parse(empty)), []);
});

test('text: as ls would, links with where they lead', t => {
	t.is(written('text', undefined), String.raw`mode          uid    gid      size  layer  path
drwxr-xr-x      0      0       0 B         /implicit
-rwsr-xr-x      0      0   80.5 MB      1  /a "quoted", name
-rw-r--r--   1000      0       0 B      1  /caf\xe9
lrwxrwxrwx      0      0       0 B      1  /new\x0aline\x1b[2J -> ../x\x07
-rw-r--r--      0      0       0 B      2  /hard = /a
-rw-r--r--      0      0       0 B      2  /gone (removed)
-rw-r--r--      0      0       0 B      2  /dir (emptied)
`);
});

test('text: chosen columns, whole numbers of bytes, colour in the heading alone', t => {
	t.deepEqual(written('text', ['path', 'size', 'change'], {...text, bytes: true}).split('\n').slice(0, 3), [
		'path                                                       size  change',
		'/implicit                                                     0',
		'/a "quoted", name                                      80530636  added',
	]);
	t.is(written('text', undefined, {...text, color: true}).split('\u001B').length, 3);
});
