import type {ImageWarning} from '../image/image.js';

/** 2 where something that is there could not be read, so that the result is partial; 1 where something that was to be verified does not hold. */
export function exitCodeOf(warnings: readonly ImageWarning[]): number {
	return warnings.some(({incomplete}) => incomplete) ? 2 : Number(warnings.some(({isMismatch}) => isMismatch));
}
