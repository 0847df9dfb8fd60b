import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {configurationFlags, enabledLibraries, isConfiguration, licenseOf} from '../../source/content/ffmpeg/configuration.js';
import type {FfmpegBinary} from '../../source/content/ffmpeg/ffmpeg-binary.js';
import {joinBuilds, type FfmpegBuild} from '../../source/content/ffmpeg/ffmpeg-build.js';
import {findCodec} from '../../source/content/ffmpeg/find-codec.js';
import {readFfmpeg} from '../../source/content/ffmpeg/read-ffmpeg.js';
import {readNow} from '../../source/content/reading.js';
import {testWith} from '../helpers/archive/test-with.js';
import {buildElf} from '../helpers/build-elf.js';
import {buildFfmpeg, type FfmpegOptions} from '../helpers/build-ffmpeg.js';
import {ffmpegTruth} from '../helpers/ffmpeg-truth.js';
import {factOf, look, rowsOf} from '../helpers/look.js';
import {Random} from '../helpers/random.js';

const version = '6.1-test';
const configuration = '--prefix=/usr --extra-cflags=\'-O2 -g\' --enable-gpl --enable-libx264 --enable-libfdk-aac --disable-libfdk-aac';
const coders = ['encoder libx264 h264', 'decoder h264 h264', 'encoder aac aac', 'decoder aac aac', 'encoder libmp3lame mp3', 'decoder mp3float mp3', 'decoder vp9 vp9', 'decoder subrip subrip', 'encoder subrip subrip'];
const encoders = ['aac', 'libmp3lame', 'libx264', 'subrip'];
const decoders = ['aac', 'h264', 'mp3float', 'subrip', 'vp9'];

/** Reads bytes as the audit does. Fails where a parser asks for what it must not; what is handed out is spoiled when more is asked for. */
function read(name: string, bytes: Uint8Array): FfmpegBinary | undefined {
	const given = Buffer.alloc(1 << 20);
	let last = 0;
	return readNow(readFfmpeg(bytes.subarray(0, 4096), bytes.length, name), (at, length) => {
		if (!(Number.isSafeInteger(at) && at >= 0 && length >= 0 && length <= given.length)) {
			throw new Error(`a parser asks for ${length} bytes at ${at}`);
		}

		given.fill(0x58, 0, last);
		const wanted = bytes.subarray(at, at + length);
		given.set(wanted);
		last = wanted.length;
		return given.subarray(0, wanted.length);
	});
}

const namesOf = (coders: FfmpegBinary['encoders']) => coders?.map(({name}) => name);

const forms: Array<[title: string, options: FfmpegOptions]> = [
	['a library, with relocations of x86-64', {}],
	['a library of AArch64', {machine: 183}],
	['a library of s390x, whose bytes stand the other way', {machine: 22, isLittle: false}],
	['a library of i386, whose pointers stand in their words', {machine: 3, is64: false, directionAt: 15}],
	['a library of FFmpeg 8, whose public part is shorter', {directionAt: 12}],
	['a library from before FFmpeg 5.1, which has functions side by side', {layout: 'functions', directionAt: 20}],
	['a program at a fixed address', {form: 'static', isOwn: true}],
	['a program at a fixed address with its tables among what is only read', {form: 'static', isOwn: true, tablesIn: '.rodata'}],
];

for (const [title, options] of forms) {
	test(`encoders and decoders of ${title}`, t => {
		const isLibrary = options.form !== 'static';
		const binary = read(isLibrary ? 'libavcodec.so.60.31.102' : 'ffmpeg', buildFfmpeg({version, configuration, coders, hardware: isLibrary ? undefined : ['vaapi', 'cuda'], ...options}))!;
		t.is(binary.part, isLibrary ? 'libavcodec' : 'ffmpeg');
		t.is(binary.version, version);
		t.is(binary.configuration, configuration);
		t.is(binary.license, 'GPL version 2 or later');
		t.deepEqual(namesOf(binary.encoders), encoders);
		t.deepEqual(namesOf(binary.decoders), decoders);
		t.deepEqual(binary.encoders!.find(({name}) => name === 'libmp3lame'), {name: 'libmp3lame', codec: 'mp3', type: 'audio'});
		t.deepEqual(binary.libraries, isLibrary ? {avcodec: '60.31.102'} : {});
		t.deepEqual(binary.hardware, isLibrary ? undefined : ['cuda', 'vaapi']);
	});
}

test('a table of a form that nobody knows is unknown, not guessed', t => {
	const unknown = {version, configuration};
	for (const options of [{coders, layout: 'nowhere'}, {coders: ['encoder h264 h264', 'decoder libx264 h264']}, {coders: [...coders, 'encoder aac aac']}, {coders: undefined}] satisfies FfmpegOptions[]) {
		const binary = read('libavcodec.so.99', buildFfmpeg({...unknown, ...options}))!;
		t.is(binary.version, version);
		t.is(binary.encoders, undefined);
		t.is(binary.decoders, undefined);
	}
});

test('hardware of libavutil: its kinds, none, or unknown', t => {
	const hardware = (kinds?: readonly string[]) => read('libavutil.so.58', buildFfmpeg({version, hardware: kinds}))!.hardware;
	t.deepEqual(hardware(['qsv', 'vdpau', 'drm']), ['vdpau', 'qsv', 'drm']);
	t.deepEqual(hardware([]), []);
	t.is(hardware(), undefined);
});

test('what is FFmpeg\'s: libraries by name or soname, programs by their texts, and what has it within', t => {
	t.is(read('libavcodec-1a1332f2.so.60.31.102', buildFfmpeg({version}))?.libraries.avcodec, '60.31.102');
	t.is(read('renamed', buildFfmpeg({version, soname: 'libavutil.so.58'}))?.part, 'libavutil');
	t.is(read('ffprobe-6', buildFfmpeg({version, isOwn: true, form: 'program', needed: ['libavutil.so.58']}))?.part, 'ffprobe');
	t.is(read('transcode', buildFfmpeg({version, isOwn: true, form: 'static', padding: 8 << 20}))?.part, 'program');
	t.is(read('libffmpeg.so', buildFfmpeg({version}))?.part, 'other');
});

test('what is not: a player that uses the libraries, other programs, a library by that name without a word of FFmpeg, a sentence about it', t => {
	t.is(read('mpv', buildFfmpeg({version, form: 'program', needed: ['libavcodec.so.60']})), undefined);
	t.is(read('true', buildElf({is64: true, isLittle: true, machine: 62})), undefined);
	t.is(read('libavcodec.so.60', buildFfmpeg({configuration: '--prefix=/usr --enable-gpl'})), undefined);
	t.is(read('app', buildFfmpeg({license: 'please update your FFmpeg version to the newest one', form: 'static', padding: 8 << 20})), undefined);
});

test('files that lie, by chance', t => {
	const random = new Random(7);
	for (const [name, options] of [['libavcodec.so.60', {coders}], ['libavutil.so.58', {hardware: ['vaapi']}], ['ffmpeg', {form: 'static', isOwn: true, coders, hardware: ['vaapi']}], ['libavcodec.so.60', {is64: false, machine: 3, coders}]] satisfies Array<[string, FfmpegOptions]>) {
		const bytes = buildFfmpeg({version, configuration, ...options});
		for (let round = 0; round < 150; round++) {
			const copy = Buffer.from(bytes);
			for (let change = 0; change < 1 + (round % 20); change++) {
				const isHeader = random.below(2) === 0;
				const at = isHeader ? random.below(200) + (random.below(2) === 0 ? 16 : copy.length - 450) : random.below(copy.length);
				copy[at] = random.below(256);
			}

			t.notThrows(() => read(name, random.below(5) === 0 ? copy.subarray(0, random.below(copy.length)) : copy));
		}
	}
});

test('configurations: words, what is enabled, the licence, and other projects\' that look alike', t => {
	t.deepEqual(configurationFlags(configuration).slice(0, 3), ['--prefix=/usr', '--extra-cflags=-O2 -g', '--enable-gpl']);
	t.deepEqual(enabledLibraries(`${configuration} --enable-shared --enable-cuda-nvcc`), ['cuda-nvcc', 'libx264']);
	t.deepEqual(['', '--enable-gpl', '--enable-gpl --enable-version3', '--enable-version3', '--enable-gpl --enable-nonfree'].map(flags => licenseOf(flags).name),
		['LGPL version 2.1 or later', 'GPL version 2 or later', 'GPL version 3 or later', 'LGPL version 3 or later', 'nonfree and unredistributable']);
	t.true(isConfiguration('--prefix=/opt/ffmpeg --disable-doc'));
	t.true(isConfiguration('--disable-everything'));
	t.false(isConfiguration('--target=x86_64-linux-gcc --prefix=/usr --enable-vp9 --enable-pic --disable-unit-tests'));
	t.false(isConfiguration('--enable-gpl\nis needed'));
	t.false(isConfiguration('use --enable-gpl'));
});

function build(coders: readonly string[], rest: Partial<FfmpegBinary> = {}): FfmpegBuild {
	const binary = read('libavcodec.so.60', buildFfmpeg({version, configuration, coders}))!;
	return joinBuilds([{ffmpeg: {...binary, ...rest}}])[0].build;
}

/** What answers to a name, in one line. */
function told(build: FfmpegBuild, name: string): string | undefined {
	const found = findCodec(build, name);
	return found && [`e ${namesOf(found.encoders)!.join(',')}`, `d ${namesOf(found.decoders)!.join(',')}`, found.library, found.hardware].filter(Boolean).join('; ');
}

test('names of encoders, decoders, formats, libraries and hardware, however they are written', t => {
	const ffmpeg = build([...coders, 'encoder libvpx-vp9 vp9', 'encoder libx264rgb h264'], {hardware: ['vaapi'], configuration: `${configuration} --enable-libvpx --enable-libass`});
	for (const [name, expected] of Object.entries({
		h264: 'e libx264,libx264rgb; d h264',
		'H.264': 'e libx264,libx264rgb; d h264',
		avc: 'e libx264,libx264rgb; d h264',
		x264: 'e libx264,libx264rgb; d ; libx264',
		libx264: 'e libx264,libx264rgb; d ; libx264',
		MP3: 'e libmp3lame; d mp3float',
		lame: 'e libmp3lame; d ',
		aac: 'e aac; d aac',
		libvpx: 'e libvpx-vp9; d ; libvpx',
		libvpx_vp9: 'e libvpx-vp9; d ',
		vp9: 'e libvpx-vp9; d vp9',
		libass: 'e ; d ; libass',
		ass: 'e ; d ; libass',
		VAAPI: 'e ; d ; vaapi',
	})) {
		t.is(told(ffmpeg, name), expected, `what answers to ${name}`);
	}

	for (const name of ['fdk-aac', 'libfdk_aac', 'h265', 'libx26', 'opus', 'constructor', '__proto__', '', '…', 'lib']) {
		t.is(told(ffmpeg, name), undefined, `what answers to ${name}`);
	}
});

test('files of one version and configuration are one build', t => {
	const libraries = {avcodec: '60.31.102'};
	const made = (name: string, rest: Partial<FfmpegBinary>) => ({name, ffmpeg: {part: 'ffmpeg', version, configuration, libraries: {}, ...rest} satisfies FfmpegBinary as FfmpegBinary});
	const builds = joinBuilds([made('a', {}), made('other', {version: '4.4'}), made('b', {part: 'libavcodec', libraries, encoders: [], decoders: []}), made('c', {part: 'libavutil', hardware: ['drm']})]);
	t.deepEqual(builds.map(({files}) => files.map(({name}) => name)), [['a', 'b', 'c'], ['other']]);
	t.like(builds[0].build, {version, libraries, hardware: ['drm'], encoders: [], enabled: ['libx264']});
});

test('a look into a library: what it has in it, before what it is', t => {
	const facts = look('/usr/lib/libavcodec.so.60.31.102', buildFfmpeg({version, configuration, coders}));
	t.is(facts.title, 'FFmpeg 6.1-test, GPL version 2 or later, 4 encoders, 5 decoders; ELF 64-bit shared object, x86-64, stripped');
	t.is(factOf(facts, 'libavcodec'), '60.31.102');
	t.deepEqual(rowsOf(facts, 'Encoders'), ['aac | aac | audio', 'libmp3lame | mp3 | audio', 'libx264 | h264 | video', 'subrip | subrip | subtitle']);
	t.is(rowsOf(facts, 'Configuration')[1], '--extra-cflags=-O2 -g');
	t.is(look('/usr/lib/libother.so', buildFfmpeg({version, configuration, coders})).title, 'ELF 64-bit shared object, x86-64, stripped');
});

const installed = ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg'].find(file => fs.existsSync(file));

testWith(test, {ffmpeg: installed !== undefined})('the installed ffmpeg says of itself what is read from its files', t => {
	const own = fs.realpathSync(installed!);
	const linked = spawnSync('ldd', [own], {encoding: 'utf8'}).stdout;
	const files = [own, ...Array.from(linked.matchAll(/=> (\S*\/lib(?:avcodec|avutil)\.so\S*)/g), ([, file]) => fs.realpathSync(file))];
	const [{build}] = joinBuilds(files.flatMap(file => {
		const ffmpeg = read(path.basename(file), fs.readFileSync(file));
		return ffmpeg ? [{ffmpeg}] : [];
	}));
	t.deepEqual({
		version: build.version,
		configuration: configurationFlags(build.configuration!),
		encoders: namesOf([...build.encoders!])!.sort(),
		decoders: namesOf([...build.decoders!])!.sort(),
		hardware: build.hardware,
	}, ffmpegTruth(own));
});
