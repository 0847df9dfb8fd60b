import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import type {PackageKind} from '../../content/package-fact.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {documentationFolders, type DocumentationKind} from '../documentation-folders.js';
import {apartFrom, holdersOf} from '../holders.js';
import {inInstruction} from '../in-instruction.js';
import {leftBehind} from '../left-behind.js';
import type {Rule} from '../rule.js';

/** Less than this of a kind in a layer is not worth a line of anybody's Dockerfile. */
const smallest = 64 * 1024;

/** Manuals, translations, bytecode and tests. */
export const documentation: Rule = {
	id: 'documentation',
	title: 'Documentation, translations, bytecode and tests',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Files of the finished file system in `man`, `doc`, `info`, `gtk-doc`, `help` and `locale` of `/usr/share`, those in `__pycache__`, and tests that libraries of Python, npm and Ruby bring along: 64 KiB and more of a kind in a layer. Licences are left alone, for who passes an image on may have to pass them on too, and so are translations into the language that LANG, LANGUAGE or an LC variable of the image names.',
	remedy: 'Tell the package manager not to unpack them, or begin with a slim base image, which does so already.',
	references: ['https://wiki.debian.org/ReduceDebian'],
	* find(input) {
		const {overlay: {tree}} = input;
		const folders = documentationFolders(input);
		const folderOf = belowFolders(tree, folders.map(({folder}, index) => [folder, index + 1]));
		for (const {layer, kind, folder, contents, paths, bytes} of yield * leftBehind(input, (_, path) => {
			const kind = folders[folderOf[path] - 1]?.kind;
			return kind !== undefined && kind !== 'kept' && !(kind === 'documentation' && licence.test(tree.name(path))) && kind;
		})) {
			if (bytes < smallest) {
				continue;
			}

			const {what, why, isCertain, run} = kinds[kind];
			const tops = new Set(paths.map(path => folders[folderOf[path] - 1].folder));
			const top = tops.size === 1 ? [...tops][0] : folder;
			const place = tree.path(top);
			// Of manuals it is told where they lie, and of a library's tests whose they are.
			const holders = holdersOf(isCertain ? {...input, packages: noPackages} : input, {contents, paths}, path => isCertain ? folders[folderOf[path] - 1].folder : top);
			yield {
				layer,
				path: top,
				key: kind,
				bytes,
				contents,
				confidence: isCertain ? 'high' : 'medium',
				message: `${countOf(contents.length, 'file')} of ${what} (${formatBytes(bytes)}) in ${place}, ${why}${apartFrom(place, holders)}.`,
				remedy: inInstruction(input, layer, {
					run: () => run(managerOf(input), layer, place),
					copy: (_, word) => `Leave them out of the ${word} of layer ${layer}, by .dockerignore or by copying less.`,
					what: 'them; a slim variant, such as debian:12-slim, has no manuals and translations',
				}),
			};
		}
	},
};

/** How each kind is told. */
const kinds: Readonly<Record<Exclude<DocumentationKind, 'kept'>, {
	what: string;
	why: string;
	/** Whether none that runs can want it. */
	isCertain: boolean;
	run: (manager: PackageKind | undefined, layer: number, place: string) => string;
}>> = {
	documentation: {
		what: 'documentation',
		why: 'which no service reads',
		isCertain: true,
		run: (manager, layer) => without(manager, layer, ['doc', 'man', 'info'], 'find /usr/share/doc -type f ! -name copyright -delete && rm -rf /usr/share/man /usr/share/info'),
	},
	translations: {
		what: 'translations',
		why: 'into languages that the image sets nowhere',
		isCertain: true,
		run: (manager, layer) => without(manager, layer, ['locale'], 'rm -rf /usr/share/locale/*'),
	},
	bytecode: {
		what: 'Python\'s bytecode',
		why: 'which Python makes anew where it can, at the price of a slower start',
		isCertain: false,
		run: (_, layer) => `Set \`ENV PYTHONDONTWRITEBYTECODE=1\` before layer ${layer} and give pip --no-compile, if a start that takes a little longer matters less than the bytes.`,
	},
	tests: {
		what: 'tests',
		why: 'which run when a library is made, and not when it is used',
		isCertain: false,
		run: (_, layer, place) => `End the RUN of layer ${layer} with \`&& find ${place} -depth -type d \\( -name test -o -name tests \\) -exec rm -rf {} +\`, and see that what you start still starts.`,
	},
};

/** How the package manager is told not to unpack some folders of `/usr/share`; else how they are removed. */
function without(manager: PackageKind | undefined, layer: number, folders: readonly string[], cleanup: string): string {
	switch (manager) {
		case 'dpkg': {
			const lines = folders.flatMap(folder => [`path-exclude=/usr/share/${folder}/*`, ...(folder === 'doc' ? ['path-include=/usr/share/doc/*/copyright'] : [])]);
			return `Before layer ${layer} installs, \`RUN printf '%s\\n' ${lines.map(line => `'${line}'`).join(' ')} > /etc/dpkg/dpkg.cfg.d/99-slim\`; or end its RUN with \`&& ${cleanup}\`.`;
		}

		case 'rpm': {
			return folders.includes('doc')
				? `Install with \`dnf install --nodocs\` (\`--setopt=tsflags=nodocs\`) in layer ${layer}.`
				: `Before layer ${layer} installs, \`RUN echo '%_install_langs C:en' > /etc/rpm/macros.langs\`; or end its RUN with \`&& ${cleanup}\`.`;
		}

		case 'apk': {
			return `Leave packages that end in ${folders.includes('doc') ? '-doc' : '-lang'} out of the apk add of layer ${layer}, or end its RUN with \`&& ${cleanup}\`.`;
		}

		default: {
			return `End the RUN of layer ${layer} with \`&& ${cleanup}\`.`;
		}
	}
}

/** The package manager of the system. */
function managerOf({packages: {packages}}: Pick<AuditInput, 'packages'>): PackageKind | undefined {
	return packages.find(({kind, removedIn}) => removedIn === 0 && (kind === 'dpkg' || kind === 'apk' || kind === 'rpm'))?.kind;
}

/** Files that whoever passes an image on may have to pass on too. */
const licence = /^(?:copyright$|licen[cs]e|copying|notice|authors|eula)/i;

const noPackages: AuditInput['packages'] = {packages: [], ownerOf: new Int32Array(), unowned: {bytes: 0, files: 0, wasted: 0, wastedFiles: 0}, warnings: []};
