/** A document that is to be fetched before an image can be read. */
export class DocumentNeeded extends Error {
	override name = 'DocumentNeeded';

	constructor(readonly digest: string) {
		super(`the document ${digest} was not fetched`);
	}
}
