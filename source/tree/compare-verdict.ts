import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import {change} from './change.js';
import {isTime, type ConfigDifference} from './compare-config.js';
import type {Comparison} from './compare-images.js';
import type {HistoryDifference} from './compare-history.js';
import type {PackageDifference} from './compare-packages.js';
import {differenceNames, type DifferenceName} from './difference.js';
import {root, type PathId} from './path-tree.js';

/** All that was compared of two images. What is undefined was not asked for: of points in a history, or of some paths, only files are compared. */
export type ImageComparison = {
	files: Comparison;
	config?: readonly ConfigDifference[];
	history?: HistoryDifference;
	packages?: readonly PackageDifference[];
	/** Whether something of either could not be read, so that what is missing may only seem so. */
	isPartial: boolean;
	/** Whether paths were left out because they are ignored. */
	leavesOutPaths?: boolean;
};

/** Whether all is the same that was compared and not ignored, and what to say of it in one sentence. */
export type Verdict = {
	identical: boolean;
	sentence: string;
};

/** Of the bytes that differ below a folder, a place that has this share of them is named. */
const worthNaming = 0.6;

/** Fields and packages that a sentence names; of more it says how many. */
const mostNamed = 3;

/** Holds A against B. The sentence has paths and names from the images as they are: not yet safe for a terminal. */
export function verdictOf(comparison: ImageComparison): Verdict {
	const {files: {counts}, config = [], history, isPartial} = comparison;
	const steps = stepsOf(history);
	const isSame = counts.added + counts.removed + counts.modified + counts.metadata === 0 && config.length === 0 && steps === 0 && (history?.otherTimes ?? 0) === 0;
	if (isSame) {
		const isUnknown = isPartial || counts.unknown > 0;
		return {identical: !isUnknown, sentence: isUnknown ? unreadSentence(comparison) : sameSentence(comparison)};
	}

	const sentence = isTimeAlone(comparison) ? timeSentence(comparison) : otherSentence(comparison);
	const unread = counts.unknown > 0 ? ` ${countOf(counts.unknown, 'file')} could not be compared.` : '';
	return {identical: false, sentence: `${sentence}${unread}${isPartial ? ' Not all could be read.' : ''}`};
}

function stepsOf(history: HistoryDifference | undefined): number {
	return history ? history.onlyA.length + history.onlyB.length : 0;
}

/** What was compared, as a sentence about what is the same calls it. */
function comparedWords({config, history}: ImageComparison): string {
	const documents = [...(config ? ['configuration'] : []), ...(history ? ['history'] : [])];
	return documents.length === 0 ? 'the files are the same' : `the same ${['files', ...documents].join(', ').replace(/, (?=\w+$)/, ' and ')}`;
}

function unreadSentence(comparison: ImageComparison): string {
	const {unknown} = comparison.files.counts;
	return `No difference in what could be read: ${comparedWords(comparison)}, but ${unknown > 0 ? `${countOf(unknown, 'file')} could not be compared` : 'not all could be read'}.`;
}

function sameSentence(comparison: ImageComparison): string {
	const {files, config, leavesOutPaths} = comparison;
	const {counts: {ignored}, layers} = files;
	const words = comparedWords(comparison);
	if (ignored > 0) {
		return `The same in all that counts: ${words}, but for ${countOf(ignored, 'path')} that ${ignored === 1 ? 'differs' : 'differ'} only in what is ignored.`;
	}

	if (leavesOutPaths) {
		return `The same in all that counts: ${words}, but for paths that are ignored.`;
	}

	return `Identical: ${words}${layers.onlyA.length + layers.onlyB.length > 0 && config !== undefined ? ', in other layers' : ''}.`;
}

/** Whether nothing but times differs. */
function isTimeAlone({files: {counts}, config = [], history}: ImageComparison): boolean {
	return counts.added + counts.removed + counts.modified === 0 && counts.metadata === counts.timeOnly && config.every(({field}) => isTime(field)) && stepsOf(history) === 0;
}

function timeSentence({files, config = [], history}: ImageComparison): string {
	const {timeOnly} = files.counts;
	const isBuild = config.length > 0 || (history?.otherTimes ?? 0) > 0;
	const differs = timeOnly > 0 ? `${countOf(timeOnly, 'path')} ${timeOnly === 1 ? 'differs' : 'differ'} in time alone` : 'only the time of the build differs';
	return `The same in all that counts: ${differs}${timeOnly > 0 && isBuild ? ', and so does the build' : ''}.`;
}

function otherSentence({files, config = [], history, packages = []}: ImageComparison): string {
	const {added, removed, modified, metadata} = files.counts;
	const place = worstPlace(files);
	// `3 paths added, 5 removed`
	const changes = ([['added', added], ['removed', removed], ['modified', modified]] as const)
		.filter(([, count]) => count > 0)
		.map(([name, count], index) => `${index === 0 ? countOf(count, 'path') : formatCount(count)} ${name}`);
	if (changes.length === 0 && metadata > 0) {
		changes.push(metadataPhrase(files));
	}

	const steps = stepsOf(history);
	const parts = [
		changes.length > 0 ? `${sizePhrase(files)}: ${changes.join(', ')}${place === root ? '' : `, most of it in ${files.tree.path(place)}`}` : 'The files are the same',
		packages.length > mostNamed ? `${packages.length} packages differ` : packagesPhrase(packages),
		config.length > 0 ? `the configuration differs in ${config.length > mostNamed ? `${config.length} fields` : config.map(({field}) => field).join(', ')}` : '',
		changes.length === 0 && config.length === 0 && steps > 0 ? `but ${countOf(steps, 'instruction')} of the history ${steps === 1 ? 'differs' : 'differ'}` : '',
	].filter(part => part !== '');
	return `${parts.join('; ')}.`;
}

function sizePhrase({bytesA, bytesB, counts: {added, removed, modified}}: Comparison): string {
	if (bytesA === bytesB) {
		return added + removed + modified > 0 ? 'B is as large as A' : 'No file has other content';
	}

	return `B is ${formatBytes(Math.abs(bytesB - bytesA))} ${bytesB > bytesA ? 'larger' : 'smaller'}`;
}

/** Other versions come first. */
function packagesPhrase(packages: readonly PackageDifference[]): string {
	const isChanged = ({a, b}: PackageDifference) => a !== null && b !== null;
	const phrases = packages.toSorted((x, y) => Number(isChanged(y)) - Number(isChanged(x))).map(each => packagePhrase(each));
	return phrases.length === 0 ? '' : `packages: ${phrases.join(', ')}`;
}

/** `openssl 3.0.11 → 3.0.13` */
export function packagePhrase({name, a, b}: PackageDifference): string {
	const versions = a !== null && b !== null ? `${a} → ${b}` : a ?? b;
	return `${[name, versions].filter(Boolean).join(' ')}${a === null ? ' added' : (b === null ? ' removed' : '')}`;
}

/** How attributes are called in a sentence. */
const attributes: Readonly<Record<DifferenceName, string>> = {
	type: 'type', content: 'content', link: 'target', device: 'device number', mode: 'mode', uid: 'owner', gid: 'group', mtime: 'time', xattrs: 'extended attributes', hardlinks: 'hard links',
};

function metadataPhrase({counts: {metadata, byDifference}}: Comparison): string {
	const names = differenceNames.filter((_, place) => byDifference[place] > 0).map(name => attributes[name]);
	return `${countOf(metadata, 'path')} ${metadata === 1 ? 'differs' : 'differ'} in ${names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`}`;
}

/** The deepest path that holds most of the bytes that differ; the root where they are spread. */
export function worstPlace({tree, differing, change: changes}: Comparison): PathId {
	let place = root;
	for (;;) {
		let worst = root;
		for (let at = tree.position[place] + 1; at < tree.subtreeEnd[place];) {
			const child = tree.atPosition[at];
			worst = worst === root || differing[child] > differing[worst] ? child : worst;
			at = tree.subtreeEnd[child];
		}

		if (worst === root || differing[worst] === 0 || differing[worst] < differing[root] * worthNaming) {
			return place;
		}

		place = worst;
		// What is added or removed whole needs no finer name.
		if (changes[place] === change.added || changes[place] === change.removed) {
			return place;
		}
	}
}
