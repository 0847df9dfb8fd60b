import {safeJson} from '../format/json.js';
import type {Packages} from './packages.js';

/** Packages as JSON: `freedive schema packages` describes it. */
export function packagesJson(packages: Packages): string {
	return `${safeJson(packages, 2)}\n`;
}
