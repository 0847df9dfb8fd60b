import fs from 'node:fs';
import path from 'node:path';
import {parseReference} from '../reference.js';
import {expandHome, look} from './look.js';

/** A name with a user, and perhaps a password, before its host, which nothing here reads: it is not to be kept. */
const withPassword = /^[^/@]*@[^/]*\//;

/** How to open an image from any folder and at any time: a path made whole; undefined for a stream, the demo, and what is not there. */
export function lastingReference(reference: string): string | undefined {
	const {kind, scheme, value, image} = parseReference(reference, look);
	if (kind !== 'path') {
		return kind === 'name' && !withPassword.test(value) ? reference : undefined;
	}

	const whole = path.resolve(expandHome(value));
	const isThere = value !== '-' && lies(whole);
	return isThere ? `${scheme === undefined ? '' : `${scheme}:`}${whole}${image === undefined ? '' : `:${image}`}` : undefined;
}

/** Whether something lies there that stays: `/dev/fd/63`, as a shell's `<(…)` writes it, does not. */
function lies(whole: string): boolean {
	try {
		const stats = fs.statSync(whole);
		return (stats.isFile() || stats.isDirectory()) && !/^\/(?:dev|proc)\//.test(whole);
	} catch {
		return false;
	}
}
