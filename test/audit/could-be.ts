import test from 'ava';
import {couldBe} from '../../source/audit/could-be.js';
import type {Finding} from '../../source/audit/finding.js';
import {gatherInput} from '../../source/audit/gather-input.js';
import {rules} from '../../source/audit/rules/index.js';
import {runRules} from '../../source/audit/run-rules.js';
import {entryType} from '../../source/archive/entry-table.js';
import type {EntryId} from '../../source/tree/entry-store.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {buildElf} from '../helpers/build-elf.js';
import {buildProgram, glibcLoader} from '../helpers/build-program.js';
import {overlayOf} from '../helpers/draw-layers.js';
import {loadStory} from '../helpers/load-story.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';

type Named = Pick<Finding, 'rule' | 'contents' | 'shares'>;

const finding = (named: Named): Finding => ({
	severity: 'note', confidence: 'high', message: '', remedy: '', instruction: '', base: false, fingerprint: '', ...named,
});

/** All contents of all layers. */
function contentsOf({store, layerCount}: Overlay): EntryId[] {
	return Array.from({length: layerCount}, (_, index) => index + 1).flatMap(layer => [...store.table(layer).type.keys()]
		.filter(index => store.table(layer).type[index] === entryType.file)
		.map(index => store.base(layer) + index));
}

/** Byte by byte: what is seen and what is named, as sets. */
function slowCouldBe({store, tree, transitions}: Overlay, contents: readonly EntryId[], findings: readonly Named[]) {
	const bytesOf = (content: EntryId, count: number) => Array.from({length: count}, (_, index) => `${content} ${index}`);
	const all = new Set(contents.flatMap(content => bytesOf(content, store.sizeOf(content))));
	const seen = new Set<string>();
	for (let path = 0; path < tree.count; path++) {
		const content = store.content(transitions.state(path));
		for (const byte of content < 0 ? [] : bytesOf(content, store.sizeOf(content))) {
			seen.add(byte);
		}
	}

	const left = new Set(findings.filter(({rule}) => rule === 'static-library' || rule === 'unstripped-binary')
		.flatMap(({contents, shares}) => [...contents as EntryId[]].flatMap((content, index) => bytesOf(content, shares ? shares[index] : store.sizeOf(content)))));
	return {size: [...seen].filter(byte => !left.has(byte)).length, waste: all.size - seen.size, leftovers: [...seen].filter(byte => left.has(byte)).length};
}

test('what an image could be is its size less all that nobody sees or that is left behind, byte by byte', t => {
	let partly = 0;
	for (let seed = 1; seed <= 400; seed++) {
		const random = new Random(seed);
		const overlay = overlayOf(randomLayers(random));
		const contents = contentsOf(overlay);
		const findings = Array.from({length: random.below(5)}, (): Named => {
			const named = contents.filter(() => random.chance(0.4));
			return {
				rule: random.pick(['static-library', 'unstripped-binary', 'identical-rewrite']),
				contents: named,
				...(random.chance(0.5) && {shares: named.map(content => random.below(overlay.store.sizeOf(content) + 1))}),
			};
		});
		const told = couldBe(overlay, findings.map(named => finding(named)));
		t.deepEqual(told, slowCouldBe(overlay, contents, findings), `seed ${seed}`);
		t.is(told.size + told.waste + told.leftovers, overlay.bytes().total, `seed ${seed}`);
		partly += told.leftovers > 0 && told.size > 0 ? 1 : 0;
	}

	t.true(partly > 30, `${partly} stacks are worth the name`);
});

test('what a container starts, with what it loads, is left of an image whatever rules say; what can be stripped of it can go', async t => {
	const interpreter = '/lib64/ld-linux-x86-64.so.2';
	const debug = buildElf({is64: true, isLittle: true, machine: 62, debug: 5000});
	const contents = {loader: buildProgram(glibcLoader), app: buildProgram({interpreter, needed: ['libapp.so']}), library: debug, archive: `!<arch>\n${'x'.repeat(300)}`};
	const {image, overlay, contents: read} = await loadStory(t, `
		COPY . /
		  0755 lib64/ld-linux-x86-64.so.2 = @loader
		  0755 tmp/app = @app
		  tmp/libapp.so = @library
		  tmp/lib.a = @archive
		  usr/include/a.h * 40
	`, 'none', {contents, config: {config: {Entrypoint: ['/tmp/app'], Env: ['LD_LIBRARY_PATH=/tmp']}}}, ['content-digest', 'package-files', 'file-facts']);
	const input = runNow(gatherInput(image, overlay, read, 0, {codecs: [], labels: []}));
	const {findings} = runNow(runRules(input, rules));
	const stripped = findings.find(({rule}) => rule === 'unstripped-binary')!.bytes!;
	t.true(stripped > 5000);
	t.like(couldBe(overlay, findings), {size: contents.loader.length + contents.app.length + debug.length - stripped, waste: 0, leftovers: contents.archive.length + 40 + stripped});
});
