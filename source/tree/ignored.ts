import {difference} from './difference.js';

/** What a comparison can leave out: attributes of paths (as `difference` names them), times in the documents, and whole documents. */
export const ignorable = ['mode', 'uid', 'gid', 'mtime', 'xattrs', 'hardlinks', 'created', 'config', 'history'] as const;

export type Ignored = (typeof ignorable)[number];

/** Words for several at once. Two builds of one Dockerfile differ in times. */
export const ignorableGroups = {
	times: ['mtime', 'created'],
	owners: ['uid', 'gid'],
	metadata: ['mode', 'uid', 'gid', 'mtime', 'xattrs', 'hardlinks'],
} as const satisfies Record<string, readonly Ignored[]>;

/** The differences of paths that are left out, as bits. */
export function ignoredBits(ignored: ReadonlySet<Ignored>): number {
	let bits = 0;
	for (const [name, bit] of Object.entries(difference)) {
		bits |= ignored.has(name as Ignored) ? bit : 0;
	}

	return bits;
}
