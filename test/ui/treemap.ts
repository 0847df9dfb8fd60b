import test from 'ava';
import {leastShare, plotAt, plotBeside, plotTreemap, type Plot} from '../../source/ui/treemap.js';
import {Random} from '../helpers/random.js';

const insideOf = ({left, top, right, bottom}: Plot) => ({width: right - left - 1, height: bottom - top - 1});

test('plots fill the rectangle without a gap, each has room for a name, and the large ones come near to their share', t => {
	const random = new Random(4);
	for (let round = 0; round < 400; round++) {
		const width = 20 + random.below(180);
		const height = 6 + random.below(50);
		const sizes = Array.from({length: 1 + random.below(40)}, () => 1 + random.below(10 ** (1 + random.below(8)))).sort((a, b) => b - a);
		const {plots, count} = plotTreemap(sizes, random.below(2) === 0 ? undefined : random.below(1000), width, height);
		t.true(plots.length > 0 && plots.length - count <= 1);
		for (const plot of plots) {
			t.true(insideOf(plot).width >= 6 || plots.length === 1, JSON.stringify({width, height, sizes}));
			t.true(insideOf(plot).height >= 1);
		}

		// Lines are shared, so what a plot has to itself begins behind its left and upper line.
		const area = plots.reduce((sum, {left, top, right, bottom}) => sum + (right - left) * (bottom - top), 0);
		t.is(area, (width - 1) * (height - 1));
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				t.not(plotAt(plots, x, y), -1);
			}
		}
	}
});

test('sizes are areas', t => {
	const {plots, count} = plotTreemap([600, 300, 100], undefined, 101, 41);
	t.is(count, 3);
	const areas = plots.map(({left, top, right, bottom}) => (right - left) * (bottom - top) / 4000);
	for (const [index, share] of [0.6, 0.3, 0.1].entries()) {
		t.true(Math.abs(areas[index] - share) < 0.02, String(areas[index]));
	}
});

test('what is too small to be named is one plot together, and where nothing can be it is all one', t => {
	const many = Array.from({length: 1000}, () => 1);
	const {plots, count} = plotTreemap(many.slice(0, 50), 950, 60, 20);
	t.is(plots.length, count + 1);
	t.deepEqual(plotTreemap([5, 4, 3], undefined, 9, 3), {plots: [{left: 0, top: 0, right: 8, bottom: 2}], count: 0});
	t.is(plotTreemap([5], undefined, 9, 3).count, 1);
	t.deepEqual(plotTreemap([5, 4], undefined, 4, 2), {plots: [], count: 0});
	t.true(leastShare(60, 20) < 0.01);
});

test('from a plot to the one beside it, as the eye goes', t => {
	const a: Plot = {left: 0, top: 0, right: 10, bottom: 20};
	const b: Plot = {left: 10, top: 0, right: 30, bottom: 8};
	const c: Plot = {left: 10, top: 8, right: 30, bottom: 20};
	const plots = [a, b, c];
	t.is(plotBeside(plots, 0, 'right'), 2);
	t.is(plotBeside(plots, 1, 'down'), 2);
	t.is(plotBeside(plots, 2, 'up'), 1);
	t.is(plotBeside(plots, 2, 'left'), 0);
	t.is(plotBeside(plots, 0, 'left'), undefined);
	t.is(plotBeside(plots, 0, 'down'), undefined);
	t.is(plotBeside(plots, 1, 'right'), undefined);
});
