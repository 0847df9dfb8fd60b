import {askedPath, type ExtractPlan, type NodeId, type Skipped} from './extract-plan.js';

/** Of each reason so many paths are named; the rest are counted. */
const namedPaths = 5;

/** A path is told no further than this, in characters: it may be as long as an archive. */
const longestTold = 500;

/** More reasons than this are told as one: reasons may hold text of the system. */
const maximumReasons = 50;

/** Gathers what did not come out, by reason. */
export class SkipList {
	private readonly byReason = new Map<string, Skipped>();

	constructor(before: readonly Skipped[] = []) {
		for (const {reason, count, paths} of before) {
			this.addAll(reason, count, paths);
		}
	}

	get list(): Skipped[] {
		return [...this.byReason.values()];
	}

	/** A path of the result did not come out. */
	add(plan: ExtractPlan, node: NodeId, reason: string): void {
		this.addPath(reason, () => {
			const path = askedPath(plan, node);
			return path.length > longestTold ? `${path.slice(0, longestTold)}…` : path;
		});
	}

	/** The same, of a path that is told only where it is named. */
	addPath(reason: string, path: () => string): void {
		const known = this.byReason.get(reason);
		this.addAll(reason, 1, (known?.paths.length ?? 0) < namedPaths ? [path()] : []);
	}

	addAll(reason: string, count: number, paths: readonly string[]): void {
		const key = this.byReason.has(reason) || this.byReason.size < maximumReasons ? reason : 'other reasons';
		const known = this.byReason.get(key);
		if (known) {
			known.count += count;
			known.paths.push(...paths.slice(0, namedPaths - known.paths.length));
		} else {
			this.byReason.set(key, {reason: key, count, paths: paths.slice(0, namedPaths)});
		}
	}
}
