import zlib from 'node:zlib';
import test from 'ava';
import {emptyBlocks} from '../../source/archive/empty-blocks.js';

for (let bit = 1; bit < 8; bit++) {
	test(`blocks that end at bit ${bit} hold nothing, and data may follow there`, t => {
		const blocks = emptyBlocks(bit);
		t.is(blocks.at(-1)! >> bit, 0, 'the bits that follow are free');
		const plain = Buffer.from('what follows');
		// A stored block that is the last: 3 bits, then to the next byte, then a length and its complement (RFC 1951, 3.2.4).
		const last = Buffer.from(blocks);
		last[last.length - 1] |= 1 << bit;
		const length = Buffer.alloc(4);
		length.writeUInt16LE(plain.length, 0);
		length.writeUInt16LE(plain.length ^ 0xFF_FF, 2);
		const padding = Buffer.alloc(bit > 5 ? 1 : 0);
		t.deepEqual(zlib.inflateRawSync(Buffer.concat([last, padding, length, plain])), plain);
		t.is(zlib.inflateRawSync(blocks, {finishFlush: zlib.constants.Z_SYNC_FLUSH}).length, 0);
	});
}
