import {execFileSync} from 'node:child_process';
import test from 'ava';
import {chainIds} from '../../source/image/chain-ids.js';

const diffId = (letter: string) => `sha256:${letter.repeat(64)}`;
const layers = (letters: string) => Array.from(letters, letter => ({diffId: diffId(letter)}));

/** What sha256sum says of a text. */
const sum = (input: string) => `sha256:${execFileSync('sha256sum', {input}).toString().slice(0, 64)}`;

test('each is the digest of the one below and the diff_id', t => {
	const second = sum(`${diffId('a')} ${diffId('b')}`);
	t.deepEqual(chainIds(layers('abc')), [diffId('a'), second, sum(`${second} ${diffId('c')}`)]);
	t.deepEqual(chainIds([]), []);
	t.not(chainIds(layers('ba'))[1], second);
});

test('they end before a layer of which nothing is told', t => {
	t.deepEqual(chainIds([...layers('ab'), {}, ...layers('c')]), chainIds(layers('ab')));
	t.deepEqual(chainIds([{}]), []);
});
