import {cutEnd, padEnd} from '../parts/fit.js';
import type {Theme} from '../theme.js';

/** What can be typed, and what it finds. */
const examples: ReadonlyArray<readonly [typed: string, finds: string]> = [
	['libssl conf', 'paths with these letters in this order, the best first; words in any order'],
	['\'exact ^start end$ !not', 'as it stands; from the start of the path; at its end; not'],
	['.key$ | .pem$', 'one or the other'],
	['*.so  lib[cm].*', 'patterns, in names'],
	['size:>10MB  size:1k..5k', 'by size'],
	['layer:3  change:removed', 'what a layer did'],
	['fate:rewritten  wasted', 'bytes that nobody sees any more'],
	['type:symlink  ext:so', 'what it is'],
	['owner:1000  mode:setuid', 'whose it is, and who may do what'],
	['newer:2024-01-01  older:30d', 'when it was changed last'],
	['package:openssl', 'what a package owns'],
	['re:\\.so\\.\\d+$', 'a regular expression, over paths'],
	['text:password', 'files whose content has it'],
];

const typedWidth = 28;

/** What can be asked, in at most so many lines. */
export function finderHelp(columns: number, lines: number, {paint, symbols}: Theme): string[] {
	const room = columns - typedWidth - 4;
	return examples.slice(0, Math.max(0, lines)).map(([typed, finds]) =>
		`  ${padEnd(typed, Math.min(typedWidth, columns - 2), symbols.ellipsis)}${room > 8 ? paint.faint(` ${cutEnd(finds, room, symbols.ellipsis)}`) : ''}`);
}
