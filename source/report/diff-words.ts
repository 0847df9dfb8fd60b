import {countOf, formatCount} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import type {ConfigDifference, ConfigValue} from '../tree/compare-config.js';
import type {PackageDifference} from '../tree/compare-packages.js';
import {layerTitle} from '../image/layer-title.js';
import type {Diff, DiffAttributes, DiffRow, DiffSide, DiffStep} from './diff.js';

/** The letters of changes in text; a small m stands for attributes alone. */
export const changeLetters: Readonly<Record<DiffRow['change'], string>> = {
	unchanged: ' ', added: 'A', removed: 'R', modified: 'M', metadata: 'm', unknown: '?',
};

/** What the file system is compared at; empty where it is the finished one's. */
export function viewWords({at, layer, layers}: DiffSide, isFinished: boolean): string {
	return layer === null ? (isFinished ? '' : `after layer ${at ?? layers}`) : `layer ${layer} alone`;
}

/** How many paths differ how, of the kinds of which there are any. */
export function countWords(files: Diff['files']): string[] {
	return (['added', 'removed', 'modified', 'metadata', 'unknown'] as const)
		.filter(name => files[name] > 0)
		.map(name => `${formatCount(files[name])} ${name === 'metadata' ? 'in attributes alone' : (name === 'unknown' ? 'not compared' : name)}`);
}

/** What stands behind a path: what differs of it, and of how many paths the row tells. Not safe for a terminal. */
export function rowNote(row: DiffRow, arrow: string): string {
	return [differenceWords(row, arrow), row.paths > 1 ? countOf(row.paths, 'path') : ''].filter(part => part !== '').join(', ');
}

/** What differs of a path, where that is not its bytes alone: `mode 0644 → 0755`. Not safe for a terminal. */
function differenceWords({what, a, b, change, otherNames}: DiffRow, arrow: string): string {
	if (change === 'unknown') {
		return ['could not be compared', ...others(what, a, b, arrow, otherNames)].join(', ');
	}

	return a && b ? others(what, a, b, arrow, otherNames).join(', ') : linkWords((a ?? b)!, arrow);
}

/** Where a link leads that is added or removed. */
function linkWords({type, link}: DiffAttributes, arrow: string): string {
	return link === null ? '' : (type === 'symlink' ? `${arrow} ${link}` : `the same file as ${link}`);
}

function others(what: readonly string[], a: DiffRow['a'], b: DiffRow['b'], arrow: string, otherNames: DiffRow['otherNames']): string[] {
	const from = (before: string | number | null, after: string | number | null) => `${before ?? 'none'} ${arrow} ${after ?? 'none'}`;
	const words: Readonly<Record<string, string>> = {
		type: from(a!.type, b!.type),
		link: `target ${from(a!.link, b!.link)}`,
		device: 'device number',
		mode: `mode ${from(a!.mode, b!.mode)}`,
		uid: `uid ${from(a!.uid, b!.uid)}`,
		gid: `gid ${from(a!.gid, b!.gid)}`,
		mtime: `time ${from(a!.mtime, b!.mtime)}`,
		xattrs: 'extended attributes',
		hardlinks: hardLinkWords(otherNames),
	};
	// What became another thing has other attributes as well, and what was written anew another time.
	return what.includes('type') ? [words.type] : what.filter(name => name !== 'content' && !(name === 'mtime' && what.includes('content'))).map(name => words[name]);
}

/** Which path shares its content, and in which image: `hard link of /a in B alone`. */
function hardLinkWords({a, b}: DiffRow['otherNames']): string {
	if (a === null || b === null) {
		return a === null && b === null ? 'hard links' : `hard link of ${a ?? b} in ${a === null ? 'B' : 'A'} alone`;
	}

	return `hard link of ${a} in A, of ${b} in B`;
}

/** A value of the configuration in one line. Safe for a terminal. */
export function configText(value: ConfigValue): string {
	return value === null ? '(none)' : safeText(typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value));
}

/** What became of the items of a list, where both have one and order means nothing: `+8080/tcp -80/tcp`; undefined for other fields. */
export function listChanges({field, a, b}: ConfigDifference): string | undefined {
	if (field !== 'exposedPorts' && field !== 'volumes') {
		return undefined;
	}

	const before = typeof a === 'string' ? [a] : a ?? [];
	const after = typeof b === 'string' ? [b] : b ?? [];
	return safeText([
		...after.filter(item => !before.includes(item)).map(item => `+${item}`),
		...before.filter(item => !after.includes(item)).map(item => `-${item}`),
	].join(' '));
}

/** Packages in the order in which people ask: other versions, then what is gone, then what is new. */
export function packagesInOrder(packages: readonly PackageDifference[]): PackageDifference[] {
	const rank = ({a, b}: PackageDifference) => a !== null && b !== null ? 0 : (b === null ? 1 : 2);
	return packages.toSorted((x, y) => rank(x) - rank(y));
}

/** The instructions that only one side has, each in a line, and with its layer where it made one. Not safe for a terminal. */
export function stepLines({history: {onlyA, onlyB}}: Diff): {onlyA: string[]; onlyB: string[]} {
	const [titlesA, titlesB] = [onlyA, onlyB].map(steps => new Set(steps.map(step => layerTitle(step))));
	const line = (step: DiffStep) => {
		const title = layerTitle(step);
		// Two that read the same differ in what is left out of a title.
		const isAmbiguous = titlesA.has(title) && titlesB.has(title);
		const text = isAmbiguous ? `${step.createdBy}${step.comment ? ` (${step.comment})` : ''}` : title;
		return step.layer === null ? `${text}${isAmbiguous ? '  (no layer)' : ''}` : `layer ${step.layer}: ${text}`;
	};

	return {onlyA: onlyA.map(step => line(step)), onlyB: onlyB.map(step => line(step))};
}
