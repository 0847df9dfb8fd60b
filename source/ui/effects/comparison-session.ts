import {compareConfig} from '../../tree/compare-config.js';
import {compareHistory} from '../../tree/compare-history.js';
import {compareFiles, type Side} from '../../tree/compare-images.js';
import {comparePackages} from '../../tree/compare-packages.js';
import type {ImageComparison} from '../../tree/compare-verdict.js';
import {ignoreDifferences} from '../../tree/ignore-differences.js';
import {findPackages} from '../../tree/packages.js';
import {timesAndOwners} from '../comparison.js';
import {initialState, type State} from '../state.js';
import {createStore} from '../store.js';
import {sideRowAt} from '../views/sides.js';
import {openImageSession, type ImageSession} from './image-session.js';
import {keepDifferences} from './keep-differences.js';
import type {Session, SessionTools} from './session.js';
import {Slicer} from './slicer.js';

/** Two images that are compared: each has a session of its own, which can be shown by itself. */
export function openComparisonSession([referenceA, referenceB]: readonly [string, string], tools: SessionTools, isInner = false): Session {
	const slicer = new Slicer(['listing', 'comparison', 'ignoring'] as const);
	const compared = Promise.withResolvers<void>();
	const open = (reference: string): ImageSession => openImageSession({...tools, reference, isInner: true, proofAfter: compared.promise});
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

	keepDifferences(store, slicer, onError);
	let isComparing = false;
	const compare = (sideA: Side, sideB: Side, isPartial: boolean) => {
		isComparing = true;
		const tell = (deed: string | undefined, all?: ImageComparison) => {
			const {ignoring} = store.getState().comparison!.found ?? {};
			store.dispatch({type: 'compared', deed, ...(all && {found: {all, ...(ignoring && {ignoring: {...ignoring, packages: all.packages}})}})});
		};

		tell('comparing');
		slicer.run('comparison', compareImages(sideA, sideB, isPartial, tell), {
			done() {
				tell(undefined);
				compared.resolve();
			},
			failed: onError,
		});
	};

	const follow = () => {
		const [stateA, stateB] = [a.store.getState(), b.store.getState()];
		store.dispatch({type: 'sides', a: stateA, b: stateB});
		const [sideA, sideB] = [sideOf(stateA), sideOf(stateB)];
		if (!isComparing && sideA && sideB) {
			compare(sideA, sideB, isPartial(stateA) || isPartial(stateB));
		}
	};

	const opening = Promise.all([a.opening, b.opening]);
	// Who starts it is told by the failure.
	opening.catch(() => undefined);
	a.store.subscribe(follow);
	b.store.subscribe(follow);
	store.onAction(({type}) => {
		const {phase, comparison} = store.getState();
		if (phase === 'stopping' && type === 'back') {
			a.stop();
			b.stop();
		}

		const {all, ignoring} = comparison?.found ?? {};
		if (type === 'switch-ignoring' && all && !ignoring && comparison!.isIgnoring) {
			slicer.run('ignoring', withoutTimes(all), {
				done(ignoring) {
					const {deed, found} = store.getState().comparison!;
					store.dispatch({type: 'compared', deed, found: {all: found!.all, ignoring: {...ignoring, packages: found!.all.packages}}});
				},
				failed: onError,
			});
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
			compared.resolve();
			a.close();
			b.close();
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

function isPartial({image, grown}: State): boolean {
	return [...image?.warnings ?? [], ...grown?.overlay.warnings ?? []].some(({incomplete}) => incomplete);
}

/** Compares all there is to compare. What is there soon is told before the packages, whose databases must be read. */
function * compareImages(a: Side, b: Side, isPartial: boolean, tell: (deed: string | undefined, all: ImageComparison) => void): Generator<void> {
	const all: ImageComparison = {
		files: yield * compareFiles(a, b),
		config: compareConfig(a.image, b.image),
		history: compareHistory(a, b),
		isPartial,
	};
	tell('comparing packages', all);
	const [listA, listB] = [yield * findPackages(a.overlay, a.contents), yield * findPackages(b.overlay, b.contents)];
	tell(undefined, {...all, packages: comparePackages({list: listA, view: a.view}, {list: listB, view: b.view})});
}

function * withoutTimes(all: ImageComparison): Generator<void, ImageComparison> {
	const {files} = all;
	return {
		...all,
		files: yield * ignoreDifferences(files, timesAndOwners),
		config: compareConfig(files.a.image, files.b.image, timesAndOwners),
		history: compareHistory(files.a, files.b, timesAndOwners),
	};
}
