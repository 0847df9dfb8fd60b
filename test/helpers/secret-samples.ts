import {crc32} from 'node:zlib';
import type {SecretKind} from '../../source/content/secrets/secret-kind.js';
import {Random} from './random.js';

const random = new Random(20_260);
const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphanumeric = `${digits}${capitals}${capitals.toLowerCase()}`;
const hex = '0123456789abcdef';
const base32 = `${capitals}234567`;

/** A text of random characters: it is made here and now, so that no scanner takes this repository for one that leaks. */
export function randomText(length: number, characters: string = alphanumeric): string {
	return Array.from({length}, () => characters[random.below(characters.length)]).join('');
}

/** The checksum that GitHub and npm put behind a token, written otherwise than the program does. */
function withChecksum(prefix: string): string {
	const body = randomText(30);
	let checksum = '';
	for (let rest = BigInt(crc32(body)); checksum.length < 6; rest /= 62n) {
		checksum = `${digits}${capitals}${capitals.toLowerCase()}`[Number(rest % 62n)] + checksum;
	}

	return `${prefix}${body}${checksum}`;
}

/** A secret of each kind that is known by its shape, with what stands around its value. */
export const tokenSamples: ReadonlyArray<readonly [kind: SecretKind, value: string, before?: string, after?: string]> = [
	['aws-access-key-id', `AKIA${randomText(16, base32)}`],
	['aws-access-key-id', `ASIA${randomText(16, base32)}`],
	['aws-secret-key', randomText(40, `${alphanumeric}/+`), 'aws_secret_access_key = '],
	['aws-secret-key', randomText(40, `${alphanumeric}/+`), '"SecretAccessKey": "', '"'],
	['github-token', withChecksum('ghp_')],
	['github-token', withChecksum('gho_')],
	['github-token', `github_pat_${randomText(22)}_${randomText(59)}`],
	['gitlab-token', `glpat-${randomText(20)}`],
	['npm-token', withChecksum('npm_')],
	['npm-token', randomText(36, `${hex}-`), '//registry.example.org/:_authToken='],
	['pypi-token', `pypi-AgEIcHlwaS5vcmc${randomText(120)}`],
	['rubygems-token', `rubygems_${randomText(48, hex)}`],
	['docker-hub-token', `dckr_pat_${randomText(27)}`],
	['slack-token', `xoxb-${randomText(12, digits)}-${randomText(12, digits)}-${randomText(24)}`],
	['slack-webhook', `T${randomText(9)}/B${randomText(9)}/${randomText(24)}`, 'https://hooks.slack.com/services/'],
	['discord-webhook', randomText(68), `https://discord.com/api/webhooks/${randomText(18, digits)}/`],
	['telegram-token', `${randomText(9, digits.slice(1))}5:AA${randomText(33)}`, 'bot='],
	['twilio-token', randomText(32, hex), 'TWILIO_AUTH_TOKEN='],
	['sendgrid-key', `SG.${randomText(22)}.${randomText(43)}`],
	['stripe-key', `sk_live_${randomText(24)}`],
	['shopify-token', `shpat_${randomText(32, hex)}`],
	['google-api-key', `AIza${randomText(35)}`],
	['google-client-secret', `GOCSPX-${randomText(28)}`],
	['azure-storage-key', `${randomText(86)}==`, 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=', ';EndpointSuffix=core.windows.net'],
	['digitalocean-token', `dop_v1_${randomText(64, hex)}`],
	['vault-token', `hvs.${randomText(95)}`],
	['terraform-token', `${randomText(14)}.atlasv1.${randomText(67)}`],
	['openai-key', `sk-proj-${randomText(58)}T3BlbkFJ${randomText(58)}`],
	['openai-key', `sk-${randomText(20)}T3BlbkFJ${randomText(20)}`],
	['anthropic-key', `sk-ant-api03-${randomText(93)}AA`],
	['hugging-face-token', `hf_${randomText(34)}`],
	['databricks-token', `dapi${randomText(32, hex)}`],
	['grafana-token', `glsa_${randomText(32)}_${randomText(8, hex)}`],
	['sentry-token', `sntryu_${randomText(64, hex)}`],
	['linear-key', `lin_api_${randomText(40)}`],
	['age-key', `AGE-SECRET-KEY-1${randomText(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`],
	['json-web-token', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ${randomText(20)}.${randomText(43)}`],
	['url-password', randomText(14), 'postgres://app:', '@db.internal:5432/app'],
	['url-password', randomText(14), 'redis://:', '@cache:6379'],
	['registry-login', Buffer.from(`bob:${randomText(12)}`).toString('base64'), '{"auths": {"r.internal": {"auth": "', '"}}}'],
];

/** A variable of a shell or a template, which stands for a value. */
export function reference(name: string): string {
	return `\${${name}}`;
}
