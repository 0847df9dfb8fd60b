import {afterLastLook} from '../after-last-look.js';

/** Fewer bytes in all the time that is waited are as good as none: a registry that sends one now and then would never end. */
const slowest = 1024;

/**
Watches over what a registry is waited for: where nothing comes for as long as it is patient, or next to nothing, it says so, once.

Only waiting counts. A reader who takes his time does not make the registry slow.
*/
export class StallWatch {
	private callOff?: () => void;
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
		this.callOff = afterLastLook(Math.max(1, this.milliseconds - this.waited), () => {
			this.onStall(this.bytes > 0);
		});
	}

	/**
	Nothing is waited for any more.

	@param bytes What came.
	*/
	stop(bytes = 0): void {
		this.callOff?.();
		this.waited += performance.now() - this.started;
		this.bytes += bytes;
		if (this.bytes >= slowest) {
			this.waited = 0;
			this.bytes = 0;
		}
	}
}
