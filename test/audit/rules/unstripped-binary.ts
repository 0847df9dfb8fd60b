import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {stripCommand, unstrippedBinary} from '../../../source/audit/rules/unstripped-binary.js';
import {auditStory, toldFindings} from '../../helpers/audit-story.js';
import {buildElf} from '../../helpers/build-elf.js';

const x64 = {is64: true, isLittle: true, machine: 62};
const contents = {
	large: buildElf({...x64, debug: 5000}),
	small: buildElf({...x64, debug: 2000}),
	go: buildElf({...x64, debug: 3000, more: {'.go.buildinfo': 'x'}}),
	rust: buildElf({...x64, debug: 4000, more: {'.comment': 'rustc version 1.80.0'}}),
	object: buildElf({...x64, type: 1, debug: 9000}),
	stripped: buildElf({...x64, debug: 100}),
	unpacksItself: Buffer.concat([buildElf({...x64, debug: 5000}), Buffer.alloc(9000, 1)]),
};

// A section's header takes 64 bytes of the file, its name 12, and 4 go with what the table is aligned to.
test('what strip would save, by layer and by what made it', async t => {
	t.deepEqual(await toldFindings(t, [unstrippedBinary], `
		COPY bin /opt
		  opt/bin/a = @large
		  opt/lib/b.so = @small
		  opt/bin/go = @go
		  opt/bin/rust = @rust
		RUN make install
		  usr/local/bin/c = @large
	`, {contents}), [
		'note unstripped-binary layer 1 /opt 7160 B: 2 binaries have 7.16 kB of symbols and debug information, which they do not need to run: /opt/bin/a (5.08 kB) and /opt/lib/b.so (2.08 kB).',
		'note unstripped-binary layer 2 /usr/local/bin/c 5080 B: /usr/local/bin/c has 5.08 kB of symbols and debug information, which it does not need to run.',
		'note unstripped-binary layer 1 /opt/bin/rust 4080 B: /opt/bin/rust has 4.08 kB of symbols and debug information, which it does not need to run.',
		'note unstripped-binary layer 1 /opt/bin/go 3088 B: /opt/bin/go has 3.09 kB of symbols and debug information, which it does not need to run.',
	]);
});

test('none: objects, what debuggers want apart, too little, what strip would spoil, what a later layer removed', async t => {
	t.deepEqual(await toldFindings(t, [unstrippedBinary], `
		RUN make install
		  opt/lib/a.o = @object
		  lib/modules/a.ko = @object
		  usr/lib/debug/a.debug = @large
		  opt/bin/stripped = @stripped
		  opt/bin/app.AppImage = @unpacksItself
		  opt/bin/gone = @large
		  opt/bin/text = no ELF
		RUN rm /opt/bin/gone
		  opt/bin/.wh.gone
	`, {contents}), []);
});

test('bytes are parts of contents, and the worst of many is named', async t => {
	const files = Array.from({length: 7}, (_, index) => `opt/${index % 2}/lib${index}.so = @${index === 3 ? 'large' : 'small'}`).join('\n\t\t  ');
	const [{bytes, contents: ids, shares, message}] = await auditStory(t, [unstrippedBinary], `
		COPY lib /opt
		  ${files}
	`, {contents});
	t.is(ids!.length, 7);
	t.is([...shares as number[]].reduce((sum, share) => sum + share, 0), bytes!);
	t.is(message, '7 binaries have 17.6 kB of symbols and debug information, which they do not need to run: /opt/1 (9.24 kB) and /opt/0 (8.32 kB), the worst /opt/1/lib3.so (5.08 kB).');
});

test('the remedy by what made it', async t => {
	const remedy = async (instruction: string, content: string) => (await auditStory(t, [unstrippedBinary], `
		${instruction}
		  opt/a = @${content}
	`, {contents}))[0].remedy;
	t.is(await remedy('COPY a /opt', 'large'), 'Strip it (`strip --strip-unneeded`) before the COPY of layer 1, in the stage that builds.');
	t.is(await remedy('RUN make install', 'large'), 'Write `RUN make install && strip --strip-unneeded /opt/a` in layer 1.');
	t.is(await remedy('RUN go build', 'go'), 'Build with `go build -ldflags "-s -w"`. Else: Write `RUN go build && strip --strip-unneeded /opt/a` in layer 1.');
	t.is(await remedy('COPY a /opt', 'rust'), 'Write `strip = true` under [profile.release] in Cargo.toml. Else: Strip it (`strip --strip-unneeded`) before the COPY of layer 1, in the stage that builds.');
});

test('few files are named to strip, each by itself; what build-toolchain names is left to it', async t => {
	const dpkg = 'Package: libasan8\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
	const [finding, ...others] = await auditStory(t, [unstrippedBinary], `
		RUN make install
		  var/lib/dpkg/status = @dpkg
		  var/lib/dpkg/info/libasan8.list = @list
		  usr/lib/libasan.so.8 = @large
		  opt/b.so = @large
		  opt/a = @large
	`, {contents: {...contents, dpkg, list: '/usr/lib/libasan.so.8\n'}});
	t.deepEqual(others, []);
	t.is(finding.remedy, 'Write `RUN make install && strip --strip-unneeded /opt/a /opt/b.so` in layer 1.');
});

const hasTools = spawnSync('strip', ['--version']).status === 0 && spawnSync('gcc', ['--version']).status === 0;
(hasTools ? test : test.skip)('the command strips a folder with the real strip (needs binutils and gcc), though some of it is text', t => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-strip-'));
	t.teardown(() => {
		fs.rmSync(folder, {recursive: true});
	});
	fs.writeFileSync(path.join(folder, 'a.c'), 'static int leaf(int a) { return a * 2; }\nint tree(int a) { return leaf(a); }\n');
	const files = Array.from({length: 9}, (_, index) => path.join(folder, `lib${index}.so`));
	execFileSync('gcc', ['-g', '-shared', '-fPIC', '-o', files[0], path.join(folder, 'a.c')]);
	for (const file of files.slice(1)) {
		fs.copyFileSync(files[0], file);
	}

	const script = '/* GNU ld script */\nGROUP ( /lib/libc.so.6 )\n';
	for (const name of ['libc.so', 'lib4a.so', 'run']) {
		fs.writeFileSync(path.join(folder, name), script, {mode: 0o755});
	}

	const before = fs.statSync(files[0]).size;
	const command = stripCommand(folder, files);
	t.true(command.startsWith('find '));
	t.is(spawnSync('sh', ['-ec', command]).status, 0);
	for (const file of files) {
		t.true(fs.statSync(file).size < before, file);
	}

	t.is(fs.readFileSync(path.join(folder, 'libc.so'), 'utf8'), script);
	const few = stripCommand(folder, files.slice(0, 8));
	t.true(few.startsWith('strip '));
	t.is(spawnSync('sh', ['-ec', few]).status, 0);
});
