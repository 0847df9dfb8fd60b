import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {harmlessName, writePrivateCopy} from '../../source/ui/effects/private-copy.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

async function * pieces(...texts: string[]): AsyncIterable<Uint8Array> {
	for (const text of texts) {
		yield Buffer.from(text);
	}
}

test('a copy lies in a folder that is its owner\'s alone, may only be read, and is taken away whole', async t => {
	const folder = temporaryFolder(t);
	const copy = await writePrivateCopy(folder, '/etc/passwd', pieces('root', ':x'));
	t.is(fs.readFileSync(copy.file, 'utf8'), 'root:x');
	t.is(path.basename(copy.file), 'passwd');
	t.is(fs.statSync(path.dirname(copy.file)).mode & 0o777, 0o700);
	t.is(fs.statSync(copy.file).mode & 0o777, 0o400);
	t.true(copy.isUntouched());
	fs.chmodSync(copy.file, 0o600);
	fs.writeFileSync(copy.file, 'other');
	t.false(copy.isUntouched());
	copy.remove();
	t.deepEqual(fs.readdirSync(folder), []);
});

test('nothing is left of a copy that could not be made, and a sentence says why', async t => {
	const folder = temporaryFolder(t);
	await t.throwsAsync(writePrivateCopy(folder, 'x', (async function * () {
		yield Buffer.from('a');
		throw new Error('its content is cut off: 1 of 2 bytes are there');
	})()), {message: 'its content is cut off: 1 of 2 bytes are there'});
	t.deepEqual(fs.readdirSync(folder), []);
	await t.throwsAsync(writePrivateCopy('/nowhere/at/all', 'x', pieces()), {message: 'No copy can be made in /nowhere/at/all: the folder is not there. Set TMPDIR to a folder with room.'});
});

test('names do no harm, and keep their ends', t => {
	t.is(harmlessName('/usr/lib/libssl.so.3'), 'libssl.so.3');
	t.is(harmlessName('/a/-rf'), '_rf');
	t.is(harmlessName('/a/$(reboot)`x`\u001B[2J;"\''), '_(reboot)_x__[2J;__');
	t.is(harmlessName('/a/..'), 'file');
	t.is(harmlessName('/'), 'file');
	t.true(Buffer.byteLength(harmlessName(`/${'名'.repeat(200)}.py`)) <= 200);
	t.true(harmlessName(`/${'名'.repeat(200)}.py`).endsWith('.py'));
});
