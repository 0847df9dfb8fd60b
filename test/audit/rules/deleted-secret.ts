import crypto from 'node:crypto';
import test from 'ava';
import {deletedSecret} from '../../../source/audit/rules/deleted-secret.js';
import {secretFile} from '../../../source/audit/rules/secret-file.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {tokenSamples} from '../../helpers/secret-samples.js';

const tokens = tokenSamples.filter(([kind]) => kind === 'github-token').map(([, value]) => value);
const key = crypto.generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem'}) as string;
const example = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
const contents = {key, env: 'DB_PASSWORD=hunter2\n', example: `${example}\n`, first: `token: ${tokens[0]}\n`, second: `token: ${tokens[1]}\n`, both: `token: ${tokens[0]}\nother: ${tokens[1]}\n`};
const story = (lines: string) => ({told: async (t: Parameters<typeof toldFindings>[0], rules = [deletedSecret]) => toldFindings(t, rules, lines, {contents})});

test('a secret that a later layer removes is still in the image, and the removal makes it surer', async t => {
	t.deepEqual(await story(`
		RUN echo secrets > /app/.env
		  app/.env = @env
		  app/key.pem = @key
		RUN rm /app/.env /app/key.pem
		  app/.wh..env
		  app/.wh.key.pem
	`).told(t), [
		'critical deleted-secret layer 1 /app/.env: Layer 1 (RUN echo secrets > /app/.env) stores /app/.env, an environment file, with a value for DB_PASSWORD (line 1); layer 2 (RUN rm /app/.env /app/key.pem) removes it, but it is still in the image.',
		'critical deleted-secret layer 1 /app/key.pem: Layer 1 (RUN echo secrets > /app/.env) stores /app/key.pem with a private key (line 1); layer 2 (RUN rm /app/.env /app/key.pem) removes it, but it is still in the image.',
	]);
});

test('the example of AWS\'s documentation in an .env file that is removed: somebody thought it a secret', async t => {
	t.deepEqual(await story(`
		COPY .env /app
		  app/.env = @example
		RUN rm /app/.env
		  app/.wh..env
	`).told(t), [
		'critical deleted-secret layer 1 /app/.env: Layer 1 (COPY .env /app) stores /app/.env, an environment file, with an AWS access key id (line 1, AKIA***, the example of AWS\'s documentation); layer 2 (RUN rm /app/.env) removes it, but it is still in the image.',
	]);
});

test('a folder that is removed, one that becomes opaque, and a file that is overwritten hide secrets too', async t => {
	t.deepEqual(await story(`
		COPY . /
		  a/key.pem = @key
		  b/key = @first
		  c/settings.yml = @both
		RUN rm -rf /a
		  .wh.a
		RUN rm -rf /b && mkdir /b
		  b/
		  b/.wh..wh..opq
		RUN sed -i
		  c/settings.yml = @second
	`).told(t), [
		'critical deleted-secret layer 1 /a/key.pem: Layer 1 (COPY . /) stores /a/key.pem with a private key (line 1); layer 2 (RUN rm -rf /a) removes it, but it is still in the image.',
		'critical deleted-secret layer 1 /b/key: Layer 1 (COPY . /) stores /b/key with a GitHub token (line 1, ghp_***); layer 3 (RUN rm -rf /b && mkdir /b) removes it, but it is still in the image.',
		'critical deleted-secret layer 1 /c/settings.yml: Layer 1 (COPY . /) stores /c/settings.yml with a GitHub token (line 1, ghp_***); layer 4 (RUN sed -i) overwrites it, but it is still in the image.',
	]);
});

test('several layers that store it are one finding', async t => {
	t.deepEqual(await story(`
		COPY key.pem /app/
		  app/key.pem = @key
		RUN chown app /app/key.pem
		  7:7 app/key.pem = @key
		RUN rm /app/key.pem
		  app/.wh.key.pem
	`).told(t), [
		'critical deleted-secret layer 1 /app/key.pem: Layers 1 and 2 store /app/key.pem with a private key (line 1); layer 3 (RUN rm /app/key.pem) removes it, but it is still in the image.',
	]);
});

test('not deleted: what is stored again, moved, or still stands in what took its place: that is a secret of the finished image', async t => {
	t.deepEqual(await story(`
		COPY . /app
		  app/key.pem = @key
		  app/a.yml = @first
		RUN chown app /app/key.pem
		  7:7 app/key.pem = @key
		RUN mv /app/a.yml /srv/ && echo more >> /srv/a.yml
		  app/.wh.a.yml
		  srv/a.yml = @both
	`).told(t, [deletedSecret, secretFile]), [
		'error secret-file layer 1 /app/key.pem: /app/key.pem holds a private key (line 1).',
		'error secret-file layer 3 /srv/a.yml: /srv/a.yml holds a GitHub token (line 1, ghp_***) and 1 more.',
	]);
});

test('a note at most: a name alone, tests; nothing: what a package had and took with it', async t => {
	t.deepEqual(await toldFindings(t, [deletedSecret], `
		COPY . /
		  app/id_rsa = key
		  app/tests/key.pem = @key
		  app/node_modules/http/package.json = {"name": "http", "version": "1.0.0"}
		  app/node_modules/http/lib/server.pem = @other
		RUN rm -rf /app
		  .wh.app
	`, {contents: {...contents, other: crypto.generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem'}) as string}}), [
		'note deleted-secret (low) layer 1 /app/id_rsa: Layer 1 (COPY . /) stores /app/id_rsa, a file named as an SSH private key; layer 2 (RUN rm -rf /app) removes it, but it is still in the image.',
		'note deleted-secret (low) layer 1 /app/tests/key.pem: 1 file of tests, examples or documentation that layer 2 (RUN rm -rf /app) hides has what looks like a secret: /app/tests/key.pem with a private key (line 1).',
	]);
});

test('an example need not be rotated, only what else may have stood there', async t => {
	const remedy = async (env: string) => (await auditStory(t, [deletedSecret], 'COPY .env /app\n  app/.env = @env\nRUN rm /app/.env\n  app/.wh..env', {contents: {env}}))[0].remedy;
	t.regex(await remedy(`${example}\n`), /^If a real one ever stood there, rotate it: .* In any case keep the file out of layer 1: /);
	t.regex(await remedy(`${example}\nDB_PASSWORD=hunter2\n`), /^Rotate it: whoever has the image has it\. Then keep it out of layer 1: /);
});
