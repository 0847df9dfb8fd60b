import path from 'node:path';
import {pathToFileURL} from 'node:url';
import xterm from '@xterm/headless';
import test from 'ava';
import {composeFrame, type FrameOperation} from '../../source/ui/parts/compose-frame.js';
import {createTheme} from '../../source/ui/theme.js';
import {textWidth} from '../../source/ui/parts/text-width.js';
import {Random} from '../helpers/random.js';

type InkOutput = {
	write(x: number, y: number, text: string, options: {transformers: Array<(line: string, index: number) => string>}): void;
	get(): {output: string};
};

const {default: Output} = await import(pathToFileURL(path.resolve('node_modules/ink/build/output.js')).href) as {default: new (size: {width: number; height: number}) => InkOutput};

/** What a terminal shows of a frame, cell by cell, with how each is styled. */
async function shown(frame: string, columns: number, rows: number): Promise<string[]> {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	await new Promise<void>(resolve => {
		terminal.write(frame.replaceAll('\n', '\r\n'), resolve);
	});
	return Array.from({length: rows}, (_, y) => Array.from({length: columns}, (_, x) => {
		const cell = terminal.buffer.active.getLine(y)!.getCell(x)!;
		const text = cell.getChars() || ' ';
		// A blank shows no more than its background.
		return `${text}${cell.getBgColor()}${cell.isInverse()}${text === ' ' ? '' : `${cell.getFgColor()}${cell.isBold()}${cell.isDim()}${cell.isUnderline()}`}`;
	}).join('|'));
}

const {paint} = createTheme({color: true, ascii: false});

function randomLine(random: Random, width: number): string {
	let line = '';
	for (let left = width; left > 0;) {
		const text = random.pick(['a', 'usr/', '漢', ' ', '│', '  ', 'é', 'x y', '…']);
		if (textWidth(text) > left) {
			break;
		}

		const style = random.pick(['strong', 'faint', 'match', 'selected', undefined, undefined] as const);
		line += style ? paint[style](random.chance(0.2) ? paint.link(text) : text) : text;
		left -= textWidth(text);
	}

	return line;
}

test('random panes beside and below one another: a terminal shows of the frame what it shows of Ink\'s own', async t => {
	const random = new Random(21);
	for (let round = 0; round < 60; round++) {
		const size = {width: 30, height: 9};
		const left = random.below(31);
		const operations: FrameOperation[] = [[0, 0, 30, 1], [0, 1, left, 7], [left, 1, 30 - left, 7], [0, 8, 30, 2]].flatMap(([x, y, width, height]): FrameOperation[] => {
			const lines = Array.from({length: 1 + random.below(height)}, () => randomLine(random, width));
			return width === 0 ? [] : [{type: 'write', x, y, text: lines.map(() => '.').join('\n'), transformers: [(_line, index) => lines[index]]}];
		});
		const ink = new Output(size);
		for (const operation of operations) {
			if (operation.type === 'write') {
				ink.write(operation.x, operation.y, operation.text, {transformers: [...operation.transformers]});
			}
		}

		t.deepEqual(await shown(composeFrame(operations, size.height)!, size.width, size.height), await shown(ink.get().output, size.width, size.height));
	}
});

test('what is more than lines side by side is left to Ink', t => {
	const write = (x: number, text: string): FrameOperation => ({type: 'write', x, y: 0, text, transformers: []});
	t.is(composeFrame([write(0, 'ab'), write(3, 'c')], 1), 'ab c');
	t.is(composeFrame([write(0, '漢'), write(2, 'c\nd')], 2), '漢c\n  d');
	t.is(composeFrame([write(0, 'ab\nlost')], 1), 'ab');
	t.is(composeFrame([write(0, 'ab'), write(1, 'c')], 1), undefined);
	t.is(composeFrame([write(2, 'ab'), write(0, 'c')], 1), undefined);
	t.is(composeFrame([{type: 'clip'}, write(0, 'ab'), {type: 'unclip'}], 1), undefined);
	t.is(composeFrame([write(0, 'soft\u00ADhyphen')], 1), undefined);
});
