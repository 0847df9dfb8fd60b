import test from 'ava';
import {safeJson} from '../../source/format/json.js';
import {encodeEscaped} from '../../source/format/safe-text.js';
import {withoutPipelineCommands} from '../../source/format/pipeline-commands.js';

/** As actions/runner finds a command: at the start of a line by `::`, anywhere by `##[`. */
function githubCommands(text: string): string[] {
	const known = /^(?:add-mask|error|stop-commands|set-output|group)$/i;
	return text.split('\n').flatMap(line => {
		const begun = line.trimStart();
		const command = begun.startsWith('::') && begun.includes('::', 2) ? begun.slice(2, begun.indexOf('::', 2)) : line.split('##[', 2).at(1)?.split(']', 1)[0];
		const name = command?.split(' ', 1)[0] ?? '';
		return known.test(name) ? [name] : [];
	});
}

/** As azure-pipelines-agent does. */
const azureCommand = /##vso\[[^\]]+\]/i;

test('what a runner would obey is told as text', t => {
	const hostile = ['::error::x', '  ::Stop-Commands::token', '\u3000\t::add-mask::a', 'path/##[error]x', '##[Group]y', '::error file=a,line=1::x', 'a ##vso[task.complete result=Succeeded;]', '##VSO[task.setvariable variable=PATH]x'];
	const text = hostile.join('\n');
	t.is(githubCommands(text).length, 6);
	t.regex(text, azureCommand);
	const harmless = withoutPipelineCommands(text);
	t.deepEqual(githubCommands(harmless), []);
	t.notRegex(harmless, azureCommand);
	t.is(new TextDecoder().decode(encodeEscaped(harmless)), text, 'and can be read back');
	for (const line of hostile) {
		t.not(withoutPipelineCommands(line), line);
	}
});

test('all else stays as it is', t => {
	for (const text of ['::1 localhost', 'a::error::x', 'std::vector', '::std::move', '::errors', '##[1.2.0] - 2024', '## [error]', '#[derive]', '###', '::', '/usr/share/man/man3/CPAN::Debug.3perl.gz', '::error-prone::']) {
		t.is(withoutPipelineCommands(text), text);
	}
});

test('in JSON it is another way to write the same', t => {
	const value = {'##vso[task.complete]': ['##[error]x', '##', '#[a]', '##VSO[x']};
	const text = safeJson(value);
	t.deepEqual(JSON.parse(text), value);
	t.notRegex(text, /##(?:vso)?\[/i);
});
