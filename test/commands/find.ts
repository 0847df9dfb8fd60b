import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {schemas} from '../../source/report/schemas/index.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

async function archive(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(`
		ADD rootfs.tar /
			usr/lib/libssl.so.3 * 3000
			usr/lib/ssl/cert.pem = certificate
			usr/bin/sh * 1000
			etc/a\u001B[2J|b/ssl = 12345
			root/.ssh/id_rsa = PRIVATE KEY
			etc/app.conf = port=80
		RUN rm -r /root && sed -i s/80/81/ /etc/app.conf
			.wh.root
			etc/app.conf = port=81
	`)]));
}

test('text: best first, and what is gone tells which layer removed it', async t => {
	const file = await archive(t);
	const {exitCode, output, errors} = await runCommand(['find', file, 'ssl']);
	t.deepEqual([exitCode, errors], [0, '']);
	t.is(output, '/usr/lib/ssl\n/etc/a\\x1b[2J|b/ssl\n/usr/lib/libssl.so.3\n/usr/lib/ssl/cert.pem\n');
	t.deepEqual(await runCommand(['find', file, 'id_rsa']), {exitCode: 0, output: '/root/.ssh/id_rsa\t(of layer 1, removed by layer 2)\n', errors: ''});
	t.is((await runCommand(['find', file, 'change:removed', '^root$'])).output, '/root\t(removed by layer 2)\n');
	t.is((await runCommand(['find', file, 'ssl', '!cert', '--limit', '1'])).output, '/usr/lib/ssl\n');
});

test('what a limit leaves out is told; on a terminal the first 40 are listed, elsewhere all', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'many.tar'), dockerArchive([await buildImage(`
		ADD rootfs.tar /
		${Array.from({length: 50}, (_, index) => `\tleaf${100 + index} * 1`).join('\n\t\t')}
	`)]));
	const rows = (text: string) => text.split('\n').length - 1;
	const limited = await runCommand(['find', file, 'leaf', '--limit', '3']);
	t.deepEqual([rows(limited.output), limited.errors], [3, 'freedive: the first 3 of 50 are listed; --limit 50 lists all\n']);
	t.is((await runCommand(['find', file, 'leaf', '--limit', '3', '--quiet'])).errors, '');
	const whole = await runCommand(['find', file, 'leaf']);
	t.deepEqual([rows(whole.output), whole.errors], [50, '']);
	const onTerminal = async (...more: string[]) => {
		const standardOutput = new Collector(80);
		const {errors} = await runCommand(['find', file, 'leaf', ...more], {standardOutput, environment: {TERM: 'dumb'}});
		return [standardOutput.text.split(/[\0\n]/).length - 1, errors];
	};

	t.deepEqual(await onTerminal(), [40, 'freedive: the first 40 of 50 are listed; --limit 50 lists all\n']);
	t.deepEqual(await onTerminal('--limit', '50'), [50, '']);
	t.deepEqual(await onTerminal('-0'), [50, '']);
	t.is((await onTerminal('--format', 'csv'))[0], 51);
});

test('text: what matched in colour', async t => {
	const {output} = await runCommand(['find', await archive(t), 'cert', '--color', 'always']);
	t.is(output, '/usr/lib/ssl/\u001B[1m\u001B[35mcert\u001B[39m\u001B[22m.pem\n');
});

testThreads('what a regular expression matches in colour, once for each path, but where an escape stands in the path', async t => {
	const {output} = await runCommand(['find', await archive(t), String.raw`re:ss[l-m]`, 'type:f', '--color', 'always']);
	t.deepEqual(output.trimEnd().split('\n').sort(), [
		'/etc/a\\x1b[2J|b/ssl',
		'/usr/lib/\u001B[1m\u001B[35mssl\u001B[39m\u001B[22m/cert.pem',
		...['libssl.so.3'].map(() => '/usr/lib/lib\u001B[1m\u001B[35mssl\u001B[39m\u001B[22m.so.3'),
	].sort());
});

testThreads('text: that runs wild on a file costs that file a warning, and no other', async t => {
	const files = {a: 'aaab\n', wild: `${'a'.repeat(60)}\n`, z: 'ab\nb\n'};
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, concat(...Object.entries(files).map(([name, content]) => entry({name}, Buffer.from(content))), end));
	const {exitCode, output, errors} = await runCommand(['find', `rootfs:${file}`, 'text:(a+)+b']);
	t.is(exitCode, 2);
	t.is(output, '/a\n/z\n');
	t.regex(errors, /^freedive: .*\/wild: text:\(a\+\)\+b takes more than a second on a piece of it, and the rest of it is left out: .*\n$/);
	// What is taken out by it is all that was found.
	const folder = path.join(temporaryFolder(t), 'out');
	const extracted = await runCommand(['extract', `rootfs:${file}`, '--query', 'text:(a+)+b', '-o', folder]);
	t.is(extracted.exitCode, 2);
	t.deepEqual(fs.readdirSync(folder).sort(), ['a', 'z']);
});

test('-0 ends paths with NUL, as they are', async t => {
	const file = await archive(t);
	t.is((await runCommand(['find', file, '-0', '\'ssl', 'type:f', '!ext:so'])).output, '/etc/a\u001B[2J|b/ssl\0/usr/lib/ssl/cert.pem\0');
	t.is((await runCommand(['find', file, 'id_rsa', '--null'])).output, '/root/.ssh/id_rsa\0');
	t.regex((await runCommand(['find', file, 'x', '-0', '--format', 'json'])).errors, /-0 goes with text alone\./);
});

test('exit 1 where nothing matches, 2 where the query is none, with a caret under what is wrong', async t => {
	const file = await archive(t);
	t.deepEqual(await runCommand(['find', file, 'zzz']), {exitCode: 1, output: '', errors: ''});
	t.deepEqual(await runCommand(['find', file, 'lib', 'siez:>1M']), {
		exitCode: 2, output: '', errors: 'freedive: There is no filter siez:. Did you mean size:?\n  lib siez:>1M\n      ^^^^^\n',
	});
	t.deepEqual(await runCommand(['find', file, 're:(']), {
		exitCode: 2, output: '', errors: 'freedive: No regular expression: unterminated group.\n  re:(\n     ^\n',
	});
	t.regex((await runCommand(['find', file])).errors, /freedive find needs a QUERY/);
	t.is((await runCommand(['find', file, 'text:(', '|', 'foo'])).errors, 'freedive: No regular expression: unterminated group.\n  text:( | foo\n       ^\n');
	t.is((await runCommand(['find', file, 'size:x'])).errors, 'freedive: size: wants a size such as >10MB, <=4Ki, 1k..5k, not x.\n  size:x\n       ^\n');
	for (const sign of ['!', '|', '! |']) {
		t.like(await runCommand(['find', file, sign]), {exitCode: 2, output: ''}, `of ${sign}`);
	}
});

test('a layer that the image has not is an error, for all that take a query', async t => {
	const file = await archive(t);
	const told = {exitCode: 2, output: '', errors: 'freedive: There is no layer 9: the image has layers 1 to 2.\n  x layer:9\n          ^\n'};
	t.deepEqual(await runCommand(['find', file, 'x', 'layer:9']), told);
	t.deepEqual(await runCommand(['files', file, '--query', 'x layer:9']), told);
	t.deepEqual(await runCommand(['grep', file, '-F', 'a', '--query', 'x layer:9']), told);
	t.is((await runCommand(['find', file, 'layer:2..'])).exitCode, 0);
});

test('regular expressions, contents, packages', async t => {
	const file = await archive(t);
	t.is((await runCommand(['find', file, String.raw`re:\.so\.\d$`])).output, '/usr/lib/libssl.so.3\n');
	t.is((await runCommand(['find', file, 'text:port=8[01]'])).output, '/etc/app.conf\n');
	t.is((await runCommand(['find', file, 'text:private\\ key'])).output, '/root/.ssh/id_rsa\t(of layer 1, removed by layer 2)\n');
	t.is((await runCommand(['find', file, 'text:port=80', '--format', 'csv'])).output, 'path,type,size,layer,removed_by\n/etc/app.conf,file,7,1,\n');
	t.is((await runCommand(['find', file, 'package:none'])).exitCode, 1);
});

test('JSON holds to its schema', async t => {
	const {output} = await runCommand(['find', await archive(t), 'id_rsa | app.conf', '--format', 'json']);
	const found = JSON.parse(output) as Record<string, unknown>;
	t.deepEqual(schemaErrors(schemas.find, found), []);
	t.deepEqual(undescribedKeys(schemas.find, found), []);
	t.like(found, {schema: 'freedive/find/1', query: 'id_rsa | app.conf', total: 2});
	t.deepEqual(found.paths, [
		{path: '/etc/app.conf', layer: 2, type: 'file', size: 7, removedBy: null, layers: [{layer: 1, change: 'added'}, {layer: 2, change: 'modified'}]},
		{path: '/root/.ssh/id_rsa', layer: 1, type: 'file', size: 11, removedBy: 2, layers: [{layer: 1, change: 'added'}, {layer: 2, change: 'removed'}]},
	]);
	const lines = await runCommand(['find', await archive(t), 'app.conf', '--format', 'jsonl']);
	t.deepEqual(JSON.parse(lines.output), (found.paths as unknown[])[0]);
});

test('a path that is no UTF-8', async t => {
	const file = await writeTar(path.join(temporaryFolder(t), 'odd.tar'), dockerArchive([{
		...await buildImage(''), layers: [Buffer.from(concat(entry({name: Buffer.from('caf\u00E9', 'latin1')}), end))],
	}]));
	t.is((await runCommand(['find', file, 'caf'])).output, String.raw`/caf\xe9` + '\n');
	t.like(JSON.parse((await runCommand(['find', file, 'caf', '--format', 'jsonl'])).output), {path: String.raw`/caf\xe9`, pathBase64: Buffer.from('/caf\u00E9', 'latin1').toString('base64')});
});

test('files takes a query beside its GLOBs', async t => {
	const file = await archive(t);
	const paths = async (...words: string[]) => (await runCommand(['files', file, '--columns', 'path', '--format', 'csv', ...words])).output.split('\n').slice(1, -1);
	t.deepEqual(await paths('--query', 'ssl type:f', '--sort', 'path'), ['/etc/a\\x1b[2J|b/ssl', '/usr/lib/libssl.so.3', '/usr/lib/ssl/cert.pem']);
	t.deepEqual(await paths('/usr', '--query', 'size:>2k'), ['/usr/lib/libssl.so.3']);
	// Nobody means all that has these letters somewhere.
	t.is((await runCommand(['find', file, 'eacf'])).output, '/etc/app.conf\n');
	t.deepEqual(await paths('--query', 'eacf'), []);
	t.is((await runCommand(['find', file, 'libsp'])).output, '/usr/lib/ssl/cert.pem\n');
	t.deepEqual(await paths('--query', 'libsp'), []);
	t.deepEqual(await paths('--query', 'lib/cert type:f'), ['/usr/lib/ssl/cert.pem']);
	t.deepEqual(await paths('--query', 'libsso'), ['/usr/lib/libssl.so.3']);
	t.deepEqual(await paths('--query', 'wasted'), []);
	t.deepEqual(await paths('--query', 'wasted', '--all-layers'), ['/root/.ssh/id_rsa', '/etc/app.conf']);
	t.deepEqual(await paths('--query', 'app', '--layer', '2'), ['/etc/app.conf']);
	t.regex((await runCommand(['files', file, '--query', 'siez:1'])).errors, /\^{5}/);
	t.deepEqual(await runCommand(['files', file, '--query', '']), await runCommand(['files', file]));
});
