import type {Contents} from '../../image/contents.js';
import type {Image} from '../../image/image.js';
import {findDuplicates} from '../../tree/duplicates.js';
import type {Overlay} from '../../tree/overlay.js';
import type {FindingName, Findings} from '../findings.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import {isViewName} from '../views/view-names.js';
import type {SliceName, Slicer} from './slicer.js';

type Sources = {overlay: Overlay; image: Image; contents: Contents; tell: (share: number) => void};

const finders: {readonly [Name in FindingName]: (sources: Sources) => Generator<void, Findings[Name]>} = {
	duplicates: ({overlay, contents}) => findDuplicates(overlay, contents),
};

/** Milliseconds between two news of how far a search is. */
const newsInterval = 150;

/** Looks for what the view on the right is made of, in slices, once contents are compared. What was begun goes on when the view is left. */
export function keepFindings(store: Store, slicer: Slicer<SliceName>, onError: (error: unknown) => void): void {
	const begun = new Map<FindingName, Overlay>();
	store.onAction(() => {
		const {grown, image, rightView} = store.getState();
		const name = findingOf(rightView);
		if (!name || !image || !grown?.isProven || !grown.contents || begun.get(name) === grown.overlay) {
			return;
		}

		const {overlay, contents} = grown;
		begun.set(name, overlay);
		let told = performance.now();
		const tell = (share: number) => {
			const now = performance.now();
			if (now - told >= newsInterval) {
				told = now;
				store.dispatch({type: 'found', name, finding: {overlay, share}});
			}
		};

		slicer.run(name, finders[name]({overlay, image, contents, tell}), {
			done(result) {
				store.dispatch({type: 'found', name, finding: {overlay, result}});
			},
			failed: onError,
		});
	});
}

function findingOf(view: State['rightView']): FindingName | undefined {
	return isViewName(view) && Object.hasOwn(finders, view) ? view as FindingName : undefined;
}
