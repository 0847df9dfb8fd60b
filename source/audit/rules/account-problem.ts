import type {LayerNumber} from '../../image/image.js';
import {listWords} from '../../format/list-words.js';
import type {PathId} from '../../tree/path-tree.js';
import {readAccountFile, type Account} from '../account-file.js';
import type {AuditInput} from '../audit-input.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';

/** So many names are told of a number that several have. */
const mostNames = 5;

/** A name is told up to here, in characters: useradd takes no longer ones than 32. */
const longestName = 64;

/** Accounts that let in whom they should not. */
export const accountProblem: Rule = {
	id: 'account-problem',
	title: 'Accounts without a password, or with root\'s rights',
	group: 'secrets',
	severity: 'error',
	counterparts: ['DKL-LI-0001', 'DKL-LI-0002'],
	detects: 'In `/etc/shadow` and `/etc/passwd` of the finished image: an empty password (anybody becomes that user by `su`), a password hash in `/etc/passwd`, which everybody can read, and users beside root with uid 0. As notes: users or groups that share a number. `x`, `*` and `!` are no passwords and fine.',
	remedy: 'Lock accounts that nobody logs in to (`passwd -l NAME`, or `*` in place of the password), and give each user a number of its own.',
	references: ['https://man7.org/linux/man-pages/man5/shadow.5.html'],
	* find(input) {
		yield * passwordProblems(input);
		yield * numberProblems(input);
	},
};

function * passwordProblems(input: AuditInput): Generator<FindingDraft> {
	for (const file of ['/etc/shadow', '/etc/passwd'] as const) {
		const {accounts, ...place} = toldAccounts(input, file);
		for (const {name, password} of accounts) {
			if (password === '') {
				yield {
					...place,
					key: `empty ${name}`,
					message: `The user ${name} has an empty password in ${file}: whoever is in the container becomes ${name} by su.`,
					remedy: `Lock it: RUN passwd -l ${word(name)}, in the instruction that makes it.`,
				};
			} else if (file === '/etc/passwd' && password.length > 1 && !/^[!*x]/.test(password)) {
				yield {
					...place,
					key: `hash ${name}`,
					message: `The password hash of the user ${name} stands in /etc/passwd, which every user can read.`,
					remedy: 'Move it to /etc/shadow (pwconv), or set no password: what runs in a container needs none.',
				};
			}
		}
	}
}

function * numberProblems(input: AuditInput): Generator<FindingDraft> {
	for (const [file, what, short] of [['/etc/passwd', 'users', 'uid'], ['/etc/group', 'groups', 'gid']] as const) {
		const {accounts, ...place} = toldAccounts(input, file);
		const byNumber = Map.groupBy(accounts.filter(({number}) => number !== undefined), ({number}) => number!);
		for (const [number, sharing] of byNumber) {
			const names = [...new Set(sharing.map(({name}) => name))];
			const others = names.filter(name => name !== 'root');
			if (number === 0 && short === 'uid' && others.length > 0) {
				for (const name of others) {
					yield {
						...place,
						key: `uid 0 ${name}`,
						message: `The user ${name} has uid 0: it is root by another name.`,
						remedy: `Give ${word(name)} a number of its own (useradd -u), or remove it.`,
					};
				}
			} else if (names.length > 1) {
				yield {
					...place,
					severity: 'note',
					key: `${short} ${number}`,
					message: `The ${what} ${listWords([...names.slice(0, mostNames), ...(names.length > mostNames ? [`${names.length - mostNames} more`] : [])])} share the ${short} ${number}: each may do with files what the others may.`,
					remedy: 'Give each a number of its own.',
				};
			}
		}
	}
}

/** The accounts of a file, and where it comes from. */
function toldAccounts(input: AuditInput, file: '/etc/passwd' | '/etc/shadow' | '/etc/group'): {accounts: Account[]; layer?: LayerNumber; path?: PathId} {
	const {content, accounts} = readAccountFile(input, file);
	const {store} = input.overlay;
	return {
		accounts: accounts.map(account => ({...account, name: account.name.slice(0, longestName)})),
		...(content !== undefined && {layer: store.layerOf(content), path: store.pathOf(content)}),
	};
}

/** A name that may stand in a command. */
function word(name: string): string {
	return /^[\w\-.]+$/.test(name) ? name : 'NAME';
}
