import type {Overlay} from '../tree/overlay.js';
import {fate} from '../tree/fate.js';
import {countBytes} from './count-bytes.js';
import type {Finding} from './finding.js';
import {rules} from './rules/index.js';

/** What an image would weigh if all that could go went, and of what the rest consists: the three add up to the image's size. */
export type CouldBe = {
	size: number;
	/** Content bytes that no path of the finished file system shows. */
	waste: number;
	/** Of those that one shows, what rules say that a build left behind. */
	leftovers: number;
};

/**
What an image could be: without what nobody sees, and without what findings of the group `leftovers` name, each byte once. Of a
content that would be stripped the rest stays.
*/
export function couldBe(overlay: Overlay, findings: Iterable<Finding>): CouldBe {
	const {live, wasted} = overlay.bytes();
	const isLeftover = new Set(rules.filter(({group}) => group === 'leftovers').map(({id}) => id));
	const named = [...findings].filter(({rule}) => isLeftover.has(rule));
	const leftovers = countBytes(overlay, named, content => overlay.fateOf(content) === fate.live);
	return {size: live - leftovers, waste: wasted, leftovers};
}
