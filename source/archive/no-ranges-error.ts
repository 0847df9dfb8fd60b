/** Where a blob lies knows no ranges: it can be had whole, or not at all. */
export class NoRangesError extends Error {
	override name = 'NoRangesError';
	override message = 'only the whole of it can be had';
}
