/** A glob of a query as it is held against paths, as GLOBs of a command line are: without a slash against the last name, else against the whole path, which is written without its first slash. */
export function termGlob(pattern: string): {glob: string; isOfPath: boolean} {
	return {glob: pattern.replace(/^\.?\/+/, ''), isOfPath: pattern.includes('/')};
}
