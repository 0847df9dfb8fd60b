import type {KeyAction} from './action.js';
import type {Binding} from './key-bindings.js';

/** The keys of the viewer, and those that open it. */
export const viewerBindings: readonly Binding[] = [
	{keys: ['v'], action: {type: 'look'}, label: 'looks into the file under the cursor, in the version of that layer', hint: 'view', group: 'viewer', in: ['files', 'waste', 'duplicates', 'packages', 'story', 'map', 'audit']},
	{keys: ['n'], action: {type: 'next-match', by: 1}, label: 'to where it is found next', hint: 'next', group: 'viewer', in: ['viewer']},
	{keys: ['N'], action: {type: 'next-match', by: -1}, label: 'to where it is found before', hint: 'before', group: 'viewer', in: ['viewer']},
	{keys: ['v'], action: {type: 'look'}, label: 'says where files can be looked into', group: 'viewer', in: ['layers', 'build']},
	{keys: ['['], action: {type: 'next-view', by: -1}, label: 'the way to look at it before: text, formatted, what it says of itself, bytes, what changed', group: 'viewer', in: ['viewer']},
	{keys: [']'], action: {type: 'next-view', by: 1}, label: 'the next way to look at it', hint: 'another view', group: 'viewer', in: ['viewer']},
	{keys: ['{'], action: {type: 'viewer-version', by: -1}, label: 'the version before', hint: 'older', group: 'viewer', in: ['viewer']},
	{keys: ['}'], action: {type: 'viewer-version', by: 1}, label: 'the version after', hint: 'newer', group: 'viewer', in: ['viewer']},
	{keys: ['c'], action: {type: 'viewer-changes'}, label: 'what this version changed, and back', hint: 'changes', group: 'viewer', in: ['viewer']},
	{keys: ['/'], action: {type: 'start-search'}, label: 'searches all of it for a text, whose capitals matter where it has any; `\\x1b` is a byte', hint: 'search', group: 'viewer', in: ['viewer']},
	{keys: [':'], action: {type: 'viewer-line'}, label: 'goes to a line, to a byte such as 0x1f40 or 8000b, or to a share such as 50%', hint: 'go to', group: 'viewer', in: ['viewer']},
	{keys: ['w'], action: {type: 'viewer-wrap'}, label: 'wraps long lines, or cuts them', hint: 'wrap', group: 'viewer', in: ['viewer']},
	{keys: ['right', 'l'], action: {type: 'viewer-side', by: 1}, label: 'to the right, where lines are cut', group: 'viewer', in: ['viewer']},
	{keys: ['left', 'h'], action: {type: 'viewer-side', by: -1}, label: 'to the left', group: 'viewer', in: ['viewer']},
	{keys: ['space'], action: {type: 'move', unit: 'page', by: 1}, label: 'a page down', group: 'viewer', in: ['viewer']},
	{keys: ['o'], action: {type: 'open-elsewhere', program: 'pager'}, label: 'opens it in $PAGER', hint: 'pager', group: 'viewer', in: ['viewer', 'files', 'waste', 'duplicates', 'story']},
	{keys: ['e'], action: {type: 'open-elsewhere', program: 'editor'}, label: 'opens a copy of it in $EDITOR, to be read only', hint: 'editor', group: 'viewer', in: ['viewer', 'files', 'waste', 'duplicates', 'story']},
];

/** What holds in the viewer too; of all else only what says so does. */
export const everywhereInViewer: ReadonlySet<KeyAction['type']> = new Set(['move', 'mark', 'clear-marks', 'copy', 'choose-copy', 'extract', 'repaint', 'show-help', 'back', 'suspend', 'leave']);
