import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {testWith} from '../helpers/archive/test-with.js';
import {packagesOfTars} from '../helpers/package-layers.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {tarOf} from '../helpers/tar-of.js';

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const testWithDpkg = testWith(test, {
	'dpkg, dpkg-deb, dpkg-query, tar': ['dpkg', 'dpkg-deb', 'dpkg-query', 'tar'].every(program => has(program)),
	root: process.getuid?.() === 0,
});

/** Builds a package that holds these files, by their sizes. */
function buildDeb(folder: string, name: string, version: string, files: Record<string, number>): string {
	const tree = path.join(folder, `${name}-${version}`);
	fs.mkdirSync(path.join(tree, 'DEBIAN'), {recursive: true});
	fs.writeFileSync(path.join(tree, 'DEBIAN/control'), `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody <nobody@example.com>\nDescription: a test\n`);
	if (files['etc/tool.conf']) {
		fs.writeFileSync(path.join(tree, 'DEBIAN/conffiles'), '/etc/tool.conf\n');
	}

	for (const [file, size] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(tree, file)), {recursive: true});
		fs.writeFileSync(path.join(tree, file), Buffer.alloc(size, name));
	}

	const deb = `${tree}.deb`;
	execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, deb], {stdio: 'ignore'});
	return deb;
}

/** What dpkg itself lists as installed, and the bytes of the files that it lists, as the file system tells them. */
function asDpkgSays(root: string): string[] {
	const query = (...words: string[]) => execFileSync('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, ...words], {encoding: 'utf8'}).split('\n').slice(0, -1);
	// eslint-disable-next-line no-template-curly-in-string
	const installed = query('-W', '-f', '${db:Status-Status} ${Package} ${Version}\n').map(line => line.split(' ', 3)).filter(([state]) => state === 'installed');
	return installed.map(([, name, version]) => {
		const inodes = new Map<number, number>();
		for (const listed of query('-L', name)) {
			// The test's own folder stands for the root: a link to a folder is followed within it.
			const folder = fs.realpathSync(path.join(root, path.dirname(listed)));
			const stat = fs.lstatSync(path.join(folder, path.basename(listed)), {throwIfNoEntry: false});
			if (stat?.isFile()) {
				inodes.set(stat.ino, stat.size);
			}
		}

		return `${name} ${version}: ${[...inodes.values()].reduce((sum, size) => sum + size, 0)}`;
	}).sort();
}

testWithDpkg('names, versions and bytes are those that dpkg itself says, layer after layer', async (t: ExecutionContext) => {
	const folder = temporaryFolder(t);
	const root = path.join(folder, 'root');
	fs.mkdirSync(path.join(root, 'usr/bin'), {recursive: true});
	fs.mkdirSync(path.join(root, 'var/lib/dpkg/info'), {recursive: true});
	fs.mkdirSync(path.join(root, 'var/lib/dpkg/updates'));
	fs.writeFileSync(path.join(root, 'var/lib/dpkg/status'), '');
	fs.symlinkSync('usr/bin', path.join(root, 'bin'));
	const dpkg = (...words: string[]) => execFileSync('dpkg', [`--root=${root}`, `--log=${folder}/log`, '--force-script-chrootless', '--no-triggers', ...words], {stdio: 'pipe'});
	const one = buildDeb(folder, 'tool', '1.0', {'bin/tool': 1000, 'usr/share/tool/data': 5000, 'etc/tool.conf': 20});
	const other = buildDeb(folder, 'other', '2:1.0-1', {'usr/bin/other': 300, 'usr/share/doc/other/copyright': 77});
	const gone = buildDeb(folder, 'gone', '0.1', {'usr/lib/gone.so': 4000});
	const newer = buildDeb(folder, 'tool', '1.1', {'bin/tool': 1200, 'usr/share/tool/more': 600, 'etc/tool.conf': 20});
	const steps = [() => dpkg('-i', one, other, gone), () => dpkg('-i', newer), () => dpkg('--purge', 'gone'), () => dpkg('--remove', 'tool')];
	const tars: Buffer[] = [];
	for (const [index, step] of steps.entries()) {
		step();
		// A layer of the whole, and nothing of those before.
		const opaque = await tarOf([['.wh..wh..opq', '']]);
		const whole = execFileSync('tar', ['-C', root, '-cf', '-', '.'], {maxBuffer: 1 << 28});
		tars.push(index === 0 ? whole : Buffer.concat([opaque.subarray(0, 512), whole]));
		const {packages} = await packagesOfTars(t, tars);
		const isThere = packages.filter(({removedIn}) => removedIn === 0);
		t.deepEqual(isThere.map(({name, version, bytes}) => `${name} ${version}: ${bytes}`).sort(), asDpkgSays(root));
		t.deepEqual(packages.filter(({removedIn}) => removedIn > 0).map(({name, removedIn}) => `${name} ${removedIn}`), [[], [], ['gone 3'], ['tool 4', 'gone 3']][index]);
	}
});
