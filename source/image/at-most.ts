/** Lets so many pieces of work run at once; the others wait, first come first served. */
export class AtMost {
	private running = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly most: number) {}

	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.running === this.most) {
			const {promise, resolve} = Promise.withResolvers<void>();
			this.waiting.push(resolve);
			await promise;
		} else {
			this.running++;
		}

		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) {
				next();
			} else {
				this.running--;
			}
		}
	}
}
