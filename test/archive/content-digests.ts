import {createHash} from 'node:crypto';
import test from 'ava';
import {ContentDigests} from '../../source/archive/content-digests.js';
import {packFacts, unpackFacts} from '../../source/archive/packed-facts.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest('binary');

test('digests are those that were set, in the order of the entries', t => {
	const digests = new ContentDigests();
	t.deepEqual([...digests], []);
	t.is(digests.bytes.length, 0);
	digests.set(5, digestOf('five'));
	digests.set(1, digestOf('one'));
	digests.set(300, `${digestOf('many').slice(0, 30)}\0\0`);
	t.is(digests.get(1), digestOf('one'));
	t.is(digests.get(5), digestOf('five'));
	t.is(digests.get(0), undefined);
	t.is(digests.get(6), undefined);
	t.is(digests.get(301), undefined);
	t.is(digests.get(1_000_000), undefined);
	t.deepEqual([...digests].map(([entry]) => entry), [1, 5, 300]);
	t.is(digests.bytes.length, 301 * 32);
	t.deepEqual([...new ContentDigests(digests.bytes)], [...digests]);
});

test('facts cross threads as plain data', t => {
	const digests = new ContentDigests();
	digests.set(2, digestOf('two'));
	const {facts, buffers} = packFacts({'content-digest': digests, 'file-facts': new Map([[3, {kind: 'elf'}]])});
	const there = unpackFacts(structuredClone(facts, {transfer: buffers}));
	t.true(there['content-digest'] instanceof ContentDigests);
	t.deepEqual([...there['content-digest']], [[2, digestOf('two')]]);
	t.deepEqual([...there['file-facts']], [[3, {kind: 'elf'}]]);
	t.is(digests.get(2), digestOf('two'), 'they are still here too');
});
