import {decodeBytes, encodeEscaped} from '../format/safe-text.js';
import {followLinks, type BrokenPath, type FollowedPath} from '../tree/follow-links.js';
import type {Overlay} from '../tree/overlay.js';

type Where = Parameters<typeof followLinks>[2];

/** The bytes that a path of the command line may stand for: as it is first, then with `\xNN` decoded. */
export function spellingsOf(operand: string): [asGiven: Uint8Array, decoded: Uint8Array] {
	return [new TextEncoder().encode(operand), encodeEscaped(operand)];
}

/** What a path of the command line leads to, and how it is spelled there; where both spellings lead to nothing, why it does not as it is given. */
export function followOperand(overlay: Overlay, operand: string, where: Where): {bytes: Uint8Array; found: FollowedPath | BrokenPath} {
	const [asGiven, decoded] = spellingsOf(operand).map(bytes => ({bytes, found: followLinks(overlay, bytes, where)}));
	return 'problem' in asGiven.found && !('problem' in decoded.found) ? decoded : asGiven;
}

/** The path that a pattern leads to, if it is a path that leads anywhere; `isElsewhere` where links make it another than it says. */
export function leadOf(overlay: Overlay, pattern: string, where: Where): {path: string; isElsewhere: boolean} | undefined {
	const {bytes, found} = followOperand(overlay, pattern, where);
	if ('problem' in found) {
		return undefined;
	}

	const path = overlay.tree.path(found.path);
	const plain = decodeBytes(bytes).split('/').filter(name => name !== '' && name !== '.').join('/');
	return {path, isElsewhere: path !== `/${plain}`};
}
