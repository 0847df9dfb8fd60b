const slash = 0x2F;
const dot = 0x2E;

/** `.wh.`: the prefix of a whiteout's name (OCI image-spec, layer.md). */
const whiteoutPrefix = [0x2E, 0x77, 0x68, 0x2E] as const;

/** A path as an archive writes it, made relative to the root: bytes from `start` to `end` of `bytes`. */
export type CleanPath = {
	bytes: Uint8Array;
	start: number;
	end: number;
	/** Whether it tried to leave the root by `..`. */
	escaped: boolean;
};

/**
Takes `./`, leading, doubled and trailing slashes off a path and resolves `.` and `..` within the root.
Nearly all paths need a cut at their ends at most; `into` is filled in and returned, so that no object is made for each of a million entries.
*/
export function cleanPath(bytes: Uint8Array, start: number, end: number, into: CleanPath): CleanPath {
	let from = start;
	let to = end;
	while (from < to) {
		if (bytes[from] === slash) {
			from++;
		} else if (bytes[from] === dot && (from + 1 === to || bytes[from + 1] === slash)) {
			from += from + 1 === to ? 1 : 2;
		} else {
			break;
		}
	}

	while (to > from && bytes[to - 1] === slash) {
		to--;
	}

	into.bytes = bytes;
	into.start = from;
	into.end = to;
	into.escaped = false;
	return hasOddSegment(bytes, from, to) ? rebuild(bytes, from, to, into) : into;
}

/** Whether a segment is empty, `.` or `..`. */
function hasOddSegment(bytes: Uint8Array, from: number, to: number): boolean {
	let segment = from;
	for (let index = from; index <= to; index++) {
		if (index < to && bytes[index] !== slash) {
			continue;
		}

		const length = index - segment;
		if ((length === 0 && to > from) || (length === 1 && bytes[segment] === dot) || (length === 2 && bytes[segment] === dot && bytes[segment + 1] === dot)) {
			return true;
		}

		segment = index + 1;
	}

	return false;
}

function rebuild(bytes: Uint8Array, from: number, to: number, into: CleanPath): CleanPath {
	const kept: Uint8Array[] = [];
	let segment = from;
	for (let index = from; index <= to; index++) {
		if (index < to && bytes[index] !== slash) {
			continue;
		}

		const part = bytes.subarray(segment, index);
		segment = index + 1;
		if (part.length === 2 && part[0] === dot && part[1] === dot) {
			into.escaped ||= kept.length === 0;
			kept.pop();
		} else if (part.length > 0 && !(part.length === 1 && part[0] === dot)) {
			kept.push(part);
		}
	}

	const joined = new Uint8Array(kept.reduce((sum, part) => sum + part.length + 1, 0));
	let at = 0;
	for (const part of kept) {
		joined.set(part, at);
		at += part.length;
		joined[at++] = slash;
	}

	into.bytes = joined;
	into.start = 0;
	into.end = Math.max(0, at - 1);
	return into;
}

/** Where the last segment of a path starts. */
export function nameStart(bytes: Uint8Array, start: number, end: number): number {
	let at = end;
	while (at > start && bytes[at - 1] !== slash) {
		at--;
	}

	return at;
}

/** What the last segment of a path, from `name` to `end`, says of whiteouts. */
export function whiteoutKind(bytes: Uint8Array, name: number, end: number): 'none' | 'whiteout' | 'opaque' | 'aufs' | 'meaningless' {
	if (end - name < 4 || !startsWith(bytes, name, whiteoutPrefix)) {
		return 'none';
	}

	const rest = name + 4;
	if (end - rest >= 4 && startsWith(bytes, rest, whiteoutPrefix)) {
		// `.wh..wh..opq`
		const isOpaque = end - rest === 8 && bytes[rest + 4] === dot && bytes[rest + 5] === 0x6F && bytes[rest + 6] === 0x70 && bytes[rest + 7] === 0x71;
		return isOpaque ? 'opaque' : 'aufs';
	}

	const removed = end - rest;
	const isDots = (removed === 1 && bytes[rest] === dot) || (removed === 2 && bytes[rest] === dot && bytes[rest + 1] === dot);
	return removed === 0 || isDots ? 'meaningless' : 'whiteout';
}

function startsWith(bytes: Uint8Array, at: number, prefix: readonly number[]): boolean {
	return bytes[at] === prefix[0] && bytes[at + 1] === prefix[1] && bytes[at + 2] === prefix[2] && bytes[at + 3] === prefix[3];
}
