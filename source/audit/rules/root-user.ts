import {readAccountFile, type Account} from '../account-file.js';
import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import type {Rule} from '../rule.js';

/** Images whose processes are root. */
export const rootUser: Rule = {
	group: 'configuration',
	severity: 'warning',
	id: 'root-user',
	title: 'Runs as root',
	counterparts: ['CIS-DI-0001', 'DL3002'],
	detects: 'The config\'s user is empty, `root`, `0`, or a name that `/etc/passwd` maps to 0 or does not have. Who breaks out of the program is root in the container, and near to it on the host; with a name that is not there no container starts.',
	remedy: 'Make a user, and write USER near the end.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL3002'],
	* find(input) {
		const {image, files} = input;
		if (image.platform.startsWith('windows')) {
			return;
		}

		const [name] = image.config.user.split(':', 1);
		const {content, accounts, isWhole} = readAccountFile(input, '/etc/passwd');
		const account = accounts.find(account => account.name === name);
		if (!account && !isWhole && !/^(?:0*|root)$/.test(name)) {
			// It may stand in what was not read.
			return;
		}

		const uid = account?.number ?? (/^\d+$/.test(name) ? Number(name) : undefined);
		const why = name === ''
			? 'The image names no user, so its processes are root.'
			: (uid === 0 || name === 'root'
				? `USER ${image.config.user} is root.`
				: (uid === undefined ? `USER ${image.config.user} is not in /etc/passwd: no container starts.` : undefined));
		if (why !== undefined) {
			const line = input.once(buildLines).findLast(({keyword}) => keyword === 'USER');
			yield {
				...(line && placeOf(line)),
				...(content !== undefined && name !== '' && {path: input.overlay.store.pathOf(content)}),
				message: why,
				remedy: remedyOf(uid === undefined ? name : '', accounts, files.find('/sbin/apk') !== undefined),
			};
		}
	},
};

/** Numbers of users that people made begin here; the last is nobody's. */
const firstOwn = 1000;
const nobody = 65_534;

function remedyOf(missing: string, accounts: readonly Account[], isAlpine: boolean): string {
	const own = accounts.find(({number}) => number !== undefined && number >= firstOwn && number < nobody);
	if (missing === '' && own) {
		return `Write \`USER ${own.name}\` near the end: that user is in /etc/passwd already, with the number ${own.number}.`;
	}

	const name = missing === '' || !/^[\w-]{1,32}$/.test(missing) ? 'app' : missing;
	return `Write \`RUN ${isAlpine ? `adduser -D -H -u 10001 ${name}` : `useradd --no-log-init --system --uid 10001 ${name}`}\` and, near the end, \`USER ${name}\`.`;
}
