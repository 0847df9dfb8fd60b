import type {ImageWarning} from '../image/image.js';

/** 2 where something that is there could not be read, so that the result is partial. */
export function exitCodeOf(warnings: readonly ImageWarning[]): number {
	return warnings.some(({incomplete}) => incomplete) ? 2 : 0;
}
