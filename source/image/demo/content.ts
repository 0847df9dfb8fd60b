import {packageText} from './package-content.js';
import {hashText, type StoryNode} from './story-layer.js';

const words = [
	'tide', 'ebb', 'flood', 'slack', 'spring', 'neap', 'chart', 'datum', 'buoy', 'harbour', 'sound', 'shoal', 'reef', 'current', 'moon',
	'mean', 'high', 'low', 'water', 'range', 'station', 'height', 'metre', 'fathom', 'knot', 'bearing', 'north', 'west', 'light', 'mark',
];

/** A page of prose from which all contents are made: it is the same everywhere, so that they compress away. */
const page = makePage(16_384);

const elf = (() => {
	const header = Buffer.alloc(64);
	// A 64-bit little-endian program for x86-64 that has neither segments nor sections.
	header.set([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]);
	header.writeUInt16LE(3, 16);
	header.writeUInt16LE(62, 18);
	header.writeUInt32LE(1, 20);
	header.writeUInt16LE(64, 52);
	return header;
})();

/** First bytes by which kinds of files are known. */
const magics: ReadonlyArray<readonly [RegExp, Uint8Array]> = [
	[/\.(?:so[\d.]*|node)(?: |$)|\/(?:bin|sbin)\/(?!npm)[^ ./]+(?: |$)|\/cc1(?:plus)? /, elf],
	[/\.(?:a|deb) /, Buffer.from('!<arch>\n')],
	[/\.gz /, Buffer.from([0x1F, 0x8B, 8, 0])],
	[/\.lz4 /, Buffer.from([0x04, 0x22, 0x4D, 0x18])],
	[/\.png /, Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1')],
	[/\.webp /, Buffer.from('RIFF')],
	[/\.woff2 /, Buffer.from('wOF2')],
	[/\.sqlite /, Buffer.from('SQLite format 3\0')],
	[/\.(?:js|ts|css) /, Buffer.from('/* ')],
	[/\.(?:svg|html) /, Buffer.from('<!-- ')],
];

/** The bytes of a file of the story: its text, or bytes that follow from its seed and size. Contents of one seed begin alike, others differ. */
export function contentOf(node: StoryNode): Uint8Array {
	if (node.text !== undefined) {
		return Buffer.from(node.text);
	}

	const [path, mtime] = node.seed.split(/ (?=\d+$)/, 2);
	const known = packageText(path, Number(mtime));
	if (known !== undefined) {
		if (Buffer.byteLength(known) > node.size) {
			throw new Error(`The story gives ${path} less room than it needs`);
		}

		return Buffer.from(known.padEnd(node.size, '\n'));
	}

	const magic = magics.find(([pattern]) => pattern.test(node.seed))?.[1];
	const head = Buffer.concat([magic ?? new Uint8Array(), Buffer.from(`${node.seed.split(' ', 1)[0]} ${hashText(node.seed)}\n`)]);
	const content = Buffer.alloc(node.size);
	let end = head.copy(content);
	while (end < content.length) {
		end += page.copy(content, end);
	}

	return content;
}

function makePage(length: number): Buffer {
	let state = 20_250_602;
	let text = '';
	while (text.length < length) {
		// A linear congruential generator, so that the page is the same on each machine.
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		text += words[(state >>> 16) % words.length] + ((state >>> 8) % 9 === 0 ? '\n' : ' ');
	}

	return Buffer.from(text.slice(0, length));
}
