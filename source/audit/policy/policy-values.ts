import {severities} from '../finding.js';

// What values of a policy look like. Its reader and its schema are made from these, so that both take the same.

export const failOns = [...severities, 'never'] as const;

export const ruleSwitches = ['off', 'on', ...severities] as const;

/** Texts by what they are. */
export const patterns = {
	/** A share in percent, 100 at most; as a number it is from 0 to 1. */
	percent: String.raw`^(?:100(?:\.0{1,9})?|\d{1,2}(?:\.\d{1,9})?)\s?%$`,
	/** A day of the calendar, from 2000 to 2999. */
	day: [
		String.raw`^2\d{3}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])$`,
		String.raw`^2\d{3}-(?:0[469]|11)-(?:0[1-9]|[12]\d|30)$`,
		String.raw`^2\d{3}-02-(?:0[1-9]|1\d|2[0-8])$`,
		String.raw`^2(?:\d(?:0[48]|[2468][048]|[13579][26])|[048]00)-02-29$`,
	].join('|'),
	/** What is more than space. */
	words: String.raw`\S`,
	label: String.raw`^[^\s=]+(?:=.*)?$`,
	codec: String.raw`^[\w.+-]{1,64}$`,
	/** As findings have them. */
	fingerprint: String.raw`^[\da-f]{32}$`,
	/** A layer by the start of its digest; otherwise it is a number. */
	digest: String.raw`^(?:sha256:[\da-f]{1,64}|[\da-f]{6,64})$`,
	/** A glob; each is held against many paths. Queries have expressions as well (`re:`), policies none. */
	glob: String.raw`^(?!re:)\S(?:[^\n]{0,998}\S)?$`,
} as const;
