import test from 'ava';
import {readCopied, readLine} from '../../source/image/dockerfile-line.js';

test('keyword, flags and the rest of an instruction', t => {
	t.deepEqual(readLine('COPY --chown=1:1 --link a b /c'), {keyword: 'COPY', flags: [['chown', '1:1'], ['link', '']], rest: 'a b /c'});
	t.deepEqual(readLine('entrypoint ["a", "b c"]'), {keyword: 'ENTRYPOINT', flags: [], rest: '["a", "b c"]', list: ['a', 'b c']});
	t.deepEqual(readLine('CMD a --b'), {keyword: 'CMD', flags: [], rest: 'a --b'});
	t.deepEqual(readLine('CMD --a'), {keyword: 'CMD', flags: [], rest: '--a'});
	t.deepEqual(readLine('CMD [ -f a ] && b'), {keyword: 'CMD', flags: [], rest: '[ -f a ] && b'});
	t.deepEqual(readLine('RUNNER a'), {keyword: '', flags: [], rest: 'RUNNER a'});
	t.deepEqual(readLine('bazel build'), {keyword: '', flags: [], rest: 'bazel build'});
	t.deepEqual(readLine('USER'), {keyword: 'USER', flags: [], rest: ''});
});

test('what an ADD or a COPY brings, and where to', t => {
	const copied = (text: string) => readCopied(readLine(text));
	t.deepEqual(copied('COPY --chown=1 a b /c/'), {sources: ['a', 'b'], destination: '/c/', isHashed: false});
	t.deepEqual(copied('ADD ["a b", "/c d"]'), {sources: ['a b'], destination: '/c d', isHashed: false});
	t.deepEqual(copied('COPY dir:5760a3c80a14 in /bin'), {sources: ['dir:5760a3c80a14'], destination: '/bin', isHashed: true});
	t.deepEqual(copied('COPY in in /bin'), {sources: ['in', 'in'], destination: '/bin', isHashed: false});
	t.is(copied('COPY a'), undefined);
	t.is(copied('RUN a b'), undefined);
});

test('hostile instructions take no more time than their length', t => {
	const started = performance.now();
	for (const piece of ['COPY --a', '--a=', ' ', '["', 'file:', 'in ', '"a" ', '\\"']) {
		for (const before of ['COPY ', 'CMD [', 'ADD --a=b ', '']) {
			readCopied(readLine(before + piece.repeat(30_000)));
		}
	}

	t.true(performance.now() - started < 3000);
});
