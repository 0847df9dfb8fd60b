import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';

/** What is found in folders that a service has no use for. `kept`: it lies in one of them, and is wanted all the same. */
export type DocumentationKind = 'documentation' | 'translations' | 'bytecode' | 'tests' | 'kept';

/** A folder with its kind; of folders within one another the deepest says what is in it. */
export type DocumentationFolder = {folder: PathId; kind: DocumentationKind};

const documentation = ['man', 'doc', 'info', 'gtk-doc', 'help'].flatMap(name => [`usr/share/${name}`, `usr/local/share/${name}`]);
const translations = ['usr/share/locale', 'usr/local/share/locale'];

/** Where the libraries of languages lie, and which of their folders hold tests: no name that one of them is known to import while it runs. */
const testFolders = [
	/\/(?:site|dist)-packages\/(?:.+\/)?tests$/,
	/\/lib\/python\d[\d.]*\/(?:[\da-z]+\/)?tests?$/,
	/\/node_modules\/(?:@[^/]+\/)?[^/@]+\/(?:tests?|__tests__)$/,
	/\/gems\/[^/]+-[\d.]+\/(?:tests?|spec)$/,
];

/** How many bytes the names have that folders of tests and of bytecode have, and with which they begin: others need not be read. */
const wanted = ['test', 'tests', 'spec', '__tests__', '__pycache__'];
const lengths = new Set(wanted.map(({length}) => length));
const firsts = new Set(wanted.map(name => name.codePointAt(0)));

/** Finds the folders, of all layers. */
export function documentationFolders({overlay: {tree}, image}: Pick<AuditInput, 'overlay' | 'image'>): DocumentationFolder[] {
	const found: DocumentationFolder[] = [];
	const add = (path: string, kind: DocumentationKind) => {
		const folder = tree.find(Buffer.from(path));
		if (folder >= 0) {
			found.push({folder, kind});
		}
	};

	for (const path of documentation) {
		add(path, 'documentation');
	}

	for (const path of translations) {
		add(path, 'translations');
		for (const language of languages(image.config.env)) {
			add(`${path}/${language}`, 'kept');
		}
	}

	for (let path = 1; path < tree.count; path++) {
		if (!firsts.has(tree.names[tree.nameStart[path]]) || !lengths.has(tree.nameStart[path + 1] - tree.nameStart[path])) {
			continue;
		}

		const name = tree.name(path);
		if (name === '__pycache__') {
			found.push({folder: path, kind: 'bytecode'});
		} else if (/^(?:tests?|spec|__tests__)$/.test(name)) {
			const text = tree.path(path);
			if (testFolders.some(pattern => pattern.test(text))) {
				found.push({folder: path, kind: 'tests'});
			}
		}
	}

	// Their numbers have 16 bits, and 0 is none.
	return found.slice(0, 0xFF_FE);
}

/** The names of the folders that hold translations into the languages of the image's environment: `de_AT` and `de` for `de_AT.UTF-8`. */
function languages(env: readonly string[]): Set<string> {
	const values = env.filter(variable => /^(?:LANG|LANGUAGE|LC_[A-Z]+)=/.test(variable)).flatMap(variable => variable.slice(variable.indexOf('=') + 1).split(':'));
	const locales = values.map(value => value.replace(/[.@].*/, '')).filter(locale => /^[a-z]{2,3}(?:_[A-Z]{2})?$/.test(locale));
	return new Set(locales.flatMap(locale => [locale, locale.replace(/_.*/, '')]));
}
