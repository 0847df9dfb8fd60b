import test from 'ava';
import {findCommandSecrets} from '../../../source/content/secrets/command-secrets.js';
import {maskSecrets} from '../../../source/content/secrets/mask-secrets.js';
import {reference, tokenSamples} from '../../helpers/secret-samples.js';

test('instructions without their secrets', t => {
	for (const [written, masked] of [
		['ENV PATH=/bin DB_PASSWORD=hunter2', 'ENV PATH=/bin DB_PASSWORD=***'],
		['ENV DB_PASSWORD hunter2', 'ENV DB_PASSWORD ***'],
		['ENV DB_PASSWORD="hunter 2" A=b', 'ENV DB_PASSWORD="***" A=b'],
		['ENV DB_PASSWORD=hunter2&more A=b', 'ENV DB_PASSWORD=*** A=b'],
		['ENV DB_PASSWORD=correct horse battery A=b c', 'ENV DB_PASSWORD=*** A=b c'],
		['ENV A=b DB_PASSWORD=correct horse', 'ENV A=b DB_PASSWORD=***'],
		['ENV A=b \\\n    DB_PASSWORD=hunter2', 'ENV A=b \\\n    DB_PASSWORD=***'],
		['ARG TOKEN=abc', 'ARG TOKEN=***'],
		['LABEL api.key="abcdefgh"', 'LABEL api.key="***"'],
		['RUN mysql --user=root --password=hunter2 < x.sql', 'RUN mysql --user=root --password=*** < x.sql'],
		['RUN login --token hunter2 --verbose', 'RUN login --token *** --verbose'],
		['CMD ["serve", "--api-key", "hunter2"]', 'CMD ["serve", "--api-key", "***"]'],
		['RUN curl -fsSL -u bob:hunter2 https://x/y', 'RUN curl -fsSL -u bob:*** https://x/y'],
		['RUN curl -H "Authorization: Bearer abcdef123456" https://x', 'RUN curl -H "Authorization: Bearer ***" https://x'],
		['RUN echo root:hunter2 | chpasswd', 'RUN echo root:*** | chpasswd'],
		['RUN git clone https://bob:hunter2@git.internal/x.git', 'RUN git clone https://bob:***@git.internal/x.git'],
		['RUN export NPM_TOKEN=hunter2 && npm ci', 'RUN export NPM_TOKEN=*** && npm ci'],
		['RUN echo "password: hunter2" > /etc/x', 'RUN echo "password: ***" > /etc/x'],
		['RUN pip install --index-url https://u:pw-9x@pypi.internal/simple y', 'RUN pip install --index-url https://u:***@pypi.internal/simple y'],
		['ENV PASSWORD=changeme', 'ENV PASSWORD=***'],
	]) {
		t.is(maskSecrets(written), masked);
	}
});

test('what is no secret stays as it is', t => {
	for (const text of [
		'RUN apt-get update && apt-get install -y pass tokenizer', 'ENV PATH=/bin MONKEY=1 TOKEN_URL=https://x/y PASSWORD_FILE=/run/x SECRET_NAME=db', 'ARG NPM_TOKEN', 'ENV PASSWORD=',
		'RUN --mount=type=secret,id=token,target=/root/.npmrc npm ci', 'RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci', `RUN export TOKEN=${reference('TOKEN')} && x`, 'RUN docker login --password-stdin',
		'ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568', 'RUN gpg --batch --recv-keys 94AE36675C464D64BAFA68DD7434390BDBE9B9C5', 'ENV TOKENIZERS_PARALLELISM=false', 'LABEL maintainer="a@b.c" org.opencontainers.image.source="https://github.com/a/b"',
		'RUN useradd -m -u 1000 media-worker && chown -R media-worker:media-worker /opt', 'EXPOSE 80/tcp', 'ENV DISABLE_PASSWORD=true', 'RUN --secret id=mytoken,src=x true', '',
	]) {
		t.is(maskSecrets(text), text);
	}
});

test('no token is printed whole, wherever it stands', t => {
	for (const [kind, value, before = '', after = ''] of tokenSamples) {
		for (const text of [`RUN deploy ${before}${value}${after} now`, `ENV A='${before}${value}${after}'`, `ü ENV X_TOKEN=${value} ✓`, `RUN x --token=${value}`]) {
			const masked = maskSecrets(text);
			t.false(masked.includes(value) || masked.includes(value.slice(4, -1)), `${kind}: ${text} → ${masked}`);
		}
	}
});

test('values of which only some are sure', t => {
	const judged = (text: string) => findCommandSecrets(text).map(({kind, name = '', confidence}) => `${kind} ${name} ${confidence}`);
	t.deepEqual(judged('ENV DB_PASSWORD=hunter2'), ['password DB_PASSWORD high']);
	t.deepEqual(judged('ENV DB_PASSWORD=changeme'), ['password DB_PASSWORD low']);
	t.deepEqual(judged('ENV URL=postgres://app:s3cret-9@db/app'), ['url-password  high']);
	t.deepEqual(judged('ENV URL=postgres://user:pass@localhost/app'), []);
});

test('a text that is made to take long does not, and what was not looked at is not printed', t => {
	for (const pattern of ['curl ', 'curl -u a', 'a:', 'root:a | ', '--password ', '--a-a-a', '-a=', 'authorization: bearer ', 'ENV a ', 'ENV a=', 'ENV a= ', 'ENV a=b                                 ', 'ENV a_token=b ', 'a_token=b ', '--a-token b ', 'ENV a=b c', 'password=', '"', 'a:a|', '://a:', 'http -u ']) {
		const text = pattern.repeat(Math.ceil((1 << 20) / pattern.length));
		const start = process.cpuUsage();
		const masked = maskSecrets(text);
		t.true(process.cpuUsage(start).user < 3_000_000, `${pattern} took ${process.cpuUsage(start).user / 1000} ms`);
		t.true(masked.length < text.length);
	}

	for (const text of [`ENV a=b${' '.repeat(1 << 18)}c`, `ENV a${' '.repeat(1 << 18)}`, `RUN --token${' '.repeat(1 << 18)}`]) {
		const start = process.cpuUsage();
		maskSecrets(text);
		t.true(process.cpuUsage(start).user < 1_000_000);
	}

	t.false(maskSecrets(`${' '.repeat(1 << 18)} PASSWORD=hunter2`).includes('hunter2'));
});
