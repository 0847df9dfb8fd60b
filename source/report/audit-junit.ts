import {severities} from '../audit/finding.js';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {messageOf, setAside, thresholdSentence} from './audit-words.js';
import type {AuditParts, AuditedImage, ReportedFinding, ReportedThreshold} from './audit.js';
import {distinctNames} from './distinct-names.js';
import {xmlText} from './xml-text.js';

/** A test of the report: what came of one rule, or of one threshold. */
type Case = {
	name: string;
	outcome: 'passed' | 'failed' | 'broken' | 'skipped';
	/** What kind it is, such as a severity. */
	type: string;
	/** In a line. */
	message: string;
	/** In as many lines as it takes. */
	details: readonly string[];
};

/** An audit as JUnit's XML, as pipelines read it: a suite an image, a case a rule and a threshold. What does not fail the image fails no case. */
export function auditJunit({report, rules}: AuditParts): string {
	const {images, failures, warnings} = report;
	const names = distinctNames([...images.map(({image}) => image.reference), ...failures.map(({image}) => image)]);
	const suites = [
		...images.map((audited, index) => ({name: names[index], cases: [
			readingCase(warnings.filter(({image, incomplete}) => incomplete && image === audited.image.reference).map(({message}) => message)),
			...audited.thresholds.map(threshold => thresholdCase(threshold)),
			...ruleCases(audited, rules),
		]})),
		...failures.map(({message, tries}, index) => ({
			name: names[images.length + index],
			cases: [readingCase([tries > 1 ? `${message} Tried ${tries} times.` : message])],
		})),
	];
	const all = suites.flatMap(({cases}) => cases);
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites name="freedive audit" ${counts(all)}>`,
		...suites.flatMap(({name, cases}, index) => [
			`\t<testsuite name="${xmlText(name)}" id="${index}" ${counts(cases)} skipped="${cases.filter(({outcome}) => outcome === 'skipped').length}">`,
			...cases.flatMap(one => caseLines(one, name)),
			'\t</testsuite>',
		]),
		'</testsuites>',
		'',
	].join('\n');
}

function counts(cases: readonly Case[]): string {
	return `tests="${cases.length}" failures="${cases.filter(({outcome}) => outcome === 'failed').length}" errors="${cases.filter(({outcome}) => outcome === 'broken').length}"`;
}

function caseLines({name, outcome, type, message, details}: Case, suite: string): string[] {
	const start = `\t\t<testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`;
	const text = details.map(line => xmlText(line)).join('\n');
	switch (outcome) {
		case 'failed':
		case 'broken': {
			const element = outcome === 'failed' ? 'failure' : 'error';
			return [`${start}>`, `\t\t\t<${element} type="${xmlText(type)}" message="${xmlText(message)}">${text}</${element}>`, '\t\t</testcase>'];
		}

		case 'skipped': {
			return [`${start}>`, `\t\t\t<skipped message="${xmlText(message)}"/>`, '\t\t</testcase>'];
		}

		case 'passed': {
			return text === '' ? [`${start}/>`] : [`${start}>`, `\t\t\t<system-out>${text}</system-out>`, '\t\t</testcase>'];
		}
	}
}

/** Whether all could be looked at. */
function readingCase(problems: readonly string[]): Case {
	return {name: 'read the image', outcome: problems.length > 0 ? 'broken' : 'passed', type: 'incomplete', message: problems[0] ?? '', details: problems};
}

function thresholdCase(threshold: ReportedThreshold): Case {
	const {id, layer, passed} = threshold;
	const sentence = thresholdSentence(threshold, formatBytes);
	return {
		name: `threshold ${id}${layer === null ? '' : ` of layer ${layer}`}`,
		outcome: passed ? 'passed' : 'failed',
		type: 'threshold',
		message: sentence,
		details: [sentence],
	};
}

function ruleCases({findings}: AuditedImage, rules: AuditParts['rules']): Case[] {
	const found = Map.groupBy(findings, ({rule}) => rule);
	const ids = [...new Set([...rules.map(({id}) => id), ...found.keys()])];
	const titles = new Map(rules.map(({id, title}) => [id, title]));
	return ids.map(id => {
		const ofRule = found.get(id);
		const title = titles.get(id);
		const name = title === undefined ? id : `${id}: ${title}`;
		if (!ofRule) {
			return {name, outcome: 'passed', type: '', message: '', details: []};
		}

		const told = ofRule.filter(({state}) => state === 'new');
		const failing = told.filter(({fails}) => fails);
		const more = failing.length > 1 ? ` (and ${countOf(failing.length - 1, 'more', 'more')})` : '';
		return {
			name,
			outcome: failing.length > 0 ? 'failed' : (told.length === 0 ? 'skipped' : 'passed'),
			type: severities[Math.min(...ofRule.map(({severity}) => severities.indexOf(severity)))],
			message: failing.length > 0 ? failing[0].message + more : setAside(ofRule, false).join(' '),
			details: [...[...failing, ...told.filter(({fails}) => !fails)].map(finding => findingLine(finding)), ...setAside(ofRule, false)],
		};
	});
}

function findingLine(finding: ReportedFinding): string {
	const {severity, remedy, layer, instruction, base} = finding;
	return [
		`${severity}: ${messageOf(finding)} ${remedy}`,
		layer === null ? '' : `layer ${layer}${instruction === null ? '' : ` ${instruction}`}`,
		base ? 'in the base image' : '',
	].filter(part => part !== '').join(' | ');
}
