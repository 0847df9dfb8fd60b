import test from 'ava';
import type {Image} from '../../source/image/image.js';
import {diveLine} from '../../source/report/dive-line.js';
import {schemas} from '../../source/report/schemas/index.js';
import {summaryJson} from '../../source/report/summary-json.js';
import {summaryMarkdown} from '../../source/report/summary-markdown.js';
import {summaryText} from '../../source/report/summary-text.js';
import {summarize, type ImageFigures} from '../../source/report/summary.js';
import {noBytes} from '../../source/tree/fate.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const image: Image = {
	reference: 'app.tar',
	form: 'docker-archive',
	platform: 'linux/amd64',
	created: '2026-11-22T17:31:50Z',
	tags: ['shop/app:1'],
	config: {
		user: '', env: ['PATH=/bin'], entrypoint: null, cmd: ['sh'], workingDir: '/', exposedPorts: ['80/tcp'], volumes: [], labels: {a: 'b'}, healthcheck: null,
	},
	layers: [
		{
			number: 1, diffId: 'sha256:11', mediaType: 'application/vnd.oci.image.layer.v1.tar', storedSize: 81_000_000, compression: 'none',
			history: {createdBy: '/bin/sh -c #(nop) COPY . /app', instruction: 'COPY . /app', buildArguments: [], emptyLayer: false, layer: 1},
		},
		{
			number: 2, digest: 'sha256:22', mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', storedSize: 40_000_000, compression: 'gzip',
			history: {createdBy: 'x', instruction: 'RUN chown -R app /app \\\n\t&& echo "a|b`c`\u001B[2J" 漢字', buildArguments: [], created: '2026-11-22T17:31:50Z', comment: 'c', emptyLayer: false, layer: 2},
		},
		{number: 3, mediaType: 'application/vnd.oci.image.layer.v1.tar', storedSize: 0, compression: 'none', problem: {kind: 'missing', message: 'Layer 3 is not there.'}},
	],
	history: [
		{createdBy: '/bin/sh -c #(nop) COPY . /app', instruction: 'COPY . /app', buildArguments: [], emptyLayer: false, layer: 1},
		{createdBy: 'CMD sh', instruction: 'CMD sh', buildArguments: [], emptyLayer: true},
	],
	others: [],
	annotations: {},
	warnings: [],
};

const figures: ImageFigures = {
	layers: [
		{entries: 3, size: 80_500_000, added: 3, modified: 0, metadata: 0, removed: 0, unknown: 0, bytes: {...noBytes(), live: 500_000, unknown: 80_000_000}},
		{entries: 3, size: 80_000_000, added: 0, modified: 0, metadata: 1, removed: 0, unknown: 2, bytes: {...noBytes(), live: 80_000_000}},
		{entries: 0, size: 0, added: 0, modified: 0, metadata: 0, removed: 0, unknown: 0, bytes: noBytes()},
	],
	finalPaths: 1234,
	finalFiles: 2,
	dive: {efficiency: 0.498_75, wastedBytes: 160_000_000, userWastedPercent: 2},
	worst: [{
		id: 'chown-2',
		bytes: 80_000_000,
		what: 'layer 2 changes the owner of 2 files (80.0 MB) in /app\u001B/*, stored by layer 1: they are stored again',
		remedy: 'write `COPY --chown=1000:1000` in layer 1, and leave the chown out of layer 2',
	}],
};

const summary = summarize(image, figures, [{layer: 3, message: 'Layer 3 is not there.', incomplete: true}, {path: '/a\u001B', message: 'odd', incomplete: false}]);
const plain = {bytes: false, width: 80, color: false, ascii: false};

test('sums: fates add up to size, all but live is waste', t => {
	t.is(summary.image.size, 160_500_000);
	t.is(summary.image.finalSize, 80_500_000);
	t.is(summary.image.storedSize, 121_000_000);
	t.deepEqual(summary.bytes, {...noBytes(), total: 160_500_000, wasted: 80_000_000, live: 80_500_000, unknown: 80_000_000});
});

test('JSON: the keys of the contract in its order, and its schema holds', t => {
	const text = summaryJson(summary);
	const value = JSON.parse(text) as typeof summary;
	t.deepEqual(value, summary);
	t.deepEqual(Object.keys(value), ['schema', 'image', 'layers', 'history', 'bytes', 'dive', 'base', 'attached', 'worst', 'warnings']);
	t.deepEqual(Object.keys(value.image), ['reference', 'form', 'asOf', 'digest', 'platform', 'created', 'tags', 'config', 'size', 'finalSize', 'storedSize', 'paths', 'files']);
	t.deepEqual(Object.keys(value.layers[0]), [
		'layer', 'digest', 'diffId', 'mediaType', 'storedSize', 'size', 'createdBy', 'instruction', 'created', 'comment', 'base',
		'entries', 'added', 'modified', 'metadata', 'removed', 'unknown', 'bytes',
	]);
	t.deepEqual(Object.keys(value.bytes), ['total', 'live', 'wasted', 'overwritten', 'rewritten', 'removed', 'superseded', 'unknown']);
	t.deepEqual(schemaErrors(schemas.summary, value), []);
	t.deepEqual(undescribedKeys(schemas.summary, value), []);
	t.true(text.endsWith('}\n'));
});

test('the schema refuses what is not the contract', t => {
	t.deepEqual(schemaErrors(schemas.summary, {...summary, schema: 'x', layers: [{...summary.layers[0], size: -1}]}), ['$.schema is not freedive/summary/1', '$.layers[0].size is below 0']);
	const {bytes, ...rest} = summary;
	t.deepEqual(schemaErrors(schemas.summary, rest), ['$.bytes is missing']);
});

test('text: title, a row a layer, the ledger', t => {
	t.is(summaryText(summary, plain), `app.tar  shop/app:1  linux/amd64  docker-archive  161 MB in 3 layers  80.0 MB wasted  50.2 % live

  #   stored     size   wasted  instruction
  1  81.0 MB  80.5 MB  80.0 MB  COPY . /app
  2  40.0 MB  80.0 MB      0 B  RUN chown -R app /app && echo "a|b\`c\`\\x1b[2J" …
! 3      0 B      0 B      0 B  (no history)
! could not be read whole

 live         80.5 MB   50.2 %  in the final file system: 1,234 paths, 2 files
 overwritten      0 B    0.0 %  replaced by other bytes
 rewritten        0 B    0.0 %  stored again, the same bytes
 removed          0 B    0.0 %  deleted, or replaced by what is no file
 superseded       0 B    0.0 %  stored twice by one layer
 unknown      80.0 MB   49.8 %  stored again, and can't be compared
 total         161 MB  100.0 %  all that the layers store

 80.0 MB  Layer 2 changes the owner of 2 files (80.0 MB) in /app\\x1b/*, stored
          by layer 1: they are stored again.
          → Write \`COPY --chown=1000:1000\` in layer 1, and leave the chown out
            of layer 2.

 dive counts in its own way: efficiency 49.88 %, wasted 160 MB, user wasted 200.00 %
`);
});

test('text: whole numbers of bytes keep the columns', t => {
	const lines = summaryText(summary, {...plain, bytes: true, width: 200, ascii: true}).split('\n');
	t.is(lines[3], '  1   81000000   80500000   80000000  COPY . /app');
	t.is(lines.find(line => line.startsWith(' total')), ' total        160500000  100.0 %  all that the layers store');
});

test('text: colours only where they are allowed, and none of the image\'s own escapes', t => {
	t.false(summaryText(summary, plain).includes('\u001B'));
	const text = summaryText(summary, {...plain, color: true, width: 200});
	t.true(text.includes('\u001B[1mapp.tar\u001B[22m'));
	t.false(text.includes('\u001B[2J'));
});

test('text: an image without layers', t => {
	const empty = summarize({...image, layers: [], history: []}, {layers: [], finalPaths: 0, finalFiles: 0, dive: {efficiency: 1, wastedBytes: 0, userWastedPercent: null}, worst: []}, []);
	t.true(summaryText(empty, plain).startsWith('app.tar  shop/app:1  linux/amd64  docker-archive  0 B in 0 layers  0 B wasted\n'));
	t.deepEqual(schemaErrors(schemas.summary, JSON.parse(summaryJson(empty))), []);
});

test('Markdown: text of the image means nothing in it', t => {
	const text = summaryMarkdown(summary, plain);
	t.true(text.startsWith('## `app.tar`\n\n`shop/app:1`, `linux/amd64`, docker-archive, 161 MB in 3 layers, **80.0 MB wasted** (49.8 %)\n\n| layer |'));
	t.true(text.includes('| 2 | 40.0 MB | 80.0 MB | 0 B | `` RUN chown -R app /app && echo "a\\|b`c`\\x1b[2J" 漢字 `` |\n'));
	t.true(text.includes('| 80.0 MB | Layer 2 changes the owner of 2 files (80.0 MB) in /app&#92;x1b/&#42;, stored by layer 1: they are stored again. | Write `COPY --chown=1000:1000` in layer 1, and leave the chown out of layer 2. |\n'));
	t.true(text.endsWith('### Warnings\n\n- layer 3: `Layer 3 is not there.`\n- `/a\\x1b`: `odd`\n'));
});

test('dive\'s figures: user wasted is left out where there is none', t => {
	const figures = {efficiency: 1, wastedBytes: 0, userWastedPercent: null};
	t.is(diveLine(figures, String), 'dive counts in its own way: efficiency 100.00 %, wasted 0');
});

test('a base: its layers are marked, a line tells where it ends, and its waste is told apart', t => {
	const base = {name: 'debian:12', digest: 'sha256:0123456789abcdef', layers: 1, steps: 1, guess: false, knownBy: 'user' as const, otherNames: 0, wasted: 1_000_000};
	const based = summarize(image, {...figures, base}, []);
	t.deepEqual(based.layers.map(layer => layer.base), [true, false, false]);
	t.deepEqual(based.base, base);
	t.deepEqual(schemaErrors(schemas.summary, JSON.parse(summaryJson(based))), []);
	t.deepEqual(undescribedKeys(schemas.summary, JSON.parse(summaryJson(based))), []);
	const lines = summaryText(based, {...plain, ascii: true}).split('\n');
	t.is(lines[4], `${'-'.repeat(30)}  FROM debian:12@0123456789ab (1 layer)`);
	t.true(lines.includes(' Of the waste 1.00 MB came with the base, and 79.0 MB is this build\'s own.'));
	t.true(summaryMarkdown(based, plain).includes('| | | | | **FROM** `debian:12@0123456789ab` (1 layer) |\n| 2 |'));
});
