import type {AuditInput} from '../audit-input.js';
import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {FindingDraft} from '../finding.js';
import {labelProblem} from '../label-problem.js';
import type {Rule} from '../rule.js';

/** Labels that are asked for and not there, and labels that are not what they are to be. */
export const missingLabel: Rule = {
	group: 'configuration',
	severity: 'error',
	id: 'missing-label',
	title: 'Missing and malformed labels',
	counterparts: ['DL3048', 'DL3049', 'DL3050', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056'],
	detects: 'Labels that the policy or `--require-label` names and that the image lacks, or has with another value: an error. And labels of OCI\'s that are not what the specification says (a time that is not RFC 3339, a licence that is no SPDX expression, an address that is none), and keys that are reserved or have odd characters: a note.',
	remedy: 'Write the label.',
	references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
	* find(input) {
		const {image, demands} = input;
		const {labels} = image.config;
		for (const wanted of demands.labels) {
			const [name, ...rest] = wanted.split('=');
			const value = rest.length > 0 ? rest.join('=') : undefined;
			const isThere = Object.hasOwn(labels, name);
			if (!isThere || (value !== undefined && labels[name] !== value)) {
				yield {
					...(isThere && placeOfLabel(input, name)),
					key: name,
					message: isThere ? `The label ${name} is "${labels[name]}", and is to be "${value}".` : `The label ${name} is not there.`,
					remedy: `Write \`LABEL ${name}=${JSON.stringify(value ?? 'VALUE')}\`.`,
				};
			}
		}

		for (const [name, value] of Object.entries(labels)) {
			const problem = labelProblem(name, value);
			if (problem) {
				yield {...placeOfLabel(input, name), key: name, severity: 'note', ...problem};
			}
		}
	},
};

function placeOfLabel(input: AuditInput, name: string): Partial<FindingDraft> {
	const line = input.once(buildLines).findLast(({keyword, rest}) => keyword === 'LABEL' && rest.includes(name));
	return line ? placeOf(line) : {};
}
