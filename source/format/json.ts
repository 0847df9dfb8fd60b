/**
What JSON may hold as it is, and a terminal would obey or be led astray by: DEL, C1 controls, what reorders text, and what nobody sees;
and what begins a command to a pipeline that reads along (see `withoutPipelineCommands`).
*/
const unsafe = /[\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|#(?=#(?:[Vv][Ss][Oo])?\[)/gu;

/**
A value as JSON that is safe on a terminal and in the log of a pipeline: what `safeText` would rewrite stands as `\uNNNN`, which is the same JSON.

@param indent Spaces for each level; 0 writes one line.
*/
export function safeJson(value: unknown, indent = 0): string {
	return JSON.stringify(value, undefined, indent).replaceAll(unsafe, character =>
		Array.from({length: character.length}, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''));
}
