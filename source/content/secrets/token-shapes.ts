import {entropyOf} from './placeholder.js';
import type {SecretConfidence, SecretKind} from './secret-kind.js';
import {shapeOf, type Judge, type SecretShape} from './secret-shape.js';
import {hasTokenChecksum} from './token-checksum.js';

/** The documentation of AWS has these; they open nothing. */
const awsExamples = /EXAMPLE(?:KEY)?$/;

/** The key that Azurite and Azure's older emulator have for everybody. */
const azureEmulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphanumerics = `${letters}${letters.toUpperCase()}0123456789`;

/** Of less, a value is made by a person, as an example, and by no generator. Tokens of these lengths have more than 4 bits a character. */
const randomEntropy = 3;

/** Is not part of a longer word, before or after. */
const boundary = String.raw`(?<![A-Za-z0-9_])`;
const noMore = String.raw`(?![A-Za-z0-9_])`;

const random = (confidence: SecretConfidence) => (value: string): SecretConfidence | undefined => entropyOf(value) < randomEntropy ? undefined : confidence;

/** A token that begins with a needle. */
function startsWith(kind: SecretKind, starts: string | readonly string[], rest: string, judge: Judge = random('high')): SecretShape {
	const all = typeof starts === 'string' ? [starts] : starts;
	const pattern = new RegExp(`${boundary}(?:${all.map(text => text.replaceAll('.', String.raw`\.`)).join('|')})${rest}${noMore}`, 'y');
	return shapeOf(kind, all, pattern, judge);
}

/** A start of three characters with each that can follow it. */
function spread(start: string, next: string): string[] {
	return [...next].map(character => start + character);
}

const checked = (otherwise: SecretConfidence) => (value: string): SecretConfidence | undefined => hasTokenChecksum(value) ? 'high' : random(otherwise)(value);

/** Every shape by which a token is known whatever is around it. */
export const tokenShapes: readonly SecretShape[] = [
	startsWith('aws-access-key-id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], '[A-Z2-7]{16}', value => entropyOf(value) < randomEntropy ? undefined : (awsExamples.test(value) ? 'example' : 'medium')),
	shapeOf('aws-secret-key', ['secret_access_key', 'secretaccesskey', 'aws_secret_key'], /(?:(?:aws_)?secret_(?:access_)?key|secretaccesskey)["'\]]{0,3}\s{0,20}(?:=>?|:|,)\s{0,20}["']{0,3}(?<value>[\w+/]{40})(?![\w+/=])/iy, value => awsExamples.test(value) ? 'example' : random('high')(value), true),
	startsWith('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[A-Za-z0-9]{36}', checked('low')),
	startsWith('github-token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
	startsWith('gitlab-token', ['glpat-', 'gldt-', 'glptt-', 'glrt-', 'glcbt-', 'glsoat-', 'glffct-', 'glimt-', 'glagent-'], String.raw`[\w-]{20,300}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7})?`),
	startsWith('npm-token', 'npm_', '[A-Za-z0-9]{36}', checked('medium')),
	// A line of npm's settings, not a name of a program: `//registry/:_authToken=`, or the name alone.
	shapeOf('npm-token', ['_authToken', '_auth=', '_auth =', '_password='], /(?<=^|[\s"':])(?:_authtoken|_auth|_password)\s{0,8}=\s{0,8}["']?(?<value>[\d+\-/=a-z]{16,512}|[\w\-.]{36,512})(?![\w(.[])/iy, value => /\d/.test(value) ? random('high')(value) : undefined),
	startsWith('pypi-token', 'pypi-AgE', String.raw`[\w-]{50,1000}`),
	startsWith('rubygems-token', 'rubygems_', '[a-f0-9]{48}'),
	startsWith('docker-hub-token', ['dckr_pat_', 'dckr_oat_'], String.raw`[\w-]{27,32}`),
	startsWith('artifactory-key', 'AKCp', '[A-Za-z0-9]{69}'),
	startsWith('slack-token', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxe.xox', 'xapp-'], String.raw`[A-Za-z0-9-]{15,255}`, value => /\d/.test(value) ? random('high')(value) : undefined),
	shapeOf('slack-webhook', ['hooks.slack.com/'], /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<value>T\w{8,12}\/[\w/]{20,80})/y, random('high')),
	shapeOf('discord-webhook', ['com/api/webhooks/'], /(?<=discord(?:app)?\.)com\/api\/webhooks\/\d{15,20}\/(?<value>[\w-]{60,80})/y, random('high')),
	shapeOf('telegram-token', [...'0123456789'].map(digit => `${digit}:AA`), /(?<=(?<![\w\-./:])(?<before>\d{7,9}))\d:AA[\w-]{33}(?![\w-])/y, random('high')),
	shapeOf('twilio-token', ['twilio'], /twilio[\w\-.]{0,30}["'\]]{0,3}\s{0,8}(?:=>?|:)\s{0,8}["']?(?<value>[\da-f]{32})\b/iy, random('high'), true),
	startsWith('sendgrid-key', spread('SG.', `${alphanumerics}_-`), String.raw`[\w-]{21}\.[\w-]{43}`),
	startsWith('stripe-key', ['sk_live_', 'rk_live_'], '[A-Za-z0-9]{16,255}'),
	startsWith('stripe-test-key', ['sk_test_', 'rk_test_'], '[A-Za-z0-9]{16,255}', random('low')),
	startsWith('square-token', ['sq0csp-', 'sq0atp-'], String.raw`[\w-]{22,43}`),
	startsWith('shopify-token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[a-fA-F0-9]{32}'),
	startsWith('google-api-key', 'AIza', String.raw`[\w-]{35}(?!-)`, random('medium')),
	startsWith('google-client-secret', 'GOCSPX-', String.raw`[\w-]{28}(?!-)`),
	shapeOf('azure-storage-key', ['AccountKey='], /AccountKey=(?<value>[\d+/A-Za-z]{86}==)/y, value => value === azureEmulatorKey ? undefined : random('high')(value)),
	shapeOf('azure-access-key', ['SharedAccessKey='], /SharedAccessKey=(?<value>[\d+/A-Za-z]{43}=)/y, random('high')),
	startsWith('alibaba-access-key-id', 'LTAI', '[A-Za-z0-9]{17,21}', random('medium')),
	startsWith('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[a-f0-9]{64}'),
	startsWith('heroku-api-key', 'HRKU-AA', String.raw`[\w-]{58}`),
	startsWith('cloud-platform-token', ['fm2_', 'nfp_', 'bkua_', 'tskey-'], String.raw`[\w/+=-]{36,800}`),
	startsWith('vault-token', ['hvs.', 'hvb.'], String.raw`[\w-]{90,300}`),
	shapeOf('terraform-token', ['.atlasv1.'], /(?<=\b(?<before>[\dA-Za-z]{14}))\.atlasv1\.[\w\-=]{60,70}(?!\w)/y, random('high')),
	startsWith('pulumi-token', 'pul-', '[a-f0-9]{40}'),
	startsWith('doppler-token', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], String.raw`(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,44}`),
	startsWith('bitbucket-token', ['ATATT3xFf', 'ATCTT3xFf', 'ATBB'], String.raw`[\w=-]{32,400}`),
	// "OpenAI", as Base64 writes it, stands in the middle of each.
	shapeOf('openai-key', ['T3BlbkFJ'], /(?<=(?<![\w-])(?<before>sk-(?:[a-z]{2,12}-)?[\w-]{20,80}))T3BlbkFJ[\w-]{20,80}/y, random('high')),
	startsWith('anthropic-key', 'sk-ant-', String.raw`[a-z]{3,8}\d\d-[\w-]{80,120}`),
	startsWith('hugging-face-token', spread('hf_', alphanumerics), '[A-Za-z0-9]{33}', random('high')),
	startsWith('model-api-key', ['gsk_', 'pplx-', 'xai-', 'nvapi-'], String.raw`[A-Za-z0-9][\w-]{46,90}`),
	startsWith('databricks-token', 'dapi', String.raw`[a-f0-9]{32}(?:-\d)?`),
	startsWith('grafana-token', 'glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}'),
	startsWith('grafana-token', 'glc_eyJ', '[A-Za-z0-9+/]{32,400}={0,3}'),
	startsWith('new-relic-key', 'NRAK-', '[A-Z0-9]{27}'),
	startsWith('sentry-token', 'sntrys_eyJ', '[A-Za-z0-9+/=_]{60,600}'),
	startsWith('sentry-token', 'sntryu_', '[a-f0-9]{64}'),
	startsWith('postman-key', 'PMAK-', '[a-f0-9]{24}-[a-f0-9]{34}'),
	startsWith('linear-key', 'lin_api_', '[A-Za-z0-9]{40}'),
	startsWith('figma-token', 'figd_', String.raw`[\w-]{38,60}`),
	startsWith('planetscale-token', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], String.raw`[\w=.-]{32,64}`),
	startsWith('tailscale-key', ['tskey-auth-', 'tskey-api-', 'tskey-client-'], String.raw`[A-Za-z0-9]{8,24}-[A-Za-z0-9]{24,48}`),
	shapeOf('age-key', ['AGE-SECRET-KEY-1'], /\bAGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}\b/y, random('high')),
	// The first member of its header, as Base64 writes it: `{"alg":`, `{"typ":` or `{"kid":`.
	shapeOf('json-web-token', ['eyJhbGciO', 'eyJ0eXAiO', 'eyJraWQiO'], /(?<![\w-])eyJ(?:hbGci|0eXAi|raWQi)O[\w-]{10,1000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}/y, random('low')),
];
