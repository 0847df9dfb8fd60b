import {cleanPath} from '../archive/entry-path.js';
import {entryType} from '../archive/entry-table.js';
import {decodeBytes, encodeEscaped} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from '../tree/entry-store.js';
import {followLinks, type BrokenPath} from '../tree/follow-links.js';
import type {LayerRange} from '../tree/held-entry.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {sameNames} from './same-names.js';

/** Where a path was looked for. */
export type Sought = {
	/** In the file system as it stood after this layer. */
	at: LayerNumber;
	/** Only what the layers from this one up to `at` hold. */
	from?: LayerNumber;
	/** Whether links in the last name were followed. */
	follow: boolean;
	/** Whether the link itself could be had. */
	takesLinks?: boolean;
};

/** Why a path of the command line leads to nothing, as a sentence: with the link at fault, or with the layer that has it. */
export function whyMissing(overlay: Overlay, operand: string, sought: Sought, {problem, path}: BrokenPath): string {
	const {at, from, takesLinks} = sought;
	const asked = `/${decodeBytes(encodeEscaped(operand)).replace(/^\/+/, '')}`;
	const state = from === undefined ? stateAfter(overlay, at) : rangeText({from, to: at});
	const has = from === undefined || from === at ? 'has' : 'have';
	if (problem === 'loop') {
		return `${asked} leads in a circle: ${path} is a link of more than 40 in a row.`;
	}

	if (problem === 'not-a-directory') {
		return `${state} ${has} no ${asked}: ${path} is no folder.`;
	}

	const dead = deadLink(overlay, encodeEscaped(operand), {at, from});
	const elsewhere = from === undefined ? layerWithPath(overlay, encodeEscaped(operand), sought) : undefined;
	if (dead?.isLast) {
		return `${dead.says}${elsewhere === undefined ? '' : `; after layer ${elsewhere} it is: --at ${elsewhere} takes it`}${takesLinks ? '; --no-follow takes the link itself' : ''}.`;
	}

	if (elsewhere !== undefined) {
		return `${state} ${has} no ${asked}, but layer ${elsewhere} does: --at ${elsewhere} takes it from there.`;
	}

	if (dead) {
		return `${state} ${has} no ${asked}: ${dead.says}.`;
	}

	if (from !== undefined) {
		return whyNotHeld(overlay, asked, overlay.tree.find(cleaned(encodeEscaped(operand))), {from, to: at});
	}

	return `${state} has no ${asked}${path === asked ? '' : `: ${path} is not there`}.${sameNames(overlay, operand, at)}`;
}

/** Why some layers hold nothing of a path, as a sentence: `Layer 6 removes /x; layer 5 had it: --layer 5 takes it.` */
export function whyNotHeld({transitions, store}: Overlay, named: string, path: PathId, range: LayerRange): string {
	const {from, to} = range;
	const layers = rangeText(range);
	const holds = `${layers} ${from === to ? 'holds' : 'hold'} no ${named}`;
	/** Going back from the last: the layer of the range that removed it, and the last that stored it up to the range's end, or above. */
	let removedBy: LayerNumber | undefined;
	let below: LayerNumber | undefined;
	let above: LayerNumber | undefined;
	for (let transition = path < 0 ? -1 : transitions.last[path]; transition >= 0; transition = transitions.previous[transition]) {
		const layer = transitions.layer[transition];
		const entry = transitions.entry[transition];
		if (layer > to) {
			above = entry >= 0 ? store.layerOf(entry) : above;
		} else {
			removedBy ??= entry === absent && layer >= from ? layer : undefined;
			below ??= entry >= 0 ? store.layerOf(entry) : undefined;
		}
	}

	if (removedBy !== undefined && below !== undefined) {
		return `Layer ${removedBy} removes ${named}; layer ${below} had it: --layer ${below} takes it.`;
	}

	if (below !== undefined) {
		return `${holds}: it is of layer ${below}.`;
	}

	return above === undefined ? `${holds}, nor does any other.` : `${holds}, but layer ${above} does: --layer ${above} takes it.`;
}

/** `Layer 3`, `Layers 3 to 5` */
export function rangeText({from, to}: LayerRange): string {
	return from === to ? `Layer ${to}` : `Layers ${from} to ${to}`;
}

/** The first link of a path that leads nowhere, and whether it is the path's last name. */
export function deadLink(overlay: Overlay, path: Uint8Array, {at, from}: {at: LayerNumber; from?: LayerNumber}): {says: string; isLast: boolean} | undefined {
	for (let end = 0; end < path.length;) {
		// Each time with a name more.
		end = path.findIndex((byte, index) => index > end && byte === 0x2F);
		end = end < 0 ? path.length : end;
		const link = followLinks(overlay, path.subarray(0, end), {at, from, follow: false});
		if ('problem' in link) {
			return undefined;
		}

		if (overlay.facts(link.entry).type === entryType.symlink) {
			const led = followLinks(overlay, path.subarray(0, end), {at, from, follow: true});
			if ('problem' in led) {
				const named = overlay.tree.path(link.path);
				const isLast = path.subarray(end).every(byte => byte === 0x2F);
				return {isLast, says: led.path === named ? `${named} is a link to nothing` : `${named} leads to ${led.path}, which is not there`};
			}
		}
	}

	return undefined;
}

/** `/bin is a link to usr/bin`, of the first link that a path leads through, if there is one. */
export function linkOnTheWay(overlay: Overlay, path: Uint8Array, {at, from}: {at: LayerNumber; from?: LayerNumber}): string | undefined {
	for (let end = path.indexOf(0x2F, 1); end > 0; end = path.indexOf(0x2F, end + 1)) {
		const found = followLinks(overlay, path.subarray(0, end), {at, from, follow: false});
		if ('problem' in found) {
			return undefined;
		}

		const {type, link} = overlay.facts(found.entry);
		if (type === entryType.symlink) {
			return `${overlay.tree.path(found.path)} is a link to ${link}`;
		}
	}

	return undefined;
}

/** The layer after which a path led somewhere; of several the last one, and of that state the layer that made it so. */
function layerWithPath(overlay: Overlay, path: Uint8Array, {follow}: Sought): LayerNumber | undefined {
	const {transitions} = overlay;
	for (let layer = overlay.ready; layer > 0; layer--) {
		const found = followLinks(overlay, path, {at: layer, follow});
		if (!('problem' in found)) {
			const origin = transitions.layer[transitions.at(found.path, layer)];
			const atOrigin = origin === undefined ? undefined : followLinks(overlay, path, {at: origin, follow});
			return atOrigin && !('problem' in atOrigin) ? origin : layer;
		}
	}

	return undefined;
}

function stateAfter({layerCount}: Overlay, at: LayerNumber): string {
	return at === layerCount ? 'The final file system' : `The file system after layer ${at}`;
}

/** A path without what does nothing in it, and without a slash in front. */
export function cleaned(bytes: Uint8Array): Uint8Array {
	const clean = cleanPath(bytes, 0, bytes.length, {bytes, start: 0, end: 0, escaped: false});
	return clean.bytes.slice(clean.start, clean.end);
}
