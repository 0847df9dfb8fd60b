/**
Makes `build/`: the program as it is published. Run it by `npm run build`.
*/
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {buildDemo} from './source/image/demo/build-demo.js';
import packageJson from './package.json' with {type: 'json'};

const root = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(root, 'build');
/** The V8 whose flags are known, and how long it waits longer, in milliseconds. */
const knownV8 = '13.6';
const patience = 2000;
const lowestNode = packageJson.engines.node.replace('>=', '');

/**
What runs first, in a syntax and with imports that old versions of Node know, so that they can say what is missing.
The code cache lies in a folder of the user's own: code in a folder that others can write to could be theirs.
Importing `process` would set up all that it has, standard input too, which takes 5 ms: the global one does not.

What runs often V8 compiles again and better in threads beside. A command of a second or two pays for that and has little of it: a quarter of
all its work, measured. So for its first two seconds V8 is to wait longer before it does. The word for it is not V8's promise, hence
only where it is known.
*/
const starter = `#!/usr/bin/env node
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import os from 'node:os';
import v8 from 'node:v8';

const [major, minor] = process.versions.node.split('.').map(Number);
const [lowestMajor, lowestMinor] = '${lowestNode}'.split('.').map(Number);
if (major < lowestMajor || (major === lowestMajor && minor < lowestMinor)) {
	console.error('freedive needs Node ${lowestNode} or newer, and this is Node ' + process.versions.node + '.');
	process.exitCode = 2;
} else {
	// Each folder by itself: Node's recursive way never ends where a folder is there and yet takes none, as /proc.
	try {
		const {XDG_CACHE_HOME: given = ''} = process.env;
		let folder = path.isAbsolute(given) ? given : path.join(os.homedir(), '.cache');
		for (const name of ['', 'freedive', 'code']) {
			folder = path.join(folder, name);
			if (!fs.existsSync(folder)) {
				fs.mkdirSync(folder, {mode: 0o700});
			}
		}

		// Node waits for a pipe that lies there, before anything of the program runs.
		if (fs.readdirSync(folder, {recursive: true, withFileTypes: true}).every(entry => entry.isFile() || entry.isDirectory())) {
			module.enableCompileCache(folder);
		}
	} catch {}
	if (process.versions.v8.startsWith('${knownV8}.')) {
		v8.setFlagsFromString('--efficiency-mode');
		setTimeout(() => {
			v8.setFlagsFromString('--no-efficiency-mode');
		}, ${patience}).unref();
	}

	import('./cli.js');
}
`;

/** Ink imports React's developer tools where the variable DEV is set, which it never is here. */
const withoutDevtools: esbuild.Plugin = {
	name: 'without-devtools',
	setup(build) {
		build.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'empty'}));
		build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {}'}));
	},
};

/** Yoga, which Ink lays out with, fetches its own code from a data URL where there is a `fetch`; to load Node's takes 30 ms. Without it decodes. */
const withoutFetch: esbuild.Plugin = {
	name: 'without-fetch',
	setup(build) {
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path}) => ({contents: `const fetch = undefined;\n${fs.readFileSync(path, 'utf8')}`}));
	},
};

/** Ink measures every character of every frame anew, by tables that take 60 ms to load. The screen's own measure counts what it can. */
const withTextWidth: esbuild.Plugin = {
	name: 'with-text-width',
	setup(build) {
		const own = path.join(root, 'source/ui/parts/text-width.ts');
		build.onResolve({filter: /^string-width$/}, ({importer}) => importer === own ? undefined : {path: own});
	},
};

/** Ink puts a frame together character by character. What is lines side by side, as all frames are here, needs none of that. */
const withComposedFrames: esbuild.Plugin = {
	name: 'with-composed-frames',
	setup(build) {
		const own = path.join(root, 'source/ui/parts/compose-frame.ts');
		build.onLoad({filter: /ink[/\\]build[/\\]output\.js$/}, ({path: file}) => {
			const given = fs.readFileSync(file, 'utf8');
			const named = given.replace('export default class Output ', 'class InkOutput ');
			if (named === given) {
				throw new Error(`${file} has no Output that could be extended.`);
			}

			return {
				contents: `import {composeFrame} from ${JSON.stringify(own)};
${named}
export default class Output extends InkOutput {
	get() {
		const output = composeFrame(this.operations, this.height);
		return output === undefined ? super.get() : {output, height: this.height};
	}
}
`,
			};
		});
	},
};

/** Tells builds apart that read layers, or lay them over one another, in different ways: what one keeps of them the other must not take for its own. */
function fingerprint(): string {
	const hash = createHash('sha256');
	for (const file of fs.globSync('source/{format,content,archive,image,tree}/**/*.ts', {cwd: root}).sort()) {
		hash.update(fs.readFileSync(path.join(root, file)));
	}

	return hash.digest('hex').slice(0, 16);
}

async function bundle(): Promise<esbuild.BuildResult<{write: false; metafile: true}>> {
	return esbuild.build({
		absWorkingDir: root,
		entryPoints: {
			cli: 'source/cli.ts',
			'layer-worker': 'source/archive/layer-worker.ts',
			'extract-worker': 'source/extract/extract-worker.ts',
			'search-worker': 'source/archive/search-worker.ts',
			'seek-worker': 'source/archive/seek-worker.ts',
			'expression-worker': 'source/archive/expression-worker.ts',
		},
		outdir: folder,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: `node${lowestNode}`,
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': '"false"',
			'process.env.FREEDIVE_BUILD': JSON.stringify(fingerprint()),
		},
		// Packages of CommonJS ask for Node's modules by `require`.
		banner: {js: 'import {createRequire as __createRequire} from \'node:module\';const require=__createRequire(import.meta.url);'},
		plugins: [withoutDevtools, withoutFetch, withTextWidth, withComposedFrames],
		write: false,
		metafile: true,
	});
}

/** The licences of the packages whose code is in the bundle, which they ask to be handed on. */
function licensesOf(inputs: string[]): string {
	const packages = new Map<string, string>();
	for (const input of inputs) {
		const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
		if (folder === undefined || packages.has(folder)) {
			continue;
		}

		const {name, version, license} = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Record<string, string>;
		const file = fs.readdirSync(path.join(root, folder)).find(name => /^licen[cs]e/i.test(name));
		const text = file === undefined ? `Licensed under ${license}.` : fs.readFileSync(path.join(root, folder, file), 'utf8').trim();
		packages.set(folder, `${name} ${version} (${license})\n\n${text}\n`);
	}

	const texts = [...new Set(packages.values())].sort();
	return `freedive contains code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Writes what differs and removes what is no longer made, so that a program that runs from the folder meanwhile finds its files. */
function writeFolder(files: Map<string, Uint8Array>): void {
	fs.mkdirSync(folder, {recursive: true});
	for (const [name, contents] of files) {
		const target = path.join(folder, name);
		if (fs.existsSync(target) && fs.readFileSync(target).equals(contents)) {
			fs.utimesSync(target, new Date(), new Date());
			continue;
		}

		const draft = `${target}.${process.pid}`;
		fs.writeFileSync(draft, contents, {mode: name === 'freedive.js' ? 0o755 : 0o644});
		fs.renameSync(draft, target);
	}

	for (const name of fs.readdirSync(folder)) {
		if (name.endsWith('.js') && !files.has(name)) {
			fs.rmSync(path.join(folder, name));
		}
	}
}

/** The demo image. It takes two seconds to make, so it is made anew only where what it is made from is newer. */
async function demoArchive(): Promise<Uint8Array> {
	const target = path.join(folder, 'demo.tar');
	const sources = fs.globSync('source/image/demo/*.ts', {cwd: root}).map(file => path.join(root, file));
	const newest = Math.max(...[...sources, path.join(root, 'package-lock.json')].map(file => fs.statSync(file).mtimeMs));
	const isFresh = fs.existsSync(target) && fs.statSync(target).mtimeMs > newest;
	return isFresh ? fs.readFileSync(target) : buildDemo();
}

const {outputFiles, metafile} = await bundle();
const files = new Map<string, Uint8Array>();
// Chunks before the files that import them.
const isEntry = (name: string) => name === 'cli.js' || name.endsWith('-worker.js');
for (const {path: file, contents} of outputFiles.sort((a, b) => Number(isEntry(path.basename(a.path))) - Number(isEntry(path.basename(b.path))))) {
	files.set(path.basename(file), contents);
}

files.set('licenses.txt', Buffer.from(licensesOf(Object.keys(metafile.inputs))));
files.set('demo.tar', await demoArchive());
files.set('freedive.js', Buffer.from(starter));
writeFolder(files);
