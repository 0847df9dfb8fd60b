import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ReportedAttached} from '../../source/report/reported-attached.js';
import {schemas} from '../../source/report/schemas/index.js';
import {attestedLayout} from '../helpers/attached-samples.js';
import {buildImage, ociLayout, writeTar, type Files} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const write = async (t: ExecutionContext, files: Files) => writeTar(path.join(temporaryFolder(t), 'app.tar'), files);

for (const command of ['summary', 'verify'] as const) {
	test(`${command} tells what is attached, on one line for people and each in JSON`, async t => {
		const file = await write(t, (await attestedLayout()).files);
		const {output} = await runCommand([command, file, '--format', 'json']);
		const report = JSON.parse(output) as {attached: ReportedAttached[]};
		t.deepEqual(schemaErrors(schemas[command], report), []);
		t.deepEqual(undescribedKeys(schemas[command], report), []);
		t.deepEqual(report.attached.map(({kind, format, commit, packages, problem}) => [kind, format, commit, packages, problem]), [
			['provenance', 'SLSA v0.2', 'fedcba9876543210fedcba9876543210fedcba98', null, null],
			['sbom', 'SPDX 2.3', null, 412, null],
		]);
		const text = await runCommand([command, file], {environment: {COLUMNS: '400'}});
		t.is(text.exitCode, 0);
		t.true(text.output.includes(`\n attached: ${report.attached.map(({text}) => text).join('; ')}\n`), text.output);

		const plain = await write(t, ociLayout([await buildImage('ADD a\n  a = a\n')]));
		t.deepEqual((JSON.parse((await runCommand([command, plain, '--format', 'json'])).output) as {attached: unknown[]}).attached, []);
		t.false((await runCommand([command, plain])).output.includes('attached'));
	});
}

test('freedive IMAGE tells the same as its summary', async t => {
	const file = await write(t, (await attestedLayout()).files);
	t.deepEqual(await runCommand([file, '--format', 'json']), await runCommand(['summary', file, '--format', 'json']));
});

test('what stands there does nothing to a terminal', async t => {
	const {files} = await attestedLayout((documents, subject) => {
		documents.length = 0;
		documents.push({document: {_type: 'https://in-toto.io/Statement/v1', predicateType: 'x\u001B[2J\u202E\ny', subject: [{digest: {sha256: subject.slice(7)}}], predicate: {}}, mediaType: 'application/vnd.in-toto+json'});
	});
	const file = await write(t, files);
	for (const command of ['summary', 'verify']) {
		for (const format of ['text', 'json']) {
			const {output} = await runCommand([command, file, '--format', format]);
			t.regex(output, /attest/);
			t.notRegex(output, /[\u001B\u202E]/);
		}
	}
});
