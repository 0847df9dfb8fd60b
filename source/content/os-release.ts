/** What a system says of itself (os-release(5)); empty where it does not. */
export type OsRelease = {id: string; versionId: string; codename: string};

/** More lines are not read: the file has about fifteen. */
const mostLines = 1000;

/** Reads `/etc/os-release`. Values with anything but letters, digits, `.`, `_` and `-` are none. */
export function readOsRelease(text: Uint8Array): OsRelease {
	const values = new Map<string, string>();
	for (const line of Buffer.from(text).toString('latin1').split('\n', mostLines)) {
		const found = /^(?<key>[A-Z_]+)=(?<quote>["']?)(?<value>[\w\-.]+)\k<quote>\s*$/.exec(line)?.groups;
		if (found) {
			values.set(found.key, found.value);
		}
	}

	return {id: values.get('ID') ?? '', versionId: values.get('VERSION_ID') ?? '', codename: values.get('VERSION_CODENAME') ?? ''};
}
