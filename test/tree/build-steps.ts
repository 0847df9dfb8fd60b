import test from 'ava';
import type {HistoryEntry, Image} from '../../source/image/image.js';
import {buildSteps, wasteByLayer, wasteOfBase} from '../../source/tree/build-steps.js';
import {overlayOf} from '../helpers/draw-layers.js';

const picture = `
	+ /a 100
	+ /b 10
	+ /b 20
	--
	- /a
	+ /c 1000
	--
	+ /c 5
	- /b
`;

const history = (instruction: string, layer?: number): HistoryEntry => ({createdBy: instruction, instruction, buildArguments: [], emptyLayer: layer === undefined, layer});

function imageOf(entries: HistoryEntry[], layers = 3): Image {
	const image: Pick<Image, 'history' | 'layers'> = {
		history: entries,
		layers: Array.from({length: layers}, (_, index) => ({
			number: index + 1, mediaType: '', storedSize: 0, compression: 'none', history: entries.find(({layer}) => layer === index + 1),
		})),
	};
	return image as Image;
}

test('each instruction with what it stores, what of it is waste, and what it makes waste elsewhere', t => {
	const steps = buildSteps(imageOf([history('ADD /', 1), history('ENV A=1'), history('RUN one', 2), history('RUN two', 3), history('CMD sh')]), overlayOf(picture));
	t.deepEqual(steps.map(({instruction, layer, stored, wasted, causes}) => [instruction, layer, stored, wasted, causes]), [
		['ADD /', 1, 130, 130, 0],
		['ENV A=1', undefined, 0, 0, 0],
		['RUN one', 2, 1000, 1000, 100],
		['RUN two', 3, 5, 0, 1020],
		['CMD sh', undefined, 0, 0, 0],
	]);
});

test('all waste is stored by a layer and made by a layer', t => {
	const overlay = overlayOf(picture);
	const {wasted, hidden} = wasteByLayer(overlay);
	const sum = (numbers: Float64Array) => numbers.reduce((all, number) => all + number, 0);
	t.is(sum(wasted), overlay.bytes().wasted);
	t.is(sum(hidden), overlay.bytes().wasted);
});

test('what was waste in the base already is the base\'s, what one\'s own layers hide of it is not', t => {
	const overlay = overlayOf(picture);
	t.is(wasteOfBase(overlay, {layers: 1}), 10);
	t.is(wasteOfBase(overlay, {layers: 2}), 110);
	t.is(wasteOfBase(overlay, {layers: 0}), 0);
});

test('the base ends after as many steps as are its', t => {
	const steps = buildSteps(imageOf([history('ADD /', 1), history('CMD sh'), history('RUN one', 2), history('RUN two', 3)]), overlayOf(picture), {layers: 1, steps: 2});
	t.deepEqual(steps.map(({isBase}) => isBase), [true, true, false, false]);
});

test('layers without history come last, and are the base\'s by their number', t => {
	const steps = buildSteps(imageOf([history('ADD /', 1)]), overlayOf(picture), {layers: 2, steps: 1});
	t.deepEqual(steps.map(({instruction, layer, isBase}) => [instruction, layer, isBase]), [['ADD /', 1, true], ['', 2, true], ['', 3, false]]);
});
