import {root, type PathId} from '../tree/path-tree.js';
import {readAccountFile} from './account-file.js';
import type {AuditInput} from './audit-input.js';

/** The home folders that are there, of root and of all users that `/etc/passwd` names, by path. */
export function homes(input: Pick<AuditInput, 'files' | 'factOf'>): PathId[] {
	const named = readAccountFile(input, '/etc/passwd').accounts.map(({home}) => home);
	const found = ['/root', ...named].map(home => home?.startsWith('/') ? input.files.find(home)?.path : undefined);
	return [...new Set(found.filter(path => path !== undefined && path !== root))].sort((a, b) => a! - b!) as PathId[];
}
