import {confidences, type FoundSecret, type SecretFacts} from '../content/secrets/found-secret.js';
import type {SecretConfidence} from '../content/secrets/secret-kind.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import {fate} from '../tree/fate.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** Secrets that layers store at a path. */
export type StoredSecrets = {
	path: PathId;
	/** What the file is there for, where its path tells. */
	what?: string;
	/** The surest first. */
	found: readonly FoundSecret[];
	/** How many there are; more than are in `found` of a file that is full of them. */
	count: number;
	confidence: SecretConfidence;
	/** Whether its path says that it belongs to tests, examples or documentation. */
	isForShow: boolean;
	/** The layers that store them, ascending. */
	layers: LayerNumber[];
	/** The layer after which nobody sees them any more; 0 while a path shows them. */
	hiddenBy: LayerNumber;
	/** Whether that layer stored another file in its place. */
	isOverwritten: boolean;
};

type Stored = SecretFacts & {content: EntryId; layer: LayerNumber; path: PathId; isLive: boolean};

/** Folders and names that hold what nobody runs with: keys of tests, examples, documentation. */
const forShow = /(?:^|\/)(?:tests?|__tests__|testing|test[-_]?(?:data|files|fixtures|cases|suite|resources|certs|keys)|fixtures?|e2e|specs?|__?mocks?(?:__)?|examples?|samples?|demos?|docs?|documentation|man)\/|[-._](?:tests?|specs?|examples?|samples?)\.\w+$|(?:^|\/)(?:test|example|sample|demo)[-._][^/]*$|\.(?:md|mdx|rst|adoc|pod|po|d\.ts)$|(?:^|\/)(?:readme|change(?:log|s)|history|news)[^/]*$/i;

/** Sources as everybody is handed them: those of Go itself, where its archive is unpacked (its tests have keys), the module cache of Go, the registry of Cargo. */
const published = /^\/usr\/local\/go\/(?:src|test)\/|(?:^|\/)pkg\/mod\/(?:cache\/|.+@v\d)|(?:^|\/)registry\/(?:src|cache)\/[^/]+-[\da-f]{16}\//;

/** All secrets in files of an image that no package brought: those that the finished file system shows, and those that only layers still have. */
export function storedSecrets(input: AuditInput): {shown: StoredSecrets[]; hidden: StoredSecrets[]} {
	const stored = ofNoPackage(input);
	const shownMarks = new Set(stored.flatMap(({isLive, found}) => isLive ? found.map(({mark}) => mark) : []));
	const byPath = Map.groupBy(stored, ({path}) => path);
	const shown: StoredSecrets[] = [];
	const hidden = new Map<string, StoredSecrets>();
	for (const secrets of stored) {
		if (secrets.isLive) {
			// A layer that stores it again, as chown does, is not where it came from.
			const marks = new Set(secrets.found.map(({mark}) => mark));
			const layers = byPath.get(secrets.path)!.filter(({found}) => found.some(({mark}) => marks.has(mark))).map(({layer}) => layer);
			shown.push(tell(input, secrets, secrets.found, layers.sort((a, b) => a - b)));
			continue;
		}

		// What was moved, or is still in the file that took its place, is not gone.
		const gone = secrets.found.filter(({mark}) => !shownMarks.has(mark));
		const key = `${secrets.path} ${gone.map(({mark}) => mark).join(' ')}`;
		const known = hidden.get(key);
		if (known) {
			const hiddenBy = input.overlay.hiddenBy(secrets.content);
			known.layers.push(secrets.layer);
			if (hiddenBy >= known.hiddenBy) {
				known.hiddenBy = hiddenBy;
				known.isOverwritten = isOverwritten(input, secrets.content);
			}
		} else if (gone.length > 0) {
			hidden.set(key, tell(input, secrets, gone, [secrets.layer]));
		}
	}

	return {shown, hidden: [...hidden.values()]};
}

/** Contents with secrets, but for those that packages ship: theirs are keys of tests and examples, the same for everybody. */
function ofNoPackage({overlay, packages: {packages, ownerOf}, facts}: AuditInput): Stored[] {
	const {store, tree} = overlay;
	const shipped = new Set<string>();
	const stored: Stored[] = [];
	for (const {content, layer, fact: {secrets}} of facts()) {
		if (!secrets) {
			continue;
		}

		const path = store.pathOf(content);
		if (published.test(tree.path(path))) {
			continue;
		}

		const owner = packages[ownerOf[path]];
		// A file of a package that a later layer stores is the package's as long as it holds nothing else: a configuration may have been filled in.
		if (owner && (layer <= owner.layer || secrets.found.every(({mark}) => shipped.has(mark)))) {
			for (const {mark} of secrets.found) {
				shipped.add(mark);
			}

			continue;
		}

		stored.push({...secrets, content, layer, path, isLive: overlay.fateOf(content) === fate.live});
	}

	return stored;
}

function tell({overlay}: AuditInput, {what, content, path, count, found: all, isLive}: Stored, found: readonly FoundSecret[], layers: LayerNumber[]): StoredSecrets {
	const isForShow = forShow.test(overlay.tree.path(path).slice(1));
	const surest = confidences.find(confidence => found.some(secret => secret.confidence === confidence))!;
	return {
		path,
		...(what !== undefined && {what}),
		found,
		count: count - (all.length - found.length),
		confidence: isForShow ? 'low' : surest,
		isForShow,
		layers,
		hiddenBy: isLive ? 0 : overlay.hiddenBy(content),
		isOverwritten: !isLive && isOverwritten({overlay}, content),
	};
}

function isOverwritten({overlay}: Pick<AuditInput, 'overlay'>, content: EntryId): boolean {
	const became = overlay.fateOf(content);
	return became === fate.overwritten || became === fate.rewritten || became === fate.unknown;
}
