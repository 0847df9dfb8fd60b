import {
	commandWords,
	commands,
	commonOptions,
	fileColumnNames,
	options as definitions,
	optionsOf,
	type CommandName,
	type OptionName,
	type shells,
} from '../options.js';

type Shell = (typeof shells)[number];

/** What completes an option's value: fixed words, or files. */
function valueWords(name: OptionName, command?: CommandName): readonly string[] {
	if (name === 'format') {
		return command ? commands[command].formats : [...new Set(Object.values(commands).flatMap(({formats}) => formats))];
	}

	return name === 'columns' ? fileColumnNames : definitions[name].choices ?? [];
}

function forms(name: OptionName): string[] {
	const {short} = definitions[name];
	return short ? [`--${name}`, `-${short}`] : [`--${name}`];
}

/** The completion script of a shell, made from the tables of commands and options. */
export function completionScript(shell: Shell): string {
	return {bash, zsh, fish}[shell]();
}

function bash(): string {
	const values = (Object.keys(definitions) as OptionName[]).filter(name => definitions[name].value !== undefined);
	const fixed = values.filter(name => valueWords(name).length > 0);
	const free = values.filter(name => valueWords(name).length === 0);
	return `# bash completion for freedive. Load it with: source <(freedive completion bash)
_freedive() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word index
	for ((index = 1; index < COMP_CWORD; index++)); do
		case \${COMP_WORDS[index]} in
			${commandWords.join('|')}) command=\${COMP_WORDS[index]}; break ;;
		esac
	done

	COMPREPLY=()
	case $previous in
${fixed.map(name => `\t\t${forms(name).join('|')}) mapfile -t COMPREPLY < <(compgen -W '${valueWords(name).join(' ')}' -- "$current"); return ;;`).join('\n')}
		${free.flatMap(name => forms(name)).join('|')}) return ;;
	esac

	case $command in
${commandWords.map(command => `\t\t${command}) word='${[...commands[command].choices ?? [], ...optionsOf(command).flatMap(name => forms(name))].join(' ')}' ;;`).join('\n')}
		*) word='${[...commandWords, ...optionsOf('open').flatMap(name => forms(name))].join(' ')}' ;;
	esac

	mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
	case $command in
		${commandWords.filter(command => commands[command].choices).join('|')}) ;;
		*) [[ $current == -* ]] || mapfile -t -O \${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current") ;;
	esac
}

complete -o filenames -F _freedive freedive
`;
}

function zsh(): string {
	const specification = (name: OptionName, command: CommandName) => {
		const {short, value, help, repeatable} = definitions[name];
		const words = valueWords(name, command);
		const action = value === undefined ? '' : `:${quoteZsh(value.toLowerCase())}:${words.length > 0 ? `(${words.join(' ')})` : ''}`;
		const form = short ? `'(-${short} --${name})'{-${short},--${name}}` : `${repeatable ? '\'*\'' : ''}--${name}`;
		return `${form}'[${quoteZsh(help)}]${action}'`;
	};

	const argumentsOf = (command: CommandName) => [
		...optionsOf(command).map(name => specification(name, command)),
		commands[command].choices ? `'1:name:(${commands[command].choices.join(' ')})'` : '\'*:image:_files\'',
	].join(' \\\n\t\t\t\t');

	return `#compdef freedive
# zsh completion for freedive. Put it into a folder of fpath as _freedive.
_freedive() {
	local -a words_of_commands
	words_of_commands=(
${commandWords.map(command => `\t\t'${command}:${quoteZsh(commands[command].help)}'`).join('\n')}
	)
	if (( CURRENT > 2 )); then
		case $words[2] in
${commandWords.map(command => `\t\t${command})
			shift words
			(( CURRENT-- ))
			_arguments -s \\
				${argumentsOf(command)}
			return
			;;`).join('\n')}
		esac
	elif [[ $words[CURRENT] != -* ]]; then
		_describe command words_of_commands
	fi

	_arguments -s \\
				${argumentsOf('open')}
}

if [[ $funcstack[1] == _freedive ]]; then
	_freedive "$@"
else
	compdef _freedive freedive
fi
`;
}

function fish(): string {
	const lines = [
		'# fish completion for freedive. Put it into ~/.config/fish/completions as freedive.fish.',
		...commandWords.map(command => `complete -c freedive -n __fish_use_subcommand -a ${command} -d ${quoteFish(commands[command].help)}`),
		...commandWords.filter(command => commands[command].choices).map(command => `complete -c freedive -f -n '__fish_seen_subcommand_from ${command}' -a ${quoteFish(commands[command].choices!.join(' '))}`),
	];
	const option = (name: OptionName, condition: string) => {
		const {short, value, help} = definitions[name];
		const words = valueWords(name);
		return `complete -c freedive${condition} -l ${name}${short ? ` -s ${short}` : ''}${value === undefined ? '' : ' -r'}${words.length > 0 ? ` -f -a ${quoteFish(words.join(' '))}` : ''} -d ${quoteFish(help)}`;
	};

	lines.push(...commonOptions.map(name => option(name, '')));
	for (const command of Object.keys(commands) as CommandName[]) {
		const condition = command === 'open' ? ' -n __fish_use_subcommand' : ` -n '__fish_seen_subcommand_from ${command}'`;
		lines.push(...commands[command].options.map(name => option(name, condition)));
	}

	return `${lines.join('\n')}\n`;
}

/** Text within single quotes and a specification of `_arguments` or `_describe`. */
function quoteZsh(text: string): string {
	return text.replaceAll('\'', '\'\\\'\'').replaceAll(/[:[\]]/g, character => `\\${character}`);
}

function quoteFish(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'')}'`;
}
