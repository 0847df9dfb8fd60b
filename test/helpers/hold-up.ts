const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Keeps this thread from doing anything else, for so many milliseconds or while something is so. */
export function holdUp(until: number | (() => boolean)): void {
	if (typeof until === 'number') {
		Atomics.wait(nobody, 0, 0, until);
		return;
	}

	while (until()) {
		Atomics.wait(nobody, 0, 0, 5);
	}
}
