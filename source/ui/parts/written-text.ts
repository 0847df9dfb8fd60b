import {asciiSigns} from '../../format/ascii-signs.js';
import type {Theme} from '../theme.js';
import {textWidth} from './text-width.js';

/** Sentences of the program as the theme draws them: in ASCII where it draws no more. Where three points have no room, the ellipsis stands for them. */
export function writtenText(text: string, columns: number, {ascii, symbols}: Theme): string {
	if (!ascii) {
		return text;
	}

	const written = asciiSigns(text);
	return textWidth(written) <= columns ? written : asciiSigns(text.replaceAll('…', () => symbols.ellipsis));
}
