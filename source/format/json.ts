/**
What JSON may hold as it is, and a terminal would obey or be led astray by: DEL, C1 controls, and what reorders text; and what begins a
command to a pipeline that reads along (see `withoutPipelineCommands`).
*/
const unsafe = /[\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]|#(?=#(?:vso)?\[)/gi;

/**
A value as JSON that is safe on a terminal and in the log of a pipeline: what `safeText` would rewrite stands as `\uNNNN`, which is the same JSON.

@param indent Spaces for each level; 0 writes one line.
*/
export function safeJson(value: unknown, indent = 0): string {
	return JSON.stringify(value, undefined, indent).replaceAll(unsafe, character => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
