import type {Contents} from '../../image/contents.js';
import type {Image, LayerNumber} from '../../image/image.js';
import {findDuplicates} from '../../tree/duplicates.js';
import type {Overlay} from '../../tree/overlay.js';
import {findPackages} from '../../tree/packages.js';
import {needsOf} from '../../tree/query/parse-query.js';
import {findWaste} from '../../tree/waste.js';
import type {FoundAction} from '../action.js';
import {filterWantsPackages} from '../filter-query.js';
import {selectQuery} from '../finder.js';
import type {Finding, FindingName, Findings} from '../findings.js';
import {selectBase} from '../select-base.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import {isBy} from '../views/map.js';
import {isViewName} from '../views/view-names.js';
import {againWithBytes, type AgainOptions} from './again-with-bytes.js';
import type {SliceName, Slicer} from './slicer.js';

type Sources = {overlay: Overlay; image: Image; base: LayerNumber; contents: Contents; tell: (share: number) => void};

/** What views want; the audit is `keep-audit.ts`'s. */
type WantedName = Exclude<FindingName, 'audit'>;

const finders: {readonly [Name in WantedName]: (sources: Sources) => Generator<void, Findings[Name]>} = {
	waste: ({overlay, image, contents, base}) => findWaste(overlay, image, contents, base),
	duplicates: ({overlay, contents, tell}) => findDuplicates(overlay, contents, {onProgress: tell}),
	packages: ({overlay, contents}) => findPackages(overlay, contents),
};

/** Milliseconds between two news of how far a search is. */
const newsInterval = 150;

/** Looks for what the view on the right is made of, in slices, once contents are compared. What was begun goes on when the view is left. */
export function keepFindings(store: Store, slicer: Slicer<SliceName>, options: Omit<AgainOptions, 'onLacking'>): void {
	const begun = new Map<FindingName, Overlay>();
	const begin = <Name extends WantedName>(name: Name, image: Image, base: LayerNumber, overlay: Overlay, contents: Contents) => {
		let told = performance.now();
		const found = (finding: Finding<Findings[Name]>) => {
			// Of a union TypeScript does not see that name and finding are of one kind.
			store.dispatch({type: 'found', name, finding} as FoundAction);
		};

		const tell = (share: number) => {
			const now = performance.now();
			if (now - told >= newsInterval) {
				told = now;
				found({overlay, share});
			}
		};

		const find: (sources: Sources) => Generator<void, Findings[Name]> = finders[name];
		slicer.run<Findings[Name]>(name, find({overlay, image, base, contents, tell}), {
			done(result) {
				found({overlay, result});
			},
			failed: againWithBytes(() => {
				begin(name, image, base, overlay, contents);
			}, {
				...options,
				onLacking(problem) {
					found({overlay, problem});
				},
			}),
		});
	};

	store.onAction(() => {
		const state = store.getState();
		const {grown, image} = state;
		const name = findingOf(state);
		if (name && image && grown?.isProven && grown.contents && !(name === 'waste' && state.seeksBase) && begun.get(name) !== grown.overlay) {
			begun.set(name, grown.overlay);
			begin(name, image, selectBase(state)?.layers ?? 0, grown.overlay, grown.contents);
		}
	});
}

/** Whether the query of the finder asks who owns what. */
function wantsPackages(state: State): boolean {
	const parsed = selectQuery(state);
	return 'query' in parsed && needsOf(parsed.query).packages;
}

function findingOf(state: State): WantedName | undefined {
	const {rightView} = state;
	if ((state.field?.kind === 'find' && wantsPackages(state)) || filterWantsPackages(state)) {
		return 'packages';
	}

	if (rightView === 'map') {
		return isBy(state, 'package') ? 'packages' : undefined;
	}

	return isViewName(rightView) && Object.hasOwn(finders, rightView) ? rightView as WantedName : undefined;
}
