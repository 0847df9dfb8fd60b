/** An option as the command line takes it; help, completion and the parser are made from these. */
export type OptionDefinition = {
	/** The letter of the short form. */
	short?: string;
	/** What help calls the value; an option without it is a switch. */
	value?: string;
	/** What the value may be. */
	choices?: readonly string[];
	/** The smallest number that the value may be; only for options that take a number. */
	minimum?: number;
	/** Whether the number must be a whole one. */
	whole?: boolean;
	/** Whether it may be given more than once. */
	repeatable?: boolean;
	/** Whether its value may be empty, which is as if it were not given. */
	mayBeEmpty?: boolean;
	/** Whether one without a value may say `=true` or `=false`, as dive's do. */
	mayBeTold?: boolean;
	/** Whether a `=` may stand between its letter and its value, as with dive: `-j=FILE`. */
	mayHaveEquals?: boolean;
	/** One line of help. */
	help: string;
};

/** A command as data. */
export type CommandDefinition = {
	/** What follows the command's name, as help shows it. */
	operands: string;
	/** How many operands there must be, and may be. */
	count: readonly [minimum: number, maximum: number];
	/** One line of help. */
	help: string;
	/** What more there is to say, below the usage. */
	details?: string;
	/** A command line and what it does, the best first. */
	examples: ReadonlyArray<readonly [line: string, what: string]>;
	/** The options of this command alone; `commonOptions` go with all. */
	options: readonly OptionName[];
	/** The formats that it can write, the default first. */
	formats: readonly string[];
	/** The orders in which its rows can be sorted, the default first. */
	sorts?: readonly FileSort[];
	/** Whether it reads an image, though it writes none of the formats: what says which image, and how to wait for it, goes with it. */
	readsImage?: boolean;
	/** Whether it has formats and yet is about no image: what says which image, and how it is read, does not go with it. */
	isOfNoImage?: boolean;
	/** Help for options that mean something of its own here. */
	optionHelp?: Readonly<Record<string, string>>;
	/** What an operand may be, where that is a fixed set. */
	choices?: readonly string[];
	/** Options of the program whose name the command has, by their letters, that ask for what is so in any case: they are taken, and change nothing. */
	habits?: Readonly<Record<string, string>>;
	/** Letters of that program that mean nothing here, or another thing, and what to write instead. */
	hints?: Readonly<Record<string, string>>;
};

/** The columns of `files`, in the order in which help lists them. */
export const fileColumnNames = [
	'path', 'type', 'mode', 'uid', 'gid', 'user', 'group', 'size', 'mtime', 'link', 'layer', 'layer_digest',
	'content_digest', 'created_by', 'instruction', 'change', 'fate', 'hidden_by', 'package', 'path_base64',
] as const;

export type FileColumnName = (typeof fileColumnNames)[number];

/** The orders in which `files` can be sorted. */
export const fileSorts = ['size', 'path', 'layer'] as const;

export type FileSort = (typeof fileSorts)[number];

/** The shells that `completion` writes for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** The outputs that have a schema. */
export const schemaNames = ['summary', 'files', 'du', 'grep', 'waste', 'packages', 'history', 'images', 'diff', 'find', 'audit', 'verify', 'cache', 'rules', 'policy', 'config'] as const;

/** What `cache` can be asked for, the first where nothing is said. */
export const cacheWords = ['size', 'list', 'clear'] as const;

const optionTable = {
	platform: {value: 'OS/ARCH[/VARIANT]', help: 'which image of an index, such as linux/arm64'},
	image: {value: 'NAME', help: 'which image of an archive that holds several: a tag, or its number from 1'},
	format: {value: 'NAME[=FILE]', repeatable: true, help: 'what to write, and into which file; may be given several times, at most once without FILE'},
	at: {value: 'LAYER', help: 'the file system as it stood after that layer'},
	layer: {value: 'LAYER[..LAYER]', help: 'only what those layers hold: their entries, in the order of the tar; 3.. and ..5 are open at an end'},
	'all-layers': {help: 'every entry of every layer, in order of layer and then of the tar'},
	'ignore-case': {short: 'i', help: 'upper and lower case are the same'},
	'fixed-strings': {short: 'F', help: 'PATTERN is a text, no regular expression'},
	'word-regexp': {short: 'w', help: 'only whole words'},
	'invert-match': {short: 'v', help: 'the lines that do not match'},
	'files-with-matches': {short: 'l', help: 'only the files that have a match'},
	silent: {short: 'q', help: 'write nothing, and end with the first match: the exit code is the answer'},
	count: {short: 'c', help: 'how many lines of each file match'},
	'max-count': {short: 'm', value: 'N', minimum: 1, whole: true, help: 'at most N lines of each file'},
	'after-context': {short: 'A', value: 'N', minimum: 0, whole: true, help: 'N lines after each match, too'},
	'before-context': {short: 'B', value: 'N', minimum: 0, whole: true, help: 'N lines before each match, too'},
	context: {short: 'C', value: 'N', minimum: 0, whole: true, help: 'N lines before and after'},
	text: {short: 'a', help: 'lines of binary files as well'},
	columns: {value: 'LIST', help: `which columns, with commas between: ${fileColumnNames.join(',')}`},
	depth: {value: 'N', minimum: 0, whole: true, help: 'how many folders deep (1)'},
	sort: {value: 'ORDER', choices: fileSorts, help: 'the order: size (largest first); path, of files and du; layer, of files and packages'},
	limit: {value: 'N', minimum: 1, whole: true, help: 'only the first N rows'},
	fix: {value: 'ID', repeatable: true, help: 'what if that waste were mended; may be given several times, or several with commas between'},
	merge: {value: 'LAYER..LAYER', repeatable: true, help: 'what if those layers were one'},
	drop: {value: 'GLOB', repeatable: true, help: 'what if the paths that match were never stored'},
	without: {value: 'LAYER', repeatable: true, help: 'what if that layer were left out'},
	base: {value: 'IMAGE|auto', help: 'the image that this one was built on: the layers that both begin with are the base\'s; auto looks for it among images that were opened before or that engines have'},
	output: {short: 'o', value: 'FOLDER|FILE.tar|-', help: 'where to: a folder, a tar, or - for a tar on standard output'},
	strip: {value: 'PREFIX', help: 'take this off the front of paths: /usr/local makes /usr/local/bin/app bin/app'},
	'no-follow': {help: 'a PATH that is a link is the link, not what it leads to'},
	'no-same-owner': {help: 'leave owners alone; without root they are in any case'},
	'keep-setuid': {help: 'keep setuid and setgid bits, and capabilities'},
	devices: {help: 'make device nodes and named pipes too'},
	force: {help: 'replace files that are there'},
	policy: {value: 'FILE', help: 'the policy, instead of .freedive.yaml or .dive-ci in the working folder'},
	'fail-on': {value: 'SEVERITY', choices: ['critical', 'error', 'warning', 'note', 'never'], help: 'from which severity on a new finding fails: critical, error (where nothing is said), warning, note or never'},
	only: {value: 'RULE', repeatable: true, help: 'only these rules, with commas between, even where the policy has them off'},
	skip: {value: 'RULE', repeatable: true, help: 'all rules but these, with commas between'},
	'require-codec': {value: 'NAME', repeatable: true, help: 'a codec that FFmpeg in the image must have: an encoder, a decoder or a library, such as libx264'},
	'require-label': {value: 'NAME[=VALUE]', repeatable: true, help: 'a label that the image must have'},
	baseline: {value: 'FILE', help: 'findings that are known and do not fail: what --write-baseline wrote'},
	'write-baseline': {value: 'FILE', help: 'write down what is found, so that it is known from now on'},
	'list-rules': {help: 'what the rules are, in place of an audit: text, json or markdown'},
	init: {help: 'write .freedive.yaml, or what --policy names: a policy with comments that the image passes today'},
	ignore: {value: 'LIST', repeatable: true, help: 'leave out, with commas between: mode, uid, gid, mtime, xattrs, hardlinks, created, config, history; times, owners, metadata; or paths, such as /var/log and \'*.pyc\''},
	path: {value: 'GLOB', repeatable: true, help: 'only the files that match; may be given several times'},
	patch: {help: 'what differs in text files, as a unified diff that patch and git apply take'},
	'exit-code': {help: 'exit code 1 where anything differs'},
	query: {value: 'QUERY', mayBeEmpty: true, help: 'only what that query finds, as freedive find takes it'},
	null: {short: '0', help: 'end paths with NUL instead of a line break, and tell nothing else'},
	'from-file': {value: 'LIST', help: 'a file that names images, one a line; - is standard input'},
	retry: {value: 'N', minimum: 0, whole: true, help: 'try an image that is not there, or can\'t be read, N times more, with growing pauses; at most 10 tries in all'},
	ci: {mayBeTold: true, help: 'as dive --ci: hold the image against dive\'s three thresholds alone, with exit code 1 where it does not pass'},
	'ci-config': {value: 'FILE', help: 'with --ci: the thresholds, instead of .dive-ci in the working folder'},
	lowestEfficiency: {value: 'NUMBER', help: 'with --ci: from 0 to 1, 0.9 where nothing is said'},
	highestWastedBytes: {value: 'SIZE', help: 'with --ci: such as 20MB, disabled where nothing is said'},
	highestUserWastedPercent: {value: 'NUMBER', help: 'with --ci: from 0 to 1, 0.1 where nothing is said'},
	json: {short: 'j', value: 'FILE', mayHaveEquals: true, help: 'as dive --json: write the JSON that dive writes; - is standard output'},
	verify: {help: 'hold every digest, diff_id, size and media type that is claimed against the bytes, as freedive verify does: exit code 1 where one does not hold (on the screen it is marked)'},
	open: {value: 'LAYER:/PATH', help: 'on the screen: begin there'},
	color: {value: 'WHEN', choices: ['auto', 'always', 'never'], help: 'auto, always or never'},
	ascii: {help: 'draw with plain ASCII alone'},
	'no-mouse': {help: 'leave the mouse to the terminal'},
	'no-progress': {help: 'no progress on standard error'},
	quiet: {help: 'no warnings and no progress on standard error'},
	bytes: {help: 'sizes in text as whole numbers of bytes'},
	'all-local': {help: 'all images that docker, podman and nerdctl have: what they weigh, and which layers they share'},
	eager: {help: 'on the screen: fetch all layers of an image in a registry at once, not when they are looked at'},
	'no-cache': {help: 'neither read nor write what freedive keeps of layers that it has read'},
	'log-format': {value: 'NAME', choices: ['text', 'json'], help: 'how warnings and errors are written on standard error: text, or json, an object a line'},
	timeout: {value: 'SECONDS', minimum: 0, help: 'give up after that time, with exit code 2 (not on the screen)'},
	help: {short: 'h', help: 'this help, or that of a command'},
	version: {short: 'v', help: 'the version'},
} as const satisfies Record<string, OptionDefinition>;

export type OptionName = keyof typeof optionTable;

/** All options, by their long names. */
export const options: Readonly<Record<OptionName, OptionDefinition>> = optionTable;

/** The options that go with every command. */
export const commonOptions: readonly OptionName[] = [
	'platform', 'image', 'format', 'color', 'ascii', 'no-mouse', 'no-progress', 'quiet', 'bytes', 'no-cache', 'eager', 'log-format', 'timeout', 'help', 'version',
];

/** Those of them that say which image, and how to wait for it. */
const readingOptions: readonly OptionName[] = ['platform', 'image', 'no-progress', 'quiet', 'no-cache', 'log-format', 'timeout'];

/** Those of them that say how what comes out is written. */
const writingOptions: readonly OptionName[] = ['format', 'color', 'bytes', 'log-format', 'help', 'version'];

const commandTable = {
	open: {
		operands: '[IMAGE…]',
		count: [0, Number.POSITIVE_INFINITY],
		help: 'the screen on a terminal; the summary elsewhere. Two images are compared, three or more listed',
		details: 'IMAGE is the name of an image, which docker, podman and nerdctl are asked for where they are installed, in that order, and then its registry; docker://NAME, podman://NAME, nerdctl://NAME and registry://NAME ask that one alone (docker:// is the engine, as in dive, and not a registry, as in skopeo). Or it is a file or folder: what `docker save` or `podman save` wrote, an OCI layout or archive, a folder of skopeo\'s dir:, a root file system as a tar; plain or compressed with gzip, zstd, xz or bzip2. `-` is standard input. Without IMAGE one is chosen on the screen, or the demo opens where there is no other. A word that is also a command is an image when written as ./summary.',
		examples: [
			['freedive app.tar', 'walk the layers of a saved image'],
			['freedive app:1.2', 'an image of docker, podman, nerdctl or a registry'],
			['docker save app | freedive -', 'one that another program writes'],
			['freedive summary app.tar', 'its layers, and where every byte went'],
			['freedive files app.tar \'*.so\' --sort size --limit 20', 'the twenty largest libraries'],
			['freedive app-1.tar app-2.tar', 'what differs between two images'],
			['freedive shop.tar web.tar db.tar', 'what three weigh, and which layers they share'],
			['freedive --all-local', 'the same of all images that docker, podman and nerdctl have'],
			['freedive app.tar --ci', 'dive\'s thresholds, for a pipeline that has them'],
			['freedive app.tar --format csv=entries.csv', 'every entry of every layer, for a spreadsheet'],
		],
		options: ['all-local', 'base', 'open', 'verify', 'ci', 'ci-config', 'lowestEfficiency', 'highestWastedBytes', 'highestUserWastedPercent', 'json'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	summary: {
		operands: 'IMAGE',
		count: [1, 1],
		help: 'the image, its layers, where every byte went',
		examples: [
			['freedive summary app.tar', 'one screen of text'],
			['freedive summary app.tar --format json | jq .bytes', 'the ledger, for a script'],
			['freedive summary app.tar --format markdown=summary.md --format text', 'two at once'],
			['freedive summary app.tar --base debian.tar', 'the base\'s layers and waste told from one\'s own'],
		],
		options: ['base', 'verify'],
		formats: ['text', 'json', 'markdown'],
	},
	files: {
		operands: 'IMAGE [GLOB…]',
		count: [1, Number.POSITIVE_INFINITY],
		help: 'a row a file',
		details: 'A GLOB without a slash is held against the last name of each path, one with a slash against the whole path; ** stands for any folders. A plain path gives that path and all below it; links on the way to it are followed. \\xNN in it stands for a byte. Each name of a file, as hard links give it several, is a row with the file\'s size. LAYER is a number from 1, base first, or the start of a digest: sha256:… or six hex digits.',
		examples: [
			['freedive files app.tar', 'the final file system'],
			['freedive files app.tar /usr/lib \'*.py\' --sort size --limit 20', 'the largest of some'],
			['freedive files app.tar --query \'size:>10MB !package:*\' --sort size', 'what is large and no package\'s, as freedive find would find it'],
			['freedive files app.tar --at 3', 'the file system as it stood after layer 3'],
			['freedive files app.tar --all-layers --format csv', 'every entry of every layer'],
			['freedive files app.tar --format jsonl --columns path,size,change', 'an object a line'],
		],
		options: ['at', 'layer', 'all-layers', 'query', 'columns', 'sort', 'limit', 'verify'],
		sorts: fileSorts,
		formats: ['text', 'csv', 'json', 'jsonl'],
	},
	du: {
		operands: 'IMAGE [PATH]',
		count: [1, 2],
		help: 'sizes of folders',
		details: 'Of the final file system, or as it stood after a layer: PATH (/ where nothing is said) and the folders in it, largest first. A content of several names, as hard links are, counts once. Single files are listed by freedive files IMAGE PATH --sort size.',
		examples: [
			['freedive du app.tar', 'the folders at the top'],
			['freedive du app.tar /usr --depth 3 --limit 20', 'the largest folders of /usr'],
			['freedive du app.tar --at 3', 'as it stood after layer 3'],
			['freedive du app.tar --depth 99 --format csv', 'all folders, for a spreadsheet'],
		],
		options: ['at', 'depth', 'sort', 'limit'],
		sorts: ['size', 'path'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	waste: {
		operands: 'IMAGE',
		count: [1, 1],
		help: 'wasted bytes, worst first: what happened, and what to write instead',
		details: 'Waste is what layers store and no path of the finished image shows. Each row is one cause, with both instructions, the remedy and what the image would weigh after it. --fix, --merge, --drop and --without ask what it would weigh then, in any combination; what a pull would save is an estimate, by how far each layer is compressed. csv has a row a waste, and so does not tell it. Text and markdown show ten at most unless --limit is given, json and csv all. Below them are equal files of the finished image, which are no waste.',
		examples: [
			['freedive waste app.tar', 'the worst, and what to do'],
			['freedive waste app.tar --fix chown-8 --fix package-cache-apt-7', 'the size with these two mended'],
			['freedive waste app.tar --merge 4..8 --drop \'*.a\'', 'with layers 4 to 8 as one, and without static libraries'],
			['freedive waste app.tar --format json | jq \'.wastes[0].remedy\'', 'for a script'],
			['freedive waste app.tar --base debian.tar --format markdown', 'for a comment under a build'],
		],
		options: ['fix', 'merge', 'drop', 'without', 'limit', 'base'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	packages: {
		operands: 'IMAGE',
		count: [1, 1],
		help: 'bytes by package, and what no package owns',
		details: 'Packages of dpkg (status.d of distroless too), apk, rpm (rpmdb.sqlite), Python, npm and Ruby, and Go programs by their module. size is what the finished image shows of a package, wasted what layers store of it besides: older versions, files that were deleted; those of which layers store most come first. A package that was removed is listed as long as a layer stores bytes of it. What the system\'s packages hold of a language is the system\'s.',
		examples: [
			['freedive packages app.tar', 'which packages take most'],
			['freedive packages app.tar --limit 20', 'the largest twenty'],
			['freedive packages app.tar --format json | jq .packages[0]', 'for a script'],
			['freedive files app.tar --columns package,size,path', 'the package of each file'],
		],
		options: ['sort', 'limit'],
		sorts: ['size', 'layer'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	history: {
		operands: 'IMAGE [PATH]',
		count: [1, 2],
		help: 'the Dockerfile with the bytes of each instruction; of PATH, each layer that touched it',
		details: 'Without PATH: the instructions as they were written, with what each stores (size), what of it no path of the finished image shows (wasted), and which bytes of other layers it made waste (causes). Labels or annotations (org.opencontainers.image.base.*) name the base image, but do not tell which layers are its: that is guessed from the history unless --base is given. With PATH: its story, base layer first. \\xNN in PATH stands for a byte.',
		examples: [
			['freedive history app.tar', 'the annotated Dockerfile'],
			['freedive history app.tar /srv/app/data.bin', 'which layers stored it, changed it, removed it'],
			['freedive history app.tar --base debian.tar', 'what is the base\'s, and what one\'s own'],
			['freedive history app.tar --format json | jq \'.steps[].wasted\'', 'for a script'],
		],
		options: ['base'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	cat: {
		operands: 'IMAGE PATH…',
		count: [2, Number.POSITIVE_INFINITY],
		help: 'the bytes of files on standard output',
		details: 'Links are followed inside the image, /bin/sh to what the shell is. Without --at and --layer it is the finished image\'s file. \\xNN in PATH stands for a byte.',
		examples: [
			['freedive cat app.tar /etc/os-release', 'which distribution it is'],
			['freedive cat app.tar /srv/app/config.json --at 3', 'as it stood after layer 3, deleted since or not'],
			['freedive cat app.tar /var/lib/dpkg/status --layer 5 | less', 'what layer 5 stores of it'],
		],
		options: ['at', 'layer', 'no-follow'],
		optionHelp: {
			layer: 'the last version that those layers hold, removed again or not; 3.. and ..5 are open at an end',
		},
		formats: [],
		readsImage: true,
	},
	extract: {
		operands: 'IMAGE PATH…',
		count: [1, Number.POSITIVE_INFINITY],
		help: 'files and folders out of the image, into a folder or a tar',
		details: 'PATH is a file, or a folder with all that is in it; with wildcards, what matches. / is the whole final file system, and with --layer PATH may be left out. Below FOLDER lie whole paths, less --strip. A PATH that is a link, such as /bin/sh, gives what it leads to, under its own name; links within a folder stay links. Nothing is written outside FOLDER: it may be a link itself, but none that lies in it is followed. What is there already stays, unless --force is given. Setuid bits, device nodes and named pipes are left out unless they are asked for. The exit code is 2 where a path was left out or could not be given its owner; what lost setuid bits, extended attributes or its time is only told.',
		examples: [
			['freedive extract app.tar /srv/app -o out', 'a folder, as out/srv/app'],
			['freedive extract app.tar /usr/local --strip /usr/local -o local', 'what is in it, right in local/'],
			['freedive extract app.tar /etc/app.conf --at 3 -o old', 'a file as it stood after layer 3'],
			['freedive extract app.tar --layer 5 -o layer5', 'all that layer 5 holds'],
			['freedive extract app.tar --query \'size:>10MB ext:so\' -o large', 'what freedive find finds, in the final file system'],
			['freedive extract app.tar / -o - | tar -tv', 'the final file system as a tar'],
		],
		options: ['output', 'at', 'layer', 'query', 'strip', 'no-follow', 'force', 'no-same-owner', 'keep-setuid', 'devices'],
		optionHelp: {
			layer: 'only what those layers hold: of each path the last, removed again or not; 3.. and ..5 are open at an end',
			query: 'only what that query finds, as freedive find takes it; with PATH, of that',
		},
		formats: [],
		readsImage: true,
	},
	diff: {
		operands: 'IMAGE [IMAGE]',
		count: [1, 2],
		help: 'what differs between two images, or two points in the history of one',
		details: 'A is the first, B the second. Files are compared by type, content, link target, mode, owner, time in whole seconds and extended attributes; contents by their bytes or digests, never by size. Layers are shared where they have the same diff_id and the same entries. Text names the worst first, 40 rows unless --limit is given; json and csv have all. --platform and --image go for both; --at and --layer take one layer for both, or X for A and Y for B as X..Y, where X.. is up to the end. --ignore times leaves out what two builds of one Dockerfile always differ in: times of files, of the build, and of the steps of the history. With --path only files are compared. A GLOB is as in freedive files.',
		examples: [
			['freedive diff app-1.tar app-2.tar', 'the verdict, layers, configuration, packages, and files worst first'],
			['freedive diff build-1.tar build-2.tar --ignore times --exit-code', 'whether a build is reproducible, for a pipeline'],
			['freedive diff staging.tar production.tar --path /etc --patch', 'what differs in the text files of a folder'],
			['freedive diff app.tar --at 3..', 'what the layers after the third did to the file system'],
			['freedive diff app-1.tar app-2.tar --layer 5..6', 'layer 5 of the one and layer 6 of the other'],
			['freedive diff old.tar new.tar --format markdown', 'for a comment under a pull request'],
		],
		options: ['ignore', 'path', 'patch', 'exit-code', 'at', 'layer', 'sort', 'limit'],
		optionHelp: {
			at: 'the file systems as they stood after that layer: one for both, or X..Y',
			layer: 'only what that layer holds: one for both, or X..Y',
		},
		sorts: ['size', 'path'],
		formats: ['text', 'json', 'markdown', 'csv'],
	},
	find: {
		operands: 'IMAGE QUERY…',
		count: [2, Number.POSITIVE_INFINITY],
		help: 'paths of all layers, best match first',
		details: 'Words are found as fzf finds them: letters in their order, \'exact, ^start, end$, !not, a | b for one or the other, in small letters without regard to case; *, ? and […] make a glob, re: is a regular expression. Filters: size:>10MB, size:1k..5k, layer:3, layer:2..5, change:removed, fate:rewritten, wasted, type:symlink, ext:so, owner:1000, mode:setuid, newer:2024-01-01, older:30d, package:ffmpeg, text:PATTERN for what contents hold; ! in front of one is its opposite. A path is found where one of its versions has all of that; one that is gone is told with the layer that removed it. The exit code is 1 where nothing matches. On a terminal the first 40 are listed unless --limit is given, elsewhere all: letters may lie far apart, and \'exact finds only what has the word as it stands. In a shell most of it wants quotes.',
		examples: [
			['freedive find app.tar libssl', 'a file whose name is half remembered, deleted or not'],
			['freedive find app.tar \'size:>10MB change:removed\'', 'what was deleted, and is large'],
			['freedive find app.tar \'mode:setuid | mode:setgid\'', 'what runs as another user'],
			['freedive find app.tar \'*.pem wasted\' --format json', 'keys that are still in a layer, for a script'],
			['freedive find app.tar -0 \'type:f ext:py\' | xargs -0 -n1 echo', 'paths that end with NUL'],
		],
		options: ['limit', 'null'],
		formats: ['text', 'json', 'jsonl', 'csv'],
	},
	grep: {
		operands: 'IMAGE PATTERN [GLOB…]',
		count: [2, Number.POSITIVE_INFINITY],
		help: 'lines of files, deleted ones too with --all-layers',
		details: 'PATTERN is a regular expression of JavaScript, held against each line of the finished image\'s files; GLOB chooses among them as in freedive files. --layer and --all-layers search every version that layers store, and say what became of it. Text is UTF-8, Latin-1 where it is none, and UTF-16 where its first bytes say so; that a binary file matches is told, and its lines only with -a. What several hard links name is searched once. The exit code is 1 where nothing matches.',
		examples: [
			['freedive grep app.tar -i password /etc', 'as grep -ri password /etc in a container'],
			['freedive grep app.tar -w TODO \'*.py\' -C 2', 'with two lines around each'],
			['freedive grep app.tar -F \'BEGIN RSA PRIVATE KEY\' --all-layers', 'in every version of every file, deleted ones too'],
			['freedive grep app.tar -l libssl --format json | jq -r \'.matches[].path\'', 'which files, for a script'],
		],
		options: [
			'ignore-case', 'fixed-strings', 'word-regexp', 'invert-match', 'files-with-matches', 'silent', 'count', 'max-count',
			'after-context', 'before-context', 'context', 'text', 'at', 'layer', 'all-layers', 'query', 'limit',
		],
		optionHelp: {
			layer: 'every version of the files that those layers hold',
			'all-layers': 'every version of every file, deleted ones too',
			limit: 'only the first N lines, of all files together',
		},
		habits: {
			n: 'line-number', r: 'recursive', R: 'dereference-recursive', E: 'extended-regexp', P: 'perl-regexp', H: 'with-filename',
		},
		hints: {
			e: '-e is not needed: PATTERN is the word after IMAGE, behind -- if it begins with -; for one or the other write a|b.',
			f: 'grep takes one PATTERN, and no file of them; for one or the other write a|b.',
			h: '-h is the help, without operands. Paths are always told; lines alone are in --format jsonl, as text.',
			I: 'Lines of binary files are told with -a alone; that they match is told in any case.',
			L: 'Files without a match are not listed; those with one are, with -l.',
			o: 'Lines are told whole; where in them the matches are is in --format json, as ranges.',
			s: '-s is --quiet here: no warnings.',
			x: 'For whole lines write ^(PATTERN)$.',
			z: 'Lines end with line breaks alone; -a searches binary files so, too.',
		},
		formats: ['text', 'json', 'jsonl', 'csv'],
	},
	audit: {
		operands: 'IMAGE…',
		count: [0, Number.POSITIVE_INFINITY],
		help: 'what is wrong with an image, and yes or no for a pipeline',
		details: 'Nothing of the image is run. Exit code 1 where a limit of the policy is broken, or something new of severity error or worse (--fail-on) was found for sure; 2 where an image could not be read whole, or the policy can\'t be followed. The policy is .freedive.yaml in the working folder, or else dive\'s .dive-ci, whose thresholds then decide alone; what the command line says goes over it.',
		examples: [
			['freedive audit app.tar', 'what to mend, worst first'],
			['freedive audit app.tar --format json | jq \'.images[0].findings[].rule\'', 'for a script'],
			['freedive audit --list-rules', 'what it looks for'],
			['freedive audit app.tar --init', 'writes .freedive.yaml, a policy that this image passes today'],
			['freedive audit app.tar --write-baseline known.json', 'what is found now is known from now on'],
			['freedive audit app.tar --baseline known.json --fail-on warning', 'only what is new fails'],
			['freedive audit app.tar --format dockerfile', 'a multi-stage Dockerfile to start from'],
			['freedive audit --from-file images.txt --retry 2', 'many images: one that fails stops no other'],
		],
		options: [
			'policy', 'fail-on', 'only', 'skip', 'require-codec', 'require-label', 'baseline', 'write-baseline', 'list-rules', 'init', 'force', 'base', 'from-file', 'retry', 'limit', 'verify',
		],
		optionHelp: {
			force: 'with --init: replace a policy that is there',
			limit: 'in what people read, at most N findings of each rule',
		},
		formats: ['text', 'json', 'sarif', 'junit', 'markdown', 'github', 'csv', 'html', 'openmetrics', 'dockerfile'],
	},
	verify: {
		operands: 'IMAGE',
		count: [1, 1],
		help: 'every digest, diff_id, size and media type that is claimed, held against the bytes',
		details: 'Every blob is read to its end: manifests and the config, layers as they lie and as what they inflate to. Exit code 1 where a claim does not hold, 2 where something could not be read.',
		examples: [
			['freedive verify app.tar', 'a row a blob, and what does not hold'],
			['freedive verify registry://ghcr.io/a/b:1', 'all of it is fetched'],
			['freedive verify app.tar --format json | jq .holds', 'for a script'],
		],
		options: [],
		formats: ['text', 'json', 'csv'],
	},
	cache: {
		operands: '[list|size|clear]',
		count: [0, 1],
		help: 'what is kept of images that were read: how much, each, or none of it any more',
		details: 'size, which is meant where nothing is said, tells the folder, how much is in it and how much may be; list has a row for each layer and document, last used first, with the digest that it is kept under; clear drops all. The first two tell how many images are remembered beside it, those opened lately and those by whose layers others are told to be built on them; clear forgets them. Programs that use it meanwhile read what they miss anew.',
		examples: [
			['freedive cache', 'where it is, and how much it takes'],
			['freedive cache list --format csv', 'each layer and document, for a spreadsheet'],
			['freedive cache clear', 'drops all of it'],
		],
		options: [],
		formats: ['text', 'json', 'csv'],
		choices: cacheWords,
		isOfNoImage: true,
	},
	schema: {
		operands: 'NAME',
		count: [1, 1],
		help: 'the JSON Schema of the output of a command',
		examples: [['freedive schema summary', 'what `freedive summary --format json` writes']],
		options: [],
		formats: [],
		choices: schemaNames,
	},
	completion: {
		operands: 'SHELL',
		count: [1, 1],
		help: 'completion for bash, zsh or fish',
		examples: [
			['source <(freedive completion bash)', 'in ~/.bashrc'],
			['freedive completion zsh > ~/.zfunc/_freedive', 'for zsh, with ~/.zfunc in fpath'],
			['freedive completion fish > ~/.config/fish/completions/freedive.fish', 'for fish'],
		],
		options: [],
		formats: [],
		choices: shells,
	},
} as const satisfies Record<string, Omit<CommandDefinition, 'options'> & {options: readonly OptionName[]}>;

export type CommandName = keyof typeof commandTable;

/** All commands, by name. `open` is the one without a word: `freedive [IMAGE]`. */
export const commands: Readonly<Record<CommandName, CommandDefinition>> = commandTable;

/** The commands that have a word of their own. */
export const commandWords = (Object.keys(commands) as CommandName[]).filter(name => name !== 'open');

/** What the value of an option may be where a command is given it; nothing where that is no fixed set. */
export function choicesOf(name: OptionName, command: CommandName): readonly string[] {
	const {formats, sorts} = commands[command];
	if (name === 'format') {
		return formats;
	}

	return name === 'sort' && sorts ? sorts : options[name].choices ?? [];
}

/** The letter of an option where a command is given it. Of several that have one, the command's own goes first, then what goes with all. */
export function letterOf(name: OptionName, command: CommandName): string | undefined {
	const {short} = options[name];
	const others = Object.keys(options) as OptionName[];
	return short !== undefined && [...commands[command].options, ...commonOptions, ...others].find(other => options[other].short === short) === name ? short : undefined;
}

/** A line of help for an option, as it is for a command. */
export function helpOf(name: OptionName, command: CommandName): string {
	const own = commands[command].optionHelp?.[name];
	if (own !== undefined) {
		return own;
	}

	return name === 'sort'
		? `the order: ${choicesOf(name, command).map(order => order === 'size' ? 'size (largest first)' : order).join(', ').replace(/, (?=\w+$)/, ' or ')}`
		: options[name].help;
}

/** The options that have a meaning for a command, its own first. */
export function optionsOf(command: CommandName): readonly OptionName[] {
	const {options: own, formats, readsImage, isOfNoImage} = commands[command];
	if (isOfNoImage) {
		return [...own, ...writingOptions];
	}

	return formats.length > 0 ? [...own, ...commonOptions] : [...own, ...(readsImage ? readingOptions : []), 'help', 'version'];
}

/** A format that was asked for, and the file it goes to where that is not standard output. */
export type FormatRequest = {
	name: string;
	file?: string;
};

/** A layer and a path in it, as `--open` names them. */
export type OpenAt = {
	/** As the user named the layer. */
	layer: string;
	path: string;
};

/** A command line that was understood. */
export type Options = {
	command: CommandName;
	/** What is neither command nor option, in order. */
	operands: string[];
	platform?: string;
	image?: string;
	formats: FormatRequest[];
	/** A layer as the user named it, and so for `layer`. */
	at?: string;
	layer?: string;
	allLayers: boolean;
	columns?: FileColumnName[];
	sort?: FileSort;
	depth?: number;
	limit?: number;
	/** Ids of wastes. */
	fix: string[];
	merge: string[];
	drop: string[];
	without: string[];
	base?: string;
	/** Whether all images of the engines are meant. */
	allLocal: boolean;
	/** Where `extract` writes. */
	output?: string;
	/** What it takes off the front of paths. */
	strip?: string;
	/** Whether a path that is a link stands for what it leads to. */
	follow: boolean;
	sameOwner: boolean;
	keepSetuid: boolean;
	devices: boolean;
	force: boolean;
	/** What `diff` leaves out, as the user named it. */
	ignore: string[];
	path: string[];
	/** A query, for commands that list or take. */
	query?: string;
	/** Whether paths end with NUL. */
	null: boolean;
	patch: boolean;
	exitCode: boolean;
	/** As dive has them. */
	ci: boolean;
	ciConfig?: string;
	lowestEfficiency?: string;
	highestWastedBytes?: string;
	highestUserWastedPercent?: string;
	json?: string;
	/** Of `audit`. */
	policy?: string;
	failOn?: 'critical' | 'error' | 'warning' | 'note' | 'never';
	/** Ids of rules. */
	only: string[];
	skip: string[];
	requireCodec: string[];
	requireLabel: string[];
	baseline?: string;
	writeBaseline?: string;
	/** Whether the rules are to be listed. */
	listRules: boolean;
	init: boolean;
	/** Of `grep`. */
	ignoreCase: boolean;
	fixedStrings: boolean;
	wordRegexp: boolean;
	invertMatch: boolean;
	filesWithMatches: boolean;
	/** Whether only the exit code tells. */
	silent: boolean;
	count: boolean;
	/** Whether binary files are searched as if they were text. */
	asText: boolean;
	/** Lines of a file at most. */
	maxCount?: number;
	/** How many lines around each that matches are told. */
	beforeContext: number;
	afterContext: number;
	/** A file that names images. */
	fromFile?: string;
	/** How often more an image is tried. */
	retry?: number;
	open?: OpenAt;
	color: 'auto' | 'always' | 'never';
	ascii: boolean;
	mouse: boolean;
	progress: boolean;
	quiet: boolean;
	bytes: boolean;
	/** Whether layers that lie elsewhere are fetched before they are looked at. */
	eager: boolean;
	/** Whether what is claimed is held against the bytes. */
	verify: boolean;
	/** Whether what was read of layers is kept, and looked for. */
	cache: boolean;
	logFormat: 'text' | 'json';
	/** Seconds. */
	timeout?: number;
	help: boolean;
	version: boolean;
};
