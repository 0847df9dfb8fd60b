import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {sentence} from '../format/sentence.js';
import {commonRemedy, groupFindings, shownOf, type FindingGroup} from './audit-groups.js';
import {boundWords, countsBySeverity, setAside, thresholdFigures, untoldPath, verdictReason} from './audit-words.js';
import type {AuditFailure, AuditParts, AuditReport, AuditedImage, ReportedFinding} from './audit.js';
import {baseExtent, baseName} from './base-line.js';
import {couldBeLine} from './could-be-line.js';
import {cutText} from './cut-text.js';
import {markdownCode as code} from './markdown-code.js';
import {markdownSentence} from './markdown-text.js';
import type {TextOptions} from './text-options.js';
import {verdictOf, verdictOfAll, type Verdict} from './verdict.js';

/** A comment may have 65,536 characters: what is above and below the findings has room in what is left. */
const mostCharacters = 50_000;

/** An instruction takes at most so many characters of a cell. */
const longestInstruction = 100;

/** Any other text from the image takes at most so many: no path is longer, and most are far shorter. */
const longestText = 1000;

/** An audit as Markdown, for a pull request or the summary of a job: the verdict on top, then what fails, and all else folded. */
export function auditMarkdown({report: {images, failures, warnings}, rules, limit}: AuditParts, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const size = bytes ? String : formatBytes;
	const budget = {left: mostCharacters};
	const lines = [
		...verdictTable(images, failures, size),
		...images.flatMap(audited => imageLines(audited, groupFindings(audited.findings.filter(({state}) => state === 'new'), rules), {size, budget, limit, warnings})),
	];
	return `${lines.join('\n')}\n`;
}

const headings: Readonly<Record<Verdict, string>> = {PASS: '✅ PASS', FAIL: '❌ FAIL', INCOMPLETE: '❌ INCOMPLETE'};

function verdictTable(images: readonly AuditedImage[], failures: readonly AuditFailure[], size: (bytes: number) => string): string[] {
	return [
		`## ${headings[verdictOfAll(images, failures)]}`,
		'',
		'| | image | size | seen in the end | findings | could be |',
		'| --- | --- | ---: | ---: | --- | ---: |',
		...images.map(({image, complete, passed, findings, couldBe}) =>
			`| ${passed ? 'PASS' : `**${verdictOf({complete, passed})}**`} | ${code(short(image.reference))} | ${size(image.size)} | ${size(image.finalSize)} | ${countsBySeverity(findings.filter(({state}) => state === 'new'))} | ${couldBe.size === image.size ? '' : size(couldBe.size)} |`),
		...failures.map(({image, message}) => `| **not audited** | ${code(short(image))} | | | ${text(message)} | |`),
	];
}

type Manner = {size: (bytes: number) => string; budget: {left: number}; limit: number | undefined; warnings: AuditReport['warnings']};

function imageLines(audited: AuditedImage, groups: readonly FindingGroup[], manner: Manner): string[] {
	const {image, base, findings, remarks, policy} = audited;
	const {size} = manner;
	const lines = [
		'',
		`### ${code(short(image.reference))}`,
		'',
		text(sentence(verdictReason(audited, manner.warnings))),
		...thresholdLines(audited, manner),
		...fold(groups.filter(({fails}) => fails), true, manner),
		...fold(groups.filter(({fails}) => !fails), false, manner),
	];
	const notes = [
		...[couldBeLine(audited, size)].filter(line => line !== ''),
		...setAside(findings).map(line => text(line)),
		...remarks.map(line => text(line)),
		...(base && findings.some(finding => finding.base) ? [`The base image is ${code(short(baseName(base)))} (${baseExtent(base)}).`] : []),
		...(policy === null ? [] : [`Policy: ${code(short(policy))}.`]),
	];
	return [...lines, ...(notes.length > 0 ? ['', ...notes.map(note => `- ${note}`)] : [])];
}

function thresholdLines({thresholds}: AuditedImage, {size}: Manner): string[] {
	return thresholds.length === 0
		? []
		: [
			'',
			'| | threshold | is | limit |',
			'| --- | --- | ---: | ---: |',
			...thresholds.map(threshold => {
				const {value, limit} = thresholdFigures(threshold, size);
				return `| ${threshold.passed ? 'pass' : '**FAIL**'} | ${code(short(threshold.id))}${threshold.layer === null ? '' : ` layer ${threshold.layer}`} | ${value} | ${boundWords(threshold)} ${limit} |`;
			}),
		];
}

/** Groups, each folded under its heading, as long as there is room. */
function fold(groups: readonly FindingGroup[], isOpen: boolean, manner: Manner): string[] {
	const lines: string[] = [];
	for (const [index, group] of groups.entries()) {
		const own = groupLines(group, isOpen, manner);
		const length = own.reduce((sum, line) => sum + line.length + 1, 0);
		if (length > manner.budget.left) {
			const rest = groups.length - index;
			return [...lines, '', `And ${countOf(rest, 'more rule')} found something; \`--format json\` has all.`];
		}

		manner.budget.left -= length;
		lines.push(...own);
	}

	return lines;
}

function groupLines(group: FindingGroup, isOpen: boolean, {size, limit}: Manner): string[] {
	const {rule, title, severity, findings, bytes} = group;
	const shown = shownOf(group, limit);
	const remedy = commonRemedy(shown);
	const rest = findings.length - shown.length;
	const hasBytes = shown.some(finding => finding.bytes !== null);
	const facts = [countOf(findings.length, 'finding'), ...(bytes === null ? [] : [size(bytes)])].join(', ');
	const row = ({bytes, message, path, layer, instruction, base, remedy: own, confidence}: ReportedFinding) => [
		...(hasBytes ? [bytes === null ? '' : size(bytes)] : []),
		[
			code(short(untoldPath({path, message}) ?? '')),
			text(message),
			...(remedy === undefined ? [text(own)] : []),
			confidence === 'high' ? '' : `(${confidence} confidence)`,
		].filter(part => part !== '').join('<br>'),
		layer === null ? '' : `${layer}${base ? ' (base)' : ''} ${code(cutText(instruction ?? '', longestInstruction, '…'))}`,
	];
	return [
		'',
		`<details${isOpen ? ' open' : ''}>`,
		`<summary><b>${severity}</b> ${text(rule)}${title === '' ? '' : `: ${text(title)}`} (${facts})</summary>`,
		'',
		...(hasBytes ? ['| bytes | what | layer |', '| ---: | --- | --- |'] : ['| what | layer |', '| --- | --- |']),
		...shown.map(finding => `| ${row(finding).join(' | ')} |`),
		...(remedy === undefined ? [] : ['', text(remedy)]),
		...(rest > 0 ? ['', `And ${countOf(rest, 'more', 'more')}; \`--format json\` has all.`] : []),
		'',
		'</details>',
	];
}

function short(value: string): string {
	return cutText(value, longestText, '…');
}

function text(value: string): string {
	return markdownSentence(short(value));
}
