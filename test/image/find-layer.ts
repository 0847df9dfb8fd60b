import test from 'ava';
import {findLayer} from '../../source/image/find-layer.js';
import {ImageError, type Layer} from '../../source/image/image.js';

const layer = (number: number, digest: string | undefined, diffId: string): Layer => ({
	number, digest, diffId, mediaType: '', storedSize: 0, compression: 'none',
});
const layers = [
	layer(1, undefined, 'sha256:abcdef0123'),
	layer(2, 'sha256:abcdee9999', 'sha256:1234567890'),
	layer(3, 'sha256:fedcba', 'sha512:abcdef77'),
];

test('a number from 1', t => {
	t.is(findLayer(layers, '2'), 2);
	t.is(findLayer(layers, '03'), 3);
});

test('a start of a digest, of blob or plain tar', t => {
	t.is(findLayer(layers, 'sha256:1'), 2);
	t.is(findLayer(layers, 'abcdee'), 2);
	t.is(findLayer(layers, 'FEDCBA'), 3);
	t.is(findLayer(layers, 'sha512:a'), 3);
});

for (const [name, message] of [
	['0', 'There is no layer 0: the image has layers 1 to 3.'],
	['4', 'There is no layer 4: the image has layers 1 to 3.'],
	['1234567890', 'There is no layer 1234567890: the image has layers 1 to 3.'],
	['abc', 'abc names no layer: give its number from 1, or the start of its digest (sha256:… or six hex digits).'],
	['', '"" names no layer: give its number from 1, or the start of its digest (sha256:… or six hex digits).'],
	['sha256:77', 'No layer\'s digest begins with sha256:77.'],
	['sha256:abcde', 'Several layers have a digest that begins with sha256:abcde: 1, 2.'],
	['abcdef', 'Several layers have a digest that begins with abcdef: 1, 3.'],
]) {
	test(`refused: ${name}`, t => {
		t.throws(() => findLayer(layers, name), {instanceOf: ImageError, message});
	});
}

test('refused: an image without layers', t => {
	t.throws(() => findLayer([], '1'), {message: 'There is no layer 1: the image has none.'});
});
