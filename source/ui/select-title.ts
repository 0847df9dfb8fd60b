import type {Judgement} from '../audit/finding.js';
import {countOf as formatCountOf} from '../format/count.js';
import {engineNames} from '../image/engine-image.js';
import {formWords} from '../image/form-words.js';
import type {Image, ImageForm, ImageWarning, LayerNumber} from '../image/image.js';
import {selectFinding} from './findings.js';
import type {TitleFacts} from './panes/title-line.js';
import {memoize} from './parts/memoize.js';
import {lacksLayers} from './select-layers.js';
import {canChoose} from './of-use.js';
import {selectWarnings} from './select.js';
import type {Grown, State} from './state.js';

const bytesOf = memoize((grown: Grown | undefined) => grown && grown.ready > 0 ? grown.overlay.bytes() : undefined);

const countOf = memoize((warnings: readonly ImageWarning[]) => ({count: warnings.length, isIncomplete: warnings.some(({incomplete}) => incomplete)}));

const auditTexts = {
	passes: ['audit passes', 'audit pass', 'pass'],
	fails: ['audit fails: F tells', 'audit FAIL', 'FAIL'],
	incomplete: ['audit incomplete', 'INCOMPLETE', 'INCOMPLETE'],
} as const;

const auditOf = memoize((judgement: Judgement | undefined): TitleFacts['audit'] => judgement && {
	passed: judgement.passed,
	texts: auditTexts[judgement.complete ? (judgement.passed ? 'passes' : 'fails') : 'incomplete'],
});

/** Forms that say who gave the image, and not how it lies in a file. */
const givers: ReadonlySet<ImageForm> = new Set([...engineNames, 'registry']);

export function selectTitle(state: State): TitleFacts {
	const {reference, image, grown, phase, opening, saving, reading, layers, goal} = state;
	const bytes = bytesOf(grown);
	const isReading = phase === 'reading' || phase === 'stopping';
	return {
		reference,
		chosen: image?.chosen,
		from: image && givers.has(image.form) && (image.asOf !== undefined || (!reference.includes('://') && !reference.startsWith('docker-daemon:'))) ? formWords(image) : undefined,
		asOf: image?.asOf?.slice(0, 10),
		platform: image?.platform ?? '',
		others: canChoose(state) ? image!.choices!.length - 1 : 0,
		isDemo: image?.form === 'demo',
		warnings: countOf(selectWarnings(state)),
		layerCount: image?.layers.length,
		size: bytes?.total,
		audit: auditOf(selectFinding(state, 'audit')),
		waste: grown?.isComplete ? bytes?.wasted : undefined,
		isPartial: state.image?.layers.some(({number, problem}) => (problem !== undefined && problem.kind !== 'foreign') || layers.get(number)?.step === 'failed'),
		note: noteOf(state),
		progress: opening ?? (isReading && image && reading ? progressOf(image, layers, reading, goal) : undefined) ?? saving ?? verifyingOf(state),
	};
}

function verifyingOf({verification}: State): TitleFacts['progress'] {
	return verification && 'bytes' in verification ? {label: 'verifying', ...verification} : undefined;
}

/** Why not all is read. */
function noteOf({phase, image, layers}: State): string | undefined {
	if (phase === 'stopped') {
		return 'stopped: c reads on';
	}

	const isLacking = phase === 'whole' && lacksLayers({image, layers});
	return image && (phase === 'resting' || isLacking)
		? `${[...layers.values()].filter(({step}) => step === 'read').length} of ${formatCountOf(image.layers.length, 'layer')} fetched: c ${isLacking ? 'tries again' : 'fetches all'}`
		: undefined;
}

/** Before this no time is guessed. */
const leastSeconds = 1.5;
const leastBytes = 1 << 20;

const progressOf = memoize((image: Image, layers: State['layers'], {since, at}: {since: number; at: number}, goal?: LayerNumber): TitleFacts['progress'] => {
	let bytes = 0;
	let total = 0;
	let done = 0;
	for (const layer of image.layers) {
		const status = layers.get(layer.number);
		if (goal !== undefined && layer.number > goal && !status && layer.blob?.isHere() === false) {
			continue;
		}

		total += status?.total ?? layer.storedSize;
		bytes += status?.bytes ?? 0;
		done += status?.step === 'read' ? 1 : 0;
	}

	const seconds = (at - since) / 1000;
	// In the first moments a rate says nothing, and the first pieces may have lain in memory.
	const rate = seconds >= leastSeconds && bytes >= Math.min(leastBytes, total / 20) ? bytes / seconds : undefined;
	return {
		layer: Math.min(image.layers.length, done + 1),
		bytes,
		total,
		rate,
		secondsLeft: rate === undefined ? undefined : Math.max(0, (total - bytes) / rate),
	};
});
