import crypto from 'node:crypto';
import path from 'node:path';
import test from 'ava';
import {commands} from '../../source/options.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {tokenSamples} from '../helpers/secret-samples.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const key = crypto.generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({type: 'pkcs8', format: 'pem'}) as string;
const passwords = ['hunter2', 'correct-horse-9', 'Tr0ub4dor&3'];

test('no report tells a secret whole, wherever in the image it stands', async t => {
	const tokens = tokenSamples.filter(([...sample]) => sample.length === 2).map(([, value]) => value);
	const files = tokenSamples.map(([, value, before = '', after = ''], index) => `  app/file${index} = ${before}${value}${after}`);
	const story = `
COPY . /app
${files.join('\n')}
  app/.env = @env
  app/key.pem = @key
  tmp/left.log = @env
ENV PATH=/bin DB_PASSWORD=${passwords[0]} OTHER=${tokens[0]}
|1 TOKEN=${passwords[1]} /bin/sh -c curl -u bob:${passwords[2]} https://x/y | sh && echo ${passwords[0]} && chown -R 7:7 /app
  7:7 app/key.pem = @key
RUN apt-get update && apt-get install -y x --password=${passwords[2]} && mysql -u root --password ${passwords[1]} && echo ${tokens.join(' ')}
  var/lib/apt/lists/a * 9000
  usr/lib/liba.a = @archive
RUN rm -rf /app # ${passwords[1]}
  .wh.app
LABEL api.key=${passwords[1]}
CMD ["serve", "--token", "${passwords[2]}"]
`;
	const image = await buildImage(story, {
		contents: {env: `DB_PASSWORD=${passwords[0]}\nA_TOKEN=${passwords[1]}\n`, key, archive: '!<arch>\n'},
		config: {config: {Env: ['PATH=/bin', `DB_PASSWORD=${passwords[0]}`, `OTHER=${tokens[0]}`], Labels: {'api.key': passwords[1]}, Cmd: ['serve', '--token', passwords[2]]}},
	});
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([image]));
	const secrets = [...passwords, ...tokenSamples.map(([, value]) => value), ...key.split('\n').slice(1, -2)];
	for (const format of commands.audit.formats) {
		const {output, errors} = await runCommand(['audit', file, '--format', format]);
		t.true(output.includes(format === 'dockerfile' ? 'FROM' : (format === 'openmetrics' ? 'freedive' : 'deleted-secret')), format);
		for (const secret of secrets) {
			const escaped = secret.replaceAll('&', '&amp;');
			t.false(`${output}${errors}`.includes(secret) || output.includes(escaped), `${format} tells ${secret}`);
		}
	}
});
