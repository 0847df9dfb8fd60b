import {isAscii, isUtf8} from 'node:buffer';

/**
The text of a line's bytes: UTF-8, and Latin-1 where they are none.

@param isBinary Whether the line is of a binary content, where most bytes are no text at all: with `isBeyondAscii` what is UTF-8 in it counts.
*/
export function decodeLine(bytes: Buffer, isBinary: boolean, isBeyondAscii: boolean): string {
	if (isAscii(bytes)) {
		return bytes.toString('latin1');
	}

	return isUtf8(bytes) || (isBinary && isBeyondAscii) ? bytes.toString('utf8') : bytes.toString('latin1');
}
