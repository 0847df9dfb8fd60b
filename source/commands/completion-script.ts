import {
	choicesOf,
	commandWords,
	commands,
	commonOptions,
	fileColumnNames,
	helpOf,
	letterOf,
	options as definitions,
	optionsOf,
	type CommandName,
	type OptionName,
	type shells,
} from '../options.js';

type Shell = (typeof shells)[number];

/** The words that complete an option's value; none where it is free, or a file. */
function valueWords(name: OptionName, command: CommandName): readonly string[] {
	return name === 'columns' ? fileColumnNames : choicesOf(name, command);
}

/** Whether an option's value is a file or a folder. */
function isFile(name: OptionName): boolean {
	return name === 'base';
}

function forms(name: OptionName, command: CommandName = 'open'): string[] {
	const short = letterOf(name, command);
	return short ? [`--${name}`, `-${short}`] : [`--${name}`];
}

/** The completion script of a shell, made from the tables of commands and options. */
export function completionScript(shell: Shell): string {
	return {bash, zsh, fish}[shell]();
}

function bash(): string {
	const values = (Object.keys(definitions) as OptionName[]).filter(name => definitions[name].value !== undefined);
	const patterns = (name: OptionName, owners: ReadonlyArray<CommandName | '*'>) => owners.flatMap(owner => forms(name).map(form => `${owner === 'open' ? '' : owner}:${form}`)).join('|');
	const fixed = values.flatMap(name => {
		const owners = (Object.keys(commands) as CommandName[]).filter(command => optionsOf(command).includes(name) && valueWords(name, command).length > 0);
		const byWords = Map.groupBy(owners, command => valueWords(name, command).join(' '));
		return [...byWords].map(([words, which]) => `\t\t${patterns(name, byWords.size === 1 ? ['*'] : which)}) mapfile -t COMPREPLY < <(compgen -W '${words}' -- "$current"); return ;;`);
	});
	const files = values.filter(name => isFile(name));
	return `# bash completion for freedive. Load it with: source <(freedive completion bash)
_freedive() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word index
	# --format=json comes as three words.
	if [[ $current == = ]]; then
		current=
	elif [[ $previous == = ]] && (( COMP_CWORD > 1 )); then
		previous=\${COMP_WORDS[COMP_CWORD-2]}
	fi

	for ((index = 1; index < COMP_CWORD; index++)); do
		case \${COMP_WORDS[index]} in
			${commandWords.join('|')}) command=\${COMP_WORDS[index]}; break ;;
		esac
	done

	COMPREPLY=()
	case $command:$previous in
${fixed.join('\n')}
		${files.map(name => patterns(name, ['*'])).join('|')}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
		${values.map(name => patterns(name, ['*'])).join('|')}) return ;;
	esac

	case $command in
${commandWords.map(command => `\t\t${command}) word='${[...commands[command].choices ?? [], ...optionsOf(command).flatMap(name => forms(name, command))].join(' ')}' ;;`).join('\n')}
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
		const {value, repeatable} = definitions[name];
		const short = letterOf(name, command);
		const words = valueWords(name, command);
		const action = value === undefined ? '' : `:${quoteZsh(value.toLowerCase())}:${isFile(name) ? '_files' : (words.length > 0 ? `(${words.join(' ')})` : '')}`;
		const form = short ? `'(-${short} --${name})'{-${short},--${name}}` : `${repeatable ? '\'*\'' : ''}--${name}${value === undefined ? '' : '='}`;
		return `${form}'[${quoteZsh(helpOf(name, command))}]${action}'`;
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
	const option = (name: OptionName, command: CommandName, condition: string) => {
		const {short, value} = definitions[name];
		const words = valueWords(name, command);
		// Without -f, files are offered as well.
		const action = value === undefined ? '' : (isFile(name) ? ' -r' : ` -r -f${words.length > 0 ? ` -a ${quoteFish(words.join(' '))}` : ''}`);
		return `complete -c freedive${condition} -l ${name}${short ? ` -s ${short}` : ''}${action} -d ${quoteFish(helpOf(name, command))}`;
	};

	// Which formats there are is another matter for each command.
	lines.push(...commonOptions.filter(name => name !== 'format').map(name => option(name, 'open', '')));
	for (const command of Object.keys(commands) as CommandName[]) {
		const condition = command === 'open' ? ` -n 'not __fish_seen_subcommand_from ${commandWords.join(' ')}'` : ` -n '__fish_seen_subcommand_from ${command}'`;
		const own = optionsOf(command).filter(name => name === 'format' || commands[command].options.includes(name));
		lines.push(...own.map(name => option(name, command, condition)));
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
