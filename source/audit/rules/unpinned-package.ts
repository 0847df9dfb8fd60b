import type {PackageKind} from '../../content/package-fact.js';
import type {ShellWord} from '../../content/shell/shell-command.js';
import {listWords} from '../../format/list-words.js';
import type {AuditInput} from '../audit-input.js';
import {hasOption} from '../command-options.js';
import {commandRule} from '../command-rule.js';
import {commandText} from '../command-text.js';
import {installBy, isPackageName} from '../package-command.js';

/** Names that are told of one command: the others are counted. */
const mostNames = 5;

/** How a version is written after a name, and how it is told that one is. */
const pins: Readonly<Record<PackageKind, {sign: string; isPinned: RegExp}>> = {
	dpkg: {sign: '=', isPinned: /[/=]/},
	apk: {sign: '=', isPinned: /[<=>~]/},
	rpm: {sign: '-', isPinned: /-\d|[<=>]/},
	python: {sign: '==', isPinned: /[!<=>@~]/},
	npm: {sign: '@', isPinned: /.@/},
	gem: {sign: ':', isPinned: /:/},
	go: {sign: '@', isPinned: /@(?!latest$)/},
};

/** Packages that are installed without a version. */
export const unpinnedPackage = commandRule({
	id: 'unpinned-package',
	title: 'Packages without a version',
	counterparts: ['DL3008', 'DL3013', 'DL3016', 'DL3018', 'DL3028', 'DL3033', 'DL3037', 'DL3041', 'DL3062'],
	detects: 'Packages that are installed by their name alone: another build may bring other versions. Some pin on purpose, others want the newest at each build; so this is no more than a note of low confidence.',
	remedy: 'Write the version behind the name; the remedy has those that are in this image.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3008'],
}, (command, _, input) => {
	const read = installBy(command);
	if (!read || (read.kind === 'gem' && hasOption(command, '-v', '--version')) || (read.kind === 'go' && read.verb.text === 'get')) {
		return undefined;
	}

	const {kind, program} = read;
	const open = read.operands.filter(word => isPackageName(word) && !pins[kind].isPinned.test(word.text));
	if (open.length === 0) {
		return undefined;
	}

	const names = open.slice(0, mostNames).map(({text}) => text);
	const more = open.length - names.length;
	return {
		confidence: 'low',
		message: `\`${commandText({...command, end: read.verb.end})}\` installs ${listWords(more > 0 ? [...names, `${more} more`] : names)} in whatever version there is.`,
		remedy: `Where builds must be alike, write the version: ${pinned(input, kind, open, program)}.`,
	};
});

/** The names with the versions that the image has. */
function pinned(input: AuditInput, kind: PackageKind, words: readonly ShellWord[], program: string): string {
	const versions = input.once(versionsByName);
	const known = words.flatMap(({text}) => {
		const version = versions.get(`${kind} ${kind === 'python' ? text.toLowerCase().replaceAll(/[._]/g, '-').replace(/\[.*/, '') : text}`);
		return version === undefined ? [] : [`${text}${pins[kind].sign}${version}`];
	});
	return known.length > 0 ? `\`${known.slice(0, mostNames).join(' ')}\`${known.length > mostNames ? ' …' : ''}` : `\`${program} … ${words[0].text}${pins[kind].sign}VERSION\``;
}

function versionsByName({packages: {packages}}: AuditInput): Map<string, string> {
	return new Map(packages.filter(({removedIn, version}) => removedIn === 0 && version !== '').map(({kind, name, version}) =>
		[`${kind} ${kind === 'python' ? name.toLowerCase().replaceAll(/[._]/g, '-') : name.replace(/:[\da-z]+$/, '')}`, version]));
}
