const powers = 'kmgtpe';

/** Bytes, and the half of what the number leaves open: `1.5M` may be anything that reads so. */
export type ParsedBytes = {bytes: number; half: number};

/**
A size as people write it: `250MB`, `1.5 GiB`, `64Ki`, `1000`. k, M, G and so on are 1000, Ki, Mi, Gi 1024; small letters and a last B
change nothing. Undefined where it is none.
*/
export function parseBytes(text: string): ParsedBytes | undefined {
	const [, number, fraction = '', power, binary] = /^(\d{1,15}(?:\.(\d{1,9}))?)\s?(?:([egkmpt])(i?)b?|b)?$/i.exec(text) ?? [];
	if (number === undefined) {
		return undefined;
	}

	const unit = power === undefined ? 1 : (binary === '' ? 1000 : 1024) ** (powers.indexOf(power.toLowerCase()) + 1);
	return {bytes: Number(number) * unit, half: power === undefined ? 0 : unit / (10 ** fraction.length) / 2};
}
