import type {LanguageFn} from 'highlight.js';

type Grammar = {
	load: () => Promise<{default: LanguageFn}>;
	/** What people call it. */
	name: string;
	/** Languages that texts of it hold. */
	holds?: readonly string[];
};

/** The languages that are highlighted, by their names in highlight.js, each loaded when it is first needed. */
export const languages = {
	apache: {name: 'Apache configuration', load: async () => import('highlight.js/lib/languages/apache')},
	awk: {name: 'AWK', load: async () => import('highlight.js/lib/languages/awk')},
	bash: {name: 'shell script', load: async () => import('highlight.js/lib/languages/bash')},
	c: {name: 'C', load: async () => import('highlight.js/lib/languages/c')},
	cmake: {name: 'CMake', load: async () => import('highlight.js/lib/languages/cmake')},
	cpp: {name: 'C++', load: async () => import('highlight.js/lib/languages/cpp')},
	csharp: {name: 'C#', load: async () => import('highlight.js/lib/languages/csharp')},
	css: {name: 'CSS', load: async () => import('highlight.js/lib/languages/css')},
	diff: {name: 'diff', load: async () => import('highlight.js/lib/languages/diff')},
	dockerfile: {name: 'Dockerfile', load: async () => import('highlight.js/lib/languages/dockerfile'), holds: ['bash']},
	go: {name: 'Go', load: async () => import('highlight.js/lib/languages/go')},
	graphql: {name: 'GraphQL', load: async () => import('highlight.js/lib/languages/graphql')},
	ini: {name: 'INI', load: async () => import('highlight.js/lib/languages/ini')},
	java: {name: 'Java', load: async () => import('highlight.js/lib/languages/java')},
	javascript: {name: 'JavaScript', load: async () => import('highlight.js/lib/languages/javascript'), holds: ['css', 'xml']},
	json: {name: 'JSON', load: async () => import('highlight.js/lib/languages/json')},
	kotlin: {name: 'Kotlin', load: async () => import('highlight.js/lib/languages/kotlin')},
	less: {name: 'Less', load: async () => import('highlight.js/lib/languages/less')},
	lua: {name: 'Lua', load: async () => import('highlight.js/lib/languages/lua')},
	makefile: {name: 'makefile', load: async () => import('highlight.js/lib/languages/makefile')},
	markdown: {name: 'Markdown', load: async () => import('highlight.js/lib/languages/markdown'), holds: ['xml']},
	nginx: {name: 'nginx configuration', load: async () => import('highlight.js/lib/languages/nginx')},
	objectivec: {name: 'Objective-C', load: async () => import('highlight.js/lib/languages/objectivec')},
	perl: {name: 'Perl', load: async () => import('highlight.js/lib/languages/perl')},
	php: {name: 'PHP', load: async () => import('highlight.js/lib/languages/php')},
	powershell: {name: 'PowerShell', load: async () => import('highlight.js/lib/languages/powershell')},
	properties: {name: 'properties', load: async () => import('highlight.js/lib/languages/properties')},
	protobuf: {name: 'protocol buffers', load: async () => import('highlight.js/lib/languages/protobuf')},
	python: {name: 'Python', load: async () => import('highlight.js/lib/languages/python')},
	r: {name: 'R', load: async () => import('highlight.js/lib/languages/r')},
	ruby: {name: 'Ruby', load: async () => import('highlight.js/lib/languages/ruby')},
	rust: {name: 'Rust', load: async () => import('highlight.js/lib/languages/rust')},
	scss: {name: 'SCSS', load: async () => import('highlight.js/lib/languages/scss')},
	sql: {name: 'SQL', load: async () => import('highlight.js/lib/languages/sql')},
	swift: {name: 'Swift', load: async () => import('highlight.js/lib/languages/swift')},
	tcl: {name: 'Tcl', load: async () => import('highlight.js/lib/languages/tcl')},
	typescript: {name: 'TypeScript', load: async () => import('highlight.js/lib/languages/typescript')},
	vim: {name: 'Vim script', load: async () => import('highlight.js/lib/languages/vim')},
	wasm: {name: 'WebAssembly text', load: async () => import('highlight.js/lib/languages/wasm')},
	xml: {name: 'XML', load: async () => import('highlight.js/lib/languages/xml'), holds: ['javascript', 'css']},
	yaml: {name: 'YAML', load: async () => import('highlight.js/lib/languages/yaml')},
} as const satisfies Readonly<Record<string, Grammar>>;

export type Language = keyof typeof languages;

/** A language's grammar, and those of what it holds, by name. */
export async function loadGrammars(language: Language): Promise<Record<string, LanguageFn>> {
	const grammar: Grammar = languages[language];
	const names = [language, ...(grammar.holds ?? [])] as Language[];
	return Object.fromEntries(await Promise.all(names.map(async name => [name, (await languages[name].load()).default] as const)));
}
