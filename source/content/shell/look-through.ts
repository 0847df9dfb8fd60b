import type {ShellCommand, ShellWord} from './shell-command.js';

/** How a program that runs another takes its own options. */
type Wrapper = {
	/** Options that take the next word as their value. */
	values?: string;
	/** Words that come before the command, such as timeout's duration. */
	before?: number;
	/** Options with which it runs nothing. */
	none?: string;
	/** Whether `A=1` may stand before the command. */
	takesAssignments?: boolean;
};

const wrappers = new Map<string, Wrapper>(Object.entries({
	sudo: {values: 'CDghpRrTtUu', none: 'lVvKk', takesAssignments: true},
	doas: {values: 'Cu', none: 'CL'},
	env: {values: 'uCS', takesAssignments: true},
	xargs: {values: 'adEILnPs'},
	exec: {values: 'a'},
	command: {none: 'vV'},
	builtin: {},
	nohup: {},
	setsid: {},
	eatmydata: {},
	fakeroot: {values: 'lsib'},
	busybox: {none: '-'},
	time: {values: 'of'},
	nice: {values: 'n'},
	ionice: {values: 'cnpPu', none: 'pPu'},
	stdbuf: {values: 'ioe'},
	timeout: {values: 'ks', before: 1},
	chroot: {before: 1},
	gosu: {before: 1},
	'su-exec': {before: 1},
	tini: {values: 'pe'},
	'dumb-init': {values: 'r'},
}));

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
const assignment = /^[a-z_]\w*\+?=/i;

/** What a command runs in its turn: words of its own, or a text for a shell. */
export type Inner = {words: ShellWord[]} | {text: string; pipefail: boolean; errexit: boolean};

/** Whether a name is that of a shell which takes a script. */
export function isShell(name: string): boolean {
	return shells.has(name);
}

/**
What a command runs by its words; undefined where it runs nothing, or nobody can tell what. A script that has a substitution in it is
not looked through: its commands are found as those of the substitution, once.
*/
export function lookThrough({name, words}: Pick<ShellCommand, 'name' | 'words'>): Inner | undefined {
	if (isShell(name)) {
		return scriptOf(words);
	}

	if (name === 'eval') {
		return words.length > 1 && words.every(({isSubstituted}) => !isSubstituted) ? {text: words.slice(1).map(({text}) => text).join(' '), pipefail: false, errexit: false} : undefined;
	}

	if (name === 'su' || name === 'runuser') {
		const at = words.findIndex(({text}) => text === '-c' || text === '--command');
		return at > 0 && !words[at + 1]?.isSubstituted ? {text: words[at + 1].text, pipefail: false, errexit: false} : undefined;
	}

	if (name === 'find') {
		const at = words.findIndex(({text}) => /^-(?:exec|ok)(?:dir)?$/.test(text));
		const end = words.findIndex(({text}, index) => index > at && (text === ';' || text === '+'));
		return at > 0 && at + 1 < words.length ? {words: words.slice(at + 1, end === -1 ? undefined : end)} : undefined;
	}

	const wrapper = wrappers.get(name);
	const start = wrapper && commandStart(words, wrapper);
	return start === undefined || start >= words.length ? undefined : {words: words.slice(start)};
}

/** Where the command of a wrapper starts among its words. */
function commandStart(words: readonly ShellWord[], {values = '', before = 0, none = '', takesAssignments}: Wrapper): number | undefined {
	let at = 1;
	for (; at < words.length; at++) {
		const {text} = words[at];
		if (text === '--' || (takesAssignments && assignment.test(text))) {
			continue;
		}

		if (!text.startsWith('-') || text === '-') {
			break;
		}

		if (text.startsWith('--')) {
			if (none === '-') {
				return undefined;
			}

			continue;
		}

		if ([...text.slice(1)].some(letter => none.includes(letter))) {
			return undefined;
		}

		at += values.includes(text.at(-1)!) ? 1 : 0;
	}

	return at + before;
}

/** What `sh -c TEXT` runs, and the options that it runs it with. */
function scriptOf(words: readonly ShellWord[]): Inner | undefined {
	const inner = {text: '', pipefail: false, errexit: false};
	let isText = false;
	for (let at = 1; at < words.length; at++) {
		const {text, isSubstituted} = words[at];
		if (!/^[+-]./.test(text)) {
			return isText && !isSubstituted ? {...inner, text} : undefined;
		}

		if (text.startsWith('--')) {
			continue;
		}

		isText ||= text.startsWith('-') && text.includes('c');
		inner.errexit ||= text.startsWith('-') && text.includes('e');
		if (text.endsWith('o')) {
			at++;
			inner.pipefail ||= text.startsWith('-') && words[at]?.text === 'pipefail';
		}
	}

	return undefined;
}
