import type {SecretConfidence} from './secret-kind.js';

/** A file that is there to hold secrets, by its path. */
export type SecretPath = {
	/** What it is, in words. */
	what: string;
	/** How its secrets are written, beside tokens and keys, which tell themselves. */
	form: 'assignments' | 'netrc' | 'pgpass' | 'hashes' | 'tokens';
	/** How sure the path alone makes it, with a content that tells of none; undefined where such files are harmless without one. */
	alone?: SecretConfidence;
};

const environment: SecretPath = {what: 'an environment file', form: 'assignments', alone: 'low'};
const namedEnvironment: SecretPath = {what: 'an environment file', form: 'assignments'};
const sshKey: SecretPath = {what: 'a file named as an SSH private key', form: 'tokens', alone: 'low'};
const cloudLogin: SecretPath = {what: 'a login of a cloud\'s tool', form: 'assignments', alone: 'low'};
const toolLogin: SecretPath = {what: 'a login of a tool', form: 'assignments'};
const terraformState: SecretPath = {what: 'a state of Terraform, which holds what it was given in plain text', form: 'assignments', alone: 'low'};

/** By the end of a path, one or two names long. */
const byEnd: ReadonlyMap<string, SecretPath> = new Map<string, SecretPath>([
	['.netrc', {what: 'a login file of curl, git and others', form: 'netrc', alone: 'low'}],
	['_netrc', {what: 'a login file of curl, git and others', form: 'netrc', alone: 'low'}],
	['.git-credentials', {what: 'the logins that git stores', form: 'tokens', alone: 'medium'}],
	['.pgpass', {what: 'the passwords of PostgreSQL\'s programs', form: 'pgpass', alone: 'low'}],
	['.aws/credentials', {what: 'the credentials of AWS\'s tools', form: 'assignments', alone: 'medium'}],
	['.docker/config.json', {what: 'the logins of Docker', form: 'tokens'}],
	['.dockercfg', {what: 'the logins of Docker', form: 'tokens'}],
	['containers/auth.json', {what: 'the logins of Podman', form: 'tokens'}],
	['.kube/config', {what: 'the access to a Kubernetes cluster', form: 'assignments', alone: 'low'}],
	['serviceaccount/token', {what: 'the token of a Kubernetes service account', form: 'tokens', alone: 'medium'}],
	['.npmrc', {what: 'npm\'s settings', form: 'assignments'}],
	['.yarnrc.yml', {what: 'Yarn\'s settings', form: 'assignments'}],
	['.pypirc', {what: 'the logins of Python\'s package indexes', form: 'assignments'}],
	['pip.conf', {what: 'pip\'s settings', form: 'assignments'}],
	['.gem/credentials', {what: 'the key of RubyGems', form: 'assignments', alone: 'low'}],
	['.cargo/credentials', toolLogin],
	['.cargo/credentials.toml', toolLogin],
	['.composer/auth.json', toolLogin],
	['.m2/settings.xml', toolLogin],
	['.gradle/gradle.properties', toolLogin],
	['gh/hosts.yml', toolLogin],
	['.my.cnf', toolLogin],
	['.s3cfg', toolLogin],
	['.boto', toolLogin],
	['rclone/rclone.conf', toolLogin],
	['.vault-token', {what: 'a token of HashiCorp Vault', form: 'tokens', alone: 'medium'}],
	['.terraform.d/credentials.tfrc.json', toolLogin],
	['gcloud/application_default_credentials.json', cloudLogin],
	['gcloud/credentials.db', cloudLogin],
	['gcloud/access_tokens.db', cloudLogin],
	['.azure/accessTokens.json', cloudLogin],
	['.azure/msal_token_cache.json', cloudLogin],
	['.htpasswd', {what: 'the users of a web server with their password hashes', form: 'hashes', alone: 'low'}],
	['id_rsa', sshKey],
	['id_dsa', sshKey],
	['id_ecdsa', sshKey],
	['id_ed25519', sshKey],
	['wp-config.php', {what: 'the settings of WordPress', form: 'assignments'}],
]);

/** Files that show how one is written. */
const isTemplate = /[-._](?:example|sample|template|tmpl|tpl|dist|defaults?|schema|test|tests|testing|ci|md|txt|d\.ts|j2|in)$/i;

/** What a path tells of a file before it is read; undefined for most. */
export function secretPathOf(path: string): SecretPath | undefined {
	const slash = path.lastIndexOf('/');
	const name = path.slice(slash + 1);
	const found = byEnd.get(name) ?? (slash === -1 ? undefined : byEnd.get(path.slice(path.lastIndexOf('/', slash - 1) + 1)));
	if (found) {
		return found;
	}

	// Of nearly all files that is enough, and expressions take ten times as long to say no.
	if (!name.includes('.env') && !name.includes('.tf')) {
		return undefined;
	}

	if (name === '.env' || (name.startsWith('.env.') && !isTemplate.test(name))) {
		return environment;
	}

	if (name === '.envrc' || (/^[\w-]{1,40}\.env$/.test(name) && !isTemplate.test(name.slice(0, -'.env'.length)))) {
		return namedEnvironment;
	}

	return /\.tfstate(?:\.backup)?$/.test(name) ? terraformState : (/\.(?:auto\.)?tfvars(?:\.json)?$/.test(name) ? {what: 'the variables of Terraform', form: 'assignments'} : undefined);
}

/** Files in which settings are written as names and values, by what follows the last dot of their name, or the whole of it. */
const settings: ReadonlySet<string> = new Set(['env', 'ini', 'cfg', 'conf', 'config', 'cnf', 'properties', 'yml', 'yaml', 'toml', 'json', 'xml', 'tfvars', 'credential', 'credentials']);

/** Whether a file holds settings: only in such are values of names worth a look, as in a program they are code. */
export function isSettingsPath(path: string): boolean {
	return settings.has(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('.')) + 1).toLowerCase());
}
