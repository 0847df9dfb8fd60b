import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import type {Programs} from '../../source/image/container.js';
import type {EngineName} from '../../source/image/engine-image.js';
import {hex, sha256, type BuiltImage} from './build-image.js';
import {temporaryFolder} from './temporary-folder.js';

/** What an engine does when it is asked, as lines of a shell. `$image` is the last argument. */
export type FakeEngine = {inspect?: string; save?: string; ls?: string};

/** Programs that are on a `PATH` of their own. */
export type FakePrograms = Programs & {
	/** The command lines with which they were run so far. */
	calls(): string[];
	/** Where they are. */
	folder: string;
};

/** Engines that do as the test says: for what no real one can be brought to do. */
export function fakeEngines(t: ExecutionContext, engines: Partial<Record<EngineName, FakeEngine>>): FakePrograms {
	const folder = temporaryFolder(t);
	const calls = path.join(folder, 'calls');
	for (const [name, {inspect = 'exit 9', save = 'exit 9', ls = 'exit 9'}] of Object.entries(engines)) {
		fs.writeFileSync(path.join(folder, name), `#!/bin/sh
PATH=/usr/bin:/bin
echo "${name} $*" >> '${calls}'
for image; do :; done
case "$2" in
inspect) ${inspect} ;;
save) ${save} ;;
ls) ${ls} ;;
esac
`, {mode: 0o755});
	}

	return {
		environment: {PATH: folder},
		kill(pid, signal) {
			process.kill(pid, signal);
		},
		calls: () => fs.existsSync(calls) ? fs.readFileSync(calls, 'utf8').trim().split('\n') : [],
		folder,
	};
}

/** What is written of an image that is there. */
export const has = (size = 1000, id = 'ab'.repeat(32)): string => `echo '[{"Id":"sha256:${id}","RepoTags":[],"Size":${size}}]'`;

/** What an engine writes of an image that it has, with its layers; its id is that of the config where it is not told. */
export function hasImage({config, diffIds}: BuiltImage, id = hex(sha256(config))): string {
	return JSON.stringify([{Id: `sha256:${id}`, RepoTags: [], RootFS: {Type: 'layers', Layers: diffIds}}]);
}

/** What each says of one that is not, in its own words. */
export const lacks: Readonly<Record<EngineName, string>> = {
	docker: 'echo "[]"; echo "Error response from daemon: no such image: $image: No such image: $image" >&2; exit 1',
	podman: 'echo "[]"; echo "Error: inspecting object: $image: image not known" >&2; exit 125',
	nerdctl: 'echo \'time="2026-01-02T03:04:05Z" level=fatal msg="1 errors: [no such object: nosuch]"\' >&2; exit 1',
};

/** What each says where nothing runs that could answer. */
export const isDown: Readonly<Record<EngineName, string>> = {
	docker: 'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 1',
	podman: 'echo "Cannot connect to Podman. Please verify your connection to the Linux system using \\`podman system connection list\\`" >&2; echo "Error: unable to connect to Podman socket: dial unix /run/podman.sock: connect: no such file or directory" >&2; exit 125',
	nerdctl: 'echo \'time="2026-01-02T03:04:05Z" level=fatal msg="cannot access containerd socket \\"/run/containerd/containerd.sock\\": no such file or directory"\' >&2; exit 1',
};

/** Whether a fake engine that wrote its number into a file is still running, or what it started. */
export function isRunning(file: string): boolean {
	return fs.readFileSync(file, 'utf8').trim().split('\n').some(pid => fs.existsSync(`/proc/${pid}`) && !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
}

/** Whether they end within seconds: they would run for a minute, and a machine with much to do takes a while to end them. */
export async function ends(file: string): Promise<boolean> {
	for (let tries = 0; tries < 100 && isRunning(file); tries++) {
		await delay(50);
	}

	return !isRunning(file);
}

/** One that never ends, nor does what it started, and that does not heed being told to. */
export const stubborn = (file: string) => `trap '' TERM; sleep 60 & echo "$$
$!" > '${file}'; while :; do sleep 1; done`;
