import {styleText} from 'node:util';
import {asciiSigns} from '../format/ascii-signs.js';
import type {Severity} from '../audit/finding.js';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {shellWord} from '../format/shell-word.js';
import {commonRemedy, groupFindings, shownOf, type FindingGroup} from './audit-groups.js';
import {boundWords, countsBySeverity, messageOf, setAside, thresholdFigures, verdictReason} from './audit-words.js';
import type {AuditParts, AuditReport, AuditedImage, ReportedFinding} from './audit.js';
import {baseExtent, baseName} from './base-line.js';
import {couldBeLine} from './could-be-line.js';
import {cutText} from './cut-text.js';
import type {TextOptions} from './text-options.js';
import {verdictOf} from './verdict.js';
import {wrapText} from './wrap-text.js';

type Style = Parameters<typeof styleText>[0];

const severityStyles: Readonly<Record<Severity, Style>> = {critical: ['bold', 'red'], error: 'red', warning: 'yellow', note: 'cyan'};

/** How the text is written: painted or not, sizes in units or bytes. */
type Ink = {
	paint: (style: Style, text: string) => string;
	size: (bytes: number) => string;
	/** Text from the image, or of freedive, in lines. */
	wrap: (text: string, indent: string, hanging?: string) => string[];
	/** The same in one line, cut off where it does not fit behind what is there already. */
	cut: (text: string, used: number) => string;
	arrow: string;
	width: number;
	limit: number | undefined;
};

/** An audit for people: each image's verdict and thresholds, then what was found by rule, worst first, with what to write instead. */
export function auditText({report: {images, failures, warnings}, rules, limit}: AuditParts, {bytes, width, color, ascii}: TextOptions): string {
	const written = (text: string) => ascii ? asciiSigns(safeText(text)) : safeText(text);
	const ink: Ink = {
		paint: (style, text) => color ? styleText(style, text, {validateStream: false}) : text,
		size: bytes ? String : formatBytes,
		wrap: (text, indent, hanging) => wrapText(written(text), Math.max(20, width - indent.length), hanging).map(line => indent + line),
		cut: (text, used) => cutText(written(text), Math.max(20, width - used), ascii ? '...' : '…'),
		arrow: ascii ? '-> ' : '→ ',
		width,
		limit,
	};
	const sections = [
		...images.map(image => [
			...titleLines(image, warnings, ink),
			...thresholdLines(image, ink),
			...findingLines(image, groupFindings(image.findings.filter(({state, base}) => state === 'new' && !base), rules), ink),
			...baseLines(image, groupFindings(image.findings.filter(({state, base}) => state === 'new' && base), rules), ink),
			...closingLines(image, ink),
		]),
		...failures.map(({image, message, tries}) => [
			`${ink.paint('bold', safeText(image))}  ${ink.paint('red', 'not audited')}${tries > 1 ? `, tried ${tries} times` : ''}`,
			...ink.wrap(message, ''),
		]),
		...(images.length + failures.length > 1 ? [summaryLines(images, failures.length, ink)] : []),
	];
	return `${sections.map(lines => lines.join('\n').trimEnd()).join('\n\n')}\n`;
}

function titleLines(audited: AuditedImage, warnings: AuditReport['warnings'], {paint, size, wrap}: Ink): string[] {
	const {image, passed, policy} = audited;
	const verdict = verdictOf(audited);
	const title = [
		paint('bold', safeText(image.reference)),
		safeText(image.platform ?? ''),
		image.size === image.finalSize ? size(image.size) : `${size(image.size)}, ${size(image.finalSize)} of it seen in the end`,
		policy === null ? '' : safeText(`policy ${policy}`),
	].filter(part => part !== '').join('  ');
	const [first, ...more] = wrap(verdictReason(audited, warnings), ' '.repeat(verdict.length + 2));
	return [title, `${paint(['bold', passed ? 'green' : 'red'], verdict)}  ${(first ?? '').trimStart()}`, ...more];
}

function thresholdLines({thresholds}: AuditedImage, {paint, size, cut}: Ink): string[] {
	if (thresholds.length === 0) {
		return [];
	}

	const figures = thresholds.map(threshold => thresholdFigures(threshold, size));
	const idWidth = Math.max(...thresholds.map(({id}) => id.length));
	const valueWidth = Math.max(...figures.map(({value}) => value.length));
	return ['', ...thresholds.map((threshold, index) => {
		const {id, passed, layer} = threshold;
		const {value, limit} = figures[index];
		const line = `${safeText(id).padEnd(idWidth)}  ${value.padStart(valueWidth)}  ${boundWords(threshold)} ${limit}${layer === null ? '' : `  layer ${layer}`}`;
		return `${paint(passed ? 'green' : 'red', passed ? 'pass' : 'FAIL')}  ${cut(line, 6)}`;
	})];
}

function findingLines({findings}: AuditedImage, groups: readonly FindingGroup[], ink: Ink): string[] {
	return [
		...(groups.length === 0 && findings.length === 0 ? ['', 'Nothing was found.'] : []),
		...groups.flatMap(group => ['', ...groupLines(group, ink)]),
	];
}

function baseLines({base}: AuditedImage, groups: readonly FindingGroup[], ink: Ink): string[] {
	if (groups.length === 0) {
		return [];
	}

	const what = base ? `In the base image, ${baseName(base)} (${baseExtent(base)}): to be mended there, or by another base.` : 'In the base image: to be mended there, or by another base.';
	return ['', ...ink.wrap(what, '').map(line => ink.paint('bold', line)), ...groups.flatMap(group => ['', ...groupLines(group, ink)])];
}

/** What one rule found: the worst of it, and what to write instead. */
function groupLines(group: FindingGroup, ink: Ink): string[] {
	const {paint, size, wrap, arrow, limit} = ink;
	const {rule, title, severity, findings, fails} = group;
	const shown = shownOf(group, limit);
	const remedy = commonRemedy(shown);
	const notes = [findings.length > 1 ? countOf(findings.length, 'finding') : '', fails ? 'fails' : ''].filter(part => part !== '');
	const head = `${severity}  ${rule}`;
	const rest = ink.cut(`${title === '' ? '' : `: ${title}`}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`, head.length);
	const sizeWidth = Math.max(0, ...shown.map(({bytes}) => bytes === null ? 0 : size(bytes).length));
	const indent = ' '.repeat(sizeWidth === 0 ? 2 : sizeWidth + 4);
	const remedyLines = (text: string) => wrap(arrow + text, indent, ' '.repeat(arrow.length)).map(line => paint('green', line));
	const left = findings.slice(shown.length);
	const leftBytes = left.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0);
	return [
		`${paint(severityStyles[severity], severity)}  ${paint('bold', safeText(rule))}${rest}`,
		...shown.flatMap(finding => {
			const [first, ...more] = wrap(sureMessage(finding), indent);
			const gutter = finding.bytes === null ? indent : `  ${paint('yellow', size(finding.bytes).padStart(sizeWidth))}  `;
			return [
				gutter + first.slice(indent.length),
				...more,
				...placeLines(finding, indent, ink).map(line => paint('dim', line)),
				...(remedy === undefined ? remedyLines(finding.remedy) : []),
			];
		}),
		...(left.length > 0 ? wrap(`and ${countOf(left.length, 'more', 'more')}${leftBytes > 0 ? `, ${size(leftBytes)} in all` : ''}; --limit ${findings.length} shows them, --format json has all`, indent) : []),
		...(remedy === undefined ? [] : remedyLines(remedy)),
	];
}

/** What is wrong, and how sure the rule is where that is not quite. The path stands below, in what `--open` takes. */
function sureMessage(finding: ReportedFinding): string {
	return `${finding.open === null ? messageOf(finding) : finding.message}${finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`}`;
}

/** The layer, its instruction, and where to look. */
function placeLines({layer, instruction, open}: ReportedFinding, indent: string, {cut, width}: Ink): string[] {
	if (layer === null) {
		return [];
	}

	const place = indent + cut(`layer ${layer}  ${instruction ?? ''}`.trimEnd(), indent.length);
	const where = open === null ? '' : `--open ${shellWord(safeText(open))}`;
	return where === '' ? [place] : (place.length + 2 + where.length <= width ? [`${place}  ${where}`] : [place, indent + where]);
}

/** What was set aside, what the policy should no longer ask for, and the counts. */
function closingLines(audited: AuditedImage, {paint, size, wrap}: Ink): string[] {
	const {image, findings, remarks} = audited;
	const told = findings.filter(({state}) => state === 'new');
	const sums = [told.length === 0 ? '' : `${countsBySeverity(told)}.`, couldBeLine(audited, size)].filter(part => part !== '').join(' ');
	return [
		'',
		...setAside(findings).flatMap(line => wrap(line, '')),
		...remarks.flatMap(line => wrap(line, '')).map(line => paint('yellow', line)),
		...(sums === '' ? [] : wrap(sums, '').map(line => paint('bold', line))),
		...(told.some(({open}) => open !== null) ? wrap(`To look at one: freedive ${shellWord(image.reference)} --open LAYER:/PATH`, '').map(line => paint('dim', line)) : []),
	];
}

/** Of several images, which pass. */
function summaryLines(images: readonly AuditedImage[], failures: number, {paint}: Ink): string[] {
	const passed = images.filter(image => image.passed).length;
	const incomplete = images.filter(({complete}) => !complete).length;
	const failed = images.length - passed - incomplete;
	const parts = [`${countOf(images.length + failures, 'image')}: ${passed} passed`, failed > 0 ? `${failed} failed` : '', incomplete > 0 ? `${incomplete} could not be read whole` : '', failures > 0 ? `${failures} could not be audited` : ''].filter(part => part !== '');
	return [paint('bold', parts.join(', '))];
}
