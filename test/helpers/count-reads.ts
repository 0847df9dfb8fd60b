/** Reads of a typed-array property's values, counted from now on, however often the column is replaced by a longer one. */
export function countReads(owner: object, column: string): {count: number} {
	const reads = {count: 0};
	const watched = (values: object) => new Proxy(values, {
		get(target, key) {
			if (typeof key === 'string' && /^\d+$/.test(key)) {
				reads.count++;
			}

			const value: unknown = Reflect.get(target, key);
			return typeof value === 'function' ? value.bind(target) as unknown : value;
		},
		set: (target, key, value) => Reflect.set(target, key, value),
	});
	let values = watched((owner as Record<string, object>)[column]);
	Object.defineProperty(owner, column, {
		get: () => values,
		set(next: object) {
			values = watched(next);
		},
	});
	return reads;
}
