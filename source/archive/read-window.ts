import type {ByteSource} from './byte-source.js';

/** How much is read where what is wanted lies apart, and at most where one thing after another follows on what was read before, in bytes. */
const smallestRead = 16 * 1024;
const largestRead = 256 * 1024;

/** What lies no further ahead than this is read on to. */
const shortJump = 16 * 1024;

/** Places that are looked at in turn: a program is read at its start, at its end, at its tables and at their names. */
const mostPanes = 4;

/** A part of the source that was read. */
type Pane = {bytes: Uint8Array; start: number; end: number; step: number};

/**
A source seen through a window: contents that lie side by side come by one call, and of those apart just the beginning. The window has a
few panes, so that what is looked at by turns is read once.
*/
export class ReadWindow {
	/** The one that was looked through last comes first. */
	private readonly panes: Pane[] = [];

	constructor(private readonly source: ByteSource) {}

	/** The bytes at a place, at most `length` of them; fewer only at the source's end. Valid until the next call. */
	at(position: number, length: number): Uint8Array {
		const {bytes, start, end} = this.paneOf(position, length);
		return bytes.subarray(position - start, Math.min(end, position + length) - start);
	}

	private paneOf(position: number, length: number): Pane {
		const {panes} = this;
		for (const [index, pane] of panes.entries()) {
			if (position >= pane.start && position + length <= pane.end) {
				if (index > 0) {
					panes.splice(index, 1);
					panes.unshift(pane);
				}

				return pane;
			}
		}

		return this.move(position, length);
	}

	private move(position: number, length: number): Pane {
		const {panes, source} = this;
		const near = panes.findIndex(({start, end}) => position >= start && position - end <= shortJump);
		const pane = near >= 0 || panes.length === mostPanes ? panes.splice(near, 1)[0] : {bytes: new Uint8Array(smallestRead), start: 0, end: 0, step: smallestRead};
		// What lies side by side is read more and more at a time; one that follows on another by chance costs little.
		pane.step = near >= 0 ? Math.min(pane.step * 2, largestRead) : smallestRead;
		const wanted = Math.max(length, pane.step);
		if (pane.bytes.length < wanted) {
			pane.bytes = new Uint8Array(wanted);
		}

		pane.start = position;
		pane.end = position + source.read(pane.bytes.subarray(0, wanted), position);
		panes.unshift(pane);
		return pane;
	}
}
