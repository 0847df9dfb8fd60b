import type {FieldAction, KeyAction} from './action.js';
import type {PaneName} from './layout.js';
import {everywhereInViewer, viewerBindings} from './viewer-bindings.js';
import {severalBindings} from './several-bindings.js';
import type {Field, State} from './state.js';
import {imageViewNames, isSeveralViewName} from './views/view-names.js';

/** Where a key holds. */
export type Place = PaneName | 'viewer';

/** A key, declared once: help, the hint line and the readme's table are made from these. */
export type Binding = {
	/** As `keyNames` spells them; any of them does. */
	keys: readonly string[];
	action: KeyAction;
	/** What it does, for help and the readme. */
	label: string;
	/** The same in a word or two, where it is worth a place in the hint line. */
	hint?: string;
	/** The same where it is another thing in a place. */
	hints?: Partial<Record<Place, string>>;
	group: (typeof groups)[number];
	/** Where it holds; everywhere but in text fields where it is not said. */
	in?: readonly Place[];
	/** Where it would do nothing that is seen, or is text. */
	except?: readonly Place[];
};

export const groups = ['move', 'open and close', 'panes', 'what is shown', 'find', 'views', 'mark', 'take', 'viewer', 'which image', 'several images', 'leave'] as const;

/** What stands in the files' place. */
const insteadOfFiles: readonly Place[] = ['image', ...imageViewNames];

/** What shows nothing of one layer's changes. */
const withoutFiles = insteadOfFiles.filter(name => name !== 'map');

/** In the order of the hint line and of help. The first that fits the key and the place is done. */
export const bindings: readonly Binding[] = [
	{keys: ['up', 'k'], action: {type: 'move', unit: 'row', by: -1}, label: 'up', group: 'move'},
	{keys: ['down', 'j'], action: {type: 'move', unit: 'row', by: 1}, label: 'down', group: 'move'},
	{keys: ['pageup', 'ctrl-b'], action: {type: 'move', unit: 'page', by: -1}, label: 'a page up', group: 'move'},
	{keys: ['pagedown', 'ctrl-f'], action: {type: 'move', unit: 'page', by: 1}, label: 'a page down', group: 'move'},
	{keys: ['u', 'ctrl-u'], action: {type: 'move', unit: 'half-page', by: -1}, label: 'half a page up', group: 'move'},
	{keys: ['d', 'ctrl-d'], action: {type: 'move', unit: 'half-page', by: 1}, label: 'half a page down', group: 'move'},
	{keys: ['g', 'home'], action: {type: 'move', unit: 'all', by: -1}, label: 'to the first', group: 'move'},
	{keys: ['G', 'end'], action: {type: 'move', unit: 'all', by: 1}, label: 'to the last', group: 'move'},

	{keys: ['c'], action: {type: 'read-on'}, label: 'reads on: where Esc stopped it, or layers that are not fetched, or could not be', hint: 'read on', group: 'leave', except: ['viewer', 'images']},

	{keys: ['right', 'l'], action: {type: 'open'}, label: 'opens the folder, then goes into it', hint: 'open', group: 'open and close', in: ['files']},
	{keys: ['left', 'h'], action: {type: 'close'}, label: 'closes the folder, then goes to the one around it', hint: 'close', group: 'open and close', in: ['files']},
	{keys: ['space'], action: {type: 'toggle'}, label: 'opens or closes the folder', group: 'open and close', in: ['files']},
	{keys: ['*'], action: {type: 'toggle-all'}, label: 'opens or closes all folders', hint: 'all', group: 'open and close', in: ['files']},
	{keys: ['enter'], action: {type: 'enter'}, label: 'goes to the place: to the layer, or to the path in the layer that holds it', hint: 'go there', group: 'open and close', in: ['waste', 'duplicates', 'packages', 'story', 'build', 'audit']},
	{keys: ['t'], action: {type: 'mark'}, label: 'takes the waste as mended: the heading tells the size without it; `x` and `y` take what is marked here', hint: 'mark', group: 'mark', in: ['waste']},
	{keys: ['t'], action: {type: 'mark'}, label: 'marks what is under the cursor, or takes its mark away; in the layers the layer, or with `a` the file system up to it', hint: 'mark', group: 'mark', except: ['waste']},
	{keys: ['T'], action: {type: 'clear-marks'}, label: 'takes all marks away; in the waste those there, elsewhere all others', hint: 'unmark', group: 'mark'},
	{keys: ['right', 'l'], action: {type: 'open'}, label: 'shows the copies of the set', hint: 'copies', group: 'open and close', in: ['duplicates']},
	{keys: ['left', 'h'], action: {type: 'close'}, label: 'hides the copies; from a copy to its set', group: 'open and close', in: ['duplicates']},
	{keys: ['space'], action: {type: 'toggle'}, label: 'shows or hides the copies of the set', group: 'open and close', in: ['duplicates']},
	{keys: ['right', 'l'], action: {type: 'open'}, label: 'to the part on the right', group: 'open and close', in: ['map']},
	{keys: ['left', 'h'], action: {type: 'close'}, label: 'to the part on the left; from the edge to the folder around', group: 'open and close', in: ['map']},
	{keys: ['enter'], action: {type: 'enter'}, label: 'goes into the folder or the layer; of a file to its place in the files', hint: 'into', group: 'open and close', in: ['map']},
	{keys: ['backspace'], action: {type: 'leave-folder'}, label: 'to the folder around', hint: 'out', group: 'open and close', in: ['map']},
	{keys: ['space'], action: {type: 'toggle'}, label: 'to the place in the files', hint: 'files', group: 'open and close', in: ['map']},
	{keys: ['enter', 'right', 'l'], action: {type: 'enter'}, label: 'looks inside: goes to the files of the layer', hint: 'files', group: 'open and close', in: ['layers']},
	{keys: ['enter'], action: {type: 'enter'}, label: 'looks inside: opens or closes the folder, shows what is in a file', group: 'open and close', in: ['files']},

	{keys: ['a'], action: {type: 'switch-range'}, label: 'this layer\'s changes, or everything up to it', hint: 'changes or all', group: 'what is shown', except: withoutFiles},
	{keys: ['s'], action: {type: 'cycle-sort'}, label: 'the next order of the files, by size, by name, by bytes no longer seen; in a view the next of its own', hint: 'sort', group: 'what is shown', except: ['image']},
	{keys: ['/'], action: {type: 'start-search'}, label: 'searches the pane in focus for names that contain the text', hint: 'search', group: 'find'},
	{keys: ['n'], action: {type: 'next-match', by: 1}, label: 'to the next match', group: 'find'},
	{keys: ['N'], action: {type: 'next-match', by: -1}, label: 'to the match before', group: 'find'},
	{keys: ['&'], action: {type: 'start-filter'}, label: 'filter: keeps the files that a query finds, as in the finder, and their folders', hint: 'filter', group: 'find', except: insteadOfFiles},
	{keys: ['f'], action: {type: 'start-find'}, label: 'the finder: a query over the paths of all layers, deleted ones too; Tab marks there', hint: 'find', group: 'find'},
	{keys: ['A'], action: {type: 'toggle-change', change: 'added'}, label: 'shows or hides what was added', group: 'what is shown', except: withoutFiles},
	{keys: ['M'], action: {type: 'toggle-change', change: 'modified'}, label: 'shows or hides what was modified', group: 'what is shown', except: withoutFiles},
	{keys: ['R'], action: {type: 'toggle-change', change: 'removed'}, label: 'shows or hides what was removed', group: 'what is shown', except: withoutFiles},
	{keys: ['U'], action: {type: 'toggle-change', change: 'unmodified'}, label: 'shows or hides what is unmodified', group: 'what is shown', except: withoutFiles},

	{keys: ['tab'], action: {type: 'focus-next', by: 1}, label: 'to the next pane', hint: 'pane', group: 'panes'},
	{keys: ['shift-tab'], action: {type: 'focus-next', by: -1}, label: 'to the pane before', group: 'panes'},
	{keys: ['1'], action: {type: 'focus', pane: 'layers'}, label: 'to the layers', group: 'panes'},
	{keys: ['2'], action: {type: 'focus', pane: 'files'}, label: 'to the files', group: 'panes'},
	{keys: ['3'], action: {type: 'focus', pane: 'details'}, label: 'to the details', group: 'panes'},
	{keys: ['4'], action: {type: 'focus', pane: 'image'}, label: 'to the image\'s own details', group: 'panes'},
	{keys: ['['], action: {type: 'next-view', by: -1}, label: 'the view before, of the pane', group: 'panes'},
	{keys: [']'], action: {type: 'next-view', by: 1}, label: 'the next view of the pane', group: 'panes'},
	{keys: ['+'], action: {type: 'zoom', on: true}, label: 'the pane alone on the screen', group: 'panes'},
	{keys: ['_'], action: {type: 'zoom', on: false}, label: 'all panes again', group: 'panes'},
	{keys: ['r', 'ctrl-l'], action: {type: 'repaint'}, label: 'draws the whole screen anew, where something else wrote on it', group: 'panes'},

	{keys: ['w'], action: {type: 'show-view', view: 'waste'}, label: 'waste: what nobody sees, why, and what to write instead', hint: 'waste', group: 'views'},
	{keys: ['F'], action: {type: 'show-view', view: 'audit'}, label: 'findings: what rules found, worst first, and what to write instead', hint: 'findings', group: 'views'},
	{keys: ['D'], action: {type: 'show-view', view: 'duplicates'}, label: 'duplicates: files that are there more than once', hint: 'duplicates', group: 'views'},
	{keys: ['p'], action: {type: 'show-view', view: 'packages'}, label: 'packages: bytes by the package that owns the files', hint: 'packages', group: 'views'},
	{keys: ['L'], action: {type: 'show-view', view: 'story'}, label: 'the story of the path under the cursor: the layers that touched it', hint: 'story', group: 'views'},
	{keys: ['b'], action: {type: 'show-view', view: 'build'}, label: 'the Dockerfile, each instruction with its bytes', hint: 'Dockerfile', group: 'views'},
	{keys: ['m'], action: {type: 'show-view', view: 'map'}, label: 'a map of where the bytes are', hint: 'map', group: 'views'},
	{keys: ['i'], action: {type: 'show-image'}, label: 'the image: config, labels, history, other manifests', hint: 'image', group: 'views'},
	{keys: ['?'], action: {type: 'show-help'}, label: 'these keys; type to filter them', hint: 'help', group: 'views'},

	{keys: ['y'], action: {type: 'copy'}, label: 'copies the path of what is marked, or else of what is under the cursor; of a layer its instruction', hint: 'copy', group: 'take'},
	{keys: ['Y'], action: {type: 'choose-copy'}, label: 'offers to copy path, name, digest, instruction or a COPY line', hint: 'copy more', group: 'take'},

	{keys: ['x'], action: {type: 'extract'}, label: 'extracts what is marked, or else what is under the cursor, to a folder that it asks for', hint: 'extract', group: 'take'},

	{keys: ['O'], action: {type: 'choose-image'}, label: 'another image: of an engine, of this folder, or opened lately; Esc comes back', hint: 'open another', group: 'which image', except: ['start']},
	{keys: ['P'], action: {type: 'show-view', view: 'choices'}, label: 'the other images of the same file or name: other platforms, other tags', hint: 'platforms', group: 'which image'},
	{keys: ['enter', 'right', 'l'], action: {type: 'open-image'}, label: 'opens the image', hint: 'open', group: 'which image', in: ['choices']},
	{keys: ['enter'], action: {type: 'open-image'}, label: 'opens the image, or what is typed; Esc comes back', hint: 'open', group: 'which image', in: ['start']},

	...severalBindings,
	...viewerBindings,

	{keys: ['escape'], action: {type: 'back'}, label: 'one step back; stops what loads; on the start screen: quits', group: 'leave'},
	{keys: ['q'], action: {type: 'leave', exitCode: 0}, label: 'quits', hint: 'quit', group: 'leave', except: ['start']},
	{keys: ['ctrl-c'], action: {type: 'leave', exitCode: 130}, label: 'quits, with exit code 130', hints: {start: 'quit'}, group: 'leave'},
	{keys: ['ctrl-z'], action: {type: 'suspend'}, label: 'to the shell; `fg` comes back', group: 'leave'},
];

type FieldBinding = {
	keys: readonly string[];
	action: FieldAction | KeyAction;
	label: string;
	hint?: string;
	/** The same where it is another thing in a kind of field. */
	hints?: Partial<Record<Field['kind'], string>>;
	/** The fields in which it acts; all where this is not said. */
	only?: ReadonlyArray<Field['kind']>;
};

/** What acts in a text field; all else is text. */
export const fieldBindings: readonly FieldBinding[] = [
	{keys: ['enter'], action: {type: 'accept'}, label: 'keeps what was found, does what is selected in help', hint: 'keep', hints: {help: 'do it', copy: 'copy', find: 'go there', extract: 'extract', line: 'go', start: 'open'}},
	{keys: ['escape'], action: {type: 'back'}, label: 'gives up', hint: 'cancel', hints: {help: 'close', find: 'close', start: 'clear'}},
	{keys: ['tab'], action: {type: 'mark-found', by: 1}, label: 'marks what is under the cursor, and goes on', hints: {find: 'mark'}, only: ['find']},
	{keys: ['shift-tab'], action: {type: 'mark-found', by: -1}, label: 'marks what is under the cursor, and goes back', only: ['find']},
	{keys: ['up'], action: {type: 'move', unit: 'row', by: -1}, label: 'a row or a match up; in the finder from the first row to queries before', hints: {find: 'queries before'}},
	{keys: ['down'], action: {type: 'move', unit: 'row', by: 1}, label: 'a row or a match down'},
	{keys: ['pageup', 'ctrl-b'], action: {type: 'move', unit: 'page', by: -1}, label: 'a page up'},
	{keys: ['pagedown', 'ctrl-f'], action: {type: 'move', unit: 'page', by: 1}, label: 'a page down'},
	{keys: ['left'], action: {type: 'caret', by: -1}, label: 'one character back'},
	{keys: ['right'], action: {type: 'caret', by: 1}, label: 'one character on'},
	{keys: ['home'], action: {type: 'caret', by: 'start'}, label: 'to the start'},
	{keys: ['end'], action: {type: 'caret', by: 'end'}, label: 'to the end'},
	{keys: ['backspace', 'delete'], action: {type: 'erase', what: 'character'}, label: 'erases a character'},
	{keys: ['ctrl-w'], action: {type: 'erase', what: 'word'}, label: 'erases a word'},
	{keys: ['ctrl-u'], action: {type: 'erase', what: 'all'}, label: 'erases everything'},
	{keys: ['ctrl-c'], action: {type: 'leave', exitCode: 130}, label: 'quits', hints: {start: 'quit'}},
	{keys: ['ctrl-l'], action: {type: 'repaint'}, label: 'draws the screen anew'},
	{keys: ['ctrl-z'], action: {type: 'suspend'}, label: 'to the shell'},
];

const byPlace = new Map<Place, Map<string, Binding>>();

/** The binding of a key in a place. */
export function bindingOf(key: string, place: Place): Binding | undefined {
	let keys = byPlace.get(place);
	if (!keys) {
		keys = new Map();
		for (const binding of bindingsIn(place)) {
			for (const name of keysIn(binding, place)) {
				if (!keys.has(name)) {
					keys.set(name, binding);
				}
			}
		}

		byPlace.set(place, keys);
	}

	return keys.get(key);
}

/** What holds also where more than one image is shown; of all else only what says so does. */
const everywhere: ReadonlySet<KeyAction['type']> = new Set([
	'move', 'start-search', 'next-match', 'focus-next', 'zoom', 'repaint', 'show-help', 'back', 'suspend', 'leave', 'choose-image',
]);

/** What holds on the start screen beside its own keys. */
const onStart: ReadonlySet<KeyAction['type']> = new Set(['move', 'repaint', 'show-help', 'back', 'suspend', 'leave']);

/** The signs that act on the start screen as long as nothing is typed; with all others a name can begin. */
const signsOnStart: ReadonlySet<string> = new Set(['?']);

/** The keys of a binding that act in a place. */
export function keysIn({keys}: Binding, place: Place): readonly string[] {
	return place === 'start' ? keys.filter(key => key.length > 1 || signsOnStart.has(key)) : keys;
}

/** Where the keys go now. */
export function placeOf({viewer, focus}: Pick<State, 'viewer' | 'focus'>): Place {
	return viewer ? 'viewer' : focus;
}

/** Whether a key holds anywhere in what has the screen: one image, several that are listed, two that are compared, or those that can be opened. */
export function holdsSomewhere(binding: Binding, {shelf, comparison, start, focus}: Pick<State, 'shelf' | 'comparison' | 'start' | 'focus'>): boolean {
	if (start) {
		return bindingsIn('start').includes(binding);
	}

	if (focus === 'choices') {
		return bindingsIn(focus).includes(binding);
	}

	if (!shelf && !comparison) {
		return binding.in === undefined || binding.in.some(place => !isSeveralViewName(place));
	}

	const places: readonly Place[] = shelf ? ['images'] : ['sides', 'differences', 'viewer'];
	return places.some(place => bindingsIn(place).includes(binding));
}

export function bindingsIn(place: Place): Binding[] {
	if (isSeveralViewName(place) || place === 'viewer') {
		const general = place === 'viewer' ? everywhereInViewer : (place === 'start' ? onStart : everywhere);
		// Its own come first, in the hint line too.
		return [
			...bindings.filter(binding => binding.in?.includes(place)),
			...bindings.filter(binding => binding.in === undefined && general.has(binding.action.type) && binding.except?.includes(place) !== true),
		];
	}

	return bindings.filter(binding => (binding.in === undefined || binding.in.includes(place)) && binding.except?.includes(place) !== true);
}
