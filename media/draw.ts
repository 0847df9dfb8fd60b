/**
Draws the pictures of the readme from the running program, in a real pseudo-terminal: `npm run media`.

They are drawn with DejaVu Sans Mono (Debian's fonts-dejavu-core), so that they come out the same on each machine that has it.
*/
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {Resvg} from '@resvg/resvg-js';
import {RealTerminal} from '../test/helpers/real-terminal.js';
import {screenToSvg} from './screen-to-svg.js';

const folder = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(folder, '../build/freedive.js');
const font = 'DejaVu Sans Mono';
const zoom = 1.5;

type Picture = {
	name: string;
	title: string;
	/** Keys that lead there from the demo's first frame; the frame of each is awaited. */
	keys: readonly string[];
	columns: number;
	rows: number;
	/** What the screen has as long as it is not ready. */
	unready?: string;
};

const pictures: readonly Picture[] = [
	{
		name: 'screen',
		title: 'freedive on an image: its layers with what of them is waste, and the files that one of them changed',
		keys: ['j', 's', 's', '\r', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', '\r'],
		columns: 120,
		rows: 30,
	},
	{
		name: 'waste',
		title: 'The waste, worst first, with what to write instead; two are ticked, and the heading tells the size without them',
		keys: ['w', 't', 'j', 't', 'k'],
		columns: 120,
		rows: 34,
	},
	{
		name: 'map',
		title: 'Where the bytes of the last layer\'s file system are, as a map',
		keys: ['G', 'a', 'm'],
		columns: 120,
		rows: 34,
	},
	{
		name: 'filter',
		title: 'The files up to the last layer, filtered by a word: what matches is marked, and its folders stay',
		keys: ['G', 'a', '&', ...'sqlite', '\r'],
		columns: 120,
		rows: 30,
	},
	{
		name: 'finder',
		title: 'The finder: paths of all layers that have these letters, deleted ones too, the best first, and the story of the one under the cursor',
		keys: ['f', ...'tides js', '\u001B[B'],
		columns: 120,
		rows: 30,
	},
	{
		name: 'viewer',
		title: 'What a layer changed in a file: of a package database the packages that went',
		keys: ['f', ...'dpkg status$', '\r', '\r', 'c'],
		columns: 120,
		rows: 30,
		unready: 'Comparing',
	},
];

for (const {name, title, keys, columns, rows, unready} of pictures) {
	const terminal = new RealTerminal([process.execPath, program, 'demo:'], {columns, rows, environment: {LC_ALL: 'C.UTF-8', NO_COLOR: undefined}});
	await terminal.until(text => text.includes('% live'), 60);
	for (const key of keys) {
		await terminal.quiet(200);
		terminal.type(key);
	}

	await terminal.quiet(400);
	await terminal.until(text => unready === undefined || !text.includes(unready), 60);
	const svg = screenToSvg(terminal.screen, title);
	const image = new Resvg(svg, {fitTo: {mode: 'zoom', value: zoom}, font: {loadSystemFonts: true, defaultFontFamily: font, monospaceFamily: font}}).render();
	fs.writeFileSync(path.join(folder, `${name}.png`), image.asPng());
	console.log(`media/${name}.png: ${image.width}×${image.height}, ${Math.round(image.asPng().length / 1000)} kB`);
	// `q` would leave the viewer alone.
	terminal.type('\u0003');
	await terminal.exited;
}
