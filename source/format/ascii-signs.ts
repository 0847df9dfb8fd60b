/** Signs that freedive's own sentences have beside ASCII, and what stands for each. */
const signs: Readonly<Record<string, string>> = {'…': '...', '→': '->', '✓': '*', '×': 'x', '–': '-', '’': '\''};

/** A text with freedive's own signs as ASCII has them. Names from an image, in whatever letters, are left as they are. */
export function asciiSigns(text: string): string {
	return text.replaceAll(/[×–’…→✓]/g, sign => signs[sign]);
}
