import {readBytes, type Reading} from '../reading.js';
import {textAt} from './elf-fields.js';
import {sectionType, segmentType, type ElfFile} from './elf-file.js';

/** So much of all notes is read: those of a program take a few hundred bytes, probes of SystemTap some ten thousand. */
const maximumBytes = 256 * 1024;

/** More notes are not told. */
const maximumNotes = 1000;

/** A note: who wrote it, of what type, and what it says. */
export type ElfNote = {section: string; owner: string; type: number; bytes: Uint8Array};

/** The notes of a file, by its sections, or else by its segments (System V ABI, "Note Section"). */
export function * readElfNotes(file: ElfFile): Reading<ElfNote[]> {
	const {fields, sections, segments, type} = file;
	const places = sections.some(({type}) => type === sectionType.note)
		? sections.filter(({type}) => type === sectionType.note)
		: segments.filter(segment => segment.type === segmentType.note && type !== 4)
			.map(({offset, fileSize, align}) => ({name: '', offset, size: fileSize, align: Number(align)}));
	const notes: ElfNote[] = [];
	let left = maximumBytes;
	for (const {name, offset, size, align} of places) {
		if (left <= 0) {
			break;
		}

		const bytes = yield * readBytes(offset, Math.min(size, left));
		left -= bytes.length;
		// Notes of GNU properties are aligned to eight bytes, all others to four.
		const step = align === 8 ? 8 : 4;
		const up = (value: number) => Math.ceil(value / step) * step;
		for (let at = 0; at + 12 <= bytes.length && notes.length < maximumNotes;) {
			const nameSize = fields.int(bytes, at);
			const length = fields.int(bytes, at + 4);
			// The name is padded to four bytes, and then what it says begins aligned.
			const start = up(at + 12 + nameSize);
			if (start + length > bytes.length) {
				break;
			}

			notes.push({section: name, owner: textAt(bytes.subarray(at + 12, at + 12 + nameSize), 0), type: fields.int(bytes, at + 8), bytes: bytes.slice(start, start + length)});
			at = up(start + length);
		}
	}

	return notes;
}

/** The build id in hex: the same for all copies of one build. */
export function buildIdOf(notes: readonly ElfNote[]): string | undefined {
	const note = notes.find(({owner, type}) => owner === 'GNU' && type === 3);
	return note && Buffer.from(note.bytes).toString('hex');
}
