import os from 'node:os';
import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};
import {Interruption} from './commands/interruption.js';
import {run} from './commands/run.js';

const interrupted = new AbortController();

/** The exit codes of a program that a signal ended. */
const signals = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;

for (const [signal, exitCode] of Object.entries(signals)) {
	process.on(signal, () => {
		if (interrupted.signal.aborted) {
			process.exit(exitCode);
		}

		interrupted.abort(new Interruption(exitCode));
	});
}

/** Go's names, which OCI takes. */
const architectures: Readonly<Record<string, string>> = {x64: 'amd64', ia32: '386', arm: 'arm/v7', ppc64: 'ppc64le', mipsel: 'mipsle'};

// Who no longer listens to warnings is no error either.
process.stderr.on('error', () => undefined);

const exitCode = await run({
	commandLine: process.argv.slice(2),
	environment: process.env,
	standardInput: {fd: 0},
	standardOutput: process.stdout,
	standardError: process.stderr,
	temporaryFolder: process.env.TMPDIR || '/var/tmp',
	hostPlatform: `${process.platform === 'win32' ? 'windows' : 'linux'}/${architectures[process.arch] ?? process.arch}`,
	threads: os.availableParallelism(),
	version: packageJson.version,
	signal: interrupted.signal,
});

// Nothing that is still open shall hold the program up: all output has been taken.
process.exit(exitCode);
