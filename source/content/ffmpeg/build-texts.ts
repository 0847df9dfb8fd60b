import {sectionType, segmentType, type ElfFile} from '../elf/elf-file.js';
import type {Reading} from '../reading.js';
import {isConfiguration, licenseOf} from './configuration.js';

/** More texts of a file are not looked through: those of a program of 200 MB are 20 MB. */
const maximumTexts = 256 << 20;

/** A text is read this far: a configuration that names each of hundreds of codecs has some 20 kB. */
const longestText = 64 * 1024;

/** So much is looked through at once: well under a millisecond. */
const pieceSize = 256 * 1024;

/** More finds of one kind are not kept: each of eight libraries says the same. */
const maximumFinds = 64;

/** What an FFmpeg file says in texts of its own. */
export type BuildTexts = {
	/** Whether it is a program of FFmpeg's: they alone say whose copyright it is. */
	isProgram: boolean;
	version?: string;
	/** Of libavcodec. */
	codecVersion?: string;
	configuration?: string;
	license?: string;
};

/**
Looks through the texts of a program or library for what FFmpeg writes into each; undefined where nothing is of FFmpeg.

@param mayLackVersion Whether there may be no text of its version: what has FFmpeg's libraries within has one of each, a program that shares them none.
*/
export function * readBuildTexts(file: ElfFile, size: number, mayLackVersion: boolean): Reading<BuildTexts | undefined> {
	const places = textPlaces(file, size);
	const [versions] = yield * findTexts(places, ['FFmpeg version ']);

	// What follows in a sentence, such as one about the newest version, has no digit.
	const version = firstMatch(versions, /^FFmpeg version (?=\S{0,200}\d)(\S{1,200})/, 'here');
	if (version === undefined && !mayLackVersion) {
		return undefined;
	}

	const [owners, licenses, codecs, enabled, programs] = yield * findTexts(places, ['the FFmpeg developers', ' license: ', 'Lavc', '--enable-', '%s version ']);
	const license = firstMatch(licenses, /^lib(?:av|sw|post)\w+ license: ([^\n%]{1,200})$/);
	const isProgram = owners.length > 0;
	if (!isProgram && version === undefined && license === undefined) {
		return undefined;
	}

	let configuration = longestConfiguration(enabled);
	if (configuration === undefined) {
		const others = yield * findTexts(places, ['--disable-', '--prefix=']);
		configuration = longestConfiguration(others.flat());
	}

	return {
		isProgram,
		// A program whose libraries are shared says its version only where it prints its name.
		version: version ?? firstMatch(programs, /^%s version (?!%)(\S{1,200})$/),
		codecVersion: firstMatch(codecs, /^Lavc(\d+\.\d+\.\d+)/, 'here'),
		configuration,
		license: license ?? (configuration === undefined ? undefined : licenseOf(configuration).name),
	};
}

type FoundText = {text: string; /** Where in it what was looked for begins. */ from: number};

function firstMatch(found: readonly FoundText[], pattern: RegExp, where: 'here' | 'whole' = 'whole'): string | undefined {
	for (const {text, from} of found) {
		const match = pattern.exec(where === 'here' ? text.slice(from) : text);
		if (match) {
			return match[1];
		}
	}

	return undefined;
}

function longestConfiguration(found: readonly FoundText[]): string | undefined {
	const configurations = found.map(({text}) => text.replace(/^(?:%s)?configuration: /, '').trim()).filter(text => isConfiguration(text));
	return configurations.sort((a, b) => b.length - a.length)[0];
}

/** The texts, between their NULs, that have each of some words, in the order of the file; a text once, where it first has the word. */
function * findTexts(placesOfTexts: readonly TextPlace[], words: readonly string[]): Reading<FoundText[][]> {
	const wanted = words.map(word => Buffer.from(word));
	const overlap = Math.max(...wanted.map(({length}) => length)) - 1;
	const places = words.map(() => [] as number[]);
	let left = maximumTexts;
	for (const {offset, size} of placesOfTexts) {
		const end = offset + Math.min(size, left);
		left -= end - offset;
		for (let at = offset; at < end;) {
			const piece = yield {at, length: Math.min(pieceSize, end - at)};
			const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
			for (const [index, word] of wanted.entries()) {
				for (let next = bytes.indexOf(word); next >= 0 && places[index].length < maximumFinds; next = bytes.indexOf(word, next + 1)) {
					places[index].push(at + next);
				}
			}

			if (bytes.length < pieceSize) {
				break;
			}

			// What may begin at the end of a piece is looked at again with the next one.
			at += bytes.length - overlap;
		}
	}

	const found = words.map(() => [] as FoundText[]);
	for (const [index, word] of words.entries()) {
		let end = -1;
		for (const at of places[index]) {
			if (at >= end) {
				const text = yield * textAround(at);
				end = at - text.from + text.text.length;
				found[index].push(text);
			}
		}

		found[index] = found[index].filter(({text, from}) => text.startsWith(word, from));
	}

	return found;
}

function * textAround(at: number): Reading<FoundText> {
	for (let reach = 512; ; reach = longestText) {
		const before = Math.min(at, reach);
		const bytes = Buffer.from(yield {at: at - before, length: before + reach});
		const start = before === 0 ? 0 : bytes.lastIndexOf(0, before - 1) + 1;
		const end = bytes.indexOf(0, before);
		if ((start > 0 && end >= 0) || reach === longestText) {
			return {text: bytes.toString('latin1', start, end < 0 ? bytes.length : end), from: before - start};
		}
	}
}

type TextPlace = {offset: number; size: number};

/** Where compilers put texts, by the sections' name, or by the segments of a file whose sections were taken out. */
function textPlaces({sections, segments}: ElfFile, fileSize: number): TextPlace[] {
	const places = sections.length > 0
		? sections.filter(({name, type}) => type !== sectionType.noBits && /^\.l?rodata\b/.test(name))
		: segments.filter(({type, flags}) => type === segmentType.load && (flags & 2) === 0).map(({offset, fileSize}) => ({offset, size: fileSize}));
	return places.filter(({offset}) => offset < fileSize).map(({offset, size}) => ({offset, size: Math.min(size, fileSize - offset)}));
}
