import {entryType} from '../../archive/entry-table.js';
import type {LayerNumber} from '../../image/image.js';
import type {Change} from '../change.js';
import {implicit, type EntryId} from '../entry-store.js';
import {EntryReader} from './entry-reader.js';
import type {Prepared} from './prepared.js';
import type {Queried} from './queried.js';
import type {FieldTest, Term} from './query.js';

/** Whether one version of a path is what a term asks for: the entry that it shows, or that was removed, since which layer, and how it changed there. */
export type VersionTest = (entry: EntryId, layer: LayerNumber, change: Change) => boolean;

/** The test of a term that asks about versions; undefined for those that ask about the path alone. */
export function versionTest(overlay: Queried, term: Term, prepared: Prepared): VersionTest | undefined {
	const test = term.kind === 'content' ? contentTest(overlay, prepared.texts?.get(term.pattern)) : (term.kind === 'field' ? fieldTest(overlay, term.test, prepared) : undefined);
	return test && term.isNot ? (entry, layer, change) => !test(entry, layer, change) : test;
}

function contentTest({store}: Queried, contents: ReadonlySet<EntryId> | undefined): VersionTest {
	return entry => contents !== undefined && entry >= 0 && contents.has(store.content(entry));
}

function fieldTest(overlay: Queried, test: FieldTest, prepared: Prepared): VersionTest | undefined {
	const {store} = overlay;
	const reader = new EntryReader(store);
	switch (test.field) {
		case 'size': {
			const {from, to} = test;
			return entry => {
				if (entry < 0) {
					return false;
				}

				reader.seekTarget(entry);
				const {table, index} = reader;
				const size = table.size[index];
				return size >= from && size <= to && (table.type[index] === entryType.file || table.type[index] === entryType.hardlink);
			};
		}

		case 'layer': {
			const {from, to} = test;
			return (_entry, layer) => layer >= from && layer <= to;
		}

		case 'change': {
			const {mask} = test;
			return (_entry, _layer, change) => ((1 << change) & mask) !== 0;
		}

		case 'fate': {
			const {mask} = test;
			return entry => {
				const content = store.content(entry);
				return content >= 0 && ((1 << overlay.fateOf(content)) & mask) !== 0;
			};
		}

		case 'type': {
			const {mask} = test;
			return entry => {
				if (entry < 0) {
					return entry === implicit && (mask & (1 << entryType.directory)) !== 0;
				}

				const isLink = reader.seekTarget(entry);
				return ((1 << reader.table.type[reader.index]) & mask) !== 0 || (isLink && (mask & (1 << entryType.hardlink)) !== 0);
			};
		}

		case 'owner': {
			return ownerTest(test, reader);
		}

		case 'mode': {
			return modeTest(test, reader);
		}

		case 'time': {
			const {isNewer} = test;
			const at = test.at ?? madeAt(overlay, prepared) - test.before!;
			return entry => {
				if (entry < 0) {
					return false;
				}

				reader.seek(entry);
				const time = reader.table.mtime[reader.index];
				return isNewer ? time >= at : time < at;
			};
		}

		default: {
			return undefined;
		}
	}
}

function ownerTest({uid, user, gid, group}: Extract<FieldTest, {field: 'owner'}>, reader: EntryReader): VersionTest {
	// Builders leave names out; what root is called is known all the same. An implicit directory is root's.
	const isOwner = (id: number, name: string | undefined, wantedId: number | undefined, wantedName: string | undefined) =>
		(wantedId === undefined || id === wantedId) && (wantedName === undefined || name === wantedName || (wantedName === 'root' && id === 0));
	return entry => {
		if (entry < 0) {
			return isOwner(0, undefined, uid, user) && isOwner(0, undefined, gid, group);
		}

		reader.seek(entry);
		const {table, index} = reader;
		return isOwner(table.uid[index], table.owners[table.user[index]], uid, user) && isOwner(table.gid[index], table.owners[table.group[index]], gid, group);
	};
}

function modeTest({all = 0, some, exactly, files}: Extract<FieldTest, {field: 'mode'}>, reader: EntryReader): VersionTest {
	return entry => {
		let mode = 0o755;
		let type: number = entryType.directory;
		if (entry >= 0) {
			reader.seekTarget(entry);
			const {table, index} = reader;
			mode = table.mode[index];
			type = table.type[index];
		}

		// A symbolic link's own mode means nothing.
		return type !== entryType.symlink
			&& (!files || type === entryType.file || type === entryType.hardlink)
			&& (exactly === undefined ? (mode & all) === all && (some === undefined || (mode & some) !== 0) : mode === exactly);
	};
}

/** When the image was made: as it says, or else the time of its newest entry. */
function madeAt({store, ready}: Queried, {created = ''}: Prepared): number {
	const said = Date.parse(created) / 1000;
	// A build that can be repeated says 1970.
	if (said > 0) {
		return said;
	}

	let newest = 0;
	for (let layer = 1; layer <= ready; layer++) {
		const {mtime, count} = store.table(layer);
		for (let index = 0; index < count; index++) {
			newest = Math.max(newest, mtime[index] || 0);
		}
	}

	return newest;
}
