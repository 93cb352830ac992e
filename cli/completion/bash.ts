import { type CompletedCommand, commonOptions, joined, optionWords } from "./words.ts";

/** Bash 3.2 and later; names of files come from readline, `-o default`, which quotes them. */
export const bashCompletion = (commands: readonly CompletedCommand[]): string => `# bash completion for shipshape
_shipshape() {
	local word=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD - 1]} command= at words=
	COMPREPLY=()
	# Bash takes the = of --format=json for a word of its own.
	if [[ $word == = ]]; then
		word=
	elif [[ $option == = ]]; then
		option=\${COMP_WORDS[COMP_CWORD - 2]}
	fi
	for ((at = 1; at < COMP_CWORD; at++)); do
		if [[ \${COMP_WORDS[at]} != -* ]]; then
			command=\${COMP_WORDS[at]}
			break
		fi
	done
	case "$command $option" in
${commands.flatMap(valueCases).join("\n")}
	esac
	case "$command" in
	"") words="${joined([...commands.map(({ name }) => name), ...commonOptions])}" ;;
${commands.map(commandCase).join("\n")}
	esac
	COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _shipshape shipshape
`;

function valueCases({ name, options }: CompletedCommand): readonly string[] {
	return options
		.filter(({ isFlag }) => !isFlag)
		.map(({ name: option, values }) => {
			const reply = values === null ? "" : `COMPREPLY=($(compgen -W "${joined(values)}" -- "$word")); `;
			return `\t"${name} --${option}") ${reply}return ;;`;
		});
}

const commandCase = (command: CompletedCommand): string =>
	`\t${command.name}) if [[ $word == -* ]]; then words="${joined(optionWords(command))}"; else words="${joined(command.words)}"; fi ;;`;
