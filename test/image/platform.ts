import test from 'ava';
import {ImageError} from '../../source/image/image.js';
import {formatPlatform, matchesPlatform, parsePlatform} from '../../source/image/platform.js';

test('reads what people write', t => {
	t.deepEqual(parsePlatform('linux/arm64'), {os: 'linux', architecture: 'arm64', variant: undefined});
	t.deepEqual(parsePlatform('Linux/x86_64'), {os: 'linux', architecture: 'amd64', variant: undefined});
	t.deepEqual(parsePlatform('linux/arm/v7'), {os: 'linux', architecture: 'arm', variant: 'v7'});
	t.deepEqual(parsePlatform('aarch64'), {os: 'linux', architecture: 'arm64', variant: undefined});
	for (const text of ['', '/', 'linux/', '/arm64', 'a/b/c/d', 'linux/arm/']) {
		t.throws(() => parsePlatform(text), {instanceOf: ImageError, message: /is no platform/});
	}
});

test('a variant matches where it is meant', t => {
	const matches = (offered: string, wanted: string) => matchesPlatform(parsePlatform(offered), parsePlatform(wanted));
	t.true(matches('linux/arm64/v8', 'linux/arm64'));
	t.true(matches('linux/arm64', 'linux/arm64/v8'));
	t.true(matches('linux/arm/v6', 'linux/arm'));
	t.false(matches('linux/arm/v6', 'linux/arm/v7'));
	t.false(matches('linux/arm64/v9', 'linux/arm64/v8'));
	t.false(matches('windows/amd64', 'linux/amd64'));
});

test('writes it as people do', t => {
	t.is(formatPlatform({os: 'linux', architecture: 'arm', variant: 'v7'}), 'linux/arm/v7');
	t.is(formatPlatform({os: '', architecture: ''}), '');
	t.is(formatPlatform(undefined), '');
	t.is(formatPlatform({os: 'linux', architecture: ''}), 'linux/unknown');
});
