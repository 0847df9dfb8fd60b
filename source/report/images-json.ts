import {safeJson} from '../format/json.js';
import type {Images} from './images.js';

/** Several images as JSON: `freedive schema images` describes it. */
export function imagesJson(images: Images): string {
	return `${safeJson(images, 2)}\n`;
}
