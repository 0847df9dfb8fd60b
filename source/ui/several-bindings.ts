import type {Binding} from './key-bindings.js';

/** The keys where several images are listed, and where two are compared. */
export const severalBindings: readonly Binding[] = [
	{keys: ['enter', 'right', 'l'], action: {type: 'open-image'}, label: 'opens the image; Esc comes back', hint: 'open', group: 'several images', in: ['images']},
	{keys: ['t', 'space'], action: {type: 'mark'}, label: 'marks the image, to compare it', hint: 'mark', group: 'several images', in: ['images']},
	{keys: ['c'], action: {type: 'compare'}, label: 'compares the two that are marked; or the one that is marked, else the one above, with the one under the cursor', hint: 'compare', group: 'several images', in: ['images']},
	{keys: ['T'], action: {type: 'clear-marks'}, label: 'takes all marks away', hint: 'unmark', group: 'several images', in: ['images']},
	{keys: ['s'], action: {type: 'cycle-sort'}, label: 'the next order: as they were named, largest first, most of its own first, most waste first', hint: 'sort', group: 'several images', in: ['images']},

	{keys: ['right', 'l'], action: {type: 'open'}, label: 'opens the folder, then goes into it', hint: 'open', group: 'several images', in: ['differences']},
	{keys: ['left', 'h'], action: {type: 'close'}, label: 'closes the folder, then goes to the one around it', hint: 'close', group: 'several images', in: ['differences']},
	{keys: ['space'], action: {type: 'toggle'}, label: 'opens or closes the folder', group: 'several images', in: ['differences']},
	{keys: ['*'], action: {type: 'toggle-all'}, label: 'opens or closes all folders', hint: 'all', group: 'several images', in: ['differences']},
	{keys: ['enter', 'v'], action: {type: 'enter'}, label: 'shows what differs in the file, or the file itself; opens or closes the folder', hint: 'look', group: 'several images', in: ['differences']},
	{keys: ['right', 'l'], action: {type: 'open'}, label: 'opens the section', group: 'several images', in: ['sides']},
	{keys: ['left', 'h'], action: {type: 'close'}, label: 'closes the section; from a row to its heading', group: 'several images', in: ['sides']},
	{keys: ['space'], action: {type: 'toggle'}, label: 'opens or closes the section', group: 'several images', in: ['sides']},
	{keys: ['enter'], action: {type: 'enter'}, label: 'opens the image that has the layer, from which Esc comes back; opens or closes the section', hint: 'open', group: 'several images', in: ['sides']},
	{keys: ['s'], action: {type: 'cycle-sort'}, label: 'the next order: where the bytes differ, what has grown, by name', hint: 'sort', group: 'several images', in: ['differences']},
	{keys: ['i'], action: {type: 'switch-ignoring'}, label: 'leaves out times and owners, or counts them again', hint: 'times', group: 'several images', in: ['differences', 'sides']},
	{keys: ['a'], action: {type: 'open-side', side: 'a'}, label: 'opens image A; Esc comes back', hint: 'open A', group: 'several images', in: ['differences', 'sides']},
	{keys: ['b'], action: {type: 'open-side', side: 'b'}, label: 'opens image B; Esc comes back', hint: 'open B', group: 'several images', in: ['differences', 'sides']},
	{keys: ['A'], action: {type: 'toggle-change', change: 'added'}, label: 'shows or hides what only B has', group: 'several images', in: ['differences']},
	{keys: ['R'], action: {type: 'toggle-change', change: 'removed'}, label: 'shows or hides what only A has', group: 'several images', in: ['differences']},
	{keys: ['M'], action: {type: 'toggle-change', change: 'modified'}, label: 'shows or hides what both have and is not the same', group: 'several images', in: ['differences']},
	{keys: ['U'], action: {type: 'toggle-change', change: 'unmodified'}, label: 'shows or hides what is the same in both', group: 'several images', in: ['differences']},
	{keys: ['y'], action: {type: 'copy'}, label: 'copies the path under the cursor', hint: 'copy', group: 'several images', in: ['differences']},
	{keys: ['Y'], action: {type: 'choose-copy'}, label: 'offers to copy its path or its name', group: 'several images', in: ['differences']},
	{keys: ['c'], action: {type: 'read-on'}, label: 'reads on where Esc stopped it', hint: 'read on', group: 'several images', in: ['differences', 'sides']},
	{keys: ['1'], action: {type: 'focus', pane: 'sides'}, label: 'to what both have: layers, packages, configuration', group: 'several images', in: ['differences', 'sides']},
	{keys: ['2'], action: {type: 'focus', pane: 'differences'}, label: 'to the files that differ', group: 'several images', in: ['differences', 'sides']},
];
