/** What a flag or a variable says to programs in Go, such as dive: as `strconv.ParseBool` reads it; undefined for what it refuses. */
export function goBoolean(text: string): boolean | undefined {
	return /^(?:1|t|T|true|TRUE|True)$/.test(text) ? true : (/^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : undefined);
}
