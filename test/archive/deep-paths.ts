import test from 'ava';
import {indexTar} from '../../source/archive/index-tar.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {withSource} from '../helpers/archive/sources.js';

/** A tar of folders within each other, an entry for each, and every tenth time a shallow one between. */
function nested(levels: number): Buffer {
	return concat(...Array.from({length: levels}, (_, index) => concat(
		pax({path: 'd/'.repeat(index + 1)}),
		entry({type: '5'}),
		index % 10 === 0 ? entry({name: `shallow${index}`}) : Buffer.alloc(0),
	)), end);
}

test('folders 4,000 deep: the time to index and to intern them follows the bytes of their names', t => {
	const times = [1000, 4000].map(levels => {
		const tar = nested(levels);
		const start = performance.now();
		const table = withSource(tar, indexTar);
		t.is(table.count, levels + (levels / 10));
		t.deepEqual(table.warnings, []);
		const overlay = new Overlay(1);
		overlay.add(1, table);
		runNow(overlay.advance());
		t.is(overlay.finalCounts().paths, levels + (levels / 10));
		t.is(Math.max(...overlay.tree.depth), levels);
		return (performance.now() - start) / tar.length;
	});
	// A microsecond a byte is a hundred times what it takes; were it to grow with depth again, it would be thousands.
	t.true(Math.max(...times) < 0.001, `${times.join(' and ')} ms a byte`);
});
