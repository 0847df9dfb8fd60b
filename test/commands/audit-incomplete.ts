import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {AuditReport} from '../../source/report/audit.js';
import {schemas} from '../../source/report/schemas/index.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors} from '../helpers/validate-schema.js';

const story = `
	ADD rootfs.tar /
	  0755 bin/sh = shell
	  etc/big * 300000
	COPY more /
	  opt/more * 300000
`;

/** An archive that passes, and the same cut off within a layer. */
async function archives(t: ExecutionContext): Promise<{folder: string; whole: string; cut: string}> {
	const folder = temporaryFolder(t);
	const [whole, cut] = ['whole.tar', 'cut.tar'].map(name => path.join(folder, name));
	await writeTar(whole, dockerArchive([await buildImage(story, {config: {config: {User: '1000', Cmd: ['/bin/sh']}}})]));
	const bytes = fs.readFileSync(whole);
	fs.writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
	return {folder, whole, cut};
}

test('what could not be read whole never passes, in any format', async t => {
	const {whole, cut} = await archives(t);
	const audit = async (file: string, format: string) => runCommand(['audit', file, '--fail-on', 'critical', '--format', format]);
	const say: Record<string, readonly [yes: RegExp, no: RegExp]> = {
		text: [/^PASS/m, /^INCOMPLETE {2}it could not be read whole: /m],
		markdown: [/✅ PASS/, /^## ❌ INCOMPLETE\n[\s\S]*\*\*INCOMPLETE\*\*[\s\S]*could not be read whole: /],
		github: [/^::notice title=.*PASS/m, /^::error title=.*INCOMPLETE::It could not be read whole: /m],
		openmetrics: [/^freedive_audit_passed\{.*\} 1$/m, /^freedive_audit_complete\{.*\} 0\n[\s\S]*^freedive_audit_passed\{.*\} 0$/m],
		html: [/<title>PASS: /, /<title>INCOMPLETE: [\s\S]*<span class="verdict fail">INCOMPLETE<\/span>[\s\S]*It could not be read whole: /],
		csv: [/,kind\n(?:.*,finding\n)+$/, /,true,.*,incomplete$/m],
		junit: [/errors="0"/, /<error type="incomplete"/],
		sarif: [/"executionSuccessful": ?true/, /"executionSuccessful": ?false[\s\S]*"complete": ?false/],
	};
	for (const [format, [yes, no]] of Object.entries(say)) {
		const passing = await audit(whole, format);
		t.is(passing.exitCode, 0, passing.errors);
		t.regex(passing.output, yes, format);
		t.notRegex(passing.output, no, format);
		const {exitCode, output} = await audit(cut, format);
		t.is(exitCode, 2);
		t.regex(output, no, format);
		t.notRegex(output, yes, format);
	}

	const report = JSON.parse((await audit(cut, 'json')).output) as AuditReport;
	t.like(report.images[0], {complete: false, passed: false});
	t.deepEqual(schemaErrors(schemas.audit, report), []);
	t.like((JSON.parse((await audit(whole, 'json')).output) as AuditReport).images[0], {complete: true, passed: true});
	t.regex((await runCommand(['audit', whole, cut])).output, /2 images: \d passed(?:, 1 failed)?, 1 could not be read whole/);
});

test('no policy is made of it, and no baseline', async t => {
	const {folder, whole, cut} = await archives(t);
	const policy = path.join(folder, 'policy.yaml');
	const init = await runCommand(['audit', cut, '--init', '--policy', policy]);
	t.is(init.exitCode, 2);
	t.regex(init.errors, /could not be read whole.* Nothing is written\./);
	t.is(init.output, '');
	t.deepEqual(fs.readdirSync(folder).sort(), ['cut.tar', 'whole.tar']);
	t.is((await runCommand(['audit', whole, '--init', '--policy', policy])).exitCode, 0);

	const baseline = path.join(folder, 'baseline.json');
	t.is((await runCommand(['audit', whole, '--write-baseline', baseline])).exitCode, 0);
	const kept = fs.readFileSync(baseline, 'utf8');
	for (const images of [[cut], [whole, cut], [whole, path.join(folder, 'gone.tar')]]) {
		const {exitCode, errors} = await runCommand(['audit', ...images, '--write-baseline', baseline]);
		t.is(exitCode, 2);
		t.regex(errors, /baseline\.json is not written, and what was there is kept: not every image could be read whole\./);
		t.is(fs.readFileSync(baseline, 'utf8'), kept);
	}
});
