import {squarify, type Area} from '../../format/squarify.js';
import {safeText} from '../../format/safe-text.js';
import {cutText} from '../cut-text.js';
import type {MapPart, StoredMap} from '../stored-map.js';
import {htmlText} from './html-text.js';

/** The picture's size in its own units, which are about pixels on a wide screen. */
const width = 1120;
const height = 560;

/** The line with a group's name, and how wide a letter is taken to be. */
const headHeight = 18;
const letterWidth = 6.3;
const boldWidth = 7.2;

/** What is told of a part by a pointer takes at most so many characters. */
const longestTitle = 100;

/** What is smaller has no room for a line of text. */
const leastText = {width: 34, height: 16} as const;

/** A map as a picture: each group a frame, each of its parts a rectangle of its size, the bytes that nobody sees hatched. Nothing of it needs script. */
export function treemapSvg(groups: StoredMap, label: string, size: (bytes: number) => string): string {
	const shown = groups.filter(({bytes}) => bytes > 0);
	const areas = squarify(shown.map(({bytes}) => bytes), width, height);
	return [
		`<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${htmlText(label)}">`,
		...shown.map((group, index) => groupSvg(group, areas[index], size)),
		'</svg>',
	].join('\n');
}

function groupSvg(group: StoredMap[number], area: Area, size: (bytes: number) => string): string {
	const hasHead = area.height > headHeight + leastText.height && area.width > leastText.width;
	const inner = inset(area, hasHead ? headHeight : 1);
	const parts = group.parts.length > 0 ? group.parts : [group];
	const areas = squarify(parts.map(({bytes}) => bytes), inner.width, inner.height);
	return [
		`<g><rect class="frame"${placed(inset(area, 0))}/>`,
		hasHead ? textSvg(`${group.name}  ${size(group.bytes)}`, {...area, height: headHeight}, 'head') : '',
		...parts.map((part, index) => partSvg(part, {...areas[index], x: areas[index].x + inner.x, y: areas[index].y + inner.y}, size)),
		'</g>',
	].join('');
}

function partSvg(part: MapPart, area: Area, size: (bytes: number) => string): string {
	const {name, bytes, waste} = part;
	const title = `${name}: ${size(bytes)}${waste > 0 ? `, ${size(waste)} of it seen by nobody` : ''}`;
	const hatched = waste > 0 ? area.height * waste / bytes : 0;
	return [
		`<g><title>${htmlText(title, longestTitle)}</title><rect class="part"${placed(area)}/>`,
		hatched > 0 ? `<rect class="wasted"${placed({...area, y: area.y + area.height - hatched, height: hatched})}/>` : '',
		area.height >= leastText.height && area.width >= leastText.width ? textSvg(name, {...area, height: leastText.height}) : '',
		area.height >= leastText.height * 2 && area.width >= leastText.width * 1.5 ? textSvg(size(bytes), {...area, y: area.y + 13, height: leastText.height}) : '',
		'</g>',
	].join('');
}

/** A line of text, cut to where it fits. */
function textSvg(text: string, {x, y, width, height}: Area, style = ''): string {
	const room = Math.floor((width - 8) / (style === '' ? letterWidth : boldWidth));
	return room < 3 ? '' : `<text${style === '' ? '' : ` class="${style}"`} x="${round(x + 4)}" y="${round(y + height - 4)}">${htmlText(fitting(safeText(text), room))}</text>`;
}

/** Of a path its last names tell more than its first; of anything else the beginning. */
function fitting(text: string, room: number): string {
	if (text.length <= room || !text.startsWith('/')) {
		return cutText(text, room, '…');
	}

	const names = text.split('/');
	let last = names.pop()!;
	while (names.length > 1 && names.at(-1)!.length + last.length + 3 <= room) {
		last = `${names.pop()}/${last}`;
	}

	return last.length + 2 <= room ? `…/${last}` : cutText(last, room, '…');
}

function inset({x, y, width, height}: Area, top: number): Area {
	return {x: x + 1, y: y + Math.max(1, top), width: Math.max(0, width - 2), height: Math.max(0, height - 1 - Math.max(1, top))};
}

function placed({x, y, width, height}: Area): string {
	return ` x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function round(number: number): number {
	return Math.round(number * 10) / 10;
}
