import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {buildImage, dockerArchive, writeTar, type BuiltImage} from './build-image.js';
import {RealTerminal, type RealTerminalOptions} from './real-terminal.js';
import {temporaryFolder} from './temporary-folder.js';

/** The program as it is built. */
export const program = path.resolve(import.meta.dirname, '../../build/freedive.js');

/** A small image. */
export async function storyImage(): Promise<BuiltImage> {
	return buildImage(`
		ADD rootfs.tar /
		  etc/
		  etc/passwd = root
		  usr/lib/libbig.so * 900000
		  usr/lib/libsmall.so * 2000
		RUN chown -R 1000:1000 /usr
		  1000:1000 usr/lib/libbig.so * 900000
		RUN rm /etc/passwd
		  etc/.wh.passwd
	`, {tags: ['story:1']});
}

/** The same in a file. */
export async function imageFile(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'story.tar'), dockerArchive([await storyImage()]));
}

/** Freedive in a real pseudo-terminal, which is closed with the test. */
export function openFreedive(t: ExecutionContext, args: readonly string[], options?: RealTerminalOptions): RealTerminal {
	return openProgram(t, [process.execPath, program, ...args], options);
}

/** Any program in a real pseudo-terminal, which is closed with the test. */
export function openProgram(t: ExecutionContext, commandLine: readonly string[], options: RealTerminalOptions = {}): RealTerminal {
	const terminal = new RealTerminal(commandLine, {...options, environment: {NO_COLOR: undefined, LC_ALL: 'C.UTF-8', XDG_CACHE_HOME: path.join(temporaryFolder(t), 'cache'), ...options.environment}});
	let hasExited = false;
	void terminal.exited.then(() => {
		hasExited = true;
	});
	t.teardown(() => {
		if (!hasExited) {
			terminal.close('SIGKILL');
		}
	});
	return terminal;
}
