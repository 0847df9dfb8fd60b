import type {FileKind} from './facts.js';

/** How a file begins, or what it has at a place, and what it is then. Bytes as Latin-1. */
const magics: ReadonlyArray<readonly [at: number, bytes: string, kind: FileKind, title: string]> = [
	[0, '\u00FD7zXZ\0', 'compressed', 'xz'],
	[0, 'BZh', 'compressed', 'bzip2'],
	[0, 'LZIP', 'compressed', 'lzip'],
	[0, '\u0004"M\u0018', 'compressed', 'LZ4'],
	[0, '\u001F\u009D', 'compressed', 'compress (.Z)'],
	[0, '7z\u00BC\u00AF\u0027\u001C', 'archive', '7-Zip archive'],
	[0, 'Rar!\u001A\u0007', 'archive', 'RAR archive'],
	[0, '070701', 'archive', 'cpio archive'],
	[0, '070702', 'archive', 'cpio archive'],
	[0, '070707', 'archive', 'cpio archive'],
	[0, '\u00ED\u00AB\u00EE\u00DB', 'archive', 'RPM package'],
	[0, 'hsqs', 'archive', 'Squashfs file system'],
	[0, 'MSCF\0\0\0\0', 'archive', 'Windows cabinet'],
	[0, 'PACK\0\0\0\u0002', 'binary', 'Git pack'],
	[0, '\u00FFtOc\0\0\0\u0002', 'binary', 'index of a Git pack'],
	[0, 'DIRC\0\0\0', 'binary', 'Git index'],
	[0, '\0\u0001\0\0\0', 'font', 'TrueType font'],
	[0, 'OTTO\0', 'font', 'OpenType font'],
	[0, 'ttcf\0', 'font', 'TrueType collection'],
	[0, 'wOFF', 'font', 'WOFF font'],
	[0, 'wOF2', 'font', 'WOFF2 font'],
	[0, '\u0001fcp', 'font', 'X11 PCF font'],
	[8, 'WAVE', 'media', 'WAVE audio'],
	[8, 'AVI ', 'media', 'AVI video'],
	[4, 'ftyp', 'media', 'MPEG-4 media'],
	[0, 'OggS', 'media', 'Ogg media'],
	[0, 'fLaC', 'media', 'FLAC audio'],
	[0, 'ID3', 'media', 'MP3 audio'],
	[0, '\u001AE\u00DF\u00A3', 'media', 'Matroska or WebM media'],
	[0, 'MThd\0\0\0\u0006', 'media', 'MIDI music'],
	[0, 'FLV\u0001', 'media', 'Flash video'],
	[0, '%PDF-', 'binary', 'PDF document'],
	[0, 'II*\0', 'picture', 'TIFF picture'],
	[0, 'MM\0*', 'picture', 'TIFF picture'],
	[0, '8BPS\0\u0001', 'picture', 'Photoshop picture'],
	[0, 'Xcur', 'picture', 'X11 cursor'],
	[0, '\u00CE\u00FA\u00ED\u00FE', 'binary', 'Mach-O 32-bit program of macOS'],
	[0, '\u00CF\u00FA\u00ED\u00FE', 'binary', 'Mach-O 64-bit program of macOS'],
	[0, '\0asm', 'binary', 'WebAssembly module'],
	[0, 'BC\u00C0\u00DE', 'binary', 'LLVM bitcode'],
	[0, '\u00DE\u0012\u0004\u0095', 'binary', 'translations (gettext)'],
	[0, '\u0095\u0004\u0012\u00DE', 'binary', 'translations (gettext), big endian'],
	[0, 'TZif', 'binary', 'time zone'],
	[0, '\u001A\u0001', 'binary', 'terminal description (terminfo)'],
	[0, '\u001E\u0002', 'binary', 'terminal description (terminfo)'],
	[0, 'ld.so-1.7.0', 'binary', 'cache of the dynamic linker'],
	[0, 'glibc-ld.so.cache', 'binary', 'cache of the dynamic linker'],
	[0, '\u0009\u0001\u0002\u00DE', 'binary', 'archive of locales'],
	[0, '\u001C\u0004\u001E\u00F1', 'binary', 'magic file of file(1)'],
	[0, 'LPKSHHRH', 'binary', 'journal of systemd'],
	[0, 'GVariant', 'binary', 'GVariant or GResource of GLib'],
	[0, '\u00FE\u00ED\u00FE\u00ED', 'key', 'Java keystore'],
	[0, '!<thin>\n', 'archive', 'thin ar archive'],
	[0, 'CAFS', 'media', 'Core Audio'],
	[12, '\u0062\u0031\u0005\0', 'binary', 'Berkeley database, b-tree'],
	[12, '\u0061\u0015\u0006\0', 'binary', 'Berkeley database, hash'],
	[0, '\u00CE\u009A\u0057\u0013', 'binary', 'GNU dbm database'],
	[0, '\u00CF\u009A\u0057\u0013', 'binary', 'GNU dbm database'],
	[257, 'ustar', 'archive', 'tar archive'],
	[1080, '\u0053\u00EF', 'binary', 'ext file system'],
];

/** The release of Java that a class file's version is of. */
const firstJava = 45;

/** What a binary file is by its first bytes; undefined where nothing tells. */
export function nameByMagic(head: Uint8Array): {kind: FileKind; title: string} | undefined {
	const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
	const text = (at: number, length: number) => bytes.toString('latin1', at, at + length);
	if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xCA_FE_BA_BE) {
		// A binary for several machines has the same magic, and then their number, which is small.
		const version = bytes.readUInt16BE(6);
		return {kind: 'binary', title: version >= firstJava ? `Java class, Java ${version - firstJava + 1}` : 'Mach-O programs of macOS for several machines'};
	}

	if (text(0, 2) === 'MZ') {
		const at = bytes.length >= 64 ? bytes.readUInt32LE(60) : 0;
		return {kind: 'binary', title: at > 0 && text(at, 4) === 'PE\0\0' ? 'Windows program (PE)' : 'DOS or Windows program'};
	}

	const found = magics.find(([at, magic]) => text(at, magic.length) === magic);
	if (found) {
		return {kind: found[2], title: found[3]};
	}

	// Frames of MPEG audio, layer 3.
	return bytes.length > 4 && bytes[0] === 0xFF && (bytes[1] & 0xFE) === 0xFA && (bytes[2] & 0xF0) !== 0xF0 ? {kind: 'media', title: 'MP3 audio'} : undefined;
}
