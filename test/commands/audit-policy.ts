import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {AuditedImage, AuditReport} from '../../source/report/audit.js';
import {buildImage, dockerArchive, writeTar, type BuildOptions} from '../helpers/build-image.js';
import {runCommand, type Ran} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** Two findings of static-library, notes both, and 5000 wasted bytes of 5020. */
const story = `
	ADD rootfs.tar /
	  usr/lib/liba.a = @archive
	  usr/lib/big * 5000
	RUN rm /usr/lib/big && make
	  usr/lib/.wh.big
	  opt/it's:#lib/libb.a = @archive
`;

const now = () => new Date('2026-06-15T12:00:00Z');
const rule = ['--only', 'static-library'];

/** A folder with app.tar, and a program that runs in it. */
async function place(t: ExecutionContext, files: Record<string, string> = {}, options: BuildOptions = {}) {
	const folder = temporaryFolder(t);
	const image = path.join(folder, 'app.tar');
	await writeTar(image, dockerArchive([await buildImage(story, {contents: {archive: '!<arch>\nab'}, ...options})]));
	for (const [name, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		fs.writeFileSync(path.join(folder, name), text);
	}

	const run = async (...words: string[]): Promise<Ran> => runCommand(words, {workingFolder: folder, now});
	return {
		folder,
		image,
		read: (name: string) => fs.readFileSync(path.join(folder, name), 'utf8'),
		write(name: string, text: string) {
			fs.writeFileSync(path.join(folder, name), text);
		},
		run,
		async audit(...words: string[]): Promise<AuditedImage & {exitCode: number; errors: string}> {
			const {exitCode, output, errors} = await run('audit', image, '--format', 'json', ...words);
			const {images} = JSON.parse(output || '{"images": [{}]}') as AuditReport;
			return {...images[0], exitCode, errors};
		},
	};
}

test('without a policy errors fail, and there is nothing of thresholds', async t => {
	const {audit} = await place(t);
	const {policy, passed, failOn, thresholds, exitCode} = await audit(...rule);
	t.deepEqual({policy, passed, failOn, thresholds, exitCode}, {policy: null, passed: true, failOn: 'error', thresholds: [], exitCode: 0});
});

test('the policy in the working folder holds: its limits, rules and ignores, and the command line goes over it', async t => {
	const {audit, write} = await place(t, {'.freedive.yaml': 'version: 1\nthresholds:\n  size: 5 kB\n  layers: 2\n'});
	const held = await audit(...rule);
	t.is(held.exitCode, 1);
	t.is(held.policy, '.freedive.yaml');
	t.deepEqual(held.thresholds.map(({id, passed, value, limit}) => [id, passed, value, limit]), [['size', false, 5020, 5000], ['layers', true, 2, 2]]);

	write('.freedive.yaml', 'version: 1\nfail-on: note\nrules:\n  static-library: error\nignore:\n  - path: /opt\n    reason: it stays\n');
	const {findings, exitCode} = await audit(...rule);
	t.deepEqual(findings.map(({severity, path, state, reason, fails}) => [severity, path, state, reason, fails]), [
		['error', '/usr/lib', 'new', null, true],
		['error', '/opt/it\'s:#lib', 'ignored', 'it stays', false],
	]);
	t.is(exitCode, 1);
	t.is((await audit(...rule, '--fail-on', 'critical')).exitCode, 0);

	write('.freedive.yaml', 'version: 1\nrules: {static-library: off}\n');
	t.false((await audit()).findings.some(({rule}) => rule === 'static-library'));
	t.is((await audit(...rule)).findings.length, 2);
	t.false((await audit('--skip', 'static-library')).findings.some(({rule}) => rule === 'static-library'));
	t.is((await audit(...rule, '--skip', 'static-library')).exitCode, 2, 'no rule is left');
});

test('--policy names another file, of which the baseline lies beside it', async t => {
	const {audit, folder, image, run} = await place(t, {'.freedive.yaml': 'version: 1\nthresholds: {size: 0}\n', 'ci/policy.yaml': 'version: 1\nfail-on: note\nbaseline: known.json\n'});
	const missing = await audit('--policy', 'ci/policy.yaml', ...rule);
	t.is(missing.exitCode, 2);
	t.is(missing.errors, `freedive: The baseline: ${path.join('ci', 'known.json')} is not there.\n`);
	t.is((await run('audit', image, '--policy', 'ci/policy.yaml', '--write-baseline', path.join(folder, 'ci/known.json'), ...rule)).exitCode, 0);
	const known = await audit('--policy', 'ci/policy.yaml', ...rule);
	t.deepEqual(known.findings.map(({state}) => state), ['known', 'known']);
	t.is(known.exitCode, 0);
	t.is((await audit('--policy', 'nowhere.yaml')).errors, 'freedive: --policy: nowhere.yaml is not there.\n');
});

test('a baseline: what was found is known, what is new fails', async t => {
	const {audit, folder, read, write} = await place(t);
	const file = path.join(folder, 'known.json');
	const all = ['--fail-on', 'note', ...rule];
	t.is((await audit(...all)).exitCode, 1);
	const written = await audit(...all, '--write-baseline', file);
	t.is(written.exitCode, 0);
	t.deepEqual(written.findings.map(({state}) => state), ['known', 'known']);
	t.is((await audit(...all, '--baseline', file)).exitCode, 0);
	const text = read('known.json');
	write('known.json', text.replace(/\t\t\{.*\/opt.*\},\n/, ''));
	const {findings, exitCode} = await audit(...all, '--baseline', file);
	t.deepEqual(findings.map(({path, state, fails}) => [path, state, fails]), [['/usr/lib', 'known', false], ['/opt/it\'s:#lib', 'new', true]]);
	t.is(exitCode, 1);

	write('known.json', text.replace('baseline/1', 'baseline/9'));
	const other = await audit('--baseline', file);
	t.is(other.exitCode, 2);
	t.regex(other.errors, /is of another version \(freedive\/baseline\/9, and this is freedive\/baseline\/1\): write it anew with --write-baseline\.\n$/);
	write('known.json', text.slice(0, 100));
	t.is((await audit('--baseline', file)).exitCode, 2);
	t.is((await audit(...rule, '--write-baseline', path.join(folder, 'no/such/folder.json'))).exitCode, 2);
});

test('a policy that can\'t be followed says where, and ends with 2; nothing is looked at', async t => {
	const {audit, write} = await place(t, {'.freedive.yaml': 'version: 1\ntresholds:\n  size: 1\nrules:\n  static-libary: off\n'});
	t.deepEqual((await audit()).errors.split('\n'), [
		'freedive: .freedive.yaml:2:1: a policy has no key tresholds. Did you mean thresholds?',
		'freedive: .freedive.yaml:5:3: There is no rule static-libary. Did you mean static-library?',
		'',
	]);
	t.is((await audit()).exitCode, 2);
	t.deepEqual((await audit('--log-format', 'json')).errors.trim().split('\n').map(line => (JSON.parse(line) as {level: string}).level), ['error', 'error']);
	write('.freedive.yaml', '\u001B[31m: 1');
	t.false((await audit()).errors.includes('\u001B'));
	t.is((await audit('--policy', '.freedive.yaml', '--only', 'static-libary')).exitCode, 2);
	write('.freedive.yaml', 'version: 1');
	t.is((await audit('--only', 'static-libary')).errors, 'freedive: --only: there is no rule static-libary. Did you mean static-library?\n');
});

test('an ignore past its last day is told, and holds no more', async t => {
	const {audit} = await place(t, {'.freedive.yaml': 'version: 1\nfail-on: note\nignore:\n  - rule: static-library\n    reason: soon gone\n    until: 2026-06-14\n'});
	const {remarks, exitCode} = await audit(...rule);
	t.deepEqual(remarks, ['.freedive.yaml:4: ignored until 2026-06-14, which is over: 2 findings count again.']);
	t.is(exitCode, 1);
});

test('where .dive-ci alone is there its thresholds alone decide, with dive\'s exit codes', async t => {
	const {audit, write} = await place(t, {'.dive-ci': 'rules:\n  lowestEfficiency: off\n  highestUserWastedPercent: off\n'});
	const passed = await audit(...rule, '--fail-on', 'note');
	t.is(passed.exitCode, 1, 'the command line goes over it');
	const alone = await audit(...rule);
	t.deepEqual([alone.exitCode, alone.policy, alone.thresholds.length], [0, '.dive-ci', 0]);
	t.regex(alone.errors, /^freedive: \.dive-ci has dive's thresholds, and they alone decide; freedive audit IMAGE --init writes/);
	write('.dive-ci', 'rules:\n  highestWastedBytes: 4kB\n');
	const {thresholds, exitCode} = await audit(...rule);
	t.is(exitCode, 1);
	t.deepEqual(thresholds.map(({id, limit, passed}) => [id, limit, passed]), [['efficiency', 0.9, false], ['wasted-bytes', 4000, false], ['user-wasted-percent', 0.1, false]]);
	write('.dive-ci', 'rules:\n  highestWastedBytes: lots\n');
	const refused = await audit();
	t.is(refused.exitCode, 1);
	t.is(refused.errors, 'freedive: .dive-ci:2:23: highestWastedBytes is a size such as 20MB, or disabled, not lots.\n');
	write('.freedive.yaml', 'version: 1');
	t.is((await audit(...rule)).policy, '.freedive.yaml');
});

test('--init writes a policy that the image passes, with what would fail ignored by its path; never over one that is there', async t => {
	const {audit, run, image, read} = await place(t);
	const {exitCode, output} = await run('audit', image, '--init', '--fail-on', 'note', ...rule);
	t.is(exitCode, 0);
	t.is(output, `.freedive.yaml is written: ${image} passes it as it is.\n2 findings that would fail are in it to be ignored: give each a reason, or mend it.\nNext: freedive audit ${image}\n`);
	const text = read('.freedive.yaml');
	t.true(text.includes(`  - rule: static-library\n    path: ${JSON.stringify('/opt/it\'s:#lib')}\n    reason: it was there when this policy was written; say why it may stay, or mend it\n`), text);
	t.true(text.includes('  # Content bytes of all layers: 5.02 kB.\n  size: 1 MB\n'), text);
	const {passed, findings, thresholds, remarks, policy} = await audit(...rule);
	t.true(passed);
	t.is(policy, '.freedive.yaml');
	t.deepEqual(findings.map(({state}) => state), ['ignored', 'ignored']);
	t.is(thresholds.length, 6);
	t.deepEqual(remarks, []);

	const again = await run('audit', image, '--init');
	t.is(again.exitCode, 2);
	t.is(again.errors, 'freedive: .freedive.yaml is there already. --force replaces it.\n');
	t.is(read('.freedive.yaml'), text);
	t.is((await run('audit', image, '--init', '--force', '--fail-on', 'note', ...rule)).exitCode, 0);
	const elsewhere = await run('audit', image, '--init', '--policy', 'a policy.yaml', ...rule);
	t.regex(elsewhere.output, /^Next: freedive audit \S+ --policy 'a policy\.yaml'$/m);
	t.is(read('.freedive.yaml'), text);
});

test('what --init offers in comments is a policy, too', async t => {
	const {run, image, read, write, audit} = await place(t);
	await run('audit', image, '--init', ...rule);
	const offered = read('.freedive.yaml').replaceAll(/^( {2})# (?=[\w-]+: [^.]*$|- rule| {2}\w+: )/gm, '$1');
	write('.freedive.yaml', offered);
	const {exitCode, errors} = await audit(...rule);
	t.notRegex(errors, /no key|is there twice|mapping/);
	const unknown = errors.split('\n').filter(line => line !== '' && !line.includes('There is no rule') && !line.includes('rule is '));
	t.deepEqual(unknown, [], offered);
	t.true(exitCode <= 2);
});

test('--init: many findings are known by a baseline beside the policy', async t => {
	const libraries = Array.from({length: 25}, (_, index) => `RUN make ${index}\n\t  opt/${index}/lib.a = @archive`).join('\n\t');
	const folder = temporaryFolder(t);
	const image = path.join(folder, 'many.tar');
	await writeTar(image, dockerArchive([await buildImage(`\n\t${libraries}\n`, {contents: {archive: '!<arch>\nab'}})]));
	const run = async (...words: string[]) => runCommand(['audit', image, ...rule, ...words], {workingFolder: folder, now});
	const {output} = await run('--init', '--fail-on', 'note', '--policy', 'policy.yaml');
	t.regex(output, /25 findings that would fail are in \.freedive-baseline\.json, and count as known\./);
	t.regex(fs.readFileSync(path.join(folder, 'policy.yaml'), 'utf8'), /\nbaseline: "\.freedive-baseline\.json"\n/);
	const {images} = JSON.parse((await run('--policy', 'policy.yaml', '--format', 'json')).output) as AuditReport;
	t.true(images[0].passed);
	t.deepEqual(new Set(images[0].findings.map(({state}) => state)), new Set(['known']));
});

test('--init: a name that would break out of a comment does not, and dive\'s limits are taken over', async t => {
	const {folder, run, read} = await place(t, {'.dive-ci': 'rules:\n  lowestEfficiency: 0.3\n  highestWastedBytes: 1kB\n'});
	const odd = path.join(folder, 'a\nversion: 2 #.tar');
	fs.renameSync(path.join(folder, 'app.tar'), odd);
	t.is((await run('audit', odd, '--init', ...rule)).exitCode, 0);
	const text = read('.freedive.yaml');
	t.false(text.includes('\nversion: 2'));
	t.true(text.includes('  # efficiency: 0%') || text.includes('  efficiency: '), text);
	t.true(text.includes('  wasted-bytes: 5 kB  # 1000 in .dive-ci, which it does not keep'), text);
	t.is((await run('audit', odd, ...rule)).exitCode, 0);
});
