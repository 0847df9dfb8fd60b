/** Progress is told at most this often, in milliseconds. */
const progressPause = 50;

/** Tells now and then how many more bytes a thread has read. */
export class ReadNews {
	private read = 0;
	private told = performance.now();

	constructor(private readonly tell: (bytes: number) => void) {}

	add(bytes: number): void {
		this.read += bytes;
		if (performance.now() - this.told > progressPause) {
			this.tellRest();
			this.told = performance.now();
		}
	}

	/** Tells of what was read since. */
	tellRest(): void {
		this.tell(this.read);
		this.read = 0;
	}
}
