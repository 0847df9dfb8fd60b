import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {completionScript} from '../../source/commands/completion-script.js';
import {commandWords, options, schemaNames, shells} from '../../source/options.js';

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

test('bash: what it offers', t => {
	const complete = (...words: string[]) => run('bash', ['-c', `. ${written(t, completionScript('bash'))}
COMP_WORDS=(freedive ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _freedive; printf '%s\\n' "\${COMPREPLY[@]}"`])?.stdout.trim().split('\n');
	const commands = complete('su');
	if (!commands) {
		t.log('skipped: bash is not installed');
		return;
	}

	t.deepEqual(commands, ['summary']);
	t.deepEqual(complete('files', 'x', '--so'), ['--sort']);
	t.deepEqual(complete('files', 'x', '--sort', ''), ['size', 'path', 'layer']);
	t.deepEqual(complete('summary', 'x', '--so'), ['']);
	t.deepEqual(complete('schema', ''), [...schemaNames, '--help', '-h', '--version', '-v']);
	t.true(complete('files', '/et')!.includes('/etc'));
});

test('fish: what it offers', t => {
	const complete = (line: string) => run('fish', ['-c', `source ${written(t, completionScript('fish'))}; complete -C '${line}'`])?.stdout.trim().split('\n').map(offer => offer.split('\t', 1)[0]);
	const commands = complete('freedive su');
	if (!commands) {
		t.log('skipped: fish is not installed');
		return;
	}

	t.true(commands.includes('summary'));
	t.deepEqual(complete('freedive files x --so'), ['--sort']);
	t.deepEqual(complete('freedive files x --sort '), ['layer', 'path', 'size']);
	t.deepEqual(complete('freedive schema '), [...schemaNames].sort());
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
