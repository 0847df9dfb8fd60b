import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {absent} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {holdersOf, tellHolders} from '../holders.js';
import {endRun, inInstruction} from '../in-instruction.js';
import {leftBehind} from '../left-behind.js';
import {sentence} from '../../format/sentence.js';
import type {Rule} from '../rule.js';

/** What belongs to a working folder. */
export const versionControl: Rule = {
	id: 'version-control',
	title: 'Version control and files of editors',
	group: 'leftovers',
	severity: 'warning',
	counterparts: [],
	detects: 'Repositories of Git, Mercurial, Subversion and Bazaar (`.git`, `.hg`, `.svn`, `.bzr`) in the finished file system: all that was ever checked in, with what was taken out of it since. As notes: folders of editors (`.idea`, `.vscode`, `.vs`), `.DS_Store`, Dockerfiles and docker-compose.yml that no package owns, which tell that more is copied than is wanted.',
	remedy: 'Name them in `.dockerignore`, or copy what is wanted by name.',
	references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
	* find(input) {
		const {overlay: {tree}, packages: {ownerOf}} = input;
		const places = workingPlaces(input);
		const placeOf = belowFolders(tree, places.map(({path}, index) => [path, index + 1]));
		for (const {layer, kind, folder, contents, paths, bytes} of yield * leftBehind(input, (_, path) => {
			const place = places[placeOf[path] - 1];
			return place && !(place.kind === 'editor' && ownerOf[path] >= 0) && place.kind;
		})) {
			const topOf = (path: PathId) => places[placeOf[path] - 1].path;
			const holders = holdersOf({...input, packages: {...input.packages, ownerOf: new Int32Array()}}, {contents, paths}, path => topOf(path));
			const names = [...new Set(paths.map(path => tree.name(topOf(path))))].sort();
			yield {
				layer,
				path: holders.length === 1 ? topOf(paths[0]) : folder,
				key: kind,
				bytes,
				contents,
				severity: kind === 'editor' ? 'note' : 'warning',
				message: kind === 'editor'
					? `${countOf(contents.length, 'file')} (${formatBytes(bytes)}) of a working folder, not of a program: ${tellHolders(holders)}.`
					: `${tellHolders(holders)} ${holders.length === 1 ? `(${formatBytes(bytes)}) holds` : 'hold'} all that was ever checked in, and what was taken out since.`,
				remedy: inInstruction(input, layer, {
					run: (_, instruction) => sentence(kind === 'editor'
						? `leave ${names.join(', ')} out of what layer ${layer} stores`
						: `${endRun(layer, instruction, holders.length === 1 ? `rm -rf ${holders[0].name}` : `find ${tree.path(folder)} \\( -name ${names.join(' -o -name ')} \\) -prune -exec rm -rf {} +`)}, or fetch an archive of the release in place of the repository`),
					copy: (_, word) => `Put ${names.map(name => `\`**/${name}\``).join(', ')} into .dockerignore: the ${word} of layer ${layer} brings ${names.length === 1 ? 'it' : 'them'} along.`,
					what: 'them',
				}),
			};
		}
	},
};

type Place = {path: PathId; kind: 'repository' | 'editor'};

/** What tells a repository from a folder that is merely called so. */
const repositories: Readonly<Record<string, readonly string[]>> = {
	'.git': ['HEAD'],
	'.hg': ['requires', 'store'],
	'.svn': ['wc.db', 'entries'],
	'.bzr': ['branch-format'],
};

const editorNames = /^(?:\.idea|\.vscode|\.vs|\.DS_Store|Dockerfile(?:\..+)?|docker-compose\.ya?ml)$/;

/** What these names begin with: others need not be read. */
const letters = new Set(['.', 'd', 'D'].map(letter => letter.codePointAt(0)));

function workingPlaces({overlay: {tree, transitions}}: AuditInput): Place[] {
	const places: Place[] = [];
	for (let path = 1; path < tree.count; path++) {
		if (!letters.has(tree.names[tree.nameStart[path]])) {
			continue;
		}

		const name = tree.name(path);
		const tells = Object.hasOwn(repositories, name) ? repositories[name] : undefined;
		const isThere = (child: string) => {
			const found = tree.child(path, Buffer.from(child));
			return found >= 0 && transitions.state(found) !== absent;
		};

		if (tells?.some(child => isThere(child))) {
			places.push({path, kind: 'repository'});
		} else if (editorNames.test(name)) {
			places.push({path, kind: 'editor'});
		}
	}

	// Their numbers have 16 bits, and 0 is none.
	return places.slice(0, 0xFF_FE);
}
