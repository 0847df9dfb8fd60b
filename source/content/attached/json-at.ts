/** A text of a document that is told is no longer than this: addresses and names have less. */
const longestText = 1000;

/** What stands at a path of keys in JSON of whatever shape; undefined where there is nothing. */
export function jsonAt(value: unknown, ...keys: ReadonlyArray<string | number>): unknown {
	let found = value;
	for (const key of keys) {
		found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? (found as Record<string | number, unknown>)[key] : undefined;
	}

	return found;
}

/** The text at a path of keys, cut where it is too long to be told; undefined where there is none. */
export function textAt(value: unknown, ...keys: ReadonlyArray<string | number>): string | undefined {
	const found = jsonAt(value, ...keys);
	return typeof found === 'string' && found !== '' ? found.slice(0, longestText) : undefined;
}

/** The list at a path of keys; empty where there is none. */
export function listAt(value: unknown, ...keys: ReadonlyArray<string | number>): readonly unknown[] {
	const found = jsonAt(value, ...keys);
	return Array.isArray(found) ? found as unknown[] : [];
}

/** The JSON of bytes; undefined where there is none. */
export function parsedJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return undefined;
	}
}
