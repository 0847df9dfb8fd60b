import type {Tap} from '../tap.js';
import {contentDigest} from './content-digest.js';
import {fileFacts} from './file-facts.js';
import {packageFiles} from './package-files.js';

/** Every tap, one line each. A worker thread is told the names of those it is to hang on the pass. */
export const taps: readonly Tap[] = [
	contentDigest,
	packageFiles,
	fileFacts,
];

export type TapName = 'content-digest' | 'package-files' | 'file-facts';

export function tapsNamed(names: readonly TapName[]): Tap[] {
	return taps.filter(tap => (names as readonly string[]).includes(tap.name));
}
