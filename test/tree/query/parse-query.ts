import test from 'ava';
import {change} from '../../../source/tree/change.js';
import {fate} from '../../../source/tree/fate.js';
import {needsOf, parseQuery} from '../../../source/tree/query/parse-query.js';
import type {Term} from '../../../source/tree/query/query.js';

function groupsOf(text: string): ReadonlyArray<readonly Term[]> {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return parsed.query.groups;
}

/** A group as text: how, and what. */
function drawn(text: string): string[] {
	return groupsOf(text).map(group => group.map(term => {
		const what = term.kind === 'text' ? `${term.how} ${term.text}` : (term.kind === 'field' ? JSON.stringify(term.test) : `${term.kind} ${term.pattern}`);
		return `${term.isNot ? 'not ' : ''}${what}`;
	}).join(' or '));
}

/** The text with a caret under what is wrong, and the message. */
function problemOf(text: string, layers?: number): string[] {
	const parsed = parseQuery(text, layers);
	return 'error' in parsed ? [text, `${' '.repeat(parsed.error.at)}${'^'.repeat(parsed.error.length)}`, parsed.error.message] : [];
}

test('words of fzf\'s extended search', t => {
	t.deepEqual(drawn('sbtrkt \'wild \'wild\' ^music .mp3$ !fire !^music !.mp3$ !\'fuzz ^core$'), [
		'fuzzy sbtrkt', 'exact wild', 'boundary wild', 'prefix music', 'suffix .mp3', 'not exact fire', 'not prefix music', 'not suffix .mp3', 'not fuzzy fuzz', 'equal core',
	]);
	t.deepEqual(drawn('a | b c|d'), ['fuzzy a or fuzzy b', 'fuzzy c|d']);
	t.deepEqual(drawn('| a | | b |'), ['fuzzy a or fuzzy b']);
	t.deepEqual(drawn(String.raw`two\ words \x`), ['fuzzy two words', String.raw`fuzzy \x`]);
	t.deepEqual(drawn(' \t '), []);
	t.deepEqual(drawn('\' ! ^ !^'), []);
	t.deepEqual(drawn('$'), ['fuzzy $']);
});

test('a word in small letters matches capitals too', t => {
	t.deepEqual(groupsOf('readme README *.MD').map(([term]) => 'hasCase' in term && term.hasCase), [false, true, true]);
});

test('globs, where no sign says otherwise', t => {
	t.deepEqual(drawn('*.so lib?.a [ab]x !*.md \'*x [x'), ['glob *.so', 'glob lib?.a', 'glob [ab]x', 'not glob *.md', 'exact *x', 'fuzzy [x']);
	t.deepEqual(drawn('/usr/**/*.py'), ['glob /usr/**/*.py']);
});

test('filters', t => {
	const fields: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
		['size:>10MB', {field: 'size', from: 10_000_001, to: null}],
		['size:>=10Mi', {field: 'size', from: 10 * 1024 * 1024, to: null}],
		['size:<4k', {field: 'size', from: 0, to: 3999}],
		['size:<=1.5kB', {field: 'size', from: 0, to: 1500}],
		['size:1k..5k', {field: 'size', from: 1000, to: 5000}],
		['size:..5K', {field: 'size', from: 0, to: 5000}],
		['size:0', {field: 'size', from: 0, to: 0}],
		['size:=1M', {field: 'size', from: 1_000_000, to: 1_000_000}],
		['size:1.5M', {field: 'size', from: 1_450_000, to: 1_550_000}],
		['layer:3', {field: 'layer', from: 3, to: 3}],
		['layer:2..5', {field: 'layer', from: 2, to: 5}],
		['layer:4..', {field: 'layer', from: 4, to: null}],
		['change:removed', {field: 'change', mask: 1 << change.removed}],
		['fate:rewritten', {field: 'fate', mask: 1 << fate.rewritten}],
		['type:symlink', {field: 'type', mask: 0b100}],
		['type:f', {field: 'type', mask: 0b1001}],
		['ext:.SO', {field: 'extension', extension: 'so'}],
		['owner:1000', {field: 'owner', uid: 1000}],
		['owner:root:0', {field: 'owner', user: 'root', gid: 0}],
		['owner::staff', {field: 'owner', group: 'staff'}],
		['mode:setuid', {field: 'mode', all: 0o4000}],
		['mode:0755', {field: 'mode', exactly: 0o755}],
		['newer:2024-01-01', {field: 'time', isNewer: true, at: 1_704_067_200}],
		['older:2024-01-01T12:00', {field: 'time', isNewer: false, at: 1_704_110_400}],
		['older:30d', {field: 'time', isNewer: false, before: 2_592_000}],
		['package:FFmpeg', {field: 'package', name: 'ffmpeg'}],
		['wasted', {field: 'fate', mask: (1 << fate.overwritten) | (1 << fate.rewritten) | (1 << fate.removed) | (1 << fate.superseded) | (1 << fate.unknown)}],
	];
	for (const [text, test] of fields) {
		t.deepEqual(JSON.parse(drawn(text)[0]), test, text);
	}

	t.deepEqual(drawn('!type:d'), [`not ${JSON.stringify({field: 'type', mask: 2})}`]);
	t.deepEqual(drawn(String.raw`re:\.so(\.\d+)*$ text:BEGIN\ RSA`), [String.raw`expression \.so(\.\d+)*$`, 'content BEGIN RSA']);
	t.deepEqual(drawn('\'size:10'), ['exact size:10']);
	t.deepEqual(drawn('libc6:amd64'), ['fuzzy libc6:amd64']);
});

test('what is wrong is pointed at', t => {
	t.deepEqual(problemOf('lib siez:>1M'), [
		'lib siez:>1M',
		'    ^^^^^',
		'there is no filter siez:. Did you mean size:?',
	]);
	t.deepEqual(problemOf('!size:huge'), [
		'!size:huge',
		'      ^^^^',
		'size: wants a size such as >10MB, <=4Ki, 1k..5k, not huge',
	]);
	t.is(problemOf('change:remved')[2], 'change: wants unchanged, added, modified, metadata, removed or unknown, not remved. Did you mean removed?');
	t.deepEqual(problemOf('size:').slice(1), ['     ^', 'size: wants a size such as >10MB, <=4Ki, 1k..5k']);
	t.deepEqual(problemOf('x re:( y').slice(1), ['     ^', 'no regular expression: unterminated group']);
	t.is(problemOf('zzzzzz:1')[2], 'there is no filter zzzzzz:; \'zzzzzz: searches for the text');
	for (const text of ['size:5k..1k', 'size:1..2..3', 'size:..', 'layer:0', 'layer:x', 'layer:5..2', 'type:x', 'owner:', 'owner::', 'mode:99', 'newer:2024-13-01', 'newer:soon', 'ext:a/b', 'package:', 're:', 'text:', 'constructor:1', 'type:constructor']) {
		t.is(problemOf(text).length, 3, `${text} is understood`);
	}

	t.is(problemOf('x'.repeat(1001)).length, 3);
	t.is(problemOf('x '.repeat(40)).length, 3);
});

test('what is wrong with a text is pointed at as with re:', t => {
	t.deepEqual(problemOf('text:( | foo'), ['text:( | foo', '     ^', 'no regular expression: unterminated group']);
});

test('a layer that the image has not', t => {
	t.deepEqual(problemOf('a layer:99', 12).slice(1), ['        ^^', 'there is no layer 99: the image has layers 1 to 12']);
	t.is(problemOf('layer:13..', 12)[2], 'there is no layer 13: the image has layers 1 to 12');
	t.is(problemOf('!layer:2..13', 12)[2], 'there is no layer 13: the image has layers 1 to 12');
	t.is(problemOf('layer:1', 0)[2], 'there is no layer 1: the image has none');
	t.deepEqual(problemOf('layer:12 layer:1..12 layer:12.. size:>13', 12), []);
	t.deepEqual(problemOf('layer:99'), []);
});

test('keys in any case; what has a colon and is no key is quoted', t => {
	t.deepEqual(drawn('Size:<10 !EXT:so'), ['{"field":"size","from":0,"to":9}', 'not {"field":"extension","extension":"so"}']);
	t.is(problemOf('C:foo')[2], 'there is no filter C:; \'C: searches for the text');
	t.deepEqual(drawn('\'C:foo'), ['exact C:foo']);
});

test('a backslash takes the meaning of a sign', t => {
	t.deepEqual(drawn(String.raw`a\*b \? \!x !\!x \'x 'x\' \^x x\$ \$ \| \[x] x\[1]*`), [
		'fuzzy a*b', 'fuzzy ?', 'fuzzy !x', 'not exact !x', 'fuzzy \'x', 'exact x\'', 'fuzzy ^x', 'fuzzy x$', 'fuzzy $', 'fuzzy |', 'fuzzy [x]', String.raw`glob x\[1]*`,
	]);
	t.deepEqual(drawn(String.raw`re:\$\* text:\$\? caf\xe9`), [String.raw`expression \$\*`, String.raw`content \$\?`, String.raw`fuzzy caf\xe9`]);
});

test('globs that can\'t be are told; what is half a one is a word', t => {
	t.deepEqual(problemOf('x ![z-a]*').slice(1), ['   ^^^^^^', 'no pattern: the range z-a goes from back to front']);
	t.deepEqual(drawn('[a'), ['fuzzy [a']);
	t.deepEqual(drawn('[a*'), ['glob [a*']);
});

test('a size and its unit with a space between', t => {
	t.deepEqual(problemOf('size:>1 MB').slice(1), ['        ^^', 'size:>1MB is written without a space; \'MB searches for the text']);
	t.is(drawn('size:>1k MB').length, 2);
	t.is(drawn('size:>1 m').length, 2);
});

test('what must be prepared', t => {
	const needs = (text: string) => needsOf({text, groups: groupsOf(text)});
	t.deepEqual(needs('a size:1'), {expressions: [], texts: [], packages: false, proof: false});
	t.deepEqual(needs('re:a re:a | text:b !package:c change:added'), {expressions: ['a'], texts: ['b'], packages: true, proof: true});
	t.true(needs('wasted').proof);
});
