import test from 'ava';
import {ImageError} from '../../source/image/image.js';
import {parseReference, type Look} from '../../source/image/reference.js';

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

test('names nothing', t => {
	t.throws(() => parse(''), {instanceOf: ImageError});
	t.throws(() => parse('oci:'), {instanceOf: ImageError, message: /names nothing/});
	t.throws(() => parse('docker://'), {instanceOf: ImageError});
});
