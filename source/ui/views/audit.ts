import {severities, type JudgedFinding, type Judgement, type Severity, type ThresholdResult} from '../../audit/finding.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import type {Overlay} from '../../tree/overlay.js';
import {findingText, selectFinding} from '../findings.js';
import {memoize} from '../parts/memoize.js';
import {paragraph, type TextLine} from '../parts/text-line.js';
import {writtenText} from '../parts/written-text.js';
import {baseName, selectBase} from '../select-base.js';
import type {State} from '../state.js';
import type {Paint} from '../theme.js';
import type {ListView} from './view.js';
import {sorted} from './rows.js';

/** What was found, or a limit of the policy that the image does not keep. */
export type AuditRow = {key: string; severity: Severity; finding?: JudgedFinding; threshold?: ThresholdResult; overlay: Overlay};

/** The colour of each severity. */
export const severityStyles: Readonly<Record<Severity, keyof Paint>> = {critical: 'error', error: 'error', warning: 'waste', note: 'faint'};

/** As they stand where there is little room. */
const shortSeverities: Readonly<Record<Severity, string>> = {critical: 'crit', error: 'err', warning: 'warn', note: 'note'};

/** From so many columns on the list has rules in whole, and severities. */
const wholeRulesFrom = 64;
const wideFrom = 80;

/** What a path keeps beside bytes, and beside the layer less the room of a mark: so a list of a terminal of 80 columns has the layer, and of 100 both. */
const leastWhere = 16;
const layerWidth = 5;
const markRoom = 2;

/** Lines that tell what was found, where there is not room for all. */
const leastTold = 2;

const rowsOf = memoize(({findings, thresholds}: Judgement, overlay: Overlay): AuditRow[] => {
	const seen = new Map<string, number>();
	return [
		...thresholds.filter(({passed}) => !passed).map((threshold, index): AuditRow => ({key: `limit ${index}`, severity: 'error', threshold, overlay})),
		...findings.filter(({state}) => state !== 'ignored').map((finding): AuditRow => {
			const count = seen.get(finding.fingerprint) ?? 0;
			seen.set(finding.fingerprint, count + 1);
			return {key: `${finding.fingerprint} ${count}`, severity: finding.severity, finding, overlay};
		}),
	];
});

type Order = (a: AuditRow, b: AuditRow) => number;

const bySeverity: Order = (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity);

const orders: readonly Order[] = [
	(a, b) => bySeverity(a, b) || (b.finding?.bytes ?? 0) - (a.finding?.bytes ?? 0),
	(a, b) => compareText(ruleOf(a), ruleOf(b)) || bySeverity(a, b),
	(a, b) => (a.finding?.layer ?? 0) - (b.finding?.layer ?? 0) || bySeverity(a, b),
	(a, b) => a.overlay.tree.comparePaths(a.finding?.path ?? 0, b.finding?.path ?? 0) || bySeverity(a, b),
	(a, b) => (b.finding?.bytes ?? 0) - (a.finding?.bytes ?? 0),
];

const sortedRows = memoize(sorted<AuditRow>);

/** What rules found, worst first, and what to write instead. */
export const auditView: ListView<AuditRow> = {
	title: 'F Findings',
	sorts: ['worst first', 'by rule', 'by layer', 'by path', 'most bytes first'],
	rows(state) {
		const judgement = selectFinding(state, 'audit');
		return judgement && state.grown ? sortedRows(rowsOf(judgement, state.grown.overlay), orders[state.views.audit.sort]) : [];
	},
	key: ({key}) => key,
	text: row => `${row.severity} ${ruleOf(row)} ${pathText(row)} ${safeText(row.finding?.message ?? '')}`,
	heading(state, {symbols: {separator, ellipsis}}, columns) {
		const judgement = selectFinding(state, 'audit');
		if (!judgement) {
			return '';
		}

		const {sort} = state.views.audit;
		const ignored = judgement.findings.filter(({state}) => state === 'ignored').length;
		const verdict = judgement.complete ? (judgement.passed ? 'pass' : 'FAIL') : 'INCOMPLETE';
		const rest = ignored > 0 ? `${ignored} ignored` : '';
		const short = shortCounts(judgement);
		// The order that is there to begin with gives way, then the counts of what is least bad.
		const order = sort === 0 ? '' : auditView.sorts[sort];
		const forms = [
			[verdict, auditView.sorts[sort], countsText(judgement), rest],
			[verdict, auditView.sorts[sort], short.join(' '), rest],
			...Array.from(short, (_, left) => [verdict, order, [...short.slice(0, short.length - left), left > 0 ? ellipsis : ''].filter(Boolean).join(' ')]),
			[verdict, order],
		].map(parts => parts.filter(Boolean).join(` ${separator} `));
		return forms.find(form => form.length <= columns) ?? verdict;
	},
	empty: state => [selectFinding(state, 'audit') ? emptyText(selectFinding(state, 'audit')!) : findingText(state, 'audit', 'Reading the policy that holds')],
	columns(_state, width) {
		const isWide = width >= wideFrom;
		return [
			{name: '', width: isWide ? 8 : 4, text: ({severity}) => isWide ? severity : shortSeverities[severity], styleOf: ({severity}) => severityStyles[severity]},
			{name: 'bytes', width: bytesWidth, leaves: leastWhere + layerWidth + 1 + markRoom, isRight: true, text: ({finding}) => finding?.bytes === undefined ? '' : formatBytes(finding.bytes), style: 'faint'},
			{name: 'layer', width: layerWidth, leaves: leastWhere - markRoom, isRight: true, text: ({finding}) => finding?.layer === undefined ? '' : String(finding.layer), style: 'faint'},
			{name: 'rule', width: width >= wholeRulesFrom ? 21 : 16, text: row => ruleOf(row), styleOf: ({severity}) => severity === 'note' ? 'faint' : undefined},
			{name: 'where', cutOf: ({finding}) => finding?.path === undefined ? 'end' : 'middle', text: (row, theme) => pathText(row) || writtenText(safeText(row.finding?.message ?? ''), Number.POSITIVE_INFINITY, theme)},
		];
	},
	foot({finding, threshold}, screen, columns, lines) {
		if (threshold) {
			return paragraph(`${thresholdText(threshold)}.`, columns, 'error');
		}

		if (!finding) {
			return [];
		}

		const {message, remedy, layer, instruction, confidence, base: isBase, state} = finding;
		const base = isBase ? selectBase(screen) : undefined;
		const {what, instead} = footParts(paragraph(safeText(message), columns, 'strong'), paragraph(safeText(remedy), columns, 'good'), lines);
		const marks = [confidence === 'high' ? '' : `${confidence} confidence`, isBase ? `the base image's${base && !base.isGuess ? ` (${baseName(base)})` : ''}` : '', state === 'known' ? 'known by the baseline' : ''].filter(Boolean).join(', ');
		const about: TextLine[] = [
			...(layer === undefined ? [] : paragraph(`layer ${layer}: ${safeText(instruction)}`, columns, 'faint').slice(0, 3)),
			...(marks === '' ? [] : [{text: marks, style: 'faint'} satisfies TextLine]),
		];
		return [...what, ...instead, ...about];
	},
	place: ({finding}) => finding && (finding.path !== undefined || finding.layer !== undefined) ? {layer: finding.layer, path: finding.path} : undefined,
	path: ({finding}) => finding?.path,
};

/** What happened comes first always; where there is not room for all it is cut, to two lines at least, so that what to write instead is seen. */
function footParts(what: TextLine[], instead: TextLine[], lines: number): {what: TextLine[]; instead: TextLine[]} {
	const room = Math.max(lines - instead.length, Math.min(leastTold, Math.ceil(lines / 2)));
	return {what: what.length <= room ? what : [...what.slice(0, room - 1), {...what[room - 1], isCut: true}], instead};
}

/** What a path is marked with in the tree: the worst that was found there. */
export type AuditBadge = {severity: Severity; rule: string; count: number};

/** The worst finding of each path, of warnings and worse: notes would mark half of the tree. */
export const auditBadges = memoize((judgement: Judgement | undefined): ReadonlyMap<number, AuditBadge> => {
	const badges = new Map<number, AuditBadge>();
	for (const {path, severity, rule, state} of judgement?.findings ?? []) {
		if (path !== undefined && path !== 0 && severity !== 'note' && state !== 'ignored') {
			// They stand worst first.
			const badge = badges.get(path);
			badges.set(path, badge ? {...badge, count: badge.count + 1} : {severity, rule, count: 1});
		}
	}

	return badges;
});

export function selectBadges(state: State): ReadonlyMap<number, AuditBadge> {
	return auditBadges(selectFinding(state, 'audit'));
}

/** `2 errors, 3 warnings`, of what is not ignored. */
export function countsText(judgement: Judgement): string {
	return counts(judgement, (count, severity) => severity === 'critical' ? `${count} critical` : countOf(count, severity)).join(', ') || 'nothing found';
}

/** `2 err`, `3 warn`: the same in as few columns as can be. */
function shortCounts(judgement: Judgement): string[] {
	return counts(judgement, (count, severity) => `${count} ${shortSeverities[severity]}`);
}

/** Limits that are not kept, and what is not ignored of each severity that there is, worst first. */
function counts({findings, thresholds}: Judgement, told: (count: number, severity: Severity) => string): string[] {
	const limits = thresholds.filter(({passed}) => !passed).length;
	return [
		limits > 0 ? countOf(limits, 'limit') : '',
		...severities.map(severity => {
			const count = findings.filter(finding => finding.state !== 'ignored' && finding.severity === severity).length;
			return count === 0 ? '' : told(count, severity);
		}),
	].filter(Boolean);
}

function emptyText({complete}: Judgement): string {
	return complete ? 'No rule found anything.' : 'No rule found anything in what could be read; i tells what could not be.';
}

function thresholdText({id, unit, bound, limit, value, layer}: ThresholdResult): string {
	const told = (figure: number) => unit === 'bytes' ? formatBytes(figure) : (unit === 'share' ? `${(figure * 100).toFixed(1)} %` : String(figure));
	return `${id}${layer === undefined ? '' : ` of layer ${layer}`} is ${value === undefined ? 'not known' : told(value)}, and the policy wants ${bound === 'at-most' ? 'at most' : 'at least'} ${told(limit)}`;
}

function ruleOf({finding, threshold}: AuditRow): string {
	return finding?.rule ?? threshold?.id ?? '';
}

function pathText({finding, overlay}: AuditRow): string {
	return finding?.path === undefined ? '' : safeText(overlay.tree.path(finding.path));
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
