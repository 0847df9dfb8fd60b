/**
A path of an image as a relative reference of a URI (RFC 3986), percent-encoded: `usr/lib/a%20b`.

@param pathBase64 Its bytes, where they are no UTF-8.
*/
export function pathUri(path: string, pathBase64: string | null): string {
	return relativeUri(pathBase64 === null ? Buffer.from(path) : Buffer.from(pathBase64, 'base64'));
}

/** What the user called an image, as the same. */
export function imageUri(reference: string): string {
	return relativeUri(Buffer.from(reference)) || 'image';
}

/** Without what would lead out of where it stands. */
function relativeUri(bytes: Buffer): string {
	return bytes.toString('latin1').split('/').filter(name => !['', '.', '..'].includes(name)).map(name => encodeName(name)).join('/');
}

/** @param name A character a byte. */
function encodeName(name: string): string {
	return name.replaceAll(/[^\w\-.~]/g, character => `%${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}`);
}
