import {severities} from '../../audit/finding.js';
import {countOf} from '../../format/count.js';
import {groupFindings, type FindingGroup} from '../audit-groups.js';
import {setAside, untoldPath} from '../audit-words.js';
import type {AuditParts, AuditedImage, ReportedFinding} from '../audit.js';
import {baseExtent, baseName} from '../base-line.js';
import {shellWord} from '../../format/shell-word.js';
import {htmlCode, htmlSentence, htmlText} from './html-text.js';

/** What a page has room for, in bytes: what was written is taken off it. */
export type Room = {left: number};

/** How an image's part is written. */
export type SectionOptions = {
	/** What ids in it begin with. */
	id: string;
	/** Of its headings. */
	level: 2 | 3;
	size: (bytes: number) => string;
	room: Room;
};

/** Findings by rule, worst first, as many as there is room for; what is more than a note is open. */
export function findingSection(audited: AuditedImage, rules: AuditParts['rules'], {id, level, size, room}: SectionOptions): string {
	const {findings, remarks, base} = audited;
	const told = findings.filter(({state}) => state === 'new');
	const groups = groupFindings(told, rules);
	const notes = [
		...setAside(findings),
		...remarks,
		...(base && told.some(finding => finding.base) ? [`The base image is ${baseName(base)} (${baseExtent(base)}): what is its is to be mended there, or by another base.`] : []),
	];
	return [
		'<section class="card">',
		`<h${level} class="card-title" id="${id}-findings">Findings</h${level}>`,
		told.length === 0 ? '<p>Nothing was found.</p>' : filters(groups, id),
		...groupTexts(groups, audited, {id, level, size, room}),
		...notes.map(note => `<p class="soft">${htmlText(note)}</p>`),
		'</section>',
	].join('\n');
}

/** The fields, which script shows. */
function filters(groups: readonly FindingGroup[], id: string): string {
	const present = severities.filter(severity => groups.some(({findings}) => findings.some(finding => finding.severity === severity)));
	return [
		`<form class="filters" role="search" aria-labelledby="${id}-findings" hidden>`,
		'<label>Search <input type="search" autocomplete="off"></label>',
		'<fieldset><legend>Severity</legend>',
		...present.map(severity => `<label><input type="checkbox" name="severity" value="${severity}" checked> ${severity}</label>`),
		'</fieldset>',
		...(groups.some(({fails}) => fails) ? ['<label><input type="checkbox" name="fails"> only what fails</label>'] : []),
		'<output class="soft" aria-live="polite"></output>',
		'</form>',
	].join('\n');
}

function groupTexts(groups: readonly FindingGroup[], {image}: AuditedImage, {level, size, room}: SectionOptions): string[] {
	const texts: string[] = [];
	// Room for each group's line, so that many findings of one leave none out.
	const lines = groups.map(group => summaryOf(group, level + 1, size));
	room.left -= lines.reduce((sum, line) => sum + Buffer.byteLength(line) + groupOverhead, 0);
	for (const [index, group] of groups.entries()) {
		const shown: string[] = [];
		const share = Math.max(0, room.left) / Math.sqrt(groups.length - index);
		let used = 0;
		for (const finding of group.findings) {
			const text = findingText(finding, image.reference, size);
			const length = Buffer.byteLength(text) + 1;
			if (used + length > share) {
				break;
			}

			used += length;
			shown.push(text);
		}

		room.left -= used;
		const rest = group.findings.length - shown.length;
		texts.push(
			`<details class="rule"${group.fails || group.severity !== 'note' ? ' open' : ''}>${lines[index]}`,
			...(shown.length > 0 ? ['<ul class="findings">', ...shown, '</ul>'] : []),
			...(rest > 0 ? [`<p class="soft">And ${countOf(rest, 'more', 'more')}; <code>--format json</code> has all.</p>`] : []),
			'</details>',
		);
	}

	return texts;
}

/** What a finding says is told at more length than what else is on a page. */
const longest = 1500;

/** What the marks around a group take. */
const groupOverhead = 200;

function summaryOf({rule, title, severity, findings, bytes, fails}: FindingGroup, level: number, size: (bytes: number) => string): string {
	const facts = [countOf(findings.length, 'finding'), ...(bytes === null ? [] : [size(bytes)]), ...(fails ? ['fails'] : [])].join(', ');
	return `<summary><span class="badge ${severity}">${severity}</span><h${level} class="rule-title">${htmlText(title === '' ? rule : title)}</h${level}> <span class="soft">${title === '' ? '' : `${htmlCode(rule)}, `}${facts}</span></summary>`;
}

function findingText({severity, confidence, path, bytes, message, remedy, layer, instruction, open, base, fails, references}: ReportedFinding, reference: string, size: (bytes: number) => string): string {
	// What `--open` takes tells the path, too.
	const untold = open === null ? untoldPath({path, message}) : undefined;
	const place = [
		...(layer === null ? [] : [`Layer ${layer}${base ? ' of the base image' : ''}${instruction === null ? '' : `: ${htmlCode(instruction, longest)}`}`]),
		...(open === null ? [] : [`Look at it: ${htmlCode(`freedive ${shellWord(reference)} --open ${shellWord(open)}`, longest)}`]),
	];
	return [
		`<li data-severity="${severity}"${fails ? ' class="fails"' : ''}>`,
		`<p class="what">${bytes === null ? '' : `<span class="size">${size(bytes)}</span> `}${untold === undefined ? '' : `${htmlCode(untold, longest)}: `}${htmlSentence(message, longest)}${confidence === 'high' ? '' : ` <span class="soft">(${confidence} confidence)</span>`}</p>`,
		`<p class="remedy">${htmlSentence(remedy, longest)}</p>`,
		...place.map(line => `<p class="place">${line}</p>`),
		...references.filter(address => /^https:\/\/[\w\-.]+(?:\/[\w%\-./]*)?(?:#[\w\-.]*)?$/.test(address)).map(address => `<p class="place"><a href="${htmlText(address)}" rel="noreferrer">${htmlText(address)}</a></p>`),
		'</li>',
	].join('');
}
