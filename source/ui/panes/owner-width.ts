import type {Overlay} from '../../tree/overlay.js';
import type {Grown} from '../state.js';

const widest = 11;

/** How wide the owners of each overlay are, up to which layer. */
const known = new WeakMap<Overlay, {ready: number; width: number}>();

/** Columns that the widest `uid:gid` of the layers that are in takes, at most eleven. */
export function ownerWidth({overlay, ready}: Grown): number {
	let {ready: from, width} = known.get(overlay) ?? {ready: 0, width: 5};
	while (from < ready && width < widest) {
		from++;
		const {uid, gid} = overlay.store.table(from);
		width = Math.min(widest, Math.max(width, digits(uid) + 1 + digits(gid)));
	}

	known.set(overlay, {ready: from, width});
	return width;
}

function digits(column: Uint32Array): number {
	return String(column.reduce((most, value) => Math.max(most, value), 0)).length;
}
