import {encodeEscaped} from '../format/safe-text.js';
import type {Overlay} from '../tree/overlay.js';
import {pathFilter} from '../format/path-filter.js';
import {seenBy, type SeenView} from './layer-range.js';
import {listFiles, type ListOptions} from './list-files.js';
import {deadLink, linkOnTheWay} from './why-missing.js';

/**
Why a pattern matched nothing of a view, as the rest of a sentence: a link that leads nowhere, or what is gone; else nothing.

@param options.inFiles Whether only files were wanted, to search in them.
*/
export function whyUnmatched(overlay: Overlay, pattern: string, view: SeenView, {inFiles = false}: {inFiles?: boolean} = {}): string {
	const path = encodeEscaped(pattern);
	const {matches} = pathFilter([pattern]);
	const hidden = whereElse(overlay, view, {matches, inFiles});
	const link = pattern.includes('/') && hidden === '' ? deadLink(overlay, path, seenBy(view))?.says ?? linkOnTheWay(overlay, path, seenBy(view)) : undefined;
	return link === undefined ? hidden : `: ${link}`;
}

/** `: what does is gone; --all-layers shows it`, where layers store what a view does not show. */
export function whereElse(overlay: Overlay, view: SeenView, {inFiles = false, ...rows}: Pick<ListOptions, 'matches' | 'filter'> & {inFiles?: boolean}): string {
	const {layerCount} = overlay;
	if ('from' in view && view.from === 1 && view.to === layerCount) {
		return '';
	}

	for (const {type} of listFiles(overlay, {from: 1, to: layerCount}, rows)) {
		// What was never there can be removed, too.
		if (inFiles ? type === 'file' : type !== 'whiteout' && type !== 'opaque') {
			return `: ${'from' in view ? 'other layers hold what does' : (view.at === layerCount ? 'what does is gone' : `what does is not there after layer ${view.at}`)}; --all-layers ${inFiles ? 'searches' : 'shows'} it`;
		}
	}

	return '';
}
