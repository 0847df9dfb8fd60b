import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import packageJson from '../package.json' with {type: 'json'};
import {Interruption} from './commands/interruption.js';
import type {Outside, ScreenRequest} from './commands/outside.js';
import {run} from './commands/run.js';

// `process` is the global one throughout: importing it asks for all it has, and sets up standard input for 5 ms.
const interrupted = new AbortController();

/** The exit codes of a program that a signal ended. */
const signals = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGABRT: 134, SIGTERM: 143} as const;

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

const outside: Outside = {
	commandLine: process.argv.slice(2),
	environment: process.env,
	kill(pid, signal) {
		process.kill(pid, signal);
	},
	standardInput: {fd: 0},
	standardOutput: process.stdout,
	standardError: process.stderr,
	cacheFolder: ownFolder(process.env.XDG_CACHE_HOME, '.cache'),
	configFile: configFile(),
	temporaryFolder: process.env.TMPDIR || '/var/tmp',
	hostPlatform: `${process.platform === 'win32' ? 'windows' : 'linux'}/${architectures[process.arch] ?? process.arch}`,
	threads: os.availableParallelism(),
	version: packageJson.version,
	maker: `${packageJson.version} ${process.env.FREEDIVE_BUILD ?? 'from its sources'}`,
	userId: process.geteuid?.(),
	signal: interrupted.signal,
	openScreen: process.stdout.isTTY && hasKeyboard() ? openScreen : undefined,
};

/** Whether keys can be read: from standard input, or where that is a pipe from the terminal itself. */
function hasKeyboard(): boolean {
	// `process.stdin` itself is left alone: asking it would take what may be an image.
	const {isatty} = process.getBuiltinModule('node:tty');
	if (isatty(0)) {
		return true;
	}

	try {
		fs.closeSync(fs.openSync('/dev/tty', 'r'));
		return true;
	} catch {
		return false;
	}
}

/**
The folder of freedive among those of a kind ("All paths set in these environment variables must be absolute. If an implementation
encounters a relative path … it should consider the path invalid and ignore it", XDG Base Directory Specification).
*/
function ownFolder(named: string | undefined, usual: string): string | undefined {
	const folder = named !== undefined && path.isAbsolute(named) ? named : path.join(os.homedir(), usual);
	return path.isAbsolute(folder) ? path.join(folder, 'freedive') : undefined;
}

function configFile(): string | undefined {
	const folder = ownFolder(process.env.XDG_CONFIG_HOME, '.config');
	return folder && path.join(folder, 'config.yaml');
}

/** Ink and React are loaded here alone, so that no plain command pays for them. */
async function openScreen({platform, image, cache, ...request}: ScreenRequest): Promise<number> {
	// Room for what lives short grows to 48 MB otherwise, and frames and slices of work need next to none: a tenth of all memory, for no time.
	process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
	const [{runScreen}, {openImage}, {rememberOpened}] = await Promise.all([import('./ui/run-screen.js'), import('./image/open-image.js'), import('./image/cache/remember-opened.js')]);
	const {hostPlatform, temporaryFolder, standardInput, threads, signal} = outside;
	return runScreen(request, {
		process,
		threads,
		signal,
		temporaryFolder,
		cache,
		places: {folder: process.cwd(), cacheFolder: cache?.home, programs: outside, now: Date.now},
		async openImage(reference, options) {
			const chosen = {platform, image, ...options};
			const opened = await openImage(reference, {...chosen, hostPlatform, temporaryFolder, standardInput, programs: outside, cache});
			rememberOpened(cache?.home, opened.image, {...chosen, ...opened.chosen}, Date.now());
			return opened;
		},
	});
}

const exitCode = await run(outside);

// Not by process.exit() while there is another way: V8 may be compiling in the background, and then wait for ever for the thread that
// waits for it (nodejs/node#54918). But nothing that is still open shall hold the program up: all output has been taken.
process.exitCode = exitCode;
setTimeout(() => {
	process.exit();
}, 100).unref();
