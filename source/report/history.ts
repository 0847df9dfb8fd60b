import {entryType, entryTypeNames} from '../archive/entry-table.js';
import {formatTime} from '../format/time.js';
import {octalMode} from '../format/mode.js';
import type {BaseImage} from '../image/base-image.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import {buildSteps} from '../tree/build-steps.js';
import {changeNames} from '../tree/change.js';
import {fateNames} from '../tree/fate.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import {storyOf, type Chapter, type Difference} from '../tree/story.js';
import {reportBase, type ReportedBase} from './reported-base.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `history` tells, in the shape of its JSON: of the build its steps, of a path its story. */
export type History = {
	schema: 'freedive/history/1';
	image: ReportedImage & {
		/** Content bytes of all layers. */
		size: number;
		/** Of these, what nobody sees. */
		wasted: number;
	};
	base: ReportedBase | null;
	steps: ReportedStep[] | null;
	path: string | null;
	pathBase64: string | null;
	story: ReportedChapter[] | null;
	warnings: ReportedWarning[];
};

export type ReportedStep = {
	layer: LayerNumber | null;
	createdBy: string | null;
	instruction: string;
	created: string | null;
	comment: string | null;
	/** Bytes of the layer as it lies. */
	storedSize: number;
	/** Content bytes of the layer. */
	size: number;
	/** Of these, what nobody sees. */
	wasted: number;
	/** Bytes of other layers that it made invisible. */
	causes: number;
	/** Whether it is of the base image; null where nobody told for sure. */
	base: boolean | null;
};

export type ReportedChapter = {
	layer: LayerNumber;
	instruction: string | null;
	comment: string | null;
	change: (typeof changeNames)[number];
	what: Difference[];
	/** Null where the layer removed the path, and so for the next six. */
	type: string | null;
	mode: string | null;
	uid: number | null;
	gid: number | null;
	mtime: string | null;
	/** Where a symbolic link leads, and what a hard link names. */
	link: string | null;
	size: number;
	/** Content bytes that the layer itself stores for it. */
	stored: number;
	fate: (typeof fateNames)[number] | null;
	hiddenBy: LayerNumber | null;
};

/** What a report on the history is made from. */
export type HistoryParts = {
	image: Image;
	overlay: Overlay;
	base: BaseImage | undefined;
	warnings: readonly ImageWarning[];
};

/** The annotated Dockerfile: the build's instructions with the bytes of each. */
export function buildHistory(parts: HistoryParts): History {
	const {image, overlay, base} = parts;
	return {
		...around(parts),
		steps: buildSteps(image, overlay, base).map(({instruction, history, layer, stored, wasted, causes, isBase}) => ({
			layer: layer ?? null,
			createdBy: history?.createdBy ?? null,
			instruction,
			created: history?.created ?? null,
			comment: history?.comment ?? null,
			storedSize: layer === undefined ? 0 : image.layers[layer - 1].storedSize,
			size: stored,
			wasted,
			causes,
			base: base && !base.isGuess ? isBase : null,
		})),
		path: null,
		pathBase64: null,
		story: null,
		warnings: reportWarnings(parts.warnings),
	};
}

/** The story of a path. */
export function pathHistory(parts: HistoryParts, path: PathId): History {
	const {image, overlay} = parts;
	const bytes = overlay.tree.pathBytes(path);
	return {
		...around(parts),
		steps: null,
		path: overlay.tree.path(path),
		pathBase64: pathBase64(bytes) ?? null,
		story: storyOf(overlay, path).map(chapter => reportChapter(image, overlay, chapter)),
		warnings: reportWarnings(parts.warnings),
	};
}

function around({image, overlay, base}: HistoryParts): Pick<History, 'schema' | 'image' | 'base'> {
	const {total, wasted} = overlay.bytes();
	return {
		schema: 'freedive/history/1',
		image: {...reportImage(image), size: total, wasted},
		base: base === undefined ? null : reportBase(base, overlay),
	};
}

function reportChapter(image: Image, overlay: Overlay, {layer, change, what, size, entry, fate, hiddenBy}: Chapter): ReportedChapter {
	const {store} = overlay;
	const {history} = image.layers[layer - 1];
	const facts = what.includes('removed') ? undefined : store.facts(entry);
	const content = store.content(entry);
	const isHardLink = entry >= 0 && store.typeOf(entry) === entryType.hardlink;
	const link = facts && (isHardLink ? store.ownFacts(entry).link : facts.link);
	return {
		layer,
		instruction: history?.instruction ?? null,
		comment: history?.comment ?? null,
		change: changeNames[change],
		what,
		type: facts ? entryTypeNames[isHardLink ? entryType.hardlink : facts.type] : null,
		mode: facts ? octalMode(facts.mode) : null,
		uid: facts?.uid ?? null,
		gid: facts?.gid ?? null,
		mtime: formatTime(facts?.mtime) || null,
		link: link || null,
		size,
		stored: content === entry && content >= 0 ? size : 0,
		fate: fate === undefined ? null : fateNames[fate],
		hiddenBy: hiddenBy === 0 ? null : hiddenBy,
	};
}
