import type {FoundAttached} from '../image/attached.js';
import type {ImageChoice} from '../image/choice-error.js';
import type {BaseImage} from '../image/base-image.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {PathId} from '../tree/path-tree.js';
import type {Extraction} from './extraction.js';
import type {Finder, FinderResult} from './finder.js';
import type {Finding, FindingName, Findings} from './findings.js';
import type {PaneName} from './layout.js';
import type {DifferencesListing, FoundDifferences} from './comparison.js';
import type {Shelf} from './shelf.js';
import type {Start} from './start.js';
import type {ViewerNews} from './reduce-viewer.js';
import type {SideName} from './taken-differences.js';
import type {ViewName} from './views/view-names.js';
import type {Failure, Filtering, Grown, LayerStatus, Listing, Notice, Range, ShownChange, State, Verification} from './state.js';

/** What a key does. */
export type KeyAction =
	| {type: 'move'; unit: 'row' | 'half-page' | 'page' | 'all'; by: 1 | -1}
	| {type: 'open'}
	| {type: 'close'}
	| {type: 'toggle'}
	| {type: 'toggle-all'}
	| {type: 'enter'}
	| {type: 'focus'; pane: PaneName}
	| {type: 'focus-next'; by: 1 | -1}
	| {type: 'next-view'; by: 1 | -1}
	| {type: 'zoom'; on: boolean}
	| {type: 'switch-range'}
	| {type: 'toggle-change'; change: ShownChange}
	| {type: 'cycle-sort'}
	| {type: 'start-search'}
	| {type: 'next-match'; by: 1 | -1}
	| {type: 'start-filter'}
	| {type: 'start-find'}
	| {type: 'show-image'}
	| {type: 'show-view'; view: ViewName}
	| {type: 'leave-folder'}
	| {type: 'mark'}
	| {type: 'clear-marks'}
	| {type: 'copy'}
	| {type: 'choose-copy'}
	/** `from`: the one of two images that are compared; what that does not have is taken from the other. */
	| {type: 'extract'; from?: SideName}
	| {type: 'open-image'}
	/** To the screen on which another image is chosen. */
	| {type: 'choose-image'}
	| {type: 'compare'}
	| {type: 'open-side'; side: 'a' | 'b'}
	| {type: 'switch-ignoring'}
	/** Looks into the file under the cursor. */
	| {type: 'look'}
	| {type: 'viewer-side'; by: 1 | -1}
	| {type: 'viewer-wrap'}
	| {type: 'viewer-version'; by: 1 | -1}
	| {type: 'viewer-changes'}
	| {type: 'viewer-line'}
	| {type: 'open-elsewhere'; program: 'pager' | 'editor'}
	| {type: 'show-help'}
	| {type: 'back'}
	/** Reads what was left when reading was stopped, or lies elsewhere: up to a layer, or all. */
	| {type: 'read-on'; upTo?: LayerNumber}
	| {type: 'suspend'}
	| {type: 'repaint'}
	| {type: 'leave'; exitCode: number};

/** What a key does in a text field. */
export type FieldAction =
	| {type: 'type'; text: string}
	| {type: 'erase'; what: 'character' | 'word' | 'all'}
	| {type: 'caret'; by: 1 | -1 | 'start' | 'end'}
	/** Marks what is under the cursor of the finder, and goes on. */
	| {type: 'mark-found'; by: 1 | -1}
	| {type: 'accept'};

export type MouseAction =
	/** `at`: milliseconds, to tell a double click. */
	| {type: 'press'; x: number; y: number; at: number}
	| {type: 'wheel'; x: number; y: number; by: 1 | -1};

/** What a search through the image has found, or how far it is. */
export type FoundAction = {[Name in FindingName]: {type: 'found'; name: Name; finding: Finding<Findings[Name]>}}[FindingName];

/** What happened outside. */
export type NewsAction =
	| ViewerNews
	| FoundAction
	| {type: 'resized'; columns: number; rows: number}
	| {type: 'opening'; label: string; bytes: number; total?: number}
	| {type: 'saving'; progress: State['saving']}
	/** `layer`: the one to begin with. */
	| {type: 'opened'; image: Image; layer?: LayerNumber; goal?: LayerNumber; at: number}
	/** `isStopped`: the user has stopped it, and may go on. */
	| {type: 'failed'; failure: Failure; isStopped?: boolean}
	| {type: 'layers-progress'; layers: ReadonlyMap<LayerNumber, LayerStatus>; at: number}
	| {type: 'overlay-grew'; grown: Grown}
	/** What the base is, as far as it was found; `isSought`: it may still be another. */
	| {type: 'based'; base: BaseImage | undefined; isSought: boolean}
	| {type: 'loaded'}
	/** What was found that is attached to the image, or that it is looked for. */
	| {type: 'attached'; found: FoundAttached | 'looking'}
	/** How far it is with holding claims against bytes, or what came of it. */
	| {type: 'verifying'; verification: Verification}
	| {type: 'stopped'}
	/** All is read that was asked for. */
	| {type: 'rested'}
	| {type: 'listed'; listing: Listing}
	/** How far it is with what is taken out; undefined once it is done. */
	| {type: 'extracting'; extraction: Extraction | undefined}
	/** Says what came of something, until the next key. `text`: may hold what is from the image; it is made safe where it is drawn. */
	| {type: 'notify'; text: string; kind: Notice['kind']}
	/** The notice was there long enough to be read: a key came. */
	| {type: 'notice-seen'}
	/** How far the listing of several images is. */
	| {type: 'shelf'; shelf: Shelf}
	/** One of several images has to be chosen; undefined once it is. */
	| {type: 'choose'; choices: readonly ImageChoice[] | undefined}
	/** More is known of the images that can be opened. */
	| {type: 'start'; start: Start; isSeen: boolean}
	/** The finder's answer, or what it waits for; undefined once it waits no more. */
	| {type: 'finder-found'; result: FinderResult}
	| {type: 'finder-work'; work: Finder['work']; problem?: string}
	/** More is there of what queries need that takes a thread. */
	| {type: 'prepared'}
	/** What the filter needs that takes long, as far as it is there; undefined where it needs nothing. */
	| {type: 'filtering'; filtering: Filtering | undefined}
	/** How far two that are compared are. */
	| {type: 'sides'; a: State; b: State}
	/** What was found out about them so far. `deed`: what is being done. */
	/** `numbers`: where paths had others before, by those the ones that they have now. */
	| {type: 'compared'; deed?: string; found?: FoundDifferences; numbers?: Int32Array}
	| {type: 'differences-listed'; listing: DifferencesListing}
	| {type: 'show-layer'; layer: LayerNumber}
	/** Goes to a path, in the range that shows it. */
	| {type: 'reveal'; path: PathId; range: Range};

export type Action = KeyAction | FieldAction | MouseAction | NewsAction;
