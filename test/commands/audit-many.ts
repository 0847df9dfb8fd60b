import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {AuditReport} from '../../source/report/audit.js';
import {schemas} from '../../source/report/schemas/index.js';
import {buildImage, dockerArchive, writeTar, type Wrapping} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors} from '../helpers/validate-schema.js';

const contents = {archive: '!<arch>\nabc'};

async function archives(t: ExecutionContext, wrapping: Wrapping, stories: Record<string, string>): Promise<(name: string) => string> {
	const folder = temporaryFolder(t);
	for (const [name, story] of Object.entries(stories)) {
		await writeTar(path.join(folder, name), dockerArchive([await buildImage(story, {contents, config: {config: {}}})], wrapping));
	}

	return name => path.join(folder, name);
}

const base = `
	ADD rootfs.tar /
	  usr/lib/liba.a = @archive
	  usr/share/big * 50000
`;

const stories = {
	'one.tar': `${base}
	COPY one /
	  srv/one.a = @archive
`,
	'two.tar': `${base}
	COPY two /
	  srv/two * 10
`,
};

for (const wrapping of ['none', 'gzip'] as const) {
	test(`several images, in the order in which they are named, each as it would be told alone: layers ${wrapping}`, async t => {
		const file = await archives(t, wrapping, stories);
		const {output, exitCode} = await runCommand(['audit', file('two.tar'), file('one.tar'), '--format', 'json']);
		t.is(exitCode, 0);
		const report = JSON.parse(output) as AuditReport;
		t.deepEqual(report.images.map(({image}) => path.basename(image.reference)), ['two.tar', 'one.tar']);
		for (const image of report.images) {
			const alone = JSON.parse((await runCommand(['audit', image.image.reference, '--format', 'json'])).output) as AuditReport;
			t.deepEqual(image, alone.images[0]);
		}
	});
}

test('an image that says to have another\'s layer is read for itself', async t => {
	const file = await archives(t, 'gzip', stories);
	// The same diff_ids in the config, and another library in the layer: what the first image has must not be told of the second.
	const [honest, lying] = await Promise.all([buildImage(stories['one.tar'], {contents}), buildImage(stories['one.tar'].replace('liba.a = @archive', 'libz.a = @archive').replace('50000', '49999'), {contents})]);
	await writeTar(file('honest.tar'), dockerArchive([honest], 'gzip'));
	await writeTar(file('lying.tar'), dockerArchive([{...lying, config: Buffer.from(honest.config.toString())}], 'gzip'));
	const {output} = await runCommand(['audit', file('honest.tar'), file('lying.tar'), '--format', 'json']);
	const {images} = JSON.parse(output) as AuditReport;
	t.is(images[0].image.size, 50_000 + 22);
	t.is(images[1].image.size, 49_999 + 22);
});

test('one that fails stops no other: told at the end with its reason, exit code 2', async t => {
	const file = await archives(t, 'none', stories);
	fs.writeFileSync(file('broken.tar'), 'no tar');
	const {output, errors, exitCode} = await runCommand(['audit', file('gone.tar'), file('one.tar'), file('broken.tar'), '--format', 'json']);
	t.is(exitCode, 2);
	const {images, failures} = JSON.parse(output) as AuditReport;
	t.is(images.length, 1);
	t.deepEqual(failures.map(({image, tries}) => [path.basename(image), tries]), [['gone.tar', 1], ['broken.tar', 1]]);
	for (const {message} of failures) {
		t.true(errors.includes(message));
	}
});

test('where none can be read nothing is on standard output', async t => {
	const {output, errors, exitCode} = await runCommand(['audit', './gone-1.tar', './gone-2.tar']);
	t.is(output, '');
	t.is(exitCode, 2);
	t.is(errors.trim().split('\n').length, 2);
	t.like(await runCommand(['audit', './gone-1.tar', '--format', 'json']), {output: '', exitCode: 2});
});

test('where none can be read each report that is a file says so, and one that can\'t is left as it was', async t => {
	const file = await archives(t, 'none', stories);
	fs.writeFileSync(file('Dockerfile'), 'before');
	fs.writeFileSync(file('broken.tar'), 'no tar');
	const say: Record<string, RegExp> = {
		text: /^\S*gone\.tar {2}not audited\n.*gone\.tar is not there[\s\S]*2 images: 0 passed, 2 could not be audited\n$/,
		json: /"images": \[\],\s+"failures": \[\s+\{\s+"image": ".*gone\.tar"/,
		sarif: /"executionSuccessful": false[\s\S]*gone\.tar could not be audited: /,
		junit: /<testsuites name="freedive audit" tests="2" failures="0" errors="2">/,
		markdown: /^## ❌ FAIL\n[\s\S]*\*\*not audited\*\* \| .*gone\.tar/,
		github: /^::error title=.*gone\.tar%3A not audited::/m,
		html: /<title>FAIL: 2 images – [\s\S]*not audited/,
		csv: /gone\.tar,,,,,true,.*,failure$/m,
		openmetrics: /^freedive_audit_complete\{image=".*gone\.tar"\} 0$/m,
	};
	const formats = Object.keys(say).flatMap(name => ['--format', `${name}=${file(name)}`]);
	const {output, exitCode} = await runCommand(['audit', file('gone.tar'), file('broken.tar'), ...formats]);
	t.like({output, exitCode}, {output: '', exitCode: 2});
	for (const [name, expected] of Object.entries(say)) {
		t.regex(fs.readFileSync(file(name), 'utf8'), expected, name);
	}

	const report = JSON.parse(fs.readFileSync(file('json'), 'utf8')) as AuditReport;
	t.deepEqual(schemaErrors(schemas.audit, report), []);
	t.deepEqual(report.failures.map(({image}) => path.basename(image)), ['gone.tar', 'broken.tar']);
	await runCommand(['audit', file('gone.tar'), '--format', `html=${file('html')}`, '--format', `dockerfile=${file('Dockerfile')}`]);
	t.regex(fs.readFileSync(file('html'), 'utf8'), /<title>FAIL: \S*gone\.tar – /);
	t.is(fs.readFileSync(file('Dockerfile'), 'utf8'), 'before');
});

test('--from-file: a line an image, comments and empty lines aside, each once', async t => {
	const file = await archives(t, 'none', stories);
	fs.writeFileSync(file('list'), `# ours\n${file('one.tar')}\r\n\n  ${file('two.tar')}  \n${file('one.tar')}\n`);
	const {output} = await runCommand(['audit', '--from-file', file('list'), '--format', 'json']);
	t.deepEqual((JSON.parse(output) as AuditReport).images.map(({image}) => path.basename(image.reference)), ['one.tar', 'two.tar']);
	t.regex((await runCommand(['audit', '--from-file', file('none')])).errors, /^freedive: --from-file: .*none is not there\.\n$/);
	fs.writeFileSync(file('empty'), '# nothing\n');
	t.like(await runCommand(['audit', '--from-file', file('empty')]), {exitCode: 2, output: ''});
	t.like(await runCommand(['audit']), {exitCode: 2, output: '', errors: 'freedive: freedive audit needs an image: freedive audit IMAGE…\n'});
	t.like(await runCommand(['audit', '-', '--from-file', '-']), {exitCode: 2, output: ''});
});

test('--retry: an image that comes late is found, and how often it was tried is told', async t => {
	const file = await archives(t, 'none', stories);
	setTimeout(() => {
		fs.renameSync(file('one.tar'), file('late.tar'));
	}, 300);
	const late = await runCommand(['audit', file('late.tar'), '--retry', '3', '--format', 'json']);
	t.is(late.exitCode, 0);
	t.regex(late.errors, /late\.tar is not there\..* Trying again in 1 s\.\n$/);
	fs.writeFileSync(file('broken.tar'), 'no tar');
	const broken = await runCommand(['audit', file('broken.tar'), file('two.tar'), '--retry', '3', '--format', 'json']);
	t.notRegex(broken.errors, /Trying again/, 'what is no image stays none');
	t.is((JSON.parse(broken.output) as AuditReport).failures[0].tries, 1);
	const never = await runCommand(['audit', file('never.tar'), file('two.tar'), '--retry', '1', '--format', 'json']);
	t.is(never.exitCode, 2);
	t.is((JSON.parse(never.output) as AuditReport).failures[0].tries, 2);
});

test('--timeout is for all of them, pauses between tries included', async t => {
	const started = performance.now();
	const {errors, exitCode} = await runCommand(['audit', './gone.tar', '--retry', '9', '--timeout', '0.2']);
	t.is(exitCode, 2);
	t.regex(errors, /Gave up after 0\.2 s, while reading \.\/gone\.tar\./);
	t.true(performance.now() - started < 20_000);
});
