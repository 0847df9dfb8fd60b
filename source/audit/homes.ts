import {root, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** More lines of `/etc/passwd` are not read: an image has dozens of users. */
const mostUsers = 4096;

/** The home folders that are there, of root and of all users that `/etc/passwd` names (passwd(5)), by path. */
export function homes({files, factOf}: Pick<AuditInput, 'files' | 'factOf'>): PathId[] {
	const content = files.content('/etc/passwd');
	const text = content === undefined ? undefined : factOf(content)?.text;
	const lines = Buffer.from(text ?? []).toString('latin1').split('\n', mostUsers);
	const named = lines.map(line => line.split(':')).filter(fields => fields.length >= 6).map(fields => fields[5]);
	const found = ['/root', ...named].filter(home => home.startsWith('/')).map(home => files.find(home)?.path);
	return [...new Set(found.filter(path => path !== undefined && path !== root))].sort((a, b) => a! - b!) as PathId[];
}
