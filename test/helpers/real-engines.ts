import {execFileSync, spawn, spawnSync, type ChildProcess} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import type {Programs} from '../../source/image/container.js';
import {findProgram} from '../../source/image/origins/engines/find-program.js';

/** An engine of the test's own, with nothing in it. */
export type RealEngine = {
	programs: Programs;
	/** Runs its command, to whose standard input a file may be given, and gives what it wrote. */
	run(args: readonly string[], file?: string): Buffer;
	/** Ends what runs for it. */
	stop(): Promise<void>;
};

export type EngineOptions = {
	/** A folder for all that it keeps. */
	folder: string;
	/** Takes what ends the engine, once there is something to end: to be called before the folder goes. */
	atEnd: (stop: () => Promise<void>) => void;
};

/** Debian's daemons lie where only root looks. */
const systemPath = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Milliseconds that a daemon has to come up: a machine with much to do takes some. */
const patience = 60_000;

/**
Starts a Docker Engine on a socket and folders of its own.

@returns Or why it can't be had here.
*/
export async function startDocker({folder, atEnd}: EngineOptions): Promise<RealEngine | string> {
	const missing = ['dockerd', 'docker'].filter(name => !findProgram(name, {environment: {PATH: systemPath}, kill}));
	if (missing.length > 0) {
		return `${missing.join(' and ')} not installed`;
	}

	if (process.geteuid?.() !== 0) {
		return 'dockerd needs root';
	}

	const host = `unix://${folder}/docker.sock`;
	const log = path.join(folder, 'log');
	const daemon = spawn('dockerd', [
		'--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`, '-H', host,
		'--iptables=false', '--ip6tables=false', '--bridge=none',
	], {stdio: ['ignore', 'ignore', fs.openSync(log, 'w')], env: {...process.env, PATH: systemPath}});
	const engine = engineOf('docker', {...process.env, PATH: systemPath, DOCKER_HOST: host, DOCKER_CONFIG: folder}, async () => {
		await end(daemon);
		// Where a namespace was made for containers it is still mounted.
		spawnSync('sh', ['-c', `umount -q ${folder}/exec/netns/* ${folder}/data/overlay2 2>/dev/null`]);
	});
	atEnd(engine.stop);
	for (const since = performance.now(); performance.now() - since < patience && daemon.exitCode === null && daemon.signalCode === null;) {
		if (spawnSync('docker', ['version'], {env: engine.programs.environment, stdio: 'ignore'}).status === 0) {
			return engine;
		}

		await delay(200);
	}

	await engine.stop();
	return `dockerd can't run here: ${fs.readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? ''}`;
}

/**
Podman with folders of its own; it has no daemon.

@returns Or why it can't be had here.
*/
export async function startPodman({folder}: Pick<EngineOptions, 'folder'>): Promise<RealEngine | string> {
	const podman = findProgram('podman', {environment: process.env, kill});
	if (!podman) {
		return 'podman not installed';
	}

	// Where it keeps its images it takes by options alone, as people's own wrappers give them.
	fs.writeFileSync(path.join(folder, 'podman'), `#!/bin/sh\nexec '${podman}' --root '${folder}/root' --runroot '${folder}/run' --storage-driver vfs "$@"\n`, {mode: 0o755});
	const engine = engineOf('podman', {...process.env, PATH: `${folder}:${process.env.PATH}`}, async () => undefined);
	const {status, stderr} = spawnSync('podman', ['image', 'ls'], {env: engine.programs.environment, encoding: 'utf8'});
	return status === 0 ? engine : `podman can't run here: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

function engineOf(name: string, environment: NodeJS.ProcessEnv, stop: () => Promise<void>): RealEngine {
	return {
		programs: {environment, kill},
		run: (args, file) => execFileSync(name, args, {env: environment, stdio: [file === undefined ? 'ignore' : fs.openSync(file, 'r'), 'pipe', 'pipe'], maxBuffer: 1 << 28}),
		stop,
	};
}

function kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
	process.kill(pid, signal);
}

async function end(daemon: ChildProcess): Promise<void> {
	if (daemon.exitCode === null && daemon.signalCode === null) {
		const ended = new Promise(resolve => {
			daemon.once('exit', resolve);
		});
		daemon.kill();
		await ended;
	}
}
