import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {completionScript} from '../../source/commands/completion-script.js';
import {commandWords, options, schemaNames, shells} from '../../source/options.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';

for (const shell of shells) {
	test(`${shell}: names each command and option, and the shell reads it`, t => {
		const script = completionScript(shell);
		for (const word of commandWords) {
			t.true(script.includes(word), word);
		}

		for (const name of Object.keys(options)) {
			t.true(script.includes(shell === 'fish' ? `-l ${name}` : `--${name}`), name);
		}

		const result = run(shell, ['-n', written(t, script)]);
		if (!result) {
			t.log(`skipped: ${shell} is not installed, so its syntax was not checked`);
			return;
		}

		t.is(result.stderr, '');
		t.is(result.status, 0);
	});
}

testWith(test, {bash: hasProgram('bash')})('bash: what it offers', t => {
	const complete = (...words: string[]) => run('bash', ['-c', `. ${written(t, completionScript('bash'))}
COMP_WORDS=(freedive ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _freedive; printf '%s\\n' "\${COMPREPLY[@]}"`])!.stdout.trim().split('\n');
	const commands = complete('su');
	t.deepEqual(commands, ['summary']);
	t.deepEqual(complete('files', 'x', '--so'), ['--sort']);
	t.deepEqual(complete('files', 'x', '--sort', ''), ['size', 'path', 'layer']);
	t.deepEqual(complete('du', 'x', '--sort', ''), ['size', 'path']);
	t.deepEqual(complete('packages', 'x', '--sort', ''), ['size', 'layer']);
	t.deepEqual(complete('summary', 'x', '--so'), ['']);
	t.deepEqual(complete('summary', 'x', '--format', ''), ['text', 'json', 'markdown']);
	t.deepEqual(complete('x', '--format', ''), ['text', 'json', 'markdown', 'csv']);
	t.deepEqual(complete('files', 'x', '--format', '=', 'js'), ['json', 'jsonl']);
	t.deepEqual(complete('files', 'x', '--format', '='), ['text', 'csv', 'json', 'jsonl']);
	t.true(complete('summary', 'x', '--base', '/et').includes('/etc'));
	t.deepEqual(complete('files', 'x', '--at', ''), ['']);
	t.deepEqual(complete('schema', ''), [...schemaNames, '--help', '-h', '--version', '-v']);
	t.true(complete('files', '/et').includes('/etc'));
});

testWith(test, {fish: hasProgram('fish')})('fish: what it offers', t => {
	const complete = (line: string) => run('fish', ['-c', `source ${written(t, completionScript('fish'))}; complete -C '${line}'`])!.stdout.trim().split('\n').map(offer => offer.split('\t', 1)[0]);
	const commands = complete('freedive su');
	t.true(commands.includes('summary'));
	t.deepEqual(complete('freedive files x --so'), ['--sort']);
	t.deepEqual(complete('freedive files x --sort '), ['layer', 'path', 'size']);
	t.deepEqual(complete('freedive du x --sort '), ['path', 'size']);
	t.deepEqual(complete('freedive packages x --sort '), ['layer', 'size']);
	t.deepEqual(complete('freedive summary x --format '), ['json', 'markdown', 'text']);
	t.deepEqual(complete('freedive x --format '), ['csv', 'json', 'markdown', 'text']);
	t.true(complete('freedive summary x --base /et').includes('/etc/'));
	t.deepEqual(complete('freedive schema '), [...schemaNames].sort());
});

test('zsh: what it offers of a command', t => {
	const script = completionScript('zsh');
	const of = (command: string) => script.slice(script.indexOf(`\n\t\t${command})\n`)).split(';;', 1)[0];
	t.true(of('du').includes(':order:(size path)'));
	t.true(of('packages').includes(':order:(size layer)'));
	t.true(of('waste').includes(':image:_files'));
	t.true(of('summary').includes(':(text json markdown)'));
});

/** The script in a file: fish reads none from standard input. */
function written(t: ExecutionContext, script: string): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-test-'));
	t.teardown(() => {
		fs.rmSync(folder, {recursive: true});
	});
	const file = path.join(folder, 'completion');
	fs.writeFileSync(file, script);
	return file;
}

/** What a shell says, or undefined where it is not installed. */
function run(shell: string, line: string[]): {status: number | null; stdout: string; stderr: string} | undefined {
	const result = spawnSync(shell, line, {encoding: 'utf8', cwd: '/', env: {...process.env, HOME: os.tmpdir()}});
	return result.error ? undefined : result;
}
