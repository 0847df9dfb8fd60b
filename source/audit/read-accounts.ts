/** A user of an image. */
export type Account = {name: string; uid: number};

/** More lines than this are not read: no system of people has as many. */
const mostAccounts = 10_000;

/** The users of an `/etc/passwd` (passwd(5)): a line each, `name:password:uid:gid:…`. Lines that are none are passed over. */
export function readAccounts(passwd: Uint8Array): Account[] {
	return Buffer.from(passwd.buffer, passwd.byteOffset, passwd.byteLength).toString().split('\n', mostAccounts).flatMap(line => {
		const [name, , uid] = line.split(':', 3);
		return name && /^\d{1,10}$/.test(uid ?? '') ? [{name, uid: Number(uid)}] : [];
	});
}
