import {withBytes} from '../../archive/bytes-needed.js';
import type {KnownFindings} from '../../audit/gather-input.js';
import type {AuditPolicy} from '../../audit/gate.js';
import type {Contents} from '../../image/contents.js';
import {ImageError, type Image} from '../../image/image.js';
import {learnFacts, type LearnOptions} from '../../image/learn-facts.js';
import type {Overlay} from '../../tree/overlay.js';
import {selectFinding} from '../findings.js';
import {selectBase} from '../select-base.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import {DroppedError, type SliceName, type Slicer} from './slicer.js';

/** What an audit of the screen works with. */
export type KeepAuditOptions = LearnOptions & {
	/** Reads the policy that holds; without it there is none. */
	choosePolicy?: () => Promise<AuditPolicy>;
	onError: (error: unknown) => void;
};

/**
Audits the image once its contents are compared, behind all else that is computed; of one that was opened from a list or a comparison
only where its findings are asked for.
*/
export function keepAudit(store: Store, slicer: Slicer<SliceName>, {choosePolicy, onError, ...options}: KeepAuditOptions): void {
	let begun: Overlay | undefined;
	const audit = async (image: Image, overlay: Overlay, contents: Contents) => {
		const {auditImage, noPolicy} = await import('./audit-image.js');
		let policy: AuditPolicy;
		try {
			policy = await choosePolicy?.() ?? noPolicy;
		} catch (error) {
			// A policy that can't be followed says nothing of the image: the view tells why there is no answer.
			store.dispatch({type: 'found', name: 'audit', finding: {overlay, problem: (error as Error).message}});
			return;
		}

		store.dispatch({type: 'found', name: 'audit', finding: {overlay, doing: 'Reading the files that rules look into'}});
		await learnFacts(image, contents, 'file-facts', options);
		store.dispatch({type: 'found', name: 'audit', finding: {overlay, doing: 'All is read. The rules are looking at it'}});
		const result = await withBytes(async () => slicer.finish('audit', auditImage({image, overlay, contents, base: selectBase(store.getState())?.layers ?? 0, known: knownOf(store.getState())}, policy)), {signal: options.signal});
		store.dispatch({type: 'found', name: 'audit', finding: {overlay, result}});
	};

	store.onAction(() => {
		const {image, grown, rightView, isInner, seeksBase} = store.getState();
		if (image && grown?.isProven && grown.contents && !seeksBase && begun !== grown.overlay && (!isInner || rightView === 'audit')) {
			begun = grown.overlay;
			audit(image, grown.overlay, grown.contents).catch((error: unknown) => {
				if (options.signal.aborted || error instanceof DroppedError) {
					return;
				}

				if (error instanceof ImageError) {
					// An engine does not give again what rules look into.
					store.dispatch({type: 'found', name: 'audit', finding: {overlay: grown.overlay, problem: error.message}});
				} else {
					onError(error);
				}
			});
		}
	});
}

/** What views have found already. */
function knownOf(state: State): KnownFindings {
	return {wastes: selectFinding(state, 'waste'), duplicates: selectFinding(state, 'duplicates'), packages: selectFinding(state, 'packages')};
}
