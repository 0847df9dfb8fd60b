import test from 'ava';
import {bar} from '../../source/format/bar.js';
import {stackedBar} from '../../source/ui/parts/stacked-bar.js';
import {highlight} from '../../source/ui/parts/highlight.js';
import {rule} from '../../source/ui/parts/rule.js';
import {field, occurrences, textLine} from '../../source/ui/parts/text-line.js';
import {oneLine, wrapText} from '../../source/ui/parts/wrap.js';
import {createTheme} from '../../source/ui/theme.js';

const plain = createTheme({color: false, ascii: false});
const ascii = createTheme({color: false, ascii: true});
const colored = createTheme({color: true, ascii: false});

test('wraps at words, and within a word that is longer than a line', t => {
	t.deepEqual(wrapText('RUN apt-get update && apt-get install', 16, 2), ['RUN apt-get', '  update &&', '  apt-get', '  install']);
	t.deepEqual(wrapText('sha256:0123456789', 10), ['sha256:012', '3456789']);
	t.deepEqual(wrapText('', 10), ['']);
});

test('keeps an instruction\'s own lines and its indentation', t => {
	t.deepEqual(wrapText('RUN <<EOF\n\techo 1\r\nEOF', 40), ['RUN <<EOF', '    echo 1', 'EOF']);
});

test('shows control characters and sends none', t => {
	t.deepEqual(wrapText('a\u001B[31mb', 40), [String.raw`a\x1b[31mb`]);
	t.is(oneLine('RUN a \\\n  && b\tc\u0007'), String.raw`RUN a && b c\x07`);
});

test('a text of a megabyte takes no more than its length, and says how much of it is left out', t => {
	const start = performance.now();
	t.is(wrapText('x'.repeat(1_000_000), 60).at(-1), '(934,464 characters more)');
	t.is(wrapText('漢'.repeat(1000), 60).length, 34);
	t.is(oneLine(`a${' '.repeat(200_000)}b`).length, 200_002);
	t.true(performance.now() - start < 5000);
});

test('a bar shows a share in eighths of a cell, and anything at all as something', t => {
	t.is(bar(0, 4, plain.symbols), ' '.repeat(4));
	t.is(bar(1, 4, plain.symbols), '████');
	t.is(bar(0.5, 4, plain.symbols), '██  ');
	t.is(bar(0.28, 4, plain.symbols), '█▏  ');
	t.is(bar(0.000_01, 4, plain.symbols), '▏   ');
	t.is(bar(0.5, 10, ascii.symbols), '#####     ');
	t.is(bar(Number.NaN, 4, plain.symbols), ' '.repeat(4));
	t.is(bar(7, 4, plain.symbols), '████');
});

test('the end of a layer\'s bar is hatched: what is no longer seen', t => {
	t.is(stackedBar(1, 0.5, 6, plain), '███▒▒▒');
	t.is(stackedBar(1, 0.01, 6, plain), '█████▒');
	t.is(stackedBar(0.5, 1, 6, plain), '▒▒▒   ');
	t.is(stackedBar(0.01, 0.2, 6, plain), '▏     ');
	t.is(stackedBar(1, 0.5, 6, ascii), '###xxx');
});

test('a rule carries a title, a text and an end, in exactly its width', t => {
	t.is(rule({title: '1 Layers', end: '3/12'}, 30, plain), '─ 1 Layers ──────────── 3/12 ─');
	t.is(rule({title: '1 Layers', isFocused: true, text: 'all'}, 24, plain), '─[1 Layers] all ────────');
	t.is(rule({}, 5, ascii), '-----');
	for (let columns = 0; columns < 60; columns++) {
		t.is(rule({title: '2 Files', isFocused: true, text: 'changes of layer 12', end: '1,234/5,678'}, columns, plain).length, columns);
	}
});

test('a found part is painted, and the rest as it was', t => {
	t.is(highlight('libfoo', [[3, 6]], text => `(${text})`, text => `[${text}]`), '(lib)[foo]()');
	t.is(highlight('libfoo', [], text => `(${text})`, text => `[${text}]`), '(libfoo)');
});

test('a search minds capitals only if it has some', t => {
	t.deepEqual(occurrences('Lib lib', 'lib'), [[0, 3], [4, 7]]);
	t.deepEqual(occurrences('Lib lib', 'Lib'), [[0, 3]]);
	t.deepEqual(occurrences('lib', ''), []);
});

test('a field has its value beside its name, below it where there is little room, and is not there without a value', t => {
	t.deepEqual(field('size', '12 MB', 40).map(({text}) => text), ['size       12 MB']);
	t.deepEqual(field('size', '12 MB', 20).map(({text}) => text), ['size', '  12 MB']);
	t.deepEqual(field('size', undefined, 40), []);
	t.is(textLine(field('size', '12 MB', 40)[0], 40, 'mb', colored), 'size       12 \u001B[1;4;35mMB\u001B[22;24;39m');
});
