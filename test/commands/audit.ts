import path from 'node:path';
import fs from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {schemas} from '../../source/report/schemas/index.js';
import type {AuditReport} from '../../source/report/audit.js';
import {commands} from '../../source/options.js';
import {buildImage, dockerArchive, writeTar, type BuildOptions} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const story = `
	ADD rootfs.tar /
	  usr/lib/liba.a = @archive
	  usr/lib/big * 5000
	RUN rm /usr/lib/big && make
	  usr/lib/.wh.big
	  opt/lib/<b>&libb.a = @archive
`;

async function archive(t: ExecutionContext, options: BuildOptions = {}): Promise<string> {
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([await buildImage(story, {contents: {archive: '!<arch>\nabc'}, ...options})]));
	return file;
}

test('JSON: the contract and its schema, and no key that it does not name', async t => {
	const file = await archive(t);
	const {output} = await runCommand(['audit', file, '--format', 'json']);
	const report = JSON.parse(output) as AuditReport;
	t.deepEqual(schemaErrors(schemas.audit, report), []);
	t.deepEqual(undescribedKeys(schemas.audit, report), []);
	const [{image, findings, summary}] = report.images;
	t.is(image.reference, file);
	t.true(findings.some(({rule, path}) => rule === 'static-library' && path === '/opt/lib'));
	t.is(findings.length, summary.critical + summary.error + summary.warning + summary.note);
	t.is(JSON.stringify(JSON.parse((await runCommand(['schema', 'audit'])).output)), JSON.stringify(schemas.audit));
});

test('each format is written, whole, into its file; the same image gives the same but for how long it took', async t => {
	const file = await archive(t);
	const write = async () => {
		const folder = temporaryFolder(t);
		const {exitCode} = await runCommand(['audit', file, ...commands.audit.formats.flatMap(name => ['--format', `${name}=${path.join(folder, name)}`])]);
		t.true(exitCode < 2);
		return Object.fromEntries(commands.audit.formats.map(name => [name, fs.readFileSync(path.join(folder, name), 'utf8').replaceAll(/^freedive_audit_duration_seconds.*$/gm, '')]));
	};

	const texts = await write();
	t.deepEqual(await write(), texts);
	for (const [name, text] of Object.entries(texts)) {
		t.true(text.length > 50, name);
		t.true(text.endsWith('\n'), name);
	}
});
