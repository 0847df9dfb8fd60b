const letters: Readonly<Record<string, string>> = {
	directory: 'd',
	symlink: 'l',
	fifo: 'p',
	'character-device': 'c',
	'block-device': 'b',
};

/**
A mode as `ls -l` shows it.

@param type The name of the entry's type, such as `directory`: one of `entryTypeNames`.

@example
formatMode(0o4755, 'file'); // '-rwsr-xr-x'
*/
export function formatMode(mode: number, type: string): string {
	return (letters[type] ?? '-')
		+ triplet(mode >> 6, mode & 0o4000, 's')
		+ triplet(mode >> 3, mode & 0o2000, 's')
		+ triplet(mode, mode & 0o1000, 't');
}

/** A mode as outputs write it: four octal digits. */
export function octalMode(mode: number): string {
	return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** `special` (setuid, setgid or sticky) takes the place of the x, in capitals where there is no x. */
function triplet(bits: number, special: number, letter: string): string {
	const execute = (bits & 1) === 0 ? '-' : 'x';
	const marked = (bits & 1) === 0 ? letter.toUpperCase() : letter;
	return ((bits & 4) === 0 ? '-' : 'r') + ((bits & 2) === 0 ? '-' : 'w') + (special === 0 ? execute : marked);
}
