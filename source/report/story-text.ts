import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {layerTitle} from '../image/layer-title.js';
import {cutText} from './cut-text.js';
import type {History, ReportedChapter} from './history.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

/** A path's story for people: each layer that touched it, how, what became of the bytes, and the instruction. */
export function storyText({image, path}: History, story: readonly ReportedChapter[], {bytes, width, color, ascii}: TextOptions): string {
	const size = bytes ? String : formatBytes;
	const paint = (style: 'dim' | 'yellow' | 'bold', text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const sizeWidth = Math.max(7, ...story.map(chapter => size(chapter.size).length));
	const indent = ' '.repeat(1 + 5 + 2 + sizeWidth + 2);
	const room = Math.max(20, width - indent.length);
	const chapters = story.map((chapter, index) => {
		const before = story.findLast((earlier, at) => at < index && earlier.layer < chapter.layer);
		const isWaste = chapter.stored > 0 && chapter.fate !== 'live';
		const [first, ...rest] = wrapText(safeText(deedOf(chapter, before)), room);
		const isShown = story.slice(index + 1).every(({stored, what}) => stored === 0 && !what.includes('removed') && !what.includes('type') && !what.includes('content'));
		const fate = fateOf(chapter, isShown);
		return [
			` ${String(chapter.layer).padStart(5)}  ${(chapter.fate === null ? '' : size(chapter.size)).padStart(sizeWidth)}  ${first}`,
			...rest.map(line => indent + line),
			...(fate === '' ? [] : wrapText(fate, room).map(line => indent + (isWaste ? paint('yellow', line) : line))),
			indent + paint('dim', cutText(safeText(layerTitle(chapter)), room, ascii ? '...' : '…')),
		].join('\n');
	});
	const stored = story.reduce((sum, chapter) => sum + chapter.stored, 0);
	const wasted = story.reduce((sum, chapter) => sum + (chapter.fate === 'live' ? 0 : chapter.stored), 0);
	return [
		`${paint('bold', safeText(path ?? ''))}  ${safeText(image.reference)}`,
		'',
		paint('dim', ` layer  ${'size'.padStart(sizeWidth)}  what it did`),
		...chapters,
		'',
		...wrapText(`${countOf(new Set(story.map(({layer}) => layer)).size, 'layer')} touched it${sumOf(story, stored, wasted, size)}`, width),
		'',
	].join('\n');
}

/** The end of the last sentence. */
function sumOf(story: readonly ReportedChapter[], stored: number, wasted: number, size: (bytes: number) => string): string {
	if (stored > 0) {
		return `; ${size(stored)} stored under this path, ${wasted === 0 ? 'none' : size(wasted)} of it wasted.`;
	}

	return story.some(({type}) => type === 'directory') ? '; what lies in it has stories of its own.' : '.';
}

/** What a layer did to the path, as a phrase. Not yet safe for a terminal. */
function deedOf(chapter: ReportedChapter, before: ReportedChapter | undefined): string {
	const {what, type, change, stored} = chapter;
	if (what[0] === 'removed') {
		return 'removed';
	}

	if (what[0] === 'added' || !before) {
		return `added: ${kindOf(chapter)}, ${chapter.mode}, ${chapter.uid}:${chapter.gid}`;
	}

	const deeds = [
		what.includes('type') ? `replaced by a ${kindOf(chapter)}` : '',
		what.includes('content') ? 'other content' : '',
		stored > 0 && !what.includes('content') && !what.includes('type')
			? (change === 'unknown' ? 'stored again in the same size; the contents can\'t be compared' : 'stored again, the same bytes')
			: '',
		what.includes('link') ? `leads to ${chapter.link}` : '',
		what.includes('mode') ? `mode ${before.mode} to ${chapter.mode}` : '',
		what.includes('owner') ? `owner ${before.uid}:${before.gid} to ${chapter.uid}:${chapter.gid}` : '',
		what.includes('time') ? `time set to ${chapter.mtime}` : '',
		what.includes('xattrs') ? 'other extended attributes' : '',
	].filter(deed => deed !== '');
	return deeds.length > 0 ? deeds.join(', ') : (type === 'hardlink' ? `another name of ${chapter.link}` : 'stored again as it was');
}

function kindOf({type, link}: ReportedChapter): string {
	switch (type) {
		case 'symlink': {
			return `link to ${link}`;
		}

		case 'hardlink': {
			return `another name of ${link}`;
		}

		default: {
			return (type ?? '').replaceAll('-', ' ');
		}
	}
}

/** What became of the bytes that the path then showed. `isShown`: no later layer put something else there. */
function fateOf({fate, hiddenBy, stored, layer}: ReportedChapter, isShown: boolean): string {
	switch (fate) {
		case null: {
			return '';
		}

		case 'live': {
			return isShown ? 'live: the finished image shows it' : 'live: the finished image shows it under another name';
		}

		case 'superseded': {
			return 'superseded: the layer itself stores the path again';
		}

		case 'unknown': {
			return `hidden by layer ${hiddenBy}, by the same bytes or others: they can't be compared`;
		}

		default: {
			return `${fate} by layer ${hiddenBy}${stored > 0 && hiddenBy !== layer ? ': wasted' : ''}`;
		}
	}
}
