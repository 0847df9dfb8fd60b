import {spawnSync} from 'node:child_process';
import type {PlainEntry} from './entries.js';
import {cleanName} from './tar-stream-oracle.js';

const environment = {PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC'};

/**
Runs GNU tar.

@throws {Error} If it fails, but for files that a format can't hold (status 2 with `allowed`).
*/
export function runTar(options: readonly string[], {input, cwd, allowed}: {input?: Uint8Array; cwd?: string; allowed?: RegExp} = {}): Buffer {
	const {status, stdout, stderr, error} = spawnSync('tar', options, {input, cwd, env: environment, maxBuffer: 1 << 28});
	if (error ?? (status !== 0 && !allowed?.test(stderr.toString()))) {
		throw new Error(`tar ${options.join(' ')}: ${error?.message ?? stderr.toString()}`);
	}

	return stdout;
}

/** What GNU tar's listing tells of an entry; it can't tell where the content lies. */
export type ListedEntry = Pick<PlainEntry, 'path' | 'type' | 'mode' | 'uid' | 'gid' | 'mtime' | 'size' | 'link' | 'device'>;

const types: Record<string, string> = {
	'-': 'file', d: 'directory', l: 'symlink', h: 'hardlink', p: 'fifo', c: 'character-device', b: 'block-device', C: 'file',
};

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const line = new RegExp(String.raw`^(.)(.{9})\S* +(-?\d+)/(-?\d+) +(?:(\d+)|(\d+), ?(\d+)) (\S+ \S+) +${quoted}(?: (?:->|link to) ${quoted})?$`, 's');

/** The listing of a tar as entries. */
export function listByGnuTar(archive: string, options: readonly string[] = []): ListedEntry[] {
	const listing = runTar(['-tvf', archive, '--full-time', '--numeric-owner', '--quoting-style=c', '--absolute-names', ...options]).toString('latin1');
	return listing.split('\n').filter(Boolean).map(text => {
		const match = line.exec(text);
		if (!match) {
			throw new Error(`a line of tar's listing that is not understood: ${text}`);
		}

		const [, letter, permissions, uid, gid, size, major, minor, time, name, target = ''] = match;
		const type = types[letter];
		return {
			path: cleanName(unquote(name)),
			type,
			mode: modeOf(permissions),
			uid: Number(uid),
			gid: Number(gid),
			mtime: secondsOf(time),
			size: type === 'file' ? Number(size) : 0,
			link: type === 'hardlink' ? cleanName(unquote(target)) : unquote(target),
			...(major && {device: [Number(major), Number(minor)] as const}),
		};
	});
}

/** Text between C's quotes: bytes as Latin-1. */
function unquote(text: string): string {
	const letters: Record<string, string> = {a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'};
	return text.replaceAll(/\\(?:([0-7]{3})|(.))/gs, (_, octal: string | undefined, letter: string) =>
		octal ? String.fromCodePoint(Number.parseInt(octal, 8)) : letters[letter] ?? letter);
}

function modeOf(permissions: string): number {
	let mode = 0;
	for (const [index, letter] of [...permissions].entries()) {
		const bit = 0o400 >> index;
		if (!'-ST'.includes(letter)) {
			mode |= bit;
		}

		if ('sStT'.includes(letter)) {
			mode |= 0o4000 >> Math.floor(index / 3);
		}
	}

	return mode;
}

/** `2001-02-03 04:05:06.75` in seconds. Before 1970 tar rounds the shown second up, and shows the fraction to be taken away. */
function secondsOf(time: string): number {
	const [shown, digits] = time.split('.', 2);
	const whole = Date.parse(`${shown.replace(' ', 'T')}Z`) / 1000;
	const fraction = Number(`0.${digits ?? 0}`);
	return whole < 0 ? whole - fraction : whole + fraction;
}
