/** Labels of the OCI specification (annotations.md) that are to have a certain form: what they are to be, and what a right one looks like. */
const forms: ReadonlyMap<string, {test: (value: string) => boolean; form: string; example: string}> = new Map(Object.entries({
	created: {test: isTime, form: 'a date and time as RFC 3339 has them', example: '2026-01-02T03:04:05Z'},
	licenses: {test: isLicense, form: 'an SPDX licence expression', example: 'Apache-2.0 OR MIT'},
	url: {test: isAddress, form: 'an address', example: 'https://example.com/app'},
	documentation: {test: isAddress, form: 'an address', example: 'https://example.com/app/docs'},
	source: {test: isAddress, form: 'an address', example: 'https://example.com/app.git'},
	'base.digest': {test: value => /^[\da-z]+(?:[+\-._][\da-z]+)*:[\w\-=]{32,}$/i.test(value), form: 'a digest', example: `sha256:${'0'.repeat(64)}`},
}));

const prefix = 'org.opencontainers.image.';

/** Longer values are none that a person wrote; no pattern runs over them. */
const longestRead = 1000;

/** What is wrong with a label, and what to write; nothing where it is right. */
export function labelProblem(name: string, value: string): {message: string; remedy: string} | undefined {
	const form = name.startsWith(prefix) ? forms.get(name.slice(prefix.length)) : undefined;
	if (form && (value.length > longestRead || !form.test(value))) {
		return {
			message: `The label ${name} is ${value.length > longestRead ? 'long' : `"${value}"`}, and is to be ${form.form}.`,
			remedy: `Write \`LABEL ${name}=${JSON.stringify(form.example)}\` with your own.`,
		};
	}

	if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(name) && !/^com\.docker\.(?:compose|extension|desktop|image)\b/.test(name)) {
		return {message: `The label ${name} lies in a namespace that is reserved for Docker.`, remedy: 'Begin its name with a domain of your own, in reverse.'};
	}

	return /^[\da-z](?:[\w\-./]*[\da-z])?$/i.test(name) && !/[-.]{2}/.test(name)
		? undefined
		: {message: `The label ${JSON.stringify(name)} has characters that names of labels are not to have.`, remedy: 'Write lower-case letters, digits, dots and hyphens, with a letter or digit at both ends.'};
}

/** `2026-01-02T03:04:05Z` (RFC 3339, section 5.6), and a day that there is. */
function isTime(value: string): boolean {
	return /^\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:z|[+-]\d{2}:\d{2})$/i.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T')));
}

/** The grammar of SPDX expressions (SPDX specification, annex D); whether a name is on SPDX's list is not asked, for the list grows. */
function isLicense(value: string): boolean {
	const tokens = value.match(/[()]|[^\s()]+/g) ?? [];
	let depth = 0;
	let wantsName = true;
	for (const token of tokens) {
		if (token === '(') {
			if (!wantsName) {
				return false;
			}

			depth++;
		} else if (token === ')') {
			if (wantsName || --depth < 0) {
				return false;
			}
		} else if (/^(?:and|or|with)$/i.test(token)) {
			if (wantsName) {
				return false;
			}

			wantsName = true;
		} else if (wantsName && /^(?:documentref-[\d\-.a-z]+:)?[\da-z][\d\-.a-z]*\+?$/i.test(token)) {
			wantsName = false;
		} else {
			return false;
		}
	}

	return !wantsName && depth === 0;
}

/** An address with a scheme and a place; of git also `git@host:path`. */
function isAddress(value: string): boolean {
	return /^(?:https?|git|ssh|git\+\w+|ftp):\/\/[^\s/]/i.test(value) ? URL.canParse(value) : /^[\w-]+@[\w\-.]+:\S+$/.test(value);
}
