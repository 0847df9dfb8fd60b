import type {Rule} from '../rule.js';
import {staticLibrary} from './static-library.js';

/** Every rule, one line each, in the order in which pages list them. */
export const rules: readonly Rule[] = [
	staticLibrary,
];
