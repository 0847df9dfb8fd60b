import test from 'ava';
import {helpText} from '../../source/commands/help-text.js';
import {parseOptions} from '../../source/commands/parse-options.js';
import {commandWords, commands, optionsOf, type CommandName} from '../../source/options.js';

test('the whole: examples before usage, each command', t => {
	const text = helpText('open');
	t.true(text.indexOf('Examples') < text.indexOf('Usage'));
	for (const word of commandWords) {
		t.true(text.includes(`freedive ${word}`), word);
	}
});

test('of a command: its own options and the common ones', t => {
	for (const command of Object.keys(commands) as CommandName[]) {
		const text = helpText(command);
		for (const name of optionsOf(command)) {
			t.true(text.includes(`--${name}`), `${command} ${name}`);
		}

		t.is(text.at(-1), '\n');
		t.true(text.split('\n').every(line => line.length <= 80));
	}
});

test('what --sort takes is told of each command', t => {
	t.true(helpText('files').includes('size (largest first), path or layer'));
	t.true(helpText('du').includes('size (largest first) or path\n'));
	t.true(helpText('packages').includes('size (largest first) or layer\n'));
});

test('each example is a command line that is understood', t => {
	for (const {examples} of Object.values(commands)) {
		for (const [line] of examples) {
			const after = /freedive (?<line>[^)>|]*)/.exec(line)!.groups!.line;
			const words = after.trim().split(/\s+/).map(word => word.replaceAll('\'', ''));
			t.notThrows(() => parseOptions(words), line);
		}
	}
});
