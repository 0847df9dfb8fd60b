import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

/** Not every file system takes them. */
function takesAttributes(): boolean {
	const probe = path.join(fs.mkdtempSync(path.join(import.meta.dirname, '.probe-')), 'file');
	fs.writeFileSync(probe, '');
	const {status} = spawnSync('setfattr', ['-n', 'user.k', '-v', '1', probe]);
	fs.rmSync(path.dirname(probe), {recursive: true});
	return status === 0;
}

const testAttributes = testWith(test, {setfattr: hasProgram('setfattr'), 'extended attributes': takesAttributes()});

testAttributes('extended attributes of files and folders come out as the image has them, but what only the kernel may say', async t => {
	// Where the program's tests lie, for temporary folders are often of a kind that takes none.
	const folder = fs.mkdtempSync(path.join(import.meta.dirname, '.attributes-'));
	t.teardown(() => {
		fs.rmSync(folder, {recursive: true});
	});
	const value = Buffer.from([0, 1, 255, 10, 34]);
	const file = path.join(temporaryFolder(t), 'rootfs.tar');
	fs.writeFileSync(file, concat(
		pax({'SCHILY.xattr.user.name': value, 'SCHILY.xattr.user.other': 'x'}), entry({name: 'file', mtime: 7}, 'content'),
		pax({'SCHILY.xattr.user.name': value}), entry({name: 'folder/', type: '5'}),
		pax({'SCHILY.xattr.trusted.overlay.opaque': 'y'}), entry({name: 'plain'}, 'content'),
		end,
	));
	const {exitCode, errors} = await runCommand(['extract', file, '/', '-o', path.join(folder, 'out')]);
	t.is(exitCode, 0, errors);
	t.notRegex(errors, /extended attributes/);
	const read = (name: string, attribute: string) => execFileSync('getfattr', ['--only-values', '-n', attribute, path.join(folder, 'out', name)]);
	t.deepEqual(read('file', 'user.name'), value);
	t.is(read('file', 'user.other').toString(), 'x');
	t.deepEqual(read('folder', 'user.name'), value);
	t.is(execFileSync('getfattr', ['-m', '-', path.join(folder, 'out/plain')]).toString(), '');
	t.is(fs.statSync(path.join(folder, 'out/file')).mtimeMs, 7000, 'the time stays');
});
