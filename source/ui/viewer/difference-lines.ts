import {setImmediate as turn} from 'node:timers/promises';
import {detectEncoding, decodeText, headSize} from '../../content/decode-text.js';
import {compareFacts, lookInto, type Facts} from '../../content/look-into.js';
import {formatJson} from '../../content/format-json.js';
import {readLater} from '../../content/reading.js';
import {unifiedDiffInSlices, type DiffLine} from '../../content/text-diff.js';
import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {octalMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import type {EntryStore} from '../../tree/entry-store.js';
import {runInTurns} from '../../archive/slices.js';
import type {Grown} from '../state.js';
import {tableLines} from './facts-lines.js';
import type {StyledLine} from './lines-pages.js';
import {refOf, type ContentRef, type Subject, type Version} from './subject.js';
import type {ViewedBytes} from './viewed-bytes.js';

/** Of larger texts no lines are compared: nobody reads that, and both are held whole. */
const largestText = 8 << 20;

/** Further than this no file is read to say what it is, or whether it is the same. */
const farthest = 256 << 20;

/** In a line as long as this nobody sees what changed. */
const longLine = /[^\n]{2000}/;

/** Characters that are shown before the first difference of two long lines. */
const lead = 30;

/** Formatted, a text may grow to this many characters. */
const mostFormatted = 32 << 20;

/** How much of two files is compared at a time, in bytes: less than a millisecond of work. */
const pieceSize = 1 << 18;

export type DifferenceSources = {
	grown?: Grown;
	contentOf: (ref: ContentRef) => ViewedBytes | undefined;
	/** Ends it where nobody waits for it any more. */
	signal: AbortSignal;
};

/** What changed between a version and the one before, or between two contents. */
export async function differenceLines(subject: Subject, sources: DifferenceSources): Promise<StyledLine[]> {
	const isFile = subject.kind === 'file';
	const a = isFile ? refOf(sources.grown, subject, subject.version - 1) : subject.a;
	const b = isFile ? refOf(sources.grown, subject, subject.version) : subject.b;
	const bytesA = a && sources.contentOf(a);
	const bytesB = b && sources.contentOf(b);
	try {
		if (!a || !b || !bytesA || !bytesB) {
			return [{text: 'They can\'t be compared: a layer can\'t be read.', style: 'waste'}];
		}

		const attributes = isFile && sources.grown ? attributeLines(sources.grown.overlay.store, subject.versions[subject.version - 1], subject.versions[subject.version]) : [];
		const isSame = a.contents === b.contents && a.layer === b.layer && a.index === b.index ? true : await areSame(bytesA, bytesB, sources.signal);
		if (isSame === true) {
			return [{text: attributes.length > 0 || !isFile ? 'The content is the same.' : 'Content and attributes are the same: it was only stored again.', style: 'strong'}, ...attributes];
		}

		const names = isFile
			? {nameA: nameOf(a.name, subject.versions[subject.version - 1]), nameB: nameOf(b.name, subject.versions[subject.version])}
			: {nameA: a.name, nameB: b.name};
		const lines = await contentLines(a, bytesA, bytesB, names, isSame === undefined, sources.signal);
		return attributes.length > 0 ? [...lines, ...attributes] : lines;
	} finally {
		bytesA?.close();
		bytesB?.close();
	}
}

function nameOf(name: string, {layer}: Version): string {
	return `${name} (layer ${layer})`;
}

/** Whether two contents are the same bytes; undefined where that would take too long, or not all of them is there. */
async function areSame(a: ViewedBytes, b: ViewedBytes, signal: AbortSignal): Promise<boolean | undefined> {
	if (a.size !== b.size) {
		return false;
	}

	const size = Math.min(a.size, farthest);
	for (let at = 0; at < size; at += pieceSize) {
		const length = Math.min(pieceSize, size - at);
		const [pieceA, pieceB] = [await a.read(at, length), await b.read(at, length)];
		signal.throwIfAborted();
		if (pieceA.length < length || pieceB.length < length) {
			return undefined;
		}

		if (Buffer.compare(pieceA, pieceB) !== 0) {
			return false;
		}

		await turn();
	}

	return size === a.size ? true : undefined;
}

async function contentLines(
	{name}: ContentRef, a: ViewedBytes, b: ViewedBytes, names: {nameA: string; nameB: string}, isUnsure: boolean, signal: AbortSignal,
): Promise<StyledLine[]> {
	const texts = a.size <= largestText && b.size <= largestText ? [await textOf(a), await textOf(b)] : [];
	signal.throwIfAborted();
	const [textA, textB] = texts;
	if (textA !== undefined && textB !== undefined) {
		const formatted = await bothFormatted(textA, textB, signal);
		const diff = await runInTurns(unifiedDiffInSlices(...(formatted ?? [textA, textB]), names), signal, 5);
		if (diff) {
			return [
				{text: `${countOf(diff.added, 'line')} added, ${countOf(diff.removed, 'line')} removed${formatted ? ', of the formatted JSON' : ''}.`, style: 'strong'},
				...diff.lines.map(line => diffLine(line)),
			];
		}
	}

	const sizes: StyledLine = {text: a.size === b.size ? `Both have ${formatBytes(a.size)}.` : `${formatBytes(a.size)} became ${formatBytes(b.size)} (${b.size > a.size ? '+' : ''}${formatBytes(b.size - a.size)}).`};
	const tables = compareFacts(await factsOf(name, a), await factsOf(name, b));
	signal.throwIfAborted();
	return [
		{text: isUnsure ? 'Not all of it could be compared.' : (textA !== undefined && textB !== undefined ? 'The text differs in more lines than are told one by one.' : 'The content differs.'), style: 'strong'},
		sizes,
		...tables.flatMap(table => tableLines(table)),
	];
}

/** The formatted form of two texts of JSON, where one of them has it all in a line that nobody reads; undefined where they differ in nothing but blanks. */
async function bothFormatted(a: string, b: string, signal: AbortSignal): Promise<[string, string] | undefined> {
	if ([a, b].some(text => !/^\s*[[{]/.test(text)) || [a, b].every(text => !longLine.test(text))) {
		return undefined;
	}

	const forms: string[] = [];
	for (const text of [a, b]) {
		const {formatted, problem, isCutOff} = await runInTurns(formatJson(text, mostFormatted), signal, 5);
		if (problem ?? isCutOff) {
			return undefined;
		}

		forms.push(formatted);
	}

	const [formA, formB] = forms;
	return formA === formB ? undefined : [formA, formB];
}

/** The whole text; undefined where it is none. */
async function textOf(bytes: ViewedBytes): Promise<string | undefined> {
	const whole = await bytes.read(0, bytes.size);
	const detected = whole.length === bytes.size ? detectEncoding(whole.subarray(0, headSize), whole.length <= headSize) : undefined;
	return bytes.size === 0 ? '' : detected && decodeText(whole.subarray(detected.start), detected.encoding);
}

async function factsOf(path: string, bytes: ViewedBytes): Promise<Facts> {
	return readLater(lookInto({path, size: bytes.size}), async (at, length) => {
		await turn();
		return at > farthest && !bytes.isWhole ? new Uint8Array() : bytes.read(at, length);
	});
}

const styles = {file: 'strong', hunk: 'metadata', same: undefined, removed: 'removed', added: 'added', note: 'faint'} as const;

/** Of a long line what comes long before the first difference is left out: it is the same in both. */
function diffLine({kind, text, marks, differsAt = 0}: DiffLine): StyledLine {
	const cut = differsAt > lead * 2 ? differsAt - lead : 0;
	const kept = cut === 0 ? text : `${text[0]}… ${text.slice(cut).replace(/^[\uDC00-\uDFFF]/, ' ')}`;
	const shift = text.length - kept.length;
	return {text: kept, style: styles[kind], spans: marks?.map(([from, to]) => ({from: from - shift, to: to - shift, style: 'selected' as const}))};
}

/** What else differs between two versions than their content. */
function attributeLines(store: EntryStore, before: Version, after: Version): StyledLine[] {
	const a = store.facts(before.entry);
	const b = store.facts(after.entry);
	const owner = ({uid, gid, user, group}: typeof a) => `${uid}:${gid}${user || group ? ` (${user || uid}:${group || gid})` : ''}`;
	const xattrs = (version: Version) => new Map([...store.xattrs(version.entry) ?? []].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]));
	const [xattrsA, xattrsB] = [xattrs(before), xattrs(after)];
	const rows: ReadonlyArray<readonly [string, string, string]> = [
		['mode', octalMode(a.mode), octalMode(b.mode)],
		['owner', owner(a), owner(b)],
		['modified', formatTime(a.mtime), formatTime(b.mtime)],
		...[...new Set([...xattrsA.keys(), ...xattrsB.keys()])].map(name => [name, xattrsA.get(name) ?? '–', xattrsB.get(name) ?? '–'] as const),
	];
	const changed = rows.filter(([, from, to]) => from !== to).map(row => row.map(cell => safeText(cell)));
	return changed.length === 0 ? [] : tableLines({title: 'Attributes', columns: [{name: ''}, {name: `layer ${before.layer}`}, {name: `layer ${after.layer}`}], rows: changed});
}
