import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import {listWords} from '../format/list-words.js';
import {change} from './change.js';
import {isTime, type ConfigDifference} from './compare-config.js';
import type {Comparison} from './compare-images.js';
import type {HistoryDifference} from './compare-history.js';
import type {PackageDifference} from './compare-packages.js';
import {differencePhrases, namesOf} from './difference.js';
import {listPrivileges} from './list-privileges.js';
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
	/** The paths that alone were compared, as a sentence calls them; undefined where all were. */
	places?: readonly string[];
};

/** Whether all is the same that was compared and not ignored, and what to say of it in one sentence. */
export type Verdict = {
	identical: boolean;
	sentence: string;
	/** Whether they differ in nothing but times. */
	differsInTimesAlone: boolean;
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
		return {identical: !isUnknown, sentence: isUnknown ? unreadSentence(comparison) : sameSentence(comparison), differsInTimesAlone: false};
	}

	const isTime = isTimeAlone(comparison);
	const sentence = isTime ? timeSentence(comparison) : otherSentence(comparison);
	const unread = counts.unknown > 0 ? ` ${countOf(counts.unknown, 'file')} could not be compared.` : '';
	return {
		identical: false,
		sentence: `${placePhrase(comparison)}${sentence}${unread}${isPartial ? ' Not all could be read.' : ''}`,
		differsInTimesAlone: isTime && counts.unknown === 0,
	};
}

/** `In /etc: `, where not all paths were compared. */
function placePhrase({places}: ImageComparison): string {
	return places === undefined ? '' : `In ${places.length > mostNamed ? `${places.length} places` : places.join(', ')}: `;
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
	return `${placePhrase(comparison)}No difference in what could be read: ${comparedWords(comparison)}, but ${unknown > 0 ? `${countOf(unknown, 'file')} could not be compared` : 'not all could be read'}.`;
}

function sameSentence(comparison: ImageComparison): string {
	const {files, config, leavesOutPaths} = comparison;
	const {counts: {ignored}, layers} = files;
	const words = comparedWords(comparison);
	const place = placePhrase(comparison);
	if (ignored > 0) {
		return `${place}The same in all that counts: ${words}, but for ${countOf(ignored, 'path')} that ${ignored === 1 ? 'differs' : 'differ'} only in what is ignored.`;
	}

	if (leavesOutPaths) {
		return `${place}The same in all that counts: ${words}, but for paths that are ignored.`;
	}

	// Of the rest nothing is known: that is not to be called identical.
	return place === '' ? `Identical: ${words}${layers.onlyA.length + layers.onlyB.length > 0 && config !== undefined ? ', in other layers' : ''}.` : `${place}${words}.`;
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

function otherSentence(comparison: ImageComparison): string {
	const {files, config = [], history, packages = []} = comparison;
	const {counts: {metadata}} = files;
	const steps = stepsOf(history);
	const otherTimes = history?.otherTimes ?? 0;
	const content = contentPhrase(files);
	const isFilesAlone = content === '' && metadata === 0;
	const parts = [
		content,
		content === '' && metadata > 0 ? metadataPhrase(files) : '',
		isFilesAlone ? 'The files are the same' : '',
		...privilegePhrases(files),
		packages.length > mostNamed ? `${packages.length} packages differ` : packagesPhrase(packages),
		config.length > 0 ? `the configuration differs in ${config.length > mostNamed ? `${config.length} fields` : config.map(({field}) => field).join(', ')}` : '',
		content !== '' && metadata > 0 ? `${countOf(metadata, 'path')} in attributes alone (${attributesAlone(files).join(', ')})` : '',
		steps > 0 ? `${isFilesAlone && config.length === 0 ? 'but ' : ''}${countOf(steps, 'instruction')} of the history ${steps === 1 ? 'differs' : 'differ'}` : '',
		steps === 0 && otherTimes > 0 ? `${countOf(otherTimes, 'instruction')} ran at another time` : '',
	].filter(part => part !== '');
	return `${parts.join('; ')}.`;
}

/** `B is 1.00 kB larger: 3 paths added, 5 removed, most of it in /srv`; empty where no path is another thing. */
function contentPhrase(files: Comparison): string {
	const {added, removed, modified} = files.counts;
	const changes = ([['added', added], ['removed', removed], ['modified', modified]] as const).filter(([, count]) => count > 0);
	if (changes.length === 0) {
		return '';
	}

	if (added + removed + modified === 1) {
		const path = files.change.findIndex(changed => isOther(changed));
		return `${sizePhrase(files)}; 1 path ${changes[0][0]}: ${files.tree.path(path)}`;
	}

	const place = worstPlace(files);
	const words = changes.map(([name, count], index) => `${index === 0 ? countOf(count, 'path') : formatCount(count)} ${name}`);
	return `${sizePhrase(files)}: ${words.join(', ')}${place === root ? '' : `, most of it in ${files.tree.path(place)}`}`;
}

function isOther(changed: number): boolean {
	return changed === change.added || changed === change.removed || changed === change.modified;
}

function sizePhrase({bytesA, bytesB}: Comparison): string {
	return bytesA === bytesB ? 'B is as large as A' : `B is ${formatBytes(Math.abs(bytesB - bytesA))} ${bytesB > bytesA ? 'larger' : 'smaller'}`;
}

/** Where files gained or lost rights of another user: who reads no more than the verdict must know it. */
function privilegePhrases(files: Comparison): string[] {
	return listPrivileges(files).map(({name, side, paths, count}) => {
		const shown = paths.map(path => files.tree.path(path)).join(', ');
		return `${name} only in ${side}: ${shown}${count > paths.length ? ` and ${formatCount(count - paths.length)} more` : ''}`;
	});
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

function metadataPhrase(files: Comparison): string {
	const {metadata} = files.counts;
	const names = attributesAlone(files);
	const path = metadata === 1 ? `: ${files.tree.path(files.change.indexOf(change.metadata))}` : '';
	return `No file has other content; ${countOf(metadata, 'path')} ${metadata === 1 ? 'differs' : 'differ'} in ${listWords(names)}${path}`;
}

/** The attributes in which paths differ that differ in nothing else. */
function attributesAlone({change: changes, what}: Comparison): string[] {
	let bits = 0;
	for (const [path, changed] of changes.entries()) {
		bits |= changed === change.metadata ? what[path] : 0;
	}

	return namesOf(bits).map(name => differencePhrases[name]);
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
