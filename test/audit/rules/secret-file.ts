import crypto from 'node:crypto';
import test from 'ava';
import {secretFile} from '../../../source/audit/rules/secret-file.js';
import {toldFindings} from '../../helpers/audit-story.js';
import {tokenSamples} from '../../helpers/secret-samples.js';

const token = tokenSamples.find(([kind]) => kind === 'github-token')![1];
const key = crypto.generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem'}) as string;
const dpkg = 'Package: app\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';

test('keys, tokens and files for credentials, by the layer that first stored them', async t => {
	t.deepEqual(await toldFindings(t, [secretFile], `
		COPY . /app
		  app/deploy.sh = @script
		  app/tls.pem = @key
		  app/.env = @env
		RUN chown -R app /app
		  7:7 app/tls.pem = @key
	`, {contents: {key, script: `#!/bin/sh\ncurl -H "Authorization: ${token}" x\n`, env: 'PORT=80\nDB_PASSWORD=hunter2\n'}}), [
		'error secret-file (medium) layer 1 /app/.env: /app/.env, an environment file, holds a value for DB_PASSWORD (line 2).',
		'error secret-file layer 1 /app/deploy.sh: /app/deploy.sh holds a GitHub token (line 2, ghp_***).',
		'error secret-file layer 1 /app/tls.pem: /app/tls.pem holds a private key (line 1).',
	]);
});

test('a folder of sources is Go\'s own only where its archive is unpacked', async t => {
	t.deepEqual(await toldFindings(t, [secretFile], `
		COPY . /
		  go/src/app/server.pem = @key
		  usr/local/go/server.pem = @key
	`, {contents: {key}}), [
		'error secret-file layer 1 /go/src/app/server.pem: /go/src/app/server.pem holds a private key (line 1).',
		'error secret-file layer 1 /usr/local/go/server.pem: /usr/local/go/server.pem holds a private key (line 1).',
	]);
});

test('what is doubtful is a note: a name alone, a key under a passphrase, settings; tests and documentation are one together', async t => {
	const encrypted = crypto.generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x'}) as string;
	t.deepEqual(await toldFindings(t, [secretFile], `
		COPY . /app
		  app/id_rsa = key
		  app/locked.pem = @encrypted
		  app/settings.json = @settings
		  app/tests/key.pem = @key
		  app/docs/auth.md = @page
	`, {contents: {key, encrypted, settings: '{"apiKey": "Zq7Lk2Vb9Xw4Rt6Yp1Ms"}', page: `use ${token}`}}), [
		'note secret-file (low) layer 1 /app: 2 files of tests, examples or documentation have what looks like a secret, the first: /app/tests/key.pem with a private key (line 1).',
		'note secret-file (low) layer 1 /app/id_rsa: /app/id_rsa is a file named as an SSH private key, though nothing in it proves that it holds a secret.',
		'note secret-file (low) layer 1 /app/locked.pem: /app/locked.pem holds a private key under a passphrase (line 1).',
		'note secret-file (low) layer 1 /app/settings.json: /app/settings.json holds a value for apiKey (line 1).',
	]);
});

test('a key that a package ships is its test key; what a build puts into a package\'s settings is not', async t => {
	const dpkgStory = (rest: string) => `
		ADD rootfs.tar /
		  var/lib/dpkg/status = @dpkg
		  var/lib/dpkg/info/app.list = @list
		  usr/share/app/server.pem = @key
		  etc/app.conf = @plain
		${rest}
	`;
	const contents = {key, dpkg, list: '/usr/share/app/server.pem\n/etc/app.conf\n', plain: 'token =\n', filled: `token = ${token}\n`};
	t.deepEqual(await toldFindings(t, [secretFile], dpkgStory(''), {contents}), []);
	t.deepEqual(await toldFindings(t, [secretFile], dpkgStory('RUN chown -R app /usr/share/app\n\t\t  7:7 usr/share/app/server.pem = @key'), {contents}), []);
	t.deepEqual(await toldFindings(t, [secretFile], dpkgStory('RUN configure\n\t\t  etc/app.conf = @filled'), {contents}), [
		'error secret-file layer 2 /etc/app.conf: /etc/app.conf holds a GitHub token (line 1, ghp_***).',
	]);
	t.deepEqual(await toldFindings(t, [secretFile], `
		RUN npm ci
		  app/node_modules/http/package.json = {"name": "http", "version": "1.0.0"}
		  app/node_modules/http/server.pem = @key
		RUN go mod download && cargo fetch
		  go/pkg/mod/example.net/http@v1.2.3/server.pem = @key
		  usr/local/go/src/crypto/x509/platform_root_key.pem = @key
		  root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/http-1.0.0/server.pem = @key
	`, {contents}), []);
});

test('no secret: certificates, public keys, examples, placeholders, and what a later layer takes away', async t => {
	t.deepEqual(await toldFindings(t, [secretFile], `
		COPY . /app
		  app/.env.example = PASSWORD=hunter2
		  app/.env = @empty
		  app/id_rsa.pub = ssh-rsa AAAAB3NzaC1yc2E me
		  app/.npmrc = registry=https://registry.example.org
		  app/notes = @example
		  app/key.pem = @key
		RUN rm /app/key.pem
		  app/.wh.key.pem
	`, {contents: {key, empty: '\n', example: ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')}}), []);
});
