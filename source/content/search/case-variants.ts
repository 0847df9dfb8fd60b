/** Every character of two bytes or fewer in UTF-16, without surrogates; made when it is first asked for. */
let characters: string | undefined;

/** The characters that are this one where case does not count: `k` is also `K` and the sign for kelvin. */
export function caseVariants(character: string): string[] {
	characters ??= Array.from({length: 0x1_00_00}, (_, code) => code >= 0xD8_00 && code < 0xE0_00 ? '' : String.fromCodePoint(code)).join('');
	const escaped = character.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
	return [...new Set([character, character.toLowerCase(), character.toUpperCase(), ...characters.match(new RegExp(escaped, 'giu')) ?? []])];
}
