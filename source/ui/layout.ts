import {isSeveralViewName, type ViewName} from './views/view-names.js';

/** Cells of the terminal, from the top left corner. */
export type Rectangle = {x: number; y: number; width: number; height: number};

/** What stands on the right: the files, or what takes their place. */
export type RightView = 'files' | 'image' | ViewName;

/** What can have the keys. */
export type PaneName = 'layers' | 'details' | RightView;

/** Where everything is drawn. */
export type Layout = {
	/** `tiny`: too small for anything but a sentence. `single`: one pane at a time. */
	kind: 'tiny' | 'single' | 'split';
	/** What is drawn, each with its heading. */
	panes: Partial<Record<PaneName, Rectangle>>;
	/** The column of the rule between left and right; undefined where there is none. */
	ruleAt?: number;
	/** The line for a field or the hints. */
	hintAt: number;
};

export const smallest = {columns: 40, rows: 10} as const;

/** From here on two panes stand side by side. */
const splitFrom = 80;
/** From here on there is room for all columns on the left. */
const wideFrom = 100;

type LayoutInput = {
	columns: number;
	rows: number;
	focus: PaneName;
	/** What stands in the right place. */
	rightView: RightView;
	/** Whether the pane in focus has the whole screen. */
	isZoomed: boolean;
	/** Layers in the image: the list takes no more than it needs. */
	layerCount: number;
};

export function computeLayout({columns, rows, focus, rightView, isZoomed, layerCount}: LayoutInput): Layout {
	const hintAt = rows - 1;
	if (columns < smallest.columns || rows < smallest.rows) {
		return {kind: 'tiny', panes: {}, hintAt};
	}

	const body: Rectangle = {x: 0, y: 1, width: columns, height: rows - 2};
	if (isSeveralViewName(focus)) {
		return layoutOfSeveral(focus, body, columns < splitFrom || isZoomed, hintAt);
	}

	const right = focus === 'layers' || focus === 'details' ? rightView : focus;
	if (columns < splitFrom || isZoomed) {
		return {kind: 'single', panes: {[focus]: body}, hintAt};
	}

	const left = leftWidth(columns);
	const layersHeight = heightOfLayers(body.height, layerCount);
	return {
		kind: 'split',
		panes: {
			layers: {x: 0, y: body.y, width: left, height: layersHeight},
			details: {x: 0, y: body.y + layersHeight, width: left, height: body.height - layersHeight},
			[right]: {x: left + 1, y: body.y, width: columns - left - 1, height: body.height},
		},
		ruleAt: left,
		hintAt,
	};
}

/** Of two that are compared, what both have stands on the left and what differs on the right, below the verdict; images to open stand below what is typed. */
function layoutOfSeveral(focus: PaneName, {x, y, width, height}: Rectangle, isSingle: boolean, hintAt: number): Layout {
	if (focus === 'images' || focus === 'choices') {
		return {kind: 'single', panes: {[focus]: {x, y, width, height}}, hintAt};
	}

	const below: Rectangle = {x, y: y + 1, width, height: height - 1};
	if (focus === 'start') {
		return {kind: 'single', panes: {start: below}, hintAt};
	}

	if (isSingle) {
		return {kind: 'single', panes: {[focus]: below}, hintAt};
	}

	const left = leftWidth(width);
	return {
		kind: 'split',
		panes: {
			sides: {...below, width: left},
			differences: {...below, x: left + 1, width: width - left - 1},
		},
		ruleAt: left,
		hintAt,
	};
}

/** Lines below a list that tell more of the row under the cursor. */
const footHeights: Readonly<Partial<Record<PaneName, number>>> = {files: 1, map: 1, waste: 12, audit: 12, duplicates: 7, packages: 8, story: 6, build: 8, images: 12, sides: 5, differences: 6, start: 7, choices: 4};

/** Panes whose lists have columns with names. */
const withoutColumns: ReadonlySet<PaneName> = new Set(['details', 'image', 'map', 'sides']);

/** Below so many lines a list has no room beside what is told of its rows. */
const lowBelow = 20;

/** Rows that a list keeps beside what to write instead. */
const leastRows = 3;

/** Whether a list that has the screen alone gives it to what is told of the row under the cursor. */
export function isTextAlone(name: PaneName, {height}: Rectangle, isZoomed: boolean): boolean {
	// What is told of an image may have a line for each of its layers.
	return isZoomed && (height < lowBelow || name === 'images') && (footHeights[name] ?? 0) > 1;
}

/** The lines of a pane between its headings and its foot: what scrolls. `foot`: how many lines that has. */
export function listOf(name: PaneName, rectangle: Rectangle, isZoomed = false): Rectangle & {hasColumns: boolean; foot: number} {
	const {x, y, width, height} = rectangle;
	if (isTextAlone(name, rectangle, isZoomed)) {
		return {x, y: y + 1, width, height: 1, hasColumns: false, foot: height - 2};
	}

	// A rule with the title; where there is room also the names of the columns, and what the row under the cursor is.
	const hasColumns = !withoutColumns.has(name) && height >= 5;
	const above = hasColumns ? 2 : 1;
	const most = name === 'waste' || name === 'audit' ? height - above - leastRows : Math.floor(height * (height < 14 ? 0.3 : 0.5));
	const foot = height >= 8 ? Math.min(footHeights[name] ?? 0, most) : 0;
	return {x, y: y + above, width, height: Math.max(0, height - above - foot), hasColumns, foot};
}

/** The pane under a cell. */
export function paneAt(layout: Layout, x: number, y: number): PaneName | undefined {
	return (Object.keys(layout.panes) as PaneName[]).find(name => {
		const pane = layout.panes[name]!;
		return x >= pane.x && x < pane.x + pane.width && y >= pane.y && y < pane.y + pane.height;
	});
}

function leftWidth(columns: number): number {
	return columns < wideFrom ? Math.floor(columns * 0.4) : Math.min(96, Math.floor(columns * 0.44));
}

/** As much as the layers need, at most three fifths, so that the details keep a place. */
function heightOfLayers(height: number, layerCount: number): number {
	const headings = 2;
	return Math.max(5, Math.min(layerCount + headings, Math.floor(height * 0.6)));
}
