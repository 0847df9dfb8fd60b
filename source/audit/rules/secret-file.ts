import {countOf} from '../../format/count.js';
import type {AuditInput} from '../audit-input.js';
import type {FindingDraft} from '../finding.js';
import type {Rule} from '../rule.js';
import {tellSecrets} from '../secret-words.js';
import {storedSecrets, type StoredSecrets} from '../stored-secrets.js';
import {secretsForShow} from '../secrets-for-show.js';

/** Secrets in files of the finished image. */
export const secretFile: Rule = {
	id: 'secret-file',
	title: 'Secrets in files',
	group: 'secrets',
	severity: 'error',
	counterparts: ['CIS-DI-0010'],
	detects: 'Private keys by their content, tokens by their shape (of AWS, GitHub, GitLab, npm, PyPI, Slack, Stripe, Azure and some forty others, with their checksums where they have one), registry logins, keystores with a key, and files that are there for credentials: `.env`, `.netrc`, `.git-credentials`, `.pgpass`, `.npmrc` with a token, those of cloud tools. What packages ship is left out, and so are values that only stand for one (`changeme`, `${VAR}`). Of a file the first megabyte is read, in UTF-8 or with a mark in UTF-16; archives and what is compressed are not looked into. Keys under a passphrase, settings that merely look like a secret, and what lies in folders of tests, examples and documentation are of low confidence.', // eslint-disable-line no-template-curly-in-string
	remedy: 'Give it to the container when it starts, and to a build by `RUN --mount=type=secret`; keep it out of the build context by `.dockerignore`. Rotate what was in an image that others have.',
	references: ['https://docs.docker.com/build/building/secrets/'],
	* find(input) {
		const {shown} = input.once(storedSecrets);
		for (const secrets of shown) {
			if (!secrets.isForShow) {
				yield draftOf(input, secrets);
			}
		}

		yield * secretsForShow(input, shown, paths => `${countOf(paths, 'file')} of tests, examples or documentation ${paths === 1 ? 'has' : 'have'} what looks like a secret`);
	},
};

function draftOf({overlay: {tree}}: AuditInput, {path, what, found, count, confidence, layers}: StoredSecrets): FindingDraft {
	const [{kind}] = found;
	const name = tree.path(path);
	const isExample = count === found.length && found.every(secret => secret.isExample === true);
	return {
		confidence,
		layer: layers[0],
		path,
		key: kind,
		message: kind === 'credentials-file'
			? `${name} is ${what!}, though nothing in it proves that it holds a secret.`
			: `${name}${what === undefined ? '' : `, ${what},`} holds ${tellSecrets(found, count)}.`,
		remedy: name.startsWith('/etc/ssh/ssh_host_')
			? 'Delete the host\'s keys in the instruction that installs the server, and make new ones when the container starts (ssh-keygen -A): now every container has the same.'
			: `Leave it out by .dockerignore and mount it when the container starts; what a build needs it gets by RUN --mount=type=secret. ${isExample ? 'If a real one ever stood there, rotate that.' : 'Rotate it if others have had the image.'}`,
	};
}
