/** The user stopped the program, or the time was up that it had: it ends with this exit code, and this sentence if there is one. */
export class Interruption extends Error {
	override name = 'Interruption';

	constructor(readonly exitCode: number, message = '') {
		super(message);
	}
}
