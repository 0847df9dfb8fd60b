/** How sure it is that something is a secret which opens something. */
export type SecretConfidence = 'high' | 'medium' | 'low';

/** Kinds of secrets, by what a person calls one. The ids are stable: policies name them. */
export const secretKinds = {
	'private-key': 'a private key',
	'encrypted-private-key': 'a private key under a passphrase',
	'pgp-private-key': 'a PGP private key',
	'age-key': 'an age identity',
	keystore: 'a keystore with a private key',
	'password-database': 'a password database',
	'aws-access-key-id': 'an AWS access key id',
	'aws-secret-key': 'an AWS secret access key',
	'google-api-key': 'a Google API key',
	'google-client-secret': 'a Google OAuth client secret',
	'azure-storage-key': 'an Azure storage account key',
	'azure-access-key': 'an Azure shared access key',
	'alibaba-access-key-id': 'an Alibaba Cloud access key id',
	'digitalocean-token': 'a DigitalOcean token',
	'heroku-api-key': 'a Heroku API key',
	'cloud-platform-token': 'a token of a cloud platform',
	'github-token': 'a GitHub token',
	'gitlab-token': 'a GitLab token',
	'bitbucket-token': 'an Atlassian API token',
	'npm-token': 'an npm token',
	'pypi-token': 'a PyPI token',
	'rubygems-token': 'a RubyGems API key',
	'registry-login': 'a registry login',
	'docker-hub-token': 'a Docker Hub access token',
	'artifactory-key': 'an Artifactory API key',
	'vault-token': 'a HashiCorp Vault token',
	'terraform-token': 'a Terraform Cloud token',
	'pulumi-token': 'a Pulumi access token',
	'doppler-token': 'a Doppler token',
	'slack-token': 'a Slack token',
	'slack-webhook': 'a Slack webhook',
	'discord-webhook': 'a Discord webhook',
	'telegram-token': 'a Telegram bot token',
	'twilio-token': 'a Twilio auth token',
	'sendgrid-key': 'a SendGrid API key',
	'stripe-key': 'a Stripe live key',
	'stripe-test-key': 'a Stripe test key',
	'square-token': 'a Square token',
	'shopify-token': 'a Shopify token',
	'openai-key': 'an OpenAI API key',
	'anthropic-key': 'an Anthropic API key',
	'hugging-face-token': 'a Hugging Face token',
	'model-api-key': 'an API key of a model provider',
	'databricks-token': 'a Databricks token',
	'grafana-token': 'a Grafana token',
	'new-relic-key': 'a New Relic user key',
	'sentry-token': 'a Sentry auth token',
	'postman-key': 'a Postman API key',
	'linear-key': 'a Linear API key',
	'figma-token': 'a Figma token',
	'planetscale-token': 'a PlanetScale credential',
	'tailscale-key': 'a Tailscale key',
	'json-web-token': 'a JSON Web Token',
	'url-password': 'a password in a URL',
	'authorization-header': 'an Authorization header',
	'password-hash': 'a password hash',
	password: 'a password or secret value',
	'credentials-file': 'a file that is there for credentials',
} as const;

export type SecretKind = keyof typeof secretKinds;

/** A secret as it stands in a text. The value itself goes no further than the room that found it. */
export type SecretSpan = {
	kind: SecretKind;
	/** Where the value begins and ends, in characters of the text. */
	start: number;
	end: number;
	confidence: SecretConfidence;
	/** What it is called where it stands, such as the variable's name. */
	name?: string;
	/** A value that documentation gives as an example, and that opens nothing. */
	isExample?: boolean;
};
