import test from 'ava';
import {ImageError} from '../../source/image/image.js';
import {meantImageIn, meantScheme, parseReference, type Look} from '../../source/image/reference.js';

const there: Record<string, ReturnType<Look>> = {
	plain: 'file',
	nginx: 'folder',
	layout: 'image-folder',
	'a:b': 'file',
	'/x/app': 'image-folder',
	'dir:1': 'image-folder',
};

const parse = (reference: string) => {
	const {scheme, kind, value, image} = parseReference(reference, path => there[path]);
	return [scheme, kind, value, image];
};

const means = test.macro({
	exec(t, reference: string, ...expected: Array<string | undefined>) {
		t.deepEqual(parse(reference), [...expected, undefined, undefined].slice(0, 4));
	},
	title: (_, reference) => `what ${JSON.stringify(reference)} means`,
});

test(means, '-', undefined, 'path', '-');
test(means, './nginx', undefined, 'path', './nginx');
test(means, '../x', undefined, 'path', '../x');
test(means, '/x', undefined, 'path', '/x');
test(means, '~/x', undefined, 'path', '~/x');
test(means, 'missing.tar', undefined, 'path', 'missing.tar');
test(means, 'missing.TGZ', undefined, 'path', 'missing.TGZ');
test(means, 'missing.tar.zst', undefined, 'path', 'missing.tar.zst');
test(means, 'plain', undefined, 'path', 'plain');
test(means, 'a:b', undefined, 'path', 'a:b');
test(means, 'layout', undefined, 'path', 'layout');
// A folder shadows no image, and a tag is no scheme.
test(means, 'nginx', undefined, 'name', 'nginx');
test(means, 'nginx:latest', undefined, 'name', 'nginx:latest');
test(means, 'docker:latest', undefined, 'name', 'docker:latest');
test(means, 'registry:2', undefined, 'name', 'registry:2');
test(means, 'localhost:5000/a/b@sha256:00', undefined, 'name', 'localhost:5000/a/b@sha256:00');
test(means, 'constructor:x', undefined, 'name', 'constructor:x');
test(means, 'docker://nginx:latest', 'docker', 'name', 'nginx:latest');
test(means, 'docker-daemon:nginx:latest', 'docker', 'name', 'nginx:latest');
test(means, 'podman://x', 'podman', 'name', 'x');
test(means, 'registry://localhost:5000/x', 'registry', 'name', 'localhost:5000/x');
test(means, 'demo:', 'demo', 'demo', '');
test(means, 'demo://', 'demo', 'demo', '');
test(means, 'rootfs:plain', 'rootfs', 'path', 'plain');
test(means, 'dir:/x/app', 'dir', 'path', '/x/app');
test(means, 'dir:///x/app', 'dir', 'path', '/x/app');
test(means, 'oci:layout', 'oci', 'path', 'layout');
test(means, 'oci://layout', 'oci', 'path', 'layout');
test(means, 'oci:layout:1.0', 'oci', 'path', 'layout', '1.0');
// Digits are a tag to skopeo, and a number to --image.
test(means, 'oci:layout:1', 'oci', 'path', 'layout', ':1');
test(means, 'oci:/x/app:small:real', 'oci', 'path', '/x/app', 'small:real');
test(means, 'oci:dir:1:tag', 'oci', 'path', 'dir:1', 'tag');
test(means, 'oci:missing:tag', 'oci', 'path', 'missing', 'tag');
test(means, 'oci:missing', 'oci', 'path', 'missing');
test(means, 'oci:layout:', 'oci', 'path', 'layout');
test(means, 'oci-archive:a:b', 'oci-archive', 'path', 'a:b');
test(means, 'oci-archive:a:b:tag', 'oci-archive', 'path', 'a:b', 'tag');
test(means, 'docker-archive:plain:docker.io/library/x:latest', 'docker-archive', 'path', 'plain', 'docker.io/library/x:latest');
test(means, 'docker-archive:plain:@0', 'docker-archive', 'path', 'plain', '1');
test(means, 'docker-archive:-', 'docker-archive', 'path', '-');
test(means, 'docker-archive:-:tag', 'docker-archive', 'path', '-', 'tag');

test('an image behind the name of a file, as skopeo writes it without a scheme, is one for --image', t => {
	const says = (reference: string) => meantImageIn(reference, path => there[path]);
	t.is(says('plain:shop/small:1'), ' plain is a file here: to open an image in it, write freedive plain --image shop/small:1.');
	t.is(says('plain:it\'s\u001B'), ' plain is a file here: to open an image in it, write freedive plain --image \'it\'\\\'\'s\\x1b\'.');
	t.is(says('layout:1.0'), ' layout is a folder of images here: to open an image in it, write freedive layout --image 1.0.');
	t.is(says('a:b:2'), ' a:b is a file here: to open an image in it, write freedive a:b --image 2.');
	for (const near of ['plain', 'plain:', 'a:b', 'nginx:1', 'missing:1', ':1', '']) {
		t.is(says(near), '');
	}
});

test('a scheme that is none is told with the nearest that is one', t => {
	const says = (reference: string) => t.throws(() => parse(reference), {instanceOf: ImageError}).message;
	t.is(says('dockerr://nginx:1'), '"dockerr://" is none of the places that freedive knows. Did you mean docker://nginx:1?');
	t.regex(says('podmn://x'), / Did you mean podman:\/\/x\?$/);
	t.regex(says('ocii://layout:tag'), / Did you mean oci:layout:tag\?$/);
	t.regex(says('https://ghcr.io/a/b:1'), / Did you mean registry:\/\/ghcr\.io\/a\/b:1\?$/);
	t.regex(says('ftp://x'), /"ftp:\/\/" is none of the places that freedive knows\. They are docker:\/\/, podman:\/\/, nerdctl:\/\/, registry:\/\/ for images by name, and oci:/);
	t.false(says('ftp://\u001B[2J').includes('\u001B'));
	t.false(says('dockerr://\u001B[2J').includes('\u001B'));
	// A name in which no scheme is meant is none, and a file that is there is what it is.
	t.is(parseReference('a://b', () => 'file').kind, 'path');
});

test('a scheme without its slashes, or nearly one, is what may have been meant', t => {
	t.is(meantScheme('podman:x'), ' Did you mean podman://x?');
	t.is(meantScheme('registry:ghcr.io/a/b'), ' Did you mean registry://ghcr.io/a/b?');
	t.is(meantScheme('podmann:app:1'), ' Did you mean podman://app:1?');
	t.is(meantScheme('oci-archiv:a.tar'), ' Did you mean oci-archive:a.tar?');
	for (const reference of ['nginx', 'nginx:1', 'node:latest', 'redis:7-alpine', 'registry:2', 'registry:5000/app', 'localhost:5000/a:x', 'ghcr.io/a/b:x', 'docker:', '/x:y', 'Podman:x', 'constructor:x']) {
		t.is(meantScheme(reference), '');
	}
});

test('names nothing', t => {
	t.throws(() => parse(''), {instanceOf: ImageError});
	t.throws(() => parse('oci:'), {instanceOf: ImageError, message: /names nothing/});
	t.throws(() => parse('docker://'), {instanceOf: ImageError});
});
