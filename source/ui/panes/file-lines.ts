import {entryType, entryTypeNames} from '../../archive/entry-table.js';
import {formatMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {changeNames} from '../../tree/change.js';
import type {PathId} from '../../tree/path-tree.js';
import {hasChildren} from '../../tree/rows.js';
import {isOpen} from '../files.js';
import {scopeOf} from '../scope.js';
import {rangesInName} from '../parts/found-ranges.js';
import {occurrences} from '../parts/text-line.js';
import type {Listing} from '../state.js';
import {isPathMarked, type Marks} from '../taken.js';
import type {Theme} from '../theme.js';
import type {AuditBadge} from '../views/audit.js';
import {fileLine, type FileColumns, type FileRow} from './file-row.js';

/** What stands beside paths: which are marked, and what rules found there. */
export type RowSigns = {marks: Marks; badges: ReadonlyMap<PathId, AuditBadge>};

/** More rows than that are not kept drawn. */
const maximumLines = 4096;

/** Draws the rows of the files pane, each once: a cursor move or a scroll draws only what was not drawn before. */
export class FileLines {
	private readonly drawn = new Map<number, string>();
	private listing?: Listing;
	private columns?: FileColumns;
	private theme?: Theme;
	private marks?: Marks;
	private badges?: ReadonlyMap<PathId, AuditBadge>;

	/** Gives the line of a path. */
	lines(listing: Listing, columns: FileColumns, {marks, badges}: RowSigns, theme: Theme): (path: PathId) => string {
		if (!this.holds(listing, columns, {marks, badges}, theme) || this.drawn.size > maximumLines) {
			this.drawn.clear();
		}

		this.listing = listing;
		this.columns = columns;
		this.theme = theme;
		this.marks = marks;
		this.badges = badges;
		return path => {
			const key = path * 2 + (isOpen(listing.filter, listing.wish.open, path) ? 1 : 0);
			let line = this.drawn.get(key);
			if (line === undefined) {
				line = fileLine(this.row(listing, path, {marks, badges}), columns, ' ', theme);
				this.drawn.set(key, line);
			}

			return line;
		};
	}

	/** What the row of a path tells. */
	row(listing: Listing, path: PathId, {marks, badges}: RowSigns): FileRow {
		const {view, filter, wish} = listing;
		const {overlay} = wish.grown;
		const {tree} = overlay;
		const facts = overlay.facts(view.entry[path]);
		const parentSize = view.size[tree.parent[path]];
		const raw = tree.name(path);
		const name = safeText(raw);
		const isFolder = facts.type === entryType.directory;
		const isCountedElsewhere = !isFolder && view.size[path] === 0 && facts.size > 0;
		return {
			depth: tree.depth[path] - 1,
			name,
			kind: isFolder ? 'directory' : (facts.type === entryType.symlink ? 'symlink' : (facts.link === '' ? 'file' : 'hardlink')),
			isEmpty: isFolder && !hasChildren(tree, view, path, scopeOf(wish, filter)),
			isOpen: isFolder && isOpen(filter, wish.open, path),
			change: changeNames[view.change[path]],
			mode: formatMode(facts.mode, entryTypeNames[facts.type]),
			owner: `${facts.uid}:${facts.gid}`,
			size: isCountedElsewhere ? facts.size : view.size[path],
			isCountedElsewhere,
			share: parentSize > 0 ? view.size[path] / parentSize : 0,
			link: safeText(facts.link),
			hidden: view.hiddenLater[path],
			hides: view.hides[path],
			isMarked: isPathMarked(marks, overlay, path, wish.layer),
			audit: badgeOf(badges.get(path)),
			found: name === raw ? found(name, tree.path(path), path, listing) : undefined,
		};
	}

	private holds(listing: Listing, columns: FileColumns, {marks, badges}: RowSigns, theme: Theme): boolean {
		const before = this.listing;
		return before?.view === listing.view && before.wish.shown === listing.wish.shown && before.filter === listing.filter
			&& before.search?.found === listing.search?.found && this.theme === theme && this.marks === marks && this.badges === badges
			&& this.columns?.width === columns.width && this.columns.name === columns.name;
	}
}

function badgeOf(badge: AuditBadge | undefined): FileRow['audit'] {
	return badge && {severity: badge.severity, text: badge.count === 1 ? badge.rule : `${badge.rule} +${badge.count - 1}`};
}

/** The characters of a name that a search or filter has found. */
function found(name: string, whole: string, path: PathId, {search, wish, filter, query, expressions}: Listing): FileRow['found'] {
	if (search?.found.matches[path] === 1) {
		return occurrences(name, wish.search);
	}

	return filter?.matches[path] === 1 && query ? rangesInName(query, whole, name, path, expressions) : undefined;
}
