import type {Judgement} from '../audit/finding.js';
import {safeText} from '../format/safe-text.js';
import type {Duplicate} from '../tree/duplicates.js';
import type {Overlay} from '../tree/overlay.js';
import type {PackageList} from '../tree/packages.js';
import type {Waste} from '../tree/waste.js';
import type {State} from './state.js';

/** What takes long to find in an image, and is looked for when a view wants it. */
export type Findings = {
	waste: readonly Waste[];
	duplicates: readonly Duplicate[];
	packages: PackageList;
	audit: Judgement;
};

export type FindingName = keyof Findings;

/** What was found in an overlay, or how far the search is. */
export type Finding<Result> = {
	overlay: Overlay;
	/** Undefined while it is looked for. */
	result?: Result;
	/** Of the work, 0 to 1, where that can be told. */
	share?: number;
	/** What is done before it can be looked for, where that takes long: the start of a sentence. */
	doing?: string;
	/** Why there is no result and none will come: a sentence. */
	problem?: string;
};

/** What was found in the image that is shown; undefined as long as it was not. */
export function selectFinding<Name extends FindingName>({findings, grown}: Pick<State, 'findings' | 'grown'>, name: Name): Findings[Name] | undefined {
	const finding = findings[name];
	return finding && finding.overlay === grown?.overlay ? finding.result : undefined;
}

/** How far the search is, or why there is none, in a sentence. `looking`: what is done. */
export function findingText({findings, grown, image, phase}: State, name: FindingName, looking: string): string {
	if (phase === 'resting') {
		return 'This takes all layers, and not all of them are fetched: c fetches the rest.';
	}

	if (phase === 'stopped' || phase === 'stopping') {
		return 'Reading was stopped: this takes all layers.';
	}

	if (!grown?.isComplete) {
		return grown && image ? `The layers are still being read. ${grown.ready} of ${image.layers.length} are in.` : 'The layers are still being read.';
	}

	if (!grown.isProven) {
		return 'The contents of files that were stored again are still being compared.';
	}

	const {share, problem, doing = looking} = findings[name] ?? {};
	if (problem !== undefined) {
		return safeText(problem);
	}

	return share === undefined ? `${doing} …` : `${doing} … ${Math.floor(share * 100)} %`;
}
