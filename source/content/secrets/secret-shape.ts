import type {Needle} from './needle-finder.js';
import type {SecretConfidence, SecretKind, SecretSpan} from './secret-kind.js';

/** How a secret is told by its shape, whatever is around it. */
export type SecretShape = {
	/** What of it is looked for; at least four characters each. */
	needles: readonly Needle[];
	/** The secret whose needle stands at a place. What it does is bounded, however often it is called for a text. */
	find: (text: string, at: number) => SecretSpan | undefined;
};

/** How sure it is that a value is a secret, or whether documentation gives it as an example; undefined where it is none. */
export type Judge = (value: string) => SecretConfidence | 'example' | undefined;

/**
A shape that a regular expression tells.

@param pattern Sticky; matches at the needle, with every repetition bounded. What stands before the needle is in a group `before` of a
look-behind; where the value is not all, it is the group `value`, and ends the match.
@param isFolded Whether small letters of needles stand for capitals too.
*/
export function shapeOf(kind: SecretKind, needles: readonly string[], pattern: RegExp, judge: Judge, isFolded = false): SecretShape {
	return {
		needles: needles.map(text => ({text, isFolded})),
		find(text, at) {
			pattern.lastIndex = at;
			const match = pattern.exec(text);
			if (!match) {
				return undefined;
			}

			const {before = '', value} = match.groups ?? {};
			const end = at + match[0].length;
			const start = value === undefined ? at - before.length : end - value.length;
			const verdict = judge(text.slice(start, end));
			return verdict && {kind, start, end, ...(verdict === 'example' ? {confidence: 'low', isExample: true} : {confidence: verdict})};
		},
	};
}
