import test from 'ava';
import {findSecrets} from '../../../source/content/secrets/find-secrets.js';
import {findTokens} from '../../../source/content/secrets/find-tokens.js';
import {NeedleFinder} from '../../../source/content/secrets/needle-finder.js';
import {hasTokenChecksum} from '../../../source/content/secrets/token-checksum.js';
import {Random} from '../../helpers/random.js';
import {randomText, reference, tokenSamples} from '../../helpers/secret-samples.js';

const find = (text: string) => findTokens(Buffer.from(text)).map(({kind, start, end, confidence}) => ({kind, value: text.slice(start, end), confidence}));

test('a token of each kind is found where it stands, and nothing else', t => {
	for (const [kind, value, before = '', after = ''] of tokenSamples) {
		for (const [start, end] of [['', ''], ['x = "', '"\n'], ['# a line\n', '\nanother'], ['é ', ' ü']]) {
			// A token of 64 digits has no word before.
			const text = Buffer.from(`${start}${before}${value}${after}${end}`).toString('latin1');
			const found = findTokens(Buffer.from(text, 'latin1')).map(span => [span.kind, text.slice(span.start, span.end)]);
			t.deepEqual(found, [[kind, value]], `${kind} in ${JSON.stringify(start)}`);
		}
	}
});

test('no token: longer or shorter ones, words around them, what repeats, examples of documentation', t => {
	for (const [kind, value, before = '', after = ''] of tokenSamples) {
		if (['url-password', 'registry-login', 'azure-storage-key'].includes(kind) || before.endsWith('_authToken=') || before.startsWith('https://')) {
			continue;
		}

		t.deepEqual(find(`${before}${value.slice(0, 10)}${after}`), [], `${kind} cut off`);
		if (before === '') {
			t.deepEqual(find(`word${value}`), [], `${kind} within a word`);
		}
	}

	for (const text of [
		`ghp_${'x'.repeat(36)}`, `AKIA${'A'.repeat(16)}`, `sk_live_${'0'.repeat(24)}`, `hf_${'a'.repeat(34)}`,
		'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
		`_authToken=${reference('NPM_TOKEN')}`, '"auth": "bm9jb2xvbg=="', '"auth": "PLACEHOLDER"', '"auth": "dXNlcjpjaGFuZ2VtZQ=="',
		`https://user:${reference('PASSWORD')}@host`, 'https://user:%s@host/', 'postgres://postgres:postgres@db/x', 'http://[::1]:80/a@b', 'https://host:8080/path@x', 'https://a.b/c:d@e',
		'cvs://:pserver:anoncvs@sources.example.net:/cvs', 'mailto:a@b', 'proxy_auth=self.proxy_auth12345', 'self._auth = get_auth_from_url12', 'this._authToken=e.token12345678901234', '//r/:_authToken=MYTOKEN1', '_auth = build_the_auth_of_url1(x)', '{"identitytoken": "9cbaf023786cd7..."}', 'ssh://git@host/x', 'https://user:****@host', 'ftp://anonymous:guest@host', 'TWILIO_SID=AC00',
	]) {
		t.deepEqual(find(text), [], `at ${text}`);
	}
});

test('a checksum tells GitHub\'s tokens: what only looks like one is doubted', t => {
	// The token of GitHub's own article on their format; it opens nothing.
	const published = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');
	t.true(hasTokenChecksum(published));
	t.is(find(published)[0].confidence, 'high');
	const other = published.replace(/7$/, '8');
	t.false(hasTokenChecksum(other));
	t.is(find(other)[0].confidence, 'low');
});

test('AWS\'s documented example is no secret, but in a file that is there for secrets', t => {
	const example = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
	t.is(findSecrets('usr/share/doc/aws.md', Buffer.from(`key: ${example}\n`)), undefined);
	const facts = findSecrets('app/.env', Buffer.from(`${example}\n`))!;
	t.like(facts, {what: 'an environment file', count: 1});
	t.like(facts.found[0], {kind: 'aws-access-key-id', line: 1, masked: 'AKIA***', confidence: 'medium', isExample: true});
	const real = findSecrets('app/notes.txt', Buffer.from(`\n\n${['AKIA', randomText(16, 'ABCDEFGHIJKLMNOP234567')].join('')}\n`))!;
	t.like(real.found[0], {line: 3, confidence: 'medium'});
	t.is(real.found[0].isExample, undefined);
});

test('needles: the same as by looking at each place', t => {
	const random = new Random(6);
	for (let round = 0; round < 300; round++) {
		const letters = 'abAB'.slice(0, 2 + random.below(3));
		const text = Array.from({length: 200}, () => letters[random.below(letters.length)]).join('');
		const needles = Array.from({length: 1 + random.below(12)}, () => {
			const at = random.below(190);
			const isFolded = random.chance(0.5);
			const needle = text.slice(at, at + 4 + random.below(5));
			return {text: isFolded ? needle.toLowerCase() : needle, isFolded};
		});
		const found: string[] = [];
		new NeedleFinder(needles).find(Buffer.from(text), (needle, at) => {
			found.push(`${at}:${needle}`);
		});
		const wanted: string[] = [];
		for (let at = 0; at < text.length; at++) {
			for (const [index, {text: needle, isFolded}] of needles.entries()) {
				const here = text.slice(at, at + needle.length);
				if ((isFolded ? here.toLowerCase() : here) === needle) {
					wanted.push(`${at}:${index}`);
				}
			}
		}

		t.deepEqual(found.toSorted(), wanted.toSorted());
	}
});
