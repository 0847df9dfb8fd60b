import type {Facts} from '../../content/facts.js';
import type {Field} from '../state.js';
import type {MatchFinder} from './match-finder.js';
import type {Look, Pages, Place} from './pages.js';
import type {Subject} from './subject.js';
import type {ViewedBytes} from './viewed-bytes.js';

/** How a content can be looked at, in the order in which `[` and `]` go through it. */
export const viewerViews = ['text', 'formatted', 'facts', 'hex', 'changes'] as const;

export type ViewerView = (typeof viewerViews)[number];

/** What was opened to be looked at. Bytes and pages know more of it as it is read; who has read tells so by a new object. */
export type Opened = {
	/** Undefined of what has none, such as a difference. */
	bytes?: ViewedBytes;
	/** What the file is, once that was found out. */
	facts?: Facts;
	/** The ways to look at it that there are. */
	pages: Readonly<Partial<Record<ViewerView, Pages>>>;
	/** Which of them comes first. */
	first: ViewerView;
	/** What is being worked out, in a word or two. */
	work?: string;
};

/** What is searched in what the viewer shows. */
export type ViewerSearch = {
	query: string;
	/** Where the search began, to which each letter goes back. */
	from: number;
	/** The match that was gone to last. */
	match?: number;
	/** Whether there is none. */
	isNone?: boolean;
	/** What finds and counts matches; undefined where lines are searched that are all at hand. */
	finder?: MatchFinder;
	/** Whether counting was given up. */
	isStopped?: boolean;
};

/** A place that takes time to get to: the end of what is still to be inflated, a line that was not counted yet, a match. */
export type Goal = {kind: 'end'} | {kind: 'line'; line: number} | {kind: 'place'; at: number} | {kind: 'match'; by: 1 | -1 | 'here'; from: number};

/** What the viewer shows, and from where. It has the whole screen between title and hints. */
export type Viewer = {
	subject: Subject;
	/** What was opened of it; undefined until it is. */
	opened?: Opened;
	/** The way in which it is looked at, where that was chosen. */
	view?: ViewerView;
	/** The way before what changed was looked at, to which `c` goes back. */
	viewBefore?: ViewerView;
	/** The first row that is seen, of each way. */
	tops: Readonly<Partial<Record<ViewerView, Place>>>;
	/** Columns that are scrolled out of sight. */
	left: number;
	wraps: boolean;
	search?: ViewerSearch;
	goal?: Goal;
	/** The field that it was opened from, which is back when it is left. */
	under?: Field;
	/** What was searched, and where one was, before the line that is being typed. */
	before?: Pick<Viewer, 'search' | 'tops' | 'left'>;
};

/** The way in which something is looked at. */
export function viewOf({opened, view, viewBefore}: Viewer): ViewerView | undefined {
	return opened && ([view, viewBefore].find(name => name !== undefined && Object.hasOwn(opened.pages, name)) ?? opened.first);
}

/** The ways to look at it that there are; what changed is worked out once that is asked for. */
export function viewsOf({opened, subject}: Viewer): ViewerView[] {
	return viewerViews.filter(name => opened?.pages[name] !== undefined || (name === 'changes' && opened !== undefined && hasBefore(subject)));
}

/** Whether there is a version before the one that is looked at. */
export function hasBefore(subject: Subject): boolean {
	return subject.kind === 'file' && subject.version > 0;
}

/** The rows that are shown. */
export function pagesOf(viewer: Viewer): Pages | undefined {
	const view = viewOf(viewer);
	return view && viewer.opened?.pages[view];
}

/** Lines above what scrolls: what it is, and which version. */
export const viewerHeading = 2;

/** Rows of the screen for what scrolls, and how wide they are. */
export function viewerRoom({columns, rows}: {columns: number; rows: number}): {height: number; columns: number} {
	return {height: Math.max(1, rows - 2 - viewerHeading), columns};
}

export function lookOf({wraps}: Viewer, size: {columns: number; rows: number}): Look {
	return {columns: viewerRoom(size).columns, wraps};
}
