import {safeJson} from '../format/json.js';
import type {Cache} from './cache.js';

/** What is kept as JSON: `freedive schema cache` describes it. */
export function cacheJson(cache: Cache): string {
	return `${safeJson(cache, 2)}\n`;
}
