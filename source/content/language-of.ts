import type {Language} from './highlight-languages.js';

/** By the whole last name of a path, in small letters. */
const byName: Readonly<Record<string, Language>> = {
	'.bashrc': 'bash', '.profile': 'bash', '.bash_profile': 'bash', '.bash_logout': 'bash', '.zshrc': 'bash', 'bash.bashrc': 'bash', profile: 'bash', apkbuild: 'bash', pkgbuild: 'bash', postinst: 'bash', preinst: 'bash', prerm: 'bash', postrm: 'bash',
	'.gitconfig': 'ini', '.editorconfig': 'ini', '.npmrc': 'ini', 'os-release': 'properties', '.env': 'properties', 'pip.conf': 'ini',
	'cmakelists.txt': 'cmake', makefile: 'makefile', gnumakefile: 'makefile', dockerfile: 'dockerfile', containerfile: 'dockerfile',
	gemfile: 'ruby', rakefile: 'ruby', vagrantfile: 'ruby', '.vimrc': 'vim', vimrc: 'vim', 'nginx.conf': 'nginx', 'apache2.conf': 'apache', 'httpd.conf': 'apache', '.htaccess': 'apache',
	'.babelrc': 'json', '.eslintrc': 'json', 'composer.lock': 'json', 'pipfile.lock': 'json', 'cargo.lock': 'ini', 'poetry.lock': 'ini', 'go.mod': 'go',
};

/** By what follows the last dot. */
const byExtension: Readonly<Record<string, Language>> = {
	awk: 'awk', sh: 'bash', bash: 'bash', zsh: 'bash', ksh: 'bash', dash: 'bash', postinst: 'bash', preinst: 'bash', prerm: 'bash', postrm: 'bash',
	c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', hpp: 'cpp', hh: 'cpp', hxx: 'cpp', ino: 'cpp', tcc: 'cpp', cmake: 'cmake', cs: 'csharp', css: 'css',
	diff: 'diff', patch: 'diff', dockerfile: 'dockerfile', go: 'go', graphql: 'graphql', gql: 'graphql',
	ini: 'ini', toml: 'ini', desktop: 'ini', service: 'ini', socket: 'ini', timer: 'ini', target: 'ini', mount: 'ini', cfg: 'ini', cnf: 'ini', repo: 'ini',
	java: 'java', gradle: 'java', groovy: 'java', js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'javascript',
	json: 'json', map: 'json', jsonc: 'json', webmanifest: 'json', ipynb: 'json', kt: 'kotlin', kts: 'kotlin', less: 'less', lua: 'lua',
	mk: 'makefile', mak: 'makefile', md: 'markdown', markdown: 'markdown', m: 'objectivec', mm: 'objectivec',
	pl: 'perl', pm: 'perl', t: 'perl', php: 'php', phtml: 'php', ps1: 'powershell', psm1: 'powershell', properties: 'properties', env: 'properties', proto: 'protobuf',
	py: 'python', pyi: 'python', pyw: 'python', r: 'r', rb: 'ruby', gemspec: 'ruby', rake: 'ruby', ru: 'ruby', rs: 'rust', scss: 'scss', sass: 'scss', sql: 'sql', swift: 'swift', tcl: 'tcl',
	ts: 'typescript', tsx: 'typescript', mts: 'typescript', cts: 'typescript', vim: 'vim', wat: 'wasm',
	xml: 'xml', html: 'xml', htm: 'xml', xhtml: 'xml', svg: 'xml', xsd: 'xml', xsl: 'xml', xslt: 'xml', rss: 'xml', plist: 'xml', pom: 'xml', vue: 'xml', csproj: 'xml', glade: 'xml', ui: 'xml', policy: 'xml',
	yaml: 'yaml', yml: 'yaml',
};

/** By the program that runs a script, without a version at its end. */
const byInterpreter: Readonly<Record<string, Language>> = {
	sh: 'bash', bash: 'bash', dash: 'bash', ash: 'bash', zsh: 'bash', ksh: 'bash', busybox: 'bash', python: 'python', pypy: 'python', node: 'javascript', nodejs: 'javascript', deno: 'typescript', bun: 'typescript', tsx: 'typescript',
	perl: 'perl', ruby: 'ruby', php: 'php', lua: 'lua', luajit: 'lua', awk: 'awk', gawk: 'awk', mawk: 'awk', make: 'makefile', tclsh: 'tcl', wish: 'tcl', expect: 'tcl', Rscript: 'r', pwsh: 'powershell', swift: 'swift', kotlin: 'kotlin', groovy: 'java',
};

/** By how a text begins. */
const byContent: ReadonlyArray<readonly [start: RegExp, language: Language]> = [
	[/^\uFEFF?\s{0,100}<(?:\?xml|!doctype|html|svg)\b/i, 'xml'],
	[/^<\?php\b/, 'php'],
	[/^\s{0,100}\{\s{0,100}"/, 'json'],
	[/^\s{0,100}\[\s{0,100}["[{]/, 'json'],
	[/^---\s*$/m, 'yaml'],
	[/^(?:diff --git |Index: |--- \S.*\n\+\+\+ )/, 'diff'],
	[/^#(?:compdef|autoload)\b/, 'bash'],
];

/** So much of a text tells its language, if anything does. */
const startLength = 1000;

/**
The language of a text, as highlight.js names it: by the program that runs it, its name, or how it begins; undefined where nothing tells.

@param path With `/`; only its last name counts, but for a few folders of settings.
@param start How the text begins.
*/
export function languageOf(path: string, start: string): Language | undefined {
	const interpreter = interpreterOf(start);
	const byShebang = interpreter && lookUp(byInterpreter, interpreter.name.replace(/[\d.]+$/, ''));
	if (byShebang) {
		return byShebang;
	}

	const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
	const named = lookUp(byName, name) ?? (/^(?:dockerfile|containerfile)\./.test(name) ? 'dockerfile' : (name.startsWith('makefile.') ? 'makefile' : undefined));
	if (named) {
		return named;
	}

	// `nginx.conf.default`, `config.sh.in`: what a tool fills in or puts beside has the language of what it becomes.
	const plain = name.replace(/\.(?:in|dist|default|sample|example|orig|bak|dpkg-(?:dist|old|new)|template)$/, '');
	const extension = plain.includes('.') ? lookUp(byExtension, plain.slice(plain.lastIndexOf('.') + 1)) : undefined;
	if (extension) {
		return extension;
	}

	if (/(?:^|\/)nginx\//.test(path)) {
		return 'nginx';
	}

	if (/(?:^|\/)(?:apache2|httpd)\//.test(path)) {
		return 'apache';
	}

	const head = start.slice(0, startLength);
	return byContent.find(([pattern]) => pattern.test(head))?.[1] ?? (plain.endsWith('.conf') ? 'ini' : undefined);
}

/** The program that runs a script, by its first line: `/usr/bin/python3`, or what `env` looks for. */
export function interpreterOf(start: string): {path: string; name: string} | undefined {
	const line = /^#![\t ]*([^\n\r]{1,256})/.exec(start)?.[1];
	if (line === undefined) {
		return undefined;
	}

	const words = line.trim().split(/[\t ]+/);
	const isEnv = /(?:^|\/)env$/.test(words[0]);
	const program = isEnv ? words.slice(1).find(word => !word.startsWith('-') && !word.includes('=')) : words[0];
	return program === undefined || program === '' ? undefined : {path: line.trim(), name: program.slice(program.lastIndexOf('/') + 1)};
}

function lookUp(table: Readonly<Record<string, Language>>, name: string): Language | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}
