import os from 'node:os';
import {learnDigests} from '../../image/learn-digests.js';
import {provenLayers} from '../../image/same-blob.js';
import {compareConfig} from '../../tree/compare-config.js';
import {compareHistory} from '../../tree/compare-history.js';
import {compareFiles, type Side} from '../../tree/compare-images.js';
import {comparePackages} from '../../tree/compare-packages.js';
import type {ImageComparison} from '../../tree/compare-verdict.js';
import {ignoreDifferences} from '../../tree/ignore-differences.js';
import {lackingDigests} from '../../tree/lacking-digests.js';
import {numbersIn} from '../../tree/numbers-in.js';
import {findPackages} from '../../tree/packages.js';
import type {PackageLists} from '../../tree/query/filter-comparison.js';
import {selectCompared, timesAndOwners, type FoundDifferences} from '../comparison.js';
import {isBusy} from '../select-layers.js';
import {initialState, type State} from '../state.js';
import {createStore} from '../store.js';
import {sideRowAt} from '../views/sides.js';
import {openImageSession, type ImageSession} from './image-session.js';
import {keepCopying} from './keep-copying.js';
import {keepDifferences} from './keep-differences.js';
import {keepFilter} from './keep-filter.js';
import {isRoot, keepExtracting} from './keep-extracting.js';
import type {Session, SessionTools} from './session.js';
import {Preparations} from './preparations.js';
import type {Ground} from './prepare-query.js';
import {DroppedError, sliceNames, Slicer} from './slicer.js';
import {keepViewer} from './keep-viewer.js';

/** Two images that are compared: each has a session of its own, which can be shown by itself. */
export function openComparisonSession([referenceA, referenceB]: readonly [string, string], tools: SessionTools, isInner = false): Session {
	const abort = new AbortController();
	const slicer = new Slicer(['listing', 'comparison', 'ignoring'] as const);
	const compared = Promise.withResolvers<void>();
	const open = (reference: string): ImageSession => openImageSession({...tools, reference, canAsk: false, isInner: true, eager: true, proofAfter: compared.promise});
	const [a, b] = [open(referenceA), open(referenceB)];
	const store = createStore({
		...initialState({reference: `${referenceA} ${referenceB}`, ...tools.size}),
		...(isInner && {isInner}),
		focus: 'differences',
		rightView: 'differences',
		comparison: {
			a: a.store.getState(),
			b: b.store.getState(),
			isIgnoring: false,
			shown: {added: true, modified: true, removed: true, unmodified: false},
		},
	});
	const onError = (error: unknown) => {
		compared.resolve();
		tools.onError(error);
	};

	keepFilter(store, slicer, {preparations: new Preparations(store, tools.threads), groundOf, signal: abort.signal});
	keepDifferences(store, slicer, onError);
	const taking = new Slicer(sliceNames);
	keepCopying(store, taking, tools.clipboard, abort.signal);
	const extracting = keepExtracting(store, taking, {isRoot: isRoot(), platform: os.platform()});
	const viewing = keepViewer(store, {temporaryFolder: tools.temporaryFolder, onError});
	const compare = async (sideA: Side, sideB: Side, signal: AbortSignal) => {
		const tell = (deed: string | undefined, all?: ImageComparison, packages?: PackageLists, numbers?: Int32Array) => {
			signal.throwIfAborted();
			const {ignoring, all: before} = store.getState().comparison!.found ?? {};
			store.dispatch({type: 'compared', deed, ...(all && {found: {all, packages, ...(before?.files === all.files && {ignoring})}}), numbers});
		};

		const finish = async <Result>(work: Generator<void, Result>): Promise<Result> => {
			signal.throwIfAborted();
			return slicer.finish('comparison', work);
		};

		try {
			tell('comparing');
			const proven = await provenLayers(sideA.image, sideB.image, signal);
			const compareAll = async () => finish(compareFiles(sideA, sideB, undefined, undefined, proven));
			let files = await compareAll();
			const lacking = lackingDigests(files);
			for (const {side, layer, indexes} of lacking) {
				await learnDigests(side.contents, layer, indexes, {signal});
			}

			files = lacking.length > 0 ? await compareAll() : files;
			const all: ImageComparison = {
				files,
				config: compareConfig(sideA.image, sideB.image),
				history: compareHistory(sideA, sideB),
				isPartial: [sideA, sideB].some(side => isPartial(side)) || files.counts.unknown > 0,
			};
			const before = store.getState().comparison!.found?.all.files;
			const numbers = before && await finish(numbersIn(files.tree, before.tree));
			// What is there is shown before the packages, whose databases must be read.
			tell('comparing packages', all, undefined, numbers);
			if (store.getState().comparison!.isIgnoring) {
				void ignore(all);
			}

			const packagesOf = async ({overlay, contents}: Side) => finish(findPackages(overlay, contents));
			const [listA, listB] = [await packagesOf(sideA), await packagesOf(sideB)];
			tell(undefined, {...all, packages: comparePackages({list: listA, view: sideA.view}, {list: listB, view: sideB.view})}, {a: listA, b: listB});
		} catch (error) {
			if (!signal.aborted) {
				onError(error);
			}
		}

		if (!signal.aborted) {
			compared.resolve();
		}
	};

	const ignore = async (all: ImageComparison) => {
		try {
			const ignoring = await slicer.finish('ignoring', withoutTimes(all));
			const {deed, found} = store.getState().comparison!;
			if (found?.all.files === all.files) {
				store.dispatch({type: 'compared', deed, found: {...found, ignoring}});
			}
		} catch (error) {
			if (!(error instanceof DroppedError)) {
				onError(error);
			}
		}
	};

	/** What was compared last, and ends that. */
	let comparing: {a: Side['overlay']; b: Side['overlay']; abort: AbortController} | undefined;
	const follow = () => {
		const [stateA, stateB] = [a.store.getState(), b.store.getState()];
		store.dispatch({type: 'sides', a: stateA, b: stateB});
		const [sideA, sideB] = [sideOf(stateA), sideOf(stateB)];
		// Where layers come that could not be had before, each is another, and so is what differs.
		const isAnother = sideA?.overlay !== comparing?.a || sideB?.overlay !== comparing?.b;
		if (sideA && sideB && isAnother && !isBusy(stateA) && !isBusy(stateB)) {
			comparing?.abort.abort();
			comparing = {a: sideA.overlay, b: sideB.overlay, abort: new AbortController()};
			void compare(sideA, sideB, AbortSignal.any([abort.signal, comparing.abort.signal]));
		}
	};

	const opening = Promise.all([a.opening, b.opening]);
	// Who starts it is told by the failure.
	opening.catch(() => undefined);
	a.store.subscribe(follow);
	b.store.subscribe(follow);
	store.onAction(({type}, before) => {
		const {phase, comparison} = store.getState();
		if (phase === 'stopping' && type === 'back') {
			a.stop();
			b.stop();
		}

		if (type === 'read-on' && phase !== before.phase) {
			a.store.dispatch({type});
			b.store.dispatch({type});
		}

		const {all, ignoring} = comparison?.found ?? {};
		if (type === 'switch-ignoring' && all && !ignoring && comparison!.isIgnoring) {
			void ignore(all);
		}
	});
	return {
		store,
		opening,
		get failure() {
			return a.failure ?? b.failure;
		},
		async start() {
			await Promise.all([a.start(), b.start()]);
		},
		close() {
			slicer.stop();
			abort.abort();
			compared.resolve();
			viewing.close();
			// Nothing may still read files that are closed.
			void extracting.close().then(() => {
				a.close();
				b.close();
			});
		},
		lead(action) {
			const state = store.getState();
			if (action.type === 'open-side') {
				return {session: action.side === 'a' ? a : b, isKept: true};
			}

			const row = action.type === 'enter' && state.focus === 'sides' ? sideRowAt(state) : undefined;
			if (row?.layer === undefined) {
				return undefined;
			}

			const session = row.side === 'b' ? b : a;
			session.store.dispatch({type: 'show-layer', layer: row.layer});
			return {session, isKept: true};
		},
	};
}

/** A side can be compared once all of it is read. */
function sideOf({image, grown}: State): Side | undefined {
	return image && grown?.isComplete && grown.contents ? {image, overlay: grown.overlay, contents: grown.contents, view: {at: image.layers.length}} : undefined;
}

/** What the filter is asked of: the paths of both, and the contents that the two show there. */
function groundOf(state: State): Ground | undefined {
	const {files} = selectCompared(state) ?? {};
	return files && {tree: files.tree, ready: 0, sides: [{...files.a, entries: files.entryA}, {...files.b, entries: files.entryB}]};
}

function isPartial({image, overlay, contents}: Side): boolean {
	return contents.problems.size > 0 || [...image.warnings, ...overlay.warnings].some(({incomplete}) => incomplete);
}

function * withoutTimes({files}: ImageComparison): Generator<void, NonNullable<FoundDifferences['ignoring']>> {
	return {
		files: yield * ignoreDifferences(files, timesAndOwners),
		config: compareConfig(files.a.image, files.b.image, timesAndOwners),
		history: compareHistory(files.a, files.b, timesAndOwners),
	};
}
