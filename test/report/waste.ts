import test from 'ava';
import {markdownSentence, markdownText} from '../../source/report/markdown-text.js';
import {sentence} from '../../source/format/sentence.js';
import {whatIfLine} from '../../source/report/what-if-line.js';
import {limited, worstWastes, type ReportedWaste, type WasteReport} from '../../source/report/waste.js';

const waste = (bytes: number): ReportedWaste => ({
	id: `removed-${bytes}`, cause: 'removed', what: 'layer 2 removes it', remedy: 'leave it out', bytes, files: 1, sizeAfter: 0, pullSavings: null,
	path: '/a', pathBase64: null, open: '1:/a', base: null, layers: [1], hiddenBy: [2], parts: [], paths: [],
});

const report = (...bytes: number[]): WasteReport => ({
	schema: 'freedive/waste/1',
	image: {reference: 'app.tar', digest: null, platform: null, size: 10_000},
	bytes: bytes.reduce((sum, one) => sum + one, 0),
	sizeAfter: 4000,
	pullSavings: null,
	whatIf: null,
	base: null,
	wastes: bytes.map(one => waste(one)),
	duplicates: [],
	warnings: [],
});

test('people are shown the worst: ten at most, three at least, and no trifles', t => {
	const many = Array.from({length: 30}, () => 100);
	const shown = (wastes: number[], limit?: number) => worstWastes(report(...wastes), limit).some.length;
	t.is(shown([]), 0);
	t.is(shown([1]), 1);
	t.is(shown([1000, 900, 800, 3, 2, 1]), 3);
	t.is(shown([100_000, 1, 1, 1]), 3);
	t.is(shown(many), 10);
	t.is(shown(many, 25), 25);
	t.is(shown([1000, 900, 800, 3, 2, 1], 1), 1);
	t.is(worstWastes(report(1000, 900, 800, 3, 2, 1), undefined).rest.length, 3);
	t.is(limited(report(3, 2, 1), 2).wastes.length, 2);
	t.is(limited(report(3, 2, 1), undefined).wastes.length, 3);
});

test('what if: a sentence for any combination', t => {
	const weight = {sizeAfter: 4000, pullSavings: null};
	const lines = (more: Partial<WasteReport>) => whatIfLine({...report(5000, 1000), ...more}, String);
	t.is(lines({}), '2 wastes, 6000 in all. Without them the image would weigh 4000 instead of 10000.');
	t.is(lines({bytes: 0, wastes: []}), 'No waste: the finished image shows every byte that its layers store.');
	t.is(lines({whatIf: {fix: ['a', 'b'], merge: [[1, 2]], drop: ['*.a'], without: [3, 5], ...weight}, pullSavings: 7}),
		'With a and b mended, layers 1 to 2 merged, *.a dropped and layers 3 and 5 left out the image would weigh 4000 instead of 10000, 6000 less. A pull would save about 7: an estimate, by how far each layer is compressed.');
	t.is(lines({whatIf: {fix: ['a'], merge: [], drop: [], without: [], ...weight}, sizeAfter: 10_000}), 'With a mended the image would weigh 10000 instead of 10000.');
});

test('sentences and Markdown', t => {
	t.is(sentence('layer 1 removes it'), 'Layer 1 removes it.');
	t.is(sentence('Done.'), 'Done.');
	t.is(markdownText('end with `&& rm -rf /var/lib/*`, in <b>\u001B_[x](y)_'), 'end with `&& rm -rf /var/lib/*`, in &#60;b&#62;&#92;x1b&#95;&#91;x&#93;(y)&#95;');
	t.is(markdownText('a ` b'), 'a &#96; b');
	t.is(markdownText('removes /d/`x`|<b> and /e`'), 'removes /d/&#96;x&#96;&#124;&#60;b&#62; and /e&#96;', 'of a path that has backticks');
	t.is(markdownText('/a/see www.evil.example'), '/a/see &#119;ww.evil.example');
	t.is(markdownSentence('write `RUN <x> | y` in /d/`'), 'write `RUN <x> \\| y` in /d/&#96;', 'of a finding whatever stands between backticks is code');
	t.is(markdownText('https://evil.example by @team: here'), 'https&#58;//evil.example by @<!-- -->team: here');
	for (const code of ['COPY --chown=1000:1000', 'ADD --chmod=0644', 'RUN --mount=type=cache,target=/var/lib/apt', 'RUN --mount=type=bind', 'COPY --from', 'ln -s']) {
		t.is(markdownText(`write \`${code}\` there`), `write \`${code}\` there`);
	}
});
