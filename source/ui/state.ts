import type {ExpressionMatches} from '../archive/expression-worker.js';
import type {BaseImage} from '../image/base-image.js';
import type {Contents} from '../image/contents.js';
import type {ImageChoice} from '../image/choice-error.js';
import type {FoundAttached} from '../image/attached.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {FilterResult} from '../tree/filter.js';
import type {LayerView} from '../tree/layer-view.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import type {Prepared} from '../tree/query/prepared.js';
import type {Query, QueryError} from '../tree/query/query.js';
import type {SortOrder} from '../tree/rows.js';
import type {Extraction, ToExtract} from './extraction.js';
import {newFinder, type Finder} from './finder.js';
import type {Finding, FindingName, Findings} from './findings.js';
import type {PaneName, RightView} from './layout.js';
import type {Shelf} from './shelf.js';
import type {ComparisonState} from './comparison.js';
import type {Start} from './start.js';
import type {Marks} from './taken.js';
import type {Viewer} from './viewer/viewer.js';
import {viewNames, type ViewName} from './views/view-names.js';
import type {ViewState} from './views/view.js';

/** What an error tells: three sentences that take the screen. */
export type Failure = {
	/** What did not work. */
	what: string;
	why: string;
	/** What to try. */
	remedy: string;
};

/** How far the reading of a layer is. `listed`: its table of contents, or what was kept of it, tells what is in it, and it is not fetched. `failed`: nothing of it could be read. */
export type LayerStatus = {
	step: 'waiting' | 'reading' | 'listed' | 'read' | 'failed' | 'stopped';
	/** Bytes of its blob that were read, of how many. */
	bytes: number;
	total: number;
	/** What could not be read, or is odd, in sentences. */
	warnings: readonly string[];
	/** Whether something that is there could not be read. */
	isBroken: boolean;
};

/** The layers that are laid over one another so far. A new object each time there are more; the overlay in it grows in place. */
export type Grown = {
	overlay: Overlay;
	/** Layers 1 to this one are in. */
	ready: number;
	/** Whether all are in, so that waste is known. */
	isComplete: boolean;
	/** What reads contents of the layers that are in. */
	contents?: Contents;
	/** Whether contents were compared: until then a file stored again with the same size is neither changed nor not. */
	isProven?: boolean;
};

/** How far it is with holding what is claimed against the bytes, in bytes; then how many claims there were, and what does not hold. */
export type Verification =
	| {bytes: number; total: number}
	| {claims: number; broken: readonly ImageWarning[]};

export type Range = 'changes' | 'all';
export type ShownChange = 'added' | 'modified' | 'removed' | 'unmodified';

/** What the filter needs that takes long, as far as it is there. */
export type Filtering = {
	/** The filter that it is of. */
	text: string;
	/** Whether nothing can be told yet of what it keeps. */
	isAwaited: boolean;
	/** By pattern, where it matches; none where it took too long. */
	expressions: ReadonlyMap<string, ExpressionMatches | undefined>;
	/** By pattern, the contents of the image, or of both that are compared, that have it: more and more of them. */
	texts: ReadonlyMap<string, ReadonlyArray<ReadonlySet<EntryId>>>;
	/** What is waited for. */
	work?: Finder['work'];
	/** Why a part of it has no answer, in a sentence, and which part. */
	problem?: QueryError;
};

/** What the files pane is to show. */
export type Wish = {
	grown: Grown;
	layer: LayerNumber;
	range: Range;
	shown: Readonly<Record<ShownChange, boolean>>;
	sort: SortOrder;
	filter: string;
	/** What the filter needs that is found elsewhere. */
	prepared?: Prepared;
	/** Whether that is still to come, so that nothing can be told of what the filter keeps. */
	isAwaited?: boolean;
	/** Folders that are open; with a filter those that are flipped. */
	open: OpenFolders;
	/** What is searched in the files; empty for nothing. */
	search: string;
};

/** By PathId: 1 for a folder that is open. May be shorter than there are paths. */
export type OpenFolders = Uint8Array;

/** What the files pane shows: computed in slices, so it may be that of a wish before. */
export type Listing = {
	wish: Wish;
	view: LayerView;
	filter?: FilterResult;
	/** The query that the filter is of: while what is typed is none, the one before. */
	query?: Query;
	/** Where the regular expressions of the query match. */
	expressions?: Prepared['expressions'];
	/** The paths, in the order of the screen. */
	rows: Int32Array;
	/** What a search found, in folders that are closed too; undefined where nothing is searched. */
	search?: Search;
};

/** What a search in the files found. */
export type Search = {
	found: FilterResult;
	/** The matches in the order of the screen, all folders being open. */
	order: Int32Array;
};

/** A line that is being typed. */
export type Field = {
	kind: 'search' | 'filter' | 'help' | 'copy' | 'find' | 'look' | 'line' | 'extract' | 'start';
	text: string;
	/** Characters of the text before the caret. */
	caret: number;
	/** The row under the cursor of a menu. */
	row?: number;
	/** What is to be taken out to the folder that is typed. */
	toExtract?: ToExtract;
	/** Whether the text is only proposed: what is typed takes its place, and what edits it keeps it. */
	isProposed?: boolean;
	/** Why Enter did not take the text, in a sentence, until it is changed. */
	problem?: string;
	/** What it was before, for Esc. */
	before: {text: string} & Pick<State, 'cursor' | 'layer' | 'open' | 'flipped' | 'tops' | 'views'>;
};

/** A sentence that stands in the bottom line until the next key: what came of what was asked for. */
export type Notice = {
	text: string;
	kind: 'info' | 'problem';
};

/** A place on the way that Esc goes back. */
export type Stop = Pick<State, 'layer' | 'range' | 'beforeView'> & ({pane: ViewName | 'files'} | {pane: 'finder'; /** What had the keys below it. */ under: Pick<State, 'focus' | 'rightView'>});

/** Everything that the screen is drawn from. */
export type State = {
	/** What the user called the image. */
	reference: string;
	/** Whether it was opened from a list of several, a comparison or another image: Esc leads back there. */
	isInner?: boolean;
	/** Several images that are listed, instead of one that is shown. */
	shelf?: Shelf;
	/** Images of which one is to be opened, instead of one that is shown. */
	start?: Start;
	/** The images of which one has to be chosen before any is opened. */
	choosing?: readonly ImageChoice[];
	/** Two images that are compared, instead of one that is shown. */
	comparison?: ComparisonState;
	/** Layers above this one that would have to be fetched are not being read. */
	goal?: LayerNumber;
	/** `stopping`: the user has asked for it. `stopped`: what was not read by then is not. `resting`: layers that lie elsewhere are fetched when someone looks at them. `whole`: all layers are read. */
	phase: 'opening' | 'reading' | 'stopping' | 'stopped' | 'resting' | 'whole' | 'failed';
	/** The terminal. */
	size: {columns: number; rows: number};
	/** Progress of what comes before the image is known, such as reading standard input. */
	opening?: {label: string; bytes: number; total?: number};
	/** The same of what an engine saves after that, as someone needs its bytes. */
	saving?: State['opening'];
	/** What took the screen. */
	failure?: Failure;
	/** The image by its documents. */
	image?: Image;
	/** The image that it is built on, where that is known by its layers. */
	base?: BaseImage;
	/** Whether someone is still asked for it: what tells its bytes from others waits. */
	seeksBase?: boolean;
	/** How far each layer is; a layer that is not in it waits. */
	layers: ReadonlyMap<LayerNumber, LayerStatus>;
	/** Milliseconds at which the reading of layers began, and of the last news of it. */
	reading?: {since: number; at: number};
	/** The layers that are in; undefined until the first. */
	grown?: Grown;
	/** What is attached to the image, once someone has looked at its details; `looking` until that is found. */
	attached?: FoundAttached | 'looking';
	/** Where claims are held against bytes. */
	verification?: Verification;
	/** The layer under the cursor of the layers pane. */
	layer: LayerNumber;
	/** One layer's changes, or everything up to it. */
	range: Range;
	/** Which changes are shown, for either range. */
	shown: Readonly<Record<Range, Readonly<Record<ShownChange, boolean>>>>;
	/** The order of the files in a folder. */
	sort: SortOrder;
	/** Folders that are open; belongs to paths and survives a change of layer. */
	open: OpenFolders;
	/** What paths must match to be shown; empty for all. */
	filter: string;
	/** What the filter needs that takes long; see `selectFiltering`. */
	filtering?: Filtering;
	/** With a filter, which opens all that leads to a match: folders that were opened or closed against it. */
	flipped: OpenFolders;
	/** What is searched, in which pane, and the line gone to last where that has no cursor. */
	search?: {pane: PaneName; query: string; line?: number};
	/** The path under the cursor of the files pane; where it is not shown, a folder around it is. */
	cursor: PathId;
	/** What the files pane shows; undefined until there is something. */
	listing?: Listing;
	/** The pane that has the keys. */
	focus: PaneName;
	/** The pane that had them before a view took the place of the files. */
	beforeView: 'layers' | 'files' | 'details';
	/** What stands on the right. */
	rightView: RightView;
	/** Where Enter in a view, or the key of the story, led on from: Esc goes back the same way. */
	trail: readonly Stop[];
	/** What is remembered of each view in the files' place. */
	views: Readonly<Record<ViewName, ViewState>>;
	/** What was found in the image, as far as it was looked for. */
	findings: {readonly [Name in FindingName]?: Finding<Findings[Name]>};
	/** The path whose story is told; that under the cursor of the files where this is not said. */
	storyOf?: PathId;
	/** The folder that the map shows. */
	mapFolder: PathId;
	/** What is marked in the layers, the files and the views; what is ticked in a view that `hasTicks` that keeps, and it counts there alone. */
	marks: Marks;
	/** The finder, and what was found last. */
	finder: Finder;
	/** What the details are about. */
	detailsView: 'layer' | 'file';
	/** Whether the pane in focus has the screen for itself. */
	isZoomed: boolean;
	/** The first line shown of each pane. */
	tops: Readonly<Record<PaneName | 'help', number>>;
	/** The row under the cursor of help. */
	helpRow: number;
	/** The line that is being typed. */
	field?: Field;
	/** What is being taken out of the image. */
	extraction?: Extraction;
	/** The folder that was taken out to last, as it was typed. */
	extractedTo?: string;
	/** What was done, or why it was not, until the next key. */
	notice?: Notice;
	/** The last press of the mouse, to tell a double click. */
	lastPress?: {x: number; y: number; at: number};
	/** What is looked into, over all else; undefined where nothing is. */
	viewer?: Viewer;
	/** Set when the program is to end. */
	exitCode?: number;
};

export function initialState({reference, columns, rows}: {reference: string; columns: number; rows: number}): State {
	return {
		reference,
		phase: 'opening',
		size: {columns, rows},
		layers: new Map(),
		layer: 1,
		range: 'changes',
		shown: {
			changes: {added: true, modified: true, removed: true, unmodified: false},
			all: {added: true, modified: true, removed: true, unmodified: true},
		},
		sort: 'size',
		open: new Uint8Array(0),
		filter: '',
		flipped: new Uint8Array(0),
		cursor: 0,
		focus: 'layers',
		beforeView: 'layers',
		trail: [],
		rightView: 'files',
		views: Object.fromEntries(viewNames.map(name => [name, {sort: 0, open: new Set(), ticks: new Set()}])) as unknown as State['views'],
		findings: {},
		marks: new Map(),
		finder: newFinder,
		mapFolder: 0,
		detailsView: 'layer',
		isZoomed: false,
		tops: {layers: 0, files: 0, details: 0, image: 0, help: 0, ...Object.fromEntries(viewNames.map(name => [name, 0])) as Record<ViewName, number>},
		helpRow: 0,
	};
}
