import test from 'ava';
import {parseOptions} from '../../source/commands/parse-options.js';
import {UsageError} from '../../source/commands/usage-error.js';
import {schemaNames} from '../../source/options.js';

const refused = test.macro<[line: string[], message: string]>({
	exec(t, line, message) {
		const error = t.throws(() => parseOptions(line), {instanceOf: UsageError});
		t.is(error.message, message);
		t.false(error.message.includes('\n'));
	},
	title: (_, line) => `refused: ${line.join(' ')}`,
});

test('an image alone opens it; a command comes first', t => {
	t.like(parseOptions([]), {command: 'open', operands: []});
	t.like(parseOptions(['app.tar']), {command: 'open', operands: ['app.tar']});
	t.like(parseOptions(['-']), {command: 'open', operands: ['-']});
	t.like(parseOptions(['summary', 'app.tar']), {command: 'summary', operands: ['app.tar']});
	t.like(parseOptions(['--quiet', 'files', 'app.tar', '*.so']), {command: 'files', operands: ['app.tar', '*.so'], quiet: true});
});

test('a word that is also a command is an image when written otherwise', t => {
	t.like(parseOptions(['./summary']), {command: 'open', operands: ['./summary']});
	t.like(parseOptions(['--', 'summary']), {command: 'open', operands: ['summary']});
	t.like(parseOptions(['summary', 'summary']), {command: 'summary', operands: ['summary']});
	t.like(parseOptions(['files', 'app.tar', '--', '-odd']), {operands: ['app.tar', '-odd']});
});

test('values of every kind', t => {
	t.like(parseOptions(['files', 'x', '--at', '3', '--limit=5', '--sort', 'size', '--columns', 'path,created_by', '--timeout', '1.5']), {
		at: '3', limit: 5, sort: 'size', columns: ['path', 'created_by'], timeout: 1.5,
	});
	t.deepEqual(parseOptions(['x', '--format', 'json=a=b', '--format', 'text']).formats, [{name: 'json', file: 'a=b'}, {name: 'text'}]);
	t.deepEqual(parseOptions(['x', '--open', 'sha256:abc:/etc/a:/b']).open, {layer: 'sha256:abc', path: '/etc/a:/b'});
	t.like(parseOptions(['x']), {mouse: true, progress: true, color: 'auto', ascii: false, allLayers: false});
	t.like(parseOptions(['x', '--no-mouse', '--no-progress', '--ascii', '--bytes', '--color=never']), {mouse: false, progress: false, ascii: true, bytes: true, color: 'never'});
});

test('help and version come first, whatever else the line holds', t => {
	t.like(parseOptions(['-h']), {help: true, command: 'open'});
	t.like(parseOptions(['files', '--help', '--limit', 'many']), {help: true, command: 'files'});
	t.like(parseOptions(['-v']), {version: true});
});

test('a command\'s own letter goes before that of all, in clusters too', t => {
	t.like(parseOptions(['grep', 'x', 'root', '-v']), {invertMatch: true, version: false});
	t.like(parseOptions(['-lv', 'grep', 'x', 'root']), {invertMatch: true, filesWithMatches: true, version: false});
	t.like(parseOptions(['grep', 'x', 'root', '--version']), {invertMatch: false, version: true});
	t.like(parseOptions(['find', 'x', 'root', '-v']), {version: true});
});

test('grep\'s letters for what is so in any case change nothing', t => {
	t.deepEqual(parseOptions(['grep', '-rniEHPR', 'x', 'root', '--line-number', '--recursive']), parseOptions(['grep', '-i', 'x', 'root']));
	t.like(parseOptions(['grep', '-h']), {help: true});
	t.like(parseOptions(['grep', 'x', 'root', '--help']), {help: true});
});

test('dive\'s spellings', t => {
	for (const word of ['--ci', '--ci=true', '--ci=1', '--ci=T']) {
		t.true(parseOptions(['x', word]).ci);
	}

	t.false(parseOptions(['x', '--ci=false', '--lowestEfficiency=0.9']).ci);
	t.false(parseOptions(['x', '--ci', '--ci=0']).ci);
	t.is(parseOptions(['x', '-j=out.json']).json, 'out.json');
	t.is(parseOptions(['x', '-jout.json']).json, 'out.json');
	t.is(parseOptions(['x', '-j', '-']).json, '-');
	t.is(parseOptions(['x', '--json==odd']).json, '=odd');
	t.is(parseOptions(['extract', 'x', '/', '-o=out']).output, '=out');
});

test('an empty query is none', t => {
	t.is(parseOptions(['files', 'x', '--query', '']).query, undefined);
	t.is(parseOptions(['files', 'x', '--query=']).query, undefined);
});

test(refused, ['grep', 'x', 'root', '-e', 'a'], '-e is not needed: PATTERN is the word after IMAGE, behind -- if it begins with -; for one or the other write a|b.');
test(refused, ['grep', 'x', 'root', '-rh'], '-h is the help, without operands. Paths are always told; lines alone are in --format jsonl, as text.');
test(refused, ['grep', 'x', 'root', '-o'], 'Lines are told whole; where in them the matches are is in --format json, as ranges.');
test(refused, ['files', 'x', '-n'], 'There is no option -n.');
test(refused, ['grep', 'x', 'root', '--recursive=yes'], 'There is no option --recursive.');
test(refused, ['grep', 'x', 'a', '-q', '--format', 'json'], '--silent writes nothing, and goes without --format.');
test(refused, ['files', 'x', '--query'], '--query needs a value: --query QUERY');
test(refused, ['grep', 'x'], 'freedive grep needs a PATTERN: freedive grep IMAGE PATTERN [GLOB…]');
test(refused, ['grep'], 'freedive grep needs an image: freedive grep IMAGE PATTERN [GLOB…]');
test(refused, ['find', 'x'], 'freedive find needs a QUERY: freedive find IMAGE QUERY…');
test(refused, ['cat', 'x'], 'freedive cat needs a PATH: freedive cat IMAGE PATH…');
test(refused, ['--platfrom', 'linux/amd64', 'x'], 'There is no option --platfrom. Did you mean --platform?');
test(refused, ['-x'], 'There is no option -x.');
test(refused, ['--toString'], 'There is no option --toString.');
test(refused, ['files', 'x', '--at'], '--at needs a value: --at LAYER');
test(refused, ['files', 'x', '--at', '--quiet'], '--at needs a value: --at LAYER');
test(refused, ['files', 'x', '--at='], '--at needs a value: --at LAYER');
test(refused, ['x', '--quiet=yes'], '--quiet takes no value.');
test(refused, ['files', 'x', '--limit', 'abc'], '--limit takes a whole number from 1, not abc.');
test(refused, ['files', 'x', '--limit', '1.5'], '--limit takes a whole number from 1, not 1.5.');
test(refused, ['files', 'x', '--limit', '0'], '--limit takes a whole number from 1, not 0.');
test(refused, ['files', 'x', '--limit', '-1'], '--limit takes a whole number from 1, not -1.');
test(refused, ['files', 'x', '--limit', '--quiet'], '--limit needs a value: --limit N');
test(refused, ['x', '--timeout', 'soon'], '--timeout takes a number from 0, not soon.');
test(refused, ['files', 'x', '--sort', 'siez'], '--sort is size, path or layer, not siez. Did you mean size?');
test(refused, ['du', 'x', '--sort', 'siez'], '--sort is size or path, not siez. Did you mean size?');
test(refused, ['files', 'x', '--base', 'y'], '--base goes with freedive IMAGE, freedive summary, freedive waste, freedive history and freedive audit, not with files.');
test(refused, ['files', 'x', '--columns', 'path,size,path'], '--columns names path twice.');
test(refused, ['files', 'x', '--sort', 'size', '--sort', 'path'], '--sort can be given once only.');
test(refused, ['x', '--color', 'no'], '--color is auto, always or never, not no.');
test(refused, ['summary', 'x', '--at', '3'], '--at goes with freedive files, freedive du, freedive cat, freedive extract, freedive diff and freedive grep, not with summary.');
test(refused, ['summary', 'x', '--open', '3:/a'], '--open goes with the screen: freedive IMAGE --open LAYER:/PATH');
test(refused, ['x', '--open', '/a'], '--open takes a layer and a path, such as 3:/usr/lib, not /a.');
test(refused, ['summary', 'x', '--format', 'csv'], '--format is text, json or markdown here, not csv.');
test(refused, ['files', 'x', '--format', 'jsno'], '--format is text, csv, json or jsonl here, not jsno. Did you mean json?');
test(refused, ['schema', 'files', '--format', 'json'], '--format does not go with schema.');
test(refused, ['x', '--ci=maybe'], '--ci is true or false where it has a value, not maybe.');
test(refused, ['x', '-j='], '-j needs a value: -j FILE');
test(refused, ['x', '--lowestEfficiency', '0.9'], '--lowestEfficiency goes with --ci: freedive IMAGE --ci --lowestEfficiency NUMBER');
test(refused, ['x', '--highestWastedBytes=1MB', '-j', 'f'], '--highestWastedBytes goes with --ci: freedive IMAGE --ci --highestWastedBytes SIZE');
test(refused, ['x', '--highestUserWastedPercent', '0.1'], '--highestUserWastedPercent goes with --ci: freedive IMAGE --ci --highestUserWastedPercent NUMBER');
test(refused, ['x', '--ci-config', 'f'], '--ci-config goes with --ci: freedive IMAGE --ci --ci-config FILE');
test(refused, ['x', '--format', 'json='], '--format json= names no file after the =.');
test(refused, ['x', '--format', 'json', '--format', 'text'], 'Only one --format can go to standard output; give the others a file: --format json=FILE');
test(refused, ['x', '--format', 'json=a', '--format', 'text=a'], 'Two formats can\'t go to one file.');
test(refused, ['files', 'x', '--at', '1', '--all-layers'], '--at and --all-layers exclude each other.');
test(refused, ['files', 'x', '--columns', 'pth'], 'There is no column pth. Did you mean path?');
test(refused, ['files'], 'freedive files needs an image: freedive files IMAGE [GLOB…]');
test(refused, ['summary', 'a', 'b'], 'freedive summary takes one operand: freedive summary IMAGE');
test(refused, ['sumary', 'a'], 'There is no command sumary. Did you mean summary? An image of that name is written ./sumary.');
test(refused, ['schema', 'file'], `freedive schema knows ${schemaNames.slice(0, -1).join(', ')} or ${schemaNames.at(-1)}, not file. Did you mean files?`);
test(refused, ['completion'], 'freedive completion needs bash, zsh or fish: freedive completion SHELL');

test('help is a word too, with the command after it', t => {
	const {help, command} = parseOptions(['help', 'files']);
	t.true(help);
	t.is(command, 'files');
	t.true(parseOptions(['help']).help);
});
