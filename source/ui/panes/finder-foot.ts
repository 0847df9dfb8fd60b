import {entryTypeNames} from '../../archive/entry-table.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {formatMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import type {LayerNumber} from '../../image/image.js';
import {changeNames} from '../../tree/change.js';
import {absent} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import {storyOf, type Chapter} from '../../tree/story.js';
import type {FoundRow} from '../finder.js';
import {cutEnd, cutStart, padEnd, padStart} from '../parts/fit.js';
import {memoize} from '../parts/memoize.js';
import {rule} from '../parts/rule.js';
import {textWidth} from '../parts/text-width.js';
import {selectInstructions} from '../select-layers.js';
import type {Grown, State} from '../state.js';
import type {Theme} from '../theme.js';
import {nowText} from '../views/story.js';
import {changeLetters, changeStyles} from './file-row.js';

const chaptersOf = memoize((grown: Grown, path: PathId): Chapter[] => storyOf(grown.overlay, path));

const whatWidth = 18;
const nowWidth = 17;

/** A rule, and below it the story of the path under the cursor: each layer that touched it. Exactly `height` lines. */
export function finderFoot(state: State, found: FoundRow | undefined, height: number, theme: Theme): string[] {
	const {columns} = state.size;
	const {grown} = state;
	const chapters = found && grown ? chaptersOf(grown, found.path) : [];
	const room = height - 1;
	// The first tells who brought it, the last what became of it.
	const shown = chapters.length > room ? [...chapters.slice(0, 1), ...chapters.slice(chapters.length - room + 2)] : chapters;
	const left = chapters.length - shown.length;
	const lines = shown.map(chapter => chapterLine(state, chapter, chapter.layer === found?.layer, theme));
	if (left > 0) {
		lines.splice(1, 0, theme.paint.faint(`      ${countOf(left, 'layer')} more`));
	}

	return [found && grown ? headingLine(grown, found, removedBy(chapters), columns, theme) : rule({}, columns, theme), ...Array.from({length: room}, (_, index) => lines[index] ?? '')];
}

/** The whole path, and what is known of the version that was found, as far as there is room. */
function headingLine({overlay}: Grown, found: FoundRow, hider: LayerNumber, columns: number, theme: Theme): string {
	const {symbols: {arrow, ellipsis, separator}} = theme;
	const whole = safeText(overlay.tree.path(found.path));
	const {mode, type, uid, gid, mtime, link} = overlay.facts(found.entry);
	const facts = [
		found.isGone ? `deleted by layer ${hider}` : '', formatMode(mode, entryTypeNames[type]), `${uid}:${gid}`, formatTime(mtime).slice(0, 10), link === '' ? '' : `${arrow} ${safeText(link)}`,
	].filter(Boolean);
	let room = columns - 7 - Math.min(textWidth(whole), leastPath);
	const shown = facts.filter(text => {
		room -= textWidth(text) + 3;
		return room >= 0;
	});
	const end = shown.join(` ${separator} `);
	return rule({text: cutStart(whole, columns - textWidth(end) - 7, ellipsis), end}, columns, theme);
}

/** Columns that the end of a path keeps beside what is known of it. */
const leastPath = 30;

function removedBy(chapters: readonly Chapter[]): LayerNumber {
	return chapters.findLast(({entry}) => entry === absent)?.layer ?? 0;
}

function chapterLine(state: State, chapter: Chapter, isFound: boolean, {paint, symbols: {ellipsis}}: Theme): string {
	const {columns} = state.size;
	const name = changeNames[chapter.change];
	const style = changeStyles[name];
	const letter = style ? paint[style](changeLetters[name]) : changeLetters[name];
	const hasNow = columns >= 100;
	const instructionWidth = columns - 5 - 2 - 1 - whatWidth - 1 - bytesWidth - 2 - (hasNow ? nowWidth + 1 : 0);
	const number = padStart(String(chapter.layer), 5, ellipsis);
	return [
		isFound ? paint.strong(number) : number, ' ', letter, ' ',
		padEnd(chapter.what.join(', ') || 'stored again', whatWidth, ellipsis), ' ',
		padStart(chapter.fate === undefined ? '' : formatBytes(chapter.size), bytesWidth, ellipsis), ' ',
		hasNow ? `${chapter.hiddenBy > 0 ? paint.waste(padEnd(nowText(chapter), nowWidth, ellipsis)) : padEnd(nowText(chapter), nowWidth, ellipsis)} ` : '',
		paint.faint(cutEnd(selectInstructions(state)[chapter.layer - 1]?.text ?? '', Math.max(0, instructionWidth), ellipsis)),
	].join('');
}
