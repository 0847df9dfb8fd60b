import type xterm from '@xterm/headless';

/** The sixteen colours of a terminal's theme, then the plain text and what lies behind it. */
const palette = [
	'#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d8dee9',
	'#6b7486', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#ffffff',
];
const plain = '#d8dee9';
const behind = '#1e222a';

/** A cell in pixels: that of DejaVu Sans Mono at this size. */
const fontSize = 14;
const width = 8.43;
const height = 18;
const margin = 14;

type Style = {color: string; background: string | undefined; isBold: boolean; isDim: boolean; isItalic: boolean; isUnderlined: boolean};

/** What is drawn as a shape, since fonts leave gaps between the cells: a rectangle in eighths of a cell, and how much of it is there. */
const shapes: Readonly<Record<string, ReadonlyArray<readonly [x: number, y: number, width: number, height: number, opacity?: number]>>> = {
	'█': [[0, 0, 8, 8]],
	'▉': [[0, 0, 7, 8]],
	'▊': [[0, 0, 6, 8]],
	'▋': [[0, 0, 5, 8]],
	'▌': [[0, 0, 4, 8]],
	'▍': [[0, 0, 3, 8]],
	'▎': [[0, 0, 2, 8]],
	'▏': [[0, 0, 1, 8]],
	'░': [[0, 0, 8, 8, 0.25]],
	'▒': [[0, 0, 8, 8, 0.5]],
	'▓': [[0, 0, 8, 8, 0.75]],
	'─': [[0, 3.8, 8, 0.5]],
	'│': [[3.5, 0, 1, 8]],
	'├': [[3.5, 0, 1, 8], [4, 3.8, 4, 0.5]],
	'┤': [[3.5, 0, 1, 8], [0, 3.8, 4, 0.5]],
	'┬': [[0, 3.8, 8, 0.5], [3.5, 4, 1, 4]],
	'┴': [[0, 3.8, 8, 0.5], [3.5, 0, 1, 4]],
	'┼': [[0, 3.8, 8, 0.5], [3.5, 0, 1, 8]],
};

/** A terminal's screen as an SVG: text as text, each word in its cells whatever the font, bars and rules as shapes. */
export function screenToSvg(screen: xterm.Terminal, title: string): string {
	const backgrounds: string[] = [];
	const marks: string[] = [];
	for (let row = 0; row < screen.rows; row++) {
		drawRow(screen, row, backgrounds, marks);
	}

	const [fullWidth, fullHeight] = [(screen.cols * width) + (2 * margin), (screen.rows * height) + (2 * margin)].map(Math.ceil);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}" role="img" aria-label="${escape(title)}">
<style>.b{font-weight:bold}.i{font-style:italic}.u{text-decoration:underline}</style>
<rect width="100%" height="100%" rx="8" fill="${behind}"/>
<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${fontSize}">
${[...backgrounds, ...marks].join('\n')}
</g>
</svg>
`;
}

function drawRow(screen: xterm.Terminal, row: number, backgrounds: string[], marks: string[]): void {
	const {active} = screen.buffer;
	const line = active.getLine(active.viewportY + row)!;
	const y = margin + (row * height);
	let run: {column: number; text: string; cells: number; style: Style} | undefined;
	const endRun = () => {
		if (run && run.text.trim() !== '') {
			marks.push(textMark(run, y));
		}

		run = undefined;
	};

	for (let column = 0; column < screen.cols;) {
		const cell = line.getCell(column)!;
		const cells = cell.getWidth() || 1;
		const text = cell.getChars() || ' ';
		const style = styleOf(cell);
		if (style.background) {
			backgrounds.push(rectangle({x: margin + (column * width), y, width: cells * width, height}, style.background));
		}

		const shape = shapes[text];
		if (shape || (run && (text === ' ' || !isSame(run.style, style)))) {
			endRun();
		}

		if (shape) {
			for (const [left, top, across, down, opacity = 1] of shape) {
				marks.push(rectangle({
					x: margin + ((column + (left / 8)) * width), y: y + (top * height / 8), width: across * width / 8, height: down * height / 8,
				}, style.color, opacity * (style.isDim ? 0.55 : 1)));
			}
		} else if (text !== ' ') {
			run ??= {column, text: '', cells: 0, style};
			run.text += text;
			run.cells += cells;
		}

		column += cells;
	}

	endRun();
}

function textMark({column, text, cells, style}: {column: number; text: string; cells: number; style: Style}, y: number): string {
	const classes = [style.isBold && 'b', style.isItalic && 'i', style.isUnderlined && 'u'].filter(Boolean).join(' ');
	return `<text x="${round(margin + (column * width))}" y="${round(y + (height * 0.74))}" textLength="${round(cells * width)}" lengthAdjust="spacingAndGlyphs" fill="${style.color}"${style.isDim ? ' fill-opacity="0.6"' : ''}${classes && ` class="${classes}"`}>${escape(text)}</text>`;
}

function rectangle(box: {x: number; y: number; width: number; height: number}, fill: string, opacity = 1): string {
	// A little more than its cell, so that no seam shows between neighbours.
	return `<rect x="${round(box.x)}" y="${round(box.y)}" width="${round(box.width + 0.1)}" height="${round(box.height)}" fill="${fill}"${opacity === 1 ? '' : ` fill-opacity="${round(opacity)}"`} shape-rendering="crispEdges"/>`;
}

function styleOf(cell: xterm.IBufferCell): Style {
	const color = cell.isFgPalette() ? palette[cell.getFgColor()] ?? plain : plain;
	const background = cell.isBgPalette() ? palette[cell.getBgColor()] : undefined;
	const isInverse = cell.isInverse() !== 0;
	return {
		color: isInverse ? background ?? behind : color,
		background: isInverse ? color : background,
		isBold: cell.isBold() !== 0,
		isDim: cell.isDim() !== 0,
		isItalic: cell.isItalic() !== 0,
		isUnderlined: cell.isUnderline() !== 0,
	};
}

function isSame(a: Style, b: Style): boolean {
	return (Object.keys(a) as Array<keyof Style>).every(key => a[key] === b[key]);
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
