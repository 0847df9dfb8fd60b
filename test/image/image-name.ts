import test from 'ava';
import {formatImageName, isDigest, parseImageName} from '../../source/image/image-name.js';
import {ImageError} from '../../source/image/image.js';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const means = test.macro({
	exec(t, text: string, written: string) {
		t.is(formatImageName(parseImageName(text)), written);
	},
	title: (_, text: string) => `the image that ${text} names`,
});

// Cases of distribution/reference's own tests are among them.
test(means, 'nginx', 'docker.io/library/nginx:latest');
test(means, 'nginx:1.27', 'docker.io/library/nginx:1.27');
test(means, 'library/nginx', 'docker.io/library/nginx:latest');
test(means, 'a/b', 'docker.io/a/b:latest');
test(means, 'docker.io/nginx', 'docker.io/library/nginx:latest');
test(means, 'index.docker.io/nginx:1', 'docker.io/library/nginx:1');
test(means, 'docker.io/a/b/c', 'docker.io/a/b/c:latest');
test(means, `registry.example/a/b@${digest}`, `registry.example/a/b@${digest}`);
test(means, `a/b:tag@${digest}`, `docker.io/a/b:tag@${digest}`);
test(means, 'localhost:5000/x:y', 'localhost:5000/x:y');
test(means, 'localhost/x', 'localhost/x:latest');
test(means, 'localhost:5000/library/x', 'localhost:5000/library/x:latest');
test(means, '127.0.0.1:5000/x', '127.0.0.1:5000/x:latest');
test(means, '[::1]:5000/x', '[::1]:5000/x:latest');
test(means, '[2001:db8::1]/x/y:1', '[2001:db8::1]/x/y:1');
// Capitals make the first part a host, as docker has it.
test(means, 'HOST/x', 'HOST/x:latest');
test(means, 'Registry.Example/x', 'Registry.Example/x:latest');
test(means, 'xn--n3h.example/x', 'xn--n3h.example/x:latest');
test(means, 'a__b/c-d.e_f---g:Tag_1.0-x', 'docker.io/a__b/c-d.e_f---g:Tag_1.0-x');
test(means, `x:${'a'.repeat(128)}`, `docker.io/library/x:${'a'.repeat(128)}`);
test(means, 'registry.example:443/x', 'registry.example:443/x:latest');
// 64 hex digits are no name, but 63 are, and a tag makes one of them.
test(means, 'a'.repeat(63), `docker.io/library/${'a'.repeat(63)}:latest`);

const isNone = test.macro({
	exec(t, text: string, reason: RegExp) {
		const error = t.throws(() => parseImageName(text), {instanceOf: ImageError});
		t.regex(error.message, reason);
		t.true(error.message.startsWith('"') && error.message.endsWith('.') && error.message.length < 400);
	},
	title: (_, text: string, reason: RegExp) => `${JSON.stringify(text.length > 100 ? `${text.slice(0, 40)}…${text.slice(-20)}` : text)} names no image, ${reason.source}`,
});

test(isNone, '', /: it is empty\.$/);
test(isNone, ':tag', /: it is empty\.$/);
test(isNone, '/nginx', /begins with a slash/);
test(isNone, 'Nginx', /it has capital letters/);
test(isNone, 'a/B', /it has capital letters/);
test(isNone, 'nginx:', /its tag is empty/);
test(isNone, 'nginx:.x', /a tag has letters/);
test(isNone, `nginx:${'a'.repeat(129)}`, /128 at most/);
test(isNone, 'nginx@', /no digest/);
test(isNone, 'nginx@sha256:abc', /no digest/);
test(isNone, `nginx@${digest}0`, /no digest/);
test(isNone, `nginx@${digest.toUpperCase()}`, /no digest/);
test(isNone, `nginx@md5:${'0'.repeat(32)}`, /no digest/);
test(isNone, `nginx@${digest}@${digest}`, /no digest/);
test(isNone, 'a//b', /its parts are letters/);
test(isNone, 'a/../b', /its parts are letters/);
test(isNone, 'a/b/', /its parts are letters/);
test(isNone, 'a/-b', /its parts are letters/);
test(isNone, 'a..b', /its parts are letters/);
test(isNone, 'a___b', /its parts are letters/);
test(isNone, 'a b', /its parts are letters/);
test(isNone, 'a?b=c', /its parts are letters/);
test(isNone, 'localhost:5000:5000/x', /no host/);
test(isNone, 'registry.example:99999/x', /no host/);
test(isNone, 'registry.example:0/x', /no host/);
test(isNone, '-registry.example/x', /no host/);
test(isNone, 'user:password@registry.example/x', /no digest/);
test(isNone, 'https://registry.example/x', /no host/);
test(isNone, 'registry..example/x', /no host/);
test(isNone, `registry.example/${'a/'.repeat(128)}a`, /more than 255 characters/);
test(isNone, `${'a.'.repeat(130)}a/x`, /no host/);
test(isNone, 'a'.repeat(64), /64 hex digits/);
test(isNone, 'nginx\u001B[31m', /^"nginx\\x1b\[31m" is no name/);
test(isNone, 'a'.repeat(100_000), /^"a{120}…" is no name/);

test('a name of a hundred thousand separators is refused at once', t => {
	const before = performance.now();
	for (const text of ['a-'.repeat(100_000), '-'.repeat(100_000), `${'a.'.repeat(100_000)}/x`, `x@${'a+'.repeat(100_000)}:`, `${'a-'.repeat(100)}/x`]) {
		t.throws(() => parseImageName(text), {instanceOf: ImageError});
	}

	t.true(performance.now() - before < 1000);
});

test('digests that can be checked', t => {
	t.true(isDigest(digest));
	t.true(isDigest(`sha512:${'0'.repeat(128)}`));
	t.true(isDigest(`sha384:${'0'.repeat(96)}`));
	t.false(isDigest(`sha512:${'0'.repeat(64)}`));
	t.false(isDigest(`constructor:${'0'.repeat(64)}`));
	t.false(isDigest(''));
	t.false(isDigest(`sha256:${'0'.repeat(63)}G`));
	t.false(isDigest(`${digest}\n`));
});
