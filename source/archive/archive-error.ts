/** An archive or blob that can't be read: one or two sentences for the user that name it and the cause. */
export class ArchiveError extends Error {
	override name = 'ArchiveError';
}
