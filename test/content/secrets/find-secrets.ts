import test from 'ava';
import {findSecrets, largestScan} from '../../../source/content/secrets/find-secrets.js';
import {isSecretName} from '../../../source/content/secrets/secret-name.js';
import {secretPathOf} from '../../../source/content/secrets/secret-path.js';
import {randomText, reference, tokenSamples} from '../../helpers/secret-samples.js';

const find = (path: string, text: string) => findSecrets(path, Buffer.from(text));
const told = (path: string, text: string) => find(path, text)?.found.map(({kind, line, name = '', confidence}) => `${kind} ${line ?? '-'} ${name} ${confidence}`) ?? [];

test('texts in UTF-16 with a mark, in either byte order, are read as any other', t => {
	const text = `# made by Set-Content\r\nDB_HOST=db\r\nDB_PASSWORD=${randomText(16)}\r\n`;
	const little = Buffer.concat([Buffer.from([0xFF, 0xFE]), Buffer.from(text, 'utf16le')]);
	const big = Buffer.from(little).swap16();
	for (const bytes of [little, big, little.subarray(0, -1)]) {
		t.deepEqual(findSecrets('app/.env', bytes)?.found.map(({kind, line, name}) => `${kind} ${line} ${name}`), ['password 3 DB_PASSWORD']);
		t.false(JSON.stringify(findSecrets('app/.env', bytes)).includes(text.slice(-18, -2)));
	}

	// UTF-32 begins alike; a file of the mark alone, or cut off in a character, is no harm.
	t.is(findSecrets('app/.env', Buffer.concat([Buffer.from([0xFF, 0xFE, 0, 0]), Buffer.from(text, 'utf16le')])), undefined);
	for (const bytes of [[0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0x41], [0xFE, 0xFF, 0xD8]]) {
		t.notThrows(() => findSecrets('app/.env', Buffer.from(bytes)));
	}
});

test('names of secrets, by whole words', t => {
	for (const name of ['PASSWORD', 'DB_PASSWORD', 'db-password', 'dbPassword', 'spring.datasource.password', 'API_KEY', 'apiKey', 'APIKEY', 'AWS_SECRET_ACCESS_KEY', 'SECRET_KEY_BASE', 'GITHUB_TOKEN', 'accessToken', 'CLIENT_SECRET', 'DB_PWD', 'MYSQL_ROOT_PASSWORD', 'PASSWORD2', 'JWT_SECRET', 'private-key', 'credentials', 'passphrase', 'MAIL_PASS', '--token', 'tokenProd']) {
		t.true(isSecretName(name), `at ${name}`);
	}

	for (const name of ['MONKEY', 'PWD', 'OLDPWD', 'TOKEN_URL', 'PASSWORD_FILE', 'SECRET_NAME', 'GPG_KEY', 'PUBLIC_KEY', 'TOKENIZERS_PARALLELISM', 'COMPASS', 'PASSENGER_USER', 'TOKEN_LENGTH', 'PASSWORD_MIN_LENGTH', 'secretName', 'KEY', 'PRIMARY_KEY', 'AUTHOR', 'BYPASS', 'AWS_ACCESS_KEY_ID', 'PASSWORD_HASH', 'TOKEN_TTL', 'password-stdin', 'CSRF_TOKEN', 'SSH_KEY_PATH', 'PASS_THROUGH_MODE', '', '_', '-']) {
		t.false(isSecretName(name), `at ${name}`);
	}
});

test('paths that are there for secrets, and those that only show how', t => {
	for (const path of ['.env', 'app/.env', 'app/.env.production', 'app/prod.env', 'root/.netrc', 'root/.aws/credentials', 'root/.docker/config.json', 'home/a/.kube/config', 'root/.ssh/id_rsa', 'id_ed25519', 'infra/terraform.tfstate', 'infra/terraform.tfstate.backup', 'etc/.htpasswd', 'app/.npmrc']) {
		t.not(secretPathOf(path), undefined, `at ${path}`);
	}

	for (const path of ['app/.env.example', 'app/.env.sample', 'app/.env.dist', 'app/.env.d.ts', 'root/.ssh/id_rsa.pub', 'aws/credentials', 'docker/config.json', 'etc/environment', 'app/netrc', 'config', 'app/env', 'terraform.tfstate.md', '']) {
		t.is(secretPathOf(path), undefined, `at ${path}`);
	}
});

test('what is given to names of secrets, in files for them and in settings', t => {
	t.deepEqual(told('app/.env', 'NODE_ENV=production\nDB_PASSWORD=hunter2\nexport API_KEY="a b c"\n# TOKEN=old1\nTOKEN_URL=https://x\n'), [
		'password 2 DB_PASSWORD medium', 'password 3 API_KEY medium', 'password 4 TOKEN medium',
	]);
	const value = `${randomText(20)}4a`;
	t.deepEqual(told('app/config.yaml', `db:\n  password: ${value}\n  passwordFile: /run/x\n`), ['password 2 password low']);
	t.deepEqual(told('app/settings.json', `{"api_key": "${value}", "max": 3}`), ['password 1 api_key low']);
	t.deepEqual(told('app/config.xml', `<a>\n<password>${value}</password></a>`), ['password 2 password low']);
	t.deepEqual(told('home/a/.m2/settings.xml', '<server>\n<id>x</id>\n<password>s3cret-9</password>'), ['password 3 password medium']);
	t.deepEqual(told('app/php.ini', `'secret' => '${value}'`), ['password 1 secret low']);
	t.deepEqual(told('app/program.py', `password = "${value}"`), [], 'a program is no settings');
});

test('no values: references, switches, words in place of one, what only speaks of secrets', t => {
	for (const value of ['', '""', reference('DB_PASSWORD'), '$PASS', '"$(cat /run/secrets/x)"', '/run/secrets/db', 'changeme', 'CHANGE_ME', 'xxxxxxxx', '<token>', '<your token here>', '{{ password }}', '"****"', 'true', 'none', 'password', 'your-api-key', 'my-secret-key', 'example', 'null', '%(password)s', 'https://vault.internal/x', 'REPLACE_ME', 'TODO', 'insert-your-token-here', 'dummy', 'os.environ["X"]', '!vault', 'process.env.TOKEN', 'abc123']) {
		t.deepEqual(told('root/.pypirc', `[pypi]\npassword = ${value}\n`), [], `at ${value}`);
	}

	t.deepEqual(told('app/config.yaml', 'password: correct horse\nsecret: my-secret-of-service\ntoken: app.kubernetes.io/token2\nif (password == "abcd1234efgh") {}\n'), []);
	t.deepEqual(told('app/.env.example', 'PASSWORD=hunter2\n'), []);
});

test('files of logins: netrc, pgpass, htpasswd, npmrc, and what a path alone tells', t => {
	t.deepEqual(told('root/.netrc', 'machine a login b\n password s3cretly\n'), ['password 2  high']);
	t.deepEqual(told('root/.pgpass', '# host\ndb:5432:*:app:s3cretly\n'), ['password 2  high']);
	t.deepEqual(told('srv/.htpasswd', 'admin:$apr1$hn3J9vTy$0a8Bc7De6Fg5Hi4Jk3Lm2N\n'), ['password-hash 1  medium']);
	t.deepEqual(told('root/.git-credentials', `https://bob:${randomText(20)}@git.internal\n`), ['url-password 1  high']);
	t.deepEqual(told('root/.npmrc', 'registry=https://registry.example.org\nfund=false\n'), []);
	t.deepEqual(told('root/.npmrc', `//r/:_authToken=${randomText(30)}\n`), ['npm-token 1  high']);
	t.deepEqual(told('app/id_rsa', 'key\n'), ['credentials-file -  low']);
	t.deepEqual(told('app/.env', 'PORT=80\n'), ['credentials-file -  low']);
	t.deepEqual(told('app/.env', '\n'), []);
	t.deepEqual(told('app/.envrc', 'use nix\n'), []);
	t.deepEqual(told('app/prod.env', 'PORT=80\n'), []);
	t.deepEqual(told('root/.docker/config.json', '{"auths": {"a": {}}, "credsStore": "pass"}'), []);
});

test('no value leaves whole: at most its first four characters', t => {
	for (const [kind, value, before = '', after = ''] of tokenSamples) {
		const facts = find('app/notes.txt', `${before}${value}${after}\n`);
		const {masked} = facts!.found[0];
		t.true(masked.endsWith('***') && masked.length <= 7, `${kind}: ${masked}`);
		t.false(JSON.stringify(facts).includes(value.slice(4, 12)), kind);
	}

	const facts = find('app/.env', 'PASSWORD=hunter2\n');
	t.is(facts!.found[0].masked, '***');
	t.false(JSON.stringify(facts).includes('hunter2'));
});

test('lines are counted, the surest come first, and of many only so many are told', t => {
	const facts = find('app/.env', `${Array.from({length: 60}, (_, index) => `KEY_TOKEN_A${index}=word${index}`).join('\n')}\n\nx=${tokenSamples[4][1]}\n`)!;
	t.is(facts.count, 61);
	t.is(facts.found.length, 20);
	t.like(facts.found[0], {kind: 'github-token', line: 62, confidence: 'high'});
	t.like(facts.found[1], {line: 1, confidence: 'medium'});
});

test('a text that is made to take long does not', t => {
	const patterns = [
		'a', '=', ':', ': ', 'password=', 'password', 'password: ', '"auth":"', '://', 'http://a:', 'p://:@', 'p://aaa:aaa@', 'AKIA', 'eyJhbGciO', 'eyJhbGciOabcdefghijk.eyJ', 'secret_access_key', 'secret_access_key = ', '1:AA', '1234567890:AA',
		'-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\n', 'PRIVATE KEY', 'LS0tLS1CRUdJTi', 'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n', 'sk-T3BlbkFJ', 'T3BlbkFJ', '.atlasv1.', 'twilio', 'twilio  ', '_auth=', '_auth  ', '"\'', '<password>', 'a.b-c_', 'token:\n', ':a', 'x:y:z:', '\\n', 'machine password ', 'password   ', 'xoxb-', 'xoxb-1-a', 'pwd', 'SG.a', 'hf_a', 'hooks.slack.com/services/T', 'KEY-KEY_', 'Abc',
	];
	// What grows with the square takes minutes at this size already.
	const size = largestScan / 4;
	for (const pattern of patterns) {
		const text = Buffer.from(pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size));
		for (const path of ['app/.env', 'root/.netrc', 'root/.pgpass', 'srv/.htpasswd', 'app/config.json']) {
			const start = process.cpuUsage();
			findSecrets(path, text);
			const {user} = process.cpuUsage(start);
			t.true(user < 1_000_000, `${JSON.stringify(pattern)} in ${path} took ${user / 1000} ms`);
		}
	}
});
