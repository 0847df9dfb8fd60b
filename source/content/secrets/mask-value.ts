import type {SecretKind} from './secret-kind.js';

/** So much is shown at most, in characters. */
const mostShown = 4;

/** Kinds whose values begin with nothing that tells whose they are: what they begin with is a part of the secret. */
const withoutStart: ReadonlySet<SecretKind> = new Set([
	'private-key', 'encrypted-private-key', 'pgp-private-key', 'keystore', 'password-database', 'aws-secret-key', 'azure-storage-key', 'azure-access-key',
	'registry-login', 'slack-webhook', 'discord-webhook', 'telegram-token', 'twilio-token', 'terraform-token', 'url-password', 'authorization-header',
	'password-hash', 'password', 'credentials-file',
]);

/**
A secret's value as it may be printed: `***`, with the first four characters of a token before it, which tell whose it is.

Never more: a report lies in logs and pull requests, where more people read than the image has.
*/
export function maskValue(kind: SecretKind, value: string): string {
	const start = withoutStart.has(kind) || value.length < 4 * mostShown ? '' : value.slice(0, mostShown);
	return `${/^[\w-]*$/.test(start) ? start : ''}***`;
}
