/** Fewer bytes in all the time that is waited are as good as none: a registry that sends one now and then would never end. */
const slowest = 1024;

/**
Watches over what a registry is waited for: where nothing comes for as long as it is patient, or next to nothing, it says so, once.

Only waiting counts. A reader who takes his time does not make the registry slow.
*/
export class StallWatch {
	private timer?: NodeJS.Timeout;
	private lastLook?: NodeJS.Immediate;
	private started = 0;
	private waited = 0;
	private bytes = 0;

	/**
	@param milliseconds How long it is patient.
	@param onStall What is done when it is no longer; told whether anything came.
	*/
	constructor(private readonly milliseconds: number, private readonly onStall: (hasCome: boolean) => void) {}

	/** Something is waited for from now on. */
	start(): void {
		this.started = performance.now();
		this.timer = setTimeout(() => {
			// What came while this program was busy with something else is read before it is called late.
			this.lastLook = setImmediate(() => {
				this.onStall(this.bytes > 0);
			});
		}, Math.max(1, this.milliseconds - this.waited));
	}

	/**
	Nothing is waited for any more.

	@param bytes What came.
	*/
	stop(bytes = 0): void {
		clearTimeout(this.timer);
		clearImmediate(this.lastLook);
		this.waited += performance.now() - this.started;
		this.bytes += bytes;
		if (this.bytes >= slowest) {
			this.waited = 0;
			this.bytes = 0;
		}
	}
}
