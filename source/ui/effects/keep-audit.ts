import {gatherInput, type KnownFindings} from '../../audit/gather-input.js';
import {judge, openGate} from '../../audit/gate.js';
import type {Judgement} from '../../audit/finding.js';
import {rules} from '../../audit/rules/index.js';
import {runRules} from '../../audit/run-rules.js';
import {measure} from '../../audit/thresholds.js';
import {guessBase} from '../../image/base-image.js';
import type {Contents} from '../../image/contents.js';
import type {Image} from '../../image/image.js';
import {learnFacts, type LearnOptions} from '../../image/learn-facts.js';
import type {Overlay} from '../../tree/overlay.js';
import {selectFinding} from '../findings.js';
import type {State} from '../state.js';
import type {Store} from '../store.js';
import type {SliceName, Slicer} from './slicer.js';

/** What an audit of the screen works with. */
export type KeepAuditOptions = LearnOptions & {onError: (error: unknown) => void};

/**
Audits the image once its contents are compared, behind all else that is computed; of one that was opened from a list or a comparison
only where its findings are asked for.
*/
export function keepAudit(store: Store, slicer: Slicer<SliceName>, {onError, ...options}: KeepAuditOptions): void {
	let begun: Overlay | undefined;
	const audit = async (image: Image, overlay: Overlay, contents: Contents) => {
		await learnFacts(image, contents, 'file-facts', options);
		const result = await slicer.finish('audit', auditImage(image, overlay, contents, knownOf(store.getState())));
		store.dispatch({type: 'found', name: 'audit', finding: {overlay, result}});
	};

	store.onAction(() => {
		const {image, grown, rightView, isInner} = store.getState();
		if (image && grown?.isProven && grown.contents && begun !== grown.overlay && (!isInner || rightView === 'audit')) {
			begun = grown.overlay;
			audit(image, grown.overlay, grown.contents).catch((error: unknown) => {
				if (!options.signal.aborted) {
					onError(error);
				}
			});
		}
	});
}

function * auditImage(image: Image, overlay: Overlay, contents: Contents, known: KnownFindings): Generator<void, Judgement> {
	const input = yield * gatherInput(image, overlay, contents, guessBase(image)?.layers ?? 0, {codecs: [], labels: []}, known);
	const {findings} = yield * runRules(input, rules);
	return judge({findings, figures: measure(image, overlay), layers: image.layers, pathOf: path => overlay.tree.path(path)}, openGate);
}

/** What views have found already. */
function knownOf(state: State): KnownFindings {
	return {wastes: selectFinding(state, 'waste'), duplicates: selectFinding(state, 'duplicates'), packages: selectFinding(state, 'packages')};
}
