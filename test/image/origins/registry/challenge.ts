import test from 'ava';
import {parseChallenges} from '../../../../source/image/origins/registry/challenge.js';

const asks = test.macro({
	exec(t, header: string | undefined, expected: Array<[string, Record<string, string>]>) {
		t.deepEqual(parseChallenges(header).map(({scheme, parameters}) => [scheme, Object.fromEntries(parameters)]), expected);
	},
	title: (_, header: string | undefined) => `what a server asks for that says ${JSON.stringify(header)}`,
});

test(asks, undefined, []);
test(asks, '', []);
test(asks, 'Basic realm="Registry Realm"', [['basic', {realm: 'Registry Realm'}]]);
test(asks, 'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"', [
	['bearer', {realm: 'https://auth.example/token', service: 'registry.example', scope: 'repository:a/b:pull,push'}],
]);
test(asks, 'bearer REALM = "x" , Service=y,error="invalid_token"', [['bearer', {realm: 'x', service: 'y', error: 'invalid_token'}]]);
// From RFC 9110, 11.6.1.
test(asks, 'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""', [
	['basic', {realm: 'simple'}],
	['newauth', {realm: 'apps', type: '1', title: 'Login to "apps"'}],
]);
test(asks, 'Negotiate, Bearer realm="x"', [['negotiate', {}], ['bearer', {realm: 'x'}]]);
test(asks, ', , Basic', [['basic', {}]]);
test(asks, 'Bearer realm="a",realm="b"', [['bearer', {realm: 'a'}]]);
test(asks, 'Bearer realm="never closed', [['bearer', {}]]);
test(asks, '"', []);

test('a header that is long and wrong is read at once', t => {
	const before = performance.now();
	for (const part of ['a ', 'a=', 'a="', ',', ' ', '\t', 'a,', 'a=b', '\\"', 'Bearer a="\\\\']) {
		parseChallenges(part.repeat(16_000 / part.length));
		parseChallenges(`Bearer ${part.repeat(16_000 / part.length)}`);
	}

	t.true(performance.now() - before < 2000);
	t.deepEqual(parseChallenges('a'.repeat(20_000)), []);
});
