import type {ExtractPlan, NodeId} from './extract-plan.js';
import type {Target} from './folder-walk.js';
import type {SkipList} from './skip-list.js';

/** What is to be kept of what an image says, and what may be replaced. */
export type ExtractOptions = {
	/** Existing files are replaced. */
	force: boolean;
	/** Owners are set, which takes root. */
	sameOwner: boolean;
	/** Setuid and setgid bits stay. */
	keepSetuid: boolean;
	/** Device nodes and named pipes are made. */
	devices: boolean;
};

/** What became of a node. */
export const fate = {
	pending: 0,
	/** A folder that this run made: nothing lies in it but what this run put there. */
	made: 1,
	/** A folder that was there. */
	merged: 2,
	/** Anything else, whole and in its place. */
	written: 3,
	skipped: 4,
} as const;

/** What came out otherwise than the image has it; how many, and one of them. */
export type Note = {kind: 'setuid' | 'owner' | 'unknown-owner' | 'xattrs' | 'times' | 'clamped' | 'mode'; count: number; path: string};

/** What all steps of an extraction into a folder share; several threads may work on one. */
export type FolderSession = {
	plan: ExtractPlan;
	target: Target;
	options: ExtractOptions;
	/** Whether the file system takes names for equal that differ in case. */
	foldsCase: boolean;
	/** The bits that the user's mask takes off modes. */
	mask: number;
	/** Whether all that is made belongs to root and its group by itself: no folder that was there hands its own group on. */
	isRoots: boolean;
	/** A `fate` for each node, on shared memory. */
	fates: Uint8Array;
	/** The first number is 1 once all shall stop, on shared memory. */
	control: Int32Array;
	/** The name under which this thread writes what it then moves to its place. */
	draft: string;
	skips: SkipList;
	notes: Map<Note['kind'], Note>;
	/** Told how many bytes of contents were written. */
	onBytes: (bytes: number) => void;
};

/** Whether nothing can lie at a node's place, so that it need not be looked at. */
export function isSurelyFree({plan, fates, foldsCase}: FolderSession, node: NodeId): boolean {
	return !foldsCase && fates[plan.parent[node]] === fate.made;
}
