/**
Draws the pictures of the readme from the running program, in a real pseudo-terminal: `npm run media`.

They are drawn with DejaVu Sans Mono (Debian's fonts-dejavu-core), so that they come out the same on each machine that has it.
*/
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {Resvg} from '@resvg/resvg-js';
import {buildImage, dockerArchive, writeTar} from '../test/helpers/build-image.js';
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
	/** What is opened, in the folder of images that are made for it; the demo where this is not said. */
	images?: readonly string[];
};

const pictures: readonly Picture[] = [
	{
		name: 'screen',
		title: 'freedive on an image: its layers with what of them is waste, and the files that one of them changed',
		keys: ['j', 's', 's', '\r', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', 'l', '3', ']', '2'],
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
	{
		name: 'comparison',
		title: 'Two builds of an image: the verdict, the packages and settings that differ, and one tree of the files that do',
		keys: ['\u001B[B', '\u001B[B', '\u001B[B'],
		columns: 120,
		rows: 30,
		unready: 'Comparing',
		images: ['shop-1.4.tar', 'shop-1.5.tar'],
	},
];

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-media-'));

/** An image as a shop may build it; on one base, with what differs from version to version. */
async function buildShop({version, openssl, library, files, mode}: {version: string; openssl: string; library: number; files: string; mode: string}): Promise<void> {
	const status = [['libc6', '2.36-9'], ['openssl', openssl]].map(([name, number]) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${number}\n`).join('\n');
	const shop = await buildImage(`
		ADD rootfs.tar /
		  usr/lib/libc.so.6 * 1900000
		  usr/bin/bash * 1260000
		  etc/debian_version = 12
		RUN apt-get install -y openssl
		  var/lib/dpkg/status = @status
		  usr/lib/ssl/libcrypto.so.3 * ${library}
		  usr/bin/openssl * 990000
		COPY --chown=shop . /srv/shop
		  srv/shop/package.json = {"name":"shop","version":"${version}"}
		  srv/shop/LICENSE * 11000
		  ${files}
		ENV NODE_ENV=${mode}
	`, {tags: [`shop:${version}`], contents: {status}, config: {config: {Env: ['PATH=/usr/bin', `NODE_ENV=${mode}`], Cmd: ['/srv/shop/bin/serve']}}});
	await writeTar(path.join(scratch, `shop-${version}.tar`), dockerArchive([shop]));
}

await buildShop({version: '1.4', openssl: '3.0.11-1', library: 4_690_000, mode: 'staging', files: 'srv/shop/src/cart.js * 8100\n\t\t  srv/shop/src/legacy.js * 312000\n\t\t  srv/shop/bin/serve * 1400'});
await buildShop({version: '1.5', openssl: '3.0.13-1', library: 4_700_000, mode: 'production', files: 'srv/shop/src/cart.js * 9300\n\t\t  srv/shop/public/logo.png * 48000\n\t\t  0700 srv/shop/bin/serve * 1400'});

for (const {name, title, keys, columns, rows, unready, images = ['demo:']} of pictures) {
	// What is kept of images, and how the user likes it, is not to be seen.
	const environment = {LC_ALL: 'C.UTF-8', NO_COLOR: undefined, XDG_CACHE_HOME: path.join(scratch, 'cache'), XDG_CONFIG_HOME: path.join(scratch, 'config')};
	const terminal = new RealTerminal(['sh', '-c', 'cd "$0" && exec "$@"', scratch, process.execPath, program, ...images], {columns, rows, environment});
	await terminal.until(text => /% live|larger|smaller/.test(text) && (images.length > 1 || text.includes('audit')), 60);
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

fs.rmSync(scratch, {recursive: true});
