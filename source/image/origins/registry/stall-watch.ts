/**
Watches over what a registry is waited for: where nothing comes for as long as it is patient, it says so, once.

Only waiting counts. A reader who takes his time does not make the registry slow.
*/
export class StallWatch {
	private timer?: NodeJS.Timeout;

	/**
	@param milliseconds How long it is patient.
	@param onStall What is done when it is no longer.
	*/
	constructor(private readonly milliseconds: number, private readonly onStall: () => void) {}

	/** Something is waited for from now on. */
	start(): void {
		if (this.timer) {
			this.timer.refresh();
		} else {
			this.timer = setTimeout(this.onStall, this.milliseconds);
		}
	}

	/** Nothing is. */
	stop(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
	}
}
