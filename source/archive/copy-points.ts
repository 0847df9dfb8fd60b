import type {SeekPoints} from './seek-points.js';

type Column = Uint8Array | Uint32Array | Float64Array;

/** Points on other memory, such as threads share or do not. */
export function copyPoints(points: SeekPoints, memory: (length: number) => ArrayBuffer | SharedArrayBuffer): SeekPoints {
	const copy = <C extends Column>(column: C): C => {
		const copied = new (column.constructor as new (buffer: ArrayBuffer | SharedArrayBuffer) => C)(memory(column.byteLength));
		copied.set(column);
		return copied;
	};

	const {plain, stored, bit, check, windowStart, windows, chunks} = points;
	return {
		...points,
		plain: copy(plain),
		stored: copy(stored),
		bit: copy(bit),
		check: copy(check),
		windowStart: copy(windowStart),
		windows: copy(windows),
		...chunks && {chunks: {end: copy(chunks.end), inner: copy(chunks.inner), digest: copy(chunks.digest)}},
	};
}
