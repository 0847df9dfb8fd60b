import {ageWidth, formatAge} from '../../format/age.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import {cutStart} from '../parts/fit.js';
import {highlight} from '../parts/highlight.js';
import {paragraph, type TextLine} from '../parts/text-line.js';
import {oneLine} from '../parts/wrap.js';
import {textWidth} from '../parts/text-width.js';
import {selectStartRows, type Offer, type Start, type StartRow} from '../start.js';
import type {Theme} from '../theme.js';
import type {ListView} from './view.js';

const openText = 'open ';

/** Images that can be opened: what an engine has, what lies in the working folder, what was opened lately, the demo. */
export const startView: ListView<StartRow> = {
	title: 'Images',
	sorts: ['the best match first'],
	rows: selectStartRows,
	key: ({key}) => key,
	text: ({name}) => name,
	heading: ({start}) => start ? placesText(start) : '',
	empty: () => [],
	columns: ({start}) => [
		{name: 'image', text: rowText, draw: drawName},
		{name: 'form', width: 14, leaves: 24, text: ({offer}) => safeText(offer?.form ?? ''), style: 'faint'},
		{name: 'size', width: bytesWidth, leaves: 16, isRight: true, text: ({offer}) => offer?.size === undefined ? '' : formatBytes(offer.size)},
		{name: 'made', width: ageWidth, leaves: 40, isRight: true, text: ({offer}) => ageText(start, offer?.made), style: 'faint'},
		{name: 'opened', width: ageWidth, leaves: 20, isRight: true, text: ({offer}) => ageText(start, offer?.opened)},
	],
	foot: ({offer, typed}, {start}, columns) => [
		...(offer ? offerLines(offer, columns) : paragraph(`Opens ${safeText(typed ?? '')}: a file, a folder or an image's name, as on the command line.`, columns)),
		// A line each, cut where there is no room: freedive docker://NAME tells all of it.
		...(start?.engines ?? []).flatMap(({note}): TextLine[] => note === undefined ? [] : [{text: oneLine(note), style: 'faint'}]),
	],
	place: () => undefined,
};

/** Where what is listed comes from, and who is still asked. */
function placesText({recent, folder, engines}: Start): string {
	const asked = engines.filter(({offers, note}) => offers === undefined && note === undefined).map(({from}) => from);
	return [
		recent.length > 0 ? `${recent.length} opened lately` : '',
		folder === undefined ? 'looking through this folder' : (folder.length > 0 ? `${folder.length} in this folder` : ''),
		...engines.flatMap(({from, offers = []}) => offers.length > 0 ? [`${offers.length} of ${from}`] : []),
		asked.length > 0 ? `asking ${asked.join(', ')}` : '',
	].filter(Boolean).join(', ');
}

function ageText(start: Start | undefined, time: number | undefined): string {
	return start === undefined || time === undefined ? '' : formatAge((start.now - time) / 1000);
}

/** Its whole name, and what is known of it. */
function offerLines({name, reference, place, image, platform, form, size, made, opened}: Offer, columns: number): TextLine[] {
	const whole = name === reference || reference === 'demo:' ? name : reference;
	const facts = [
		form, image ?? '', platform ?? '', size === undefined ? '' : formatBytes(size),
		made === undefined ? '' : `${place === undefined ? 'made' : 'changed'} ${formatTime(Math.floor(made / 1000))}`,
		opened === undefined ? '' : `opened ${formatTime(Math.floor(opened / 1000))}`,
	].filter(Boolean);
	return [...paragraph(safeText(whole), columns, 'strong'), ...paragraph(safeText(facts.join(', ')), columns)];
}

function rowText({name, typed}: StartRow): string {
	return typed === undefined ? name : openText + name;
}

/** Of a name that is too long the end is shown: that tells which it is. */
function drawName(row: StartRow, theme: Theme, width: number): string {
	const {paint, symbols: {ellipsis}} = theme;
	const whole = rowText(row);
	const shown = cutStart(whole, width, ellipsis);
	const cut = shown === whole ? 0 : whole.length - (shown.length - ellipsis.length);
	const start = cut === 0 ? 0 : ellipsis.length;
	const ranges = row.matches.map(([from, to]) => [Math.max(start, from - cut + start), to - cut + start] as const).filter(([from, to]) => to > from);
	const painted = row.typed === undefined ? highlight(shown, ranges, text => text, paint.match) : paint.good(shown);
	return painted + ' '.repeat(Math.max(0, width - textWidth(shown)));
}
