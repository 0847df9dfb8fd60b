/** What a flag or a variable says to programs in Go, such as dive: as `strconv.ParseBool` reads it; undefined for what it refuses. */
export function goBoolean(text: string): boolean | undefined {
	return yes.has(text) ? true : (no.has(text) ? false : undefined);
}

const yes: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const no: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
