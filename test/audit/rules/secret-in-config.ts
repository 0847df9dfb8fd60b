import test from 'ava';
import {secretInConfig} from '../../../source/audit/rules/secret-in-config.js';
import {toldFindings} from '../../helpers/audit-story.js';
import {reference, tokenSamples} from '../../helpers/secret-samples.js';

const token = tokenSamples.find(([kind]) => kind === 'github-token')![1];

test('values of variables and build arguments, once each, however often a build names them', async t => {
	t.deepEqual(await toldFindings(t, [secretInConfig], `
		/bin/sh -c #(nop)  ENV PATH=/bin DB_PASSWORD=hunter2
		/bin/sh -c #(nop)  ARG TOKEN=abc
		|1 TOKEN=abc /bin/sh -c make
		  a
		|1 TOKEN=${token} /bin/sh -c make more
		  b
	`, {config: {config: {Env: ['PATH=/bin', 'DB_PASSWORD=hunter2', 'API_KEY=s3cret-9', 'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568']}}}), [
		'error secret-in-config: ARG TOKEN=*** has a value for TOKEN in it, which everybody who has the image can read.',
		'error secret-in-config: ENV PATH=/bin DB_PASSWORD=*** has a value for DB_PASSWORD in it, which everybody who has the image can read.',
		'error secret-in-config: The configuration holds a value for API_KEY, which everybody who has the image can read.',
		'error secret-in-config layer 2: A build argument, a GitHub token (ghp_***), stays in the history of layer 2, which everybody who has the image can read.',
	]);
});

test('commands, labels, entrypoint, URLs', async t => {
	t.deepEqual(await toldFindings(t, [secretInConfig], `
		RUN /bin/sh -c git clone https://bob:hunter-2@git.internal/x # buildkit
		  a
		RUN /bin/sh -c echo root:hunter-3 | chpasswd # buildkit
		  b
	`, {config: {config: {Labels: {'api.key': 'hunter-4', note: `see ${token}`}, Entrypoint: ['serve', '--password', 'hunter-5'], Env: ['URL=redis://:hunter-6@cache']}}}), [
		'error secret-in-config: The configuration holds a password in a URL in the variable URL, which everybody who has the image can read.',
		'error secret-in-config: The entrypoint has a value for password in it, which everybody who has the image can read.',
		'error secret-in-config: The label api.key has the value of a secret in it, which everybody who has the image can read.',
		'error secret-in-config: The label note has a GitHub token (ghp_***) in it, which everybody who has the image can read.',
		'error secret-in-config layer 1: RUN git clone https://bob:***@git.internal/x has a password in a URL in it, which everybody who has the image can read.',
		'error secret-in-config layer 2: RUN echo root:*** | chpasswd has a password or secret value in it, which everybody who has the image can read.',
	]);
});

test('what stands for a value is a note, and what refers to one is nothing', async t => {
	t.deepEqual(await toldFindings(t, [secretInConfig], `
		ENV PASSWORD=changeme
		ENV MONKEY=1 TOKEN_URL=https://x/y PASSWORD_FILE=/run/secrets/x SECRET_NAME=db PASSWORD= TOKEN=${reference('TOKEN')}
		ARG NPM_TOKEN
		RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci
		  a
		RUN docker login --username bob --password-stdin < /run/secrets/x
		  b
	`, {config: {config: {Env: ['PASSWORD=changeme', 'TOKEN_URL=https://x/y', 'PWD=/srv/app', 'TOKENIZERS_PARALLELISM=false'], Labels: {'org.opencontainers.image.source': 'https://github.com/a/b', 'secret.name': 'db'}}}}), [
		'note secret-in-config (low): ENV PASSWORD=*** has a value for PASSWORD in it, which everybody who has the image can read.',
	]);
});
