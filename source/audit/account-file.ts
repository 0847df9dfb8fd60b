import {decodeBytes} from '../format/safe-text.js';
import type {EntryId} from '../tree/entry-store.js';
import type {AuditInput} from './audit-input.js';

/** A line of a file of accounts. Texts are as `decodeBytes` reads them, so that a home can be looked up as a path. */
export type Account = {
	name: string;
	/** What stands in the place of a password or its hash. */
	password: string;
	/** The uid in `/etc/passwd`, the gid in `/etc/group`; undefined where it is no number. */
	number?: number;
	/** The home folder, in `/etc/passwd` alone. */
	home?: string;
};

/** What a file of accounts says. */
export type AccountFile = {
	/** The entry that it is; undefined where it is not there. */
	content?: EntryId;
	accounts: readonly Account[];
	/** Whether those are all. A file that can't be read, or is longer than is read of one, may have others. */
	isWhole: boolean;
};

/** More lines than this are not read: no system of people has as many. */
const mostLines = 10_000;

/**
The accounts of the finished file system, a line each (passwd(5), shadow(5), group(5)): `name:password:number:…`. Comments and what NIS
adds (`+`, `-`) are passed over, and so are lines without a colon.
*/
export function readAccountFile({files, factOf}: Pick<AuditInput, 'files' | 'factOf'>, path: '/etc/passwd' | '/etc/shadow' | '/etc/group'): AccountFile {
	const content = files.content(path);
	if (content === undefined) {
		return {accounts: [], isWhole: files.find(path) === undefined};
	}

	const text = factOf(content)?.text;
	if (!text) {
		return {content, accounts: [], isWhole: false};
	}

	const accounts: Account[] = [];
	let start = 0;
	for (let lines = 0; start < text.length && lines < mostLines; lines++) {
		const lineEnd = text.indexOf(0x0A, start);
		const end = lineEnd === -1 ? text.length : lineEnd;
		const account = readLine(decodeBytes(text.subarray(start, end)), path);
		if (account) {
			accounts.push(account);
		}

		start = end + 1;
	}

	return {content, accounts, isWhole: start >= text.length};
}

function readLine(line: string, path: string): Account | undefined {
	const fields = line.trimEnd().split(':', 7);
	const [name, password, number] = fields;
	if (name === '' || password === undefined || /^[#+-]/.test(name)) {
		return undefined;
	}

	return {
		name,
		password,
		...(path !== '/etc/shadow' && number !== undefined && /^\d{1,10}$/.test(number) && {number: Number(number)}),
		...(path === '/etc/passwd' && fields.length > 5 && {home: fields[5]}),
	};
}
