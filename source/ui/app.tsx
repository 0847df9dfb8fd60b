import {memo, useEffect, useSyncExternalStore, type ReactElement} from 'react';
import {Box, render, useApp, useInput, usePaste, type Instance, type SuspendTerminal} from 'ink';
import type {PaneName, Rectangle} from './layout.js';
import {keyNames} from './input.js';
import {pressKey} from './press-key.js';
import {bottomLine} from './panes/bottom-line.js';
import {copyPane} from './panes/copy-pane.js';
import {finderPane} from './panes/finder-pane.js';
import {filesPane} from './panes/files-pane.js';
import {listPane} from './panes/list-pane.js';
import {mapPane} from './panes/map-pane.js';
import {helpPane} from './panes/help-pane.js';
import {layersPane} from './panes/layers-pane.js';
import {failureScreen, openingScreen, tinyScreen} from './panes/message-screen.js';
import {startPane} from './panes/start-pane.js';
import {detailsPane, imagePane} from './panes/text-pane.js';
import {viewerPane} from './panes/viewer-pane.js';
import {screenTitle, verdictLine} from './panes/several-title.js';
import {Lines} from './parts/lines.js';
import {selectLayout} from './select.js';
import type {State} from './state.js';
import type {Store} from './store.js';
import type {Theme} from './theme.js';
import type {listViews} from './views/index.js';
import {isSeveralViewName, type SeveralViewName} from './views/view-names.js';

type Pane = (state: State, rectangle: Rectangle, theme: Theme) => string[];

const listPaneOf = (name: keyof typeof listViews): Pane => (state, rectangle, theme) => listPane(name, state, rectangle, theme);

const panes: Readonly<Record<PaneName, Pane>> = {
	layers: layersPane, files: filesPane, details: detailsPane, image: imagePane,
	audit: listPaneOf('audit'), waste: listPaneOf('waste'), duplicates: listPaneOf('duplicates'), packages: listPaneOf('packages'),
	story: listPaneOf('story'), build: listPaneOf('build'), map: mapPane,
	images: listPaneOf('images'), sides: listPaneOf('sides'), differences: listPaneOf('differences'), start: startPane, choices: listPaneOf('choices'),
};

/** What is drawn on, and by which keys it is moved. */
export type Stage = {
	stdin: NodeJS.ReadableStream;
	stdout: NodeJS.WritableStream;
	stderr: NodeJS.WritableStream;
};

/** Draws the screen from now on. The environment must be ready when this module is imported: React and chalk look at it then. */
export function draw(store: Store, theme: Theme, stage: Stage, onMounted: (suspendTerminal: SuspendTerminal) => void): Instance {
	return render(<App store={store} theme={theme} onMounted={onMounted}/>, {
		...stage,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 240,
		exitOnCtrlC: false,
		patchConsole: false,
		// Ink takes no terminal for one where CI is set.
		interactive: true,
	});
}

/** The whole screen and its keys. */
export function App({store, theme, onMounted}: {
	store: Store;
	theme: Theme;
	onMounted?: (suspendTerminal: SuspendTerminal) => void;
}): ReactElement {
	const {suspendTerminal} = useApp();
	const state = useSyncExternalStore(store.subscribe, store.getState);
	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			pressKey(store, name);
		}
	});
	usePaste(text => {
		// Pasted text is text: outside of a field it must not act as keys.
		const {field, focus} = store.getState();
		if (field ?? focus === 'start') {
			store.dispatch({type: 'type', text});
		}
	});
	useEffect(() => {
		onMounted?.(suspendTerminal);
	}, [onMounted, suspendTerminal]);
	return <Screen state={state} theme={theme}/>;
}

/** The screen of a state. */
export function Screen({state, theme}: {state: State; theme: Theme}): ReactElement {
	const {columns, rows} = state.size;
	const layout = selectLayout(state);
	if (layout.kind === 'tiny') {
		return <Lines lines={tinyScreen(state.size)} width={columns} height={rows}/>;
	}

	if (state.failure) {
		return <Lines lines={failureScreen(state.failure, state, theme)} width={columns} height={rows}/>;
	}

	return (
		<Box flexDirection='column' width='100%' height={rows}>
			<Lines lines={[screenTitle(state, theme)]} width={columns} height={1}/>
			<Box height={rows - 2} width={columns}>
				{body(state, theme)}
			</Box>
			<Lines lines={[bottomLine(state, theme)]} width={columns} height={1}/>
		</Box>
	);
}

function body(state: State, theme: Theme): ReactElement {
	const {columns, rows} = state.size;
	const {panes: places, ruleAt} = selectLayout(state);
	if (state.field?.kind === 'help') {
		return <Lines lines={helpPane(state, state.field, theme)} width={columns} height={rows - 2}/>;
	}

	if (state.field?.kind === 'find') {
		return <Lines lines={finderPane(state, state.field, theme)} width={columns} height={rows - 2}/>;
	}

	if (state.field?.kind === 'copy') {
		return <Lines lines={copyPane(state, state.field, theme)} width={columns} height={rows - 2}/>;
	}

	if (state.viewer) {
		return <Lines lines={viewerPane(state, state.viewer, theme)} width={columns} height={rows - 2}/>;
	}

	if (isSeveralViewName(state.focus)) {
		return several(state, theme);
	}

	if (!state.image) {
		return <Lines lines={openingScreen(state)} width={columns} height={rows - 2}/>;
	}

	const pane = (name: PaneName): ReactElement | undefined => {
		const rectangle = places[name];
		return rectangle && <Lines lines={panes[name](state, rectangle, theme)} width={rectangle.width} height={rectangle.height}/>;
	};

	const rightName = (Object.keys(places) as PaneName[]).find(name => name !== 'layers' && name !== 'details');
	const right = rightName && pane(rightName);
	if (ruleAt === undefined) {
		return <>{pane('layers') ?? pane('details') ?? right}</>;
	}

	return (
		<>
			<Box flexDirection='column' width={ruleAt}>
				{pane('layers')}
				{pane('details')}
			</Box>
			<VerticalRule details={places.details} height={rows - 2} theme={theme}/>
			{right}
		</>
	);
}

/** The body where more than one image is shown: their list; those that can be opened; or the verdict, and below it what two have and what differs. */
function several(state: State, theme: Theme): ReactElement {
	const {columns, rows} = state.size;
	const {panes: {images, choices, sides, differences, start}, ruleAt} = selectLayout(state);
	const pane = (name: SeveralViewName, rectangle: Rectangle | undefined): ReactElement | undefined =>
		rectangle && <Lines lines={panes[name](state, rectangle, theme)} width={rectangle.width} height={rectangle.height}/>;
	if (images ?? choices) {
		return (pane('images', images) ?? pane('choices', choices))!;
	}

	if (start) {
		return <Lines lines={startPane(state, start, theme)} width={columns} height={rows - 2}/>;
	}

	return (
		<Box flexDirection='column' width={columns} height={rows - 2}>
			<Lines lines={[verdictLine(state, theme)]} width={columns} height={1}/>
			<Box width={columns} height={rows - 3}>
				{pane('sides', sides)}
				{ruleAt !== undefined && <VerticalRule height={rows - 3} theme={theme}/>}
				{pane('differences', differences)}
			</Box>
		</Box>
	);
}

/** The rule between left and right, with tees where the rules of panes meet it. */
const VerticalRule = memo(({details, height, theme}: {details?: Rectangle; height: number; theme: Theme}): ReactElement => {
	const {paint, symbols} = theme;
	const lines = Array.from({length: height}, (_, row) =>
		paint.faint(row === 0 ? symbols.teeDown : (row + 1 === details?.y ? symbols.teeLeft : symbols.vertical)));
	return <Lines lines={lines} width={1} height={height}/>;
});
