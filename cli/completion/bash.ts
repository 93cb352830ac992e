import {
	type CompletedCommand,
	type CompletedOption,
	commonOptions,
	joined,
	optionWords,
	valueCases,
} from "./words.ts";

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
${commands.flatMap((command) => valueCases(command, replyTo)).join("\n")}
	esac
	case "$command" in
	"") words="${joined([...commands.map(({ name }) => name), ...commonOptions])}" ;;
${commands.map(commandCase).join("\n")}
	esac
	COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _shipshape shipshape
`;

function replyTo({ values, isList }: CompletedOption): string {
	if (values === null) return "";
	// Of a list, only what follows the last comma is completed.
	const [before, word] = isList ? ['-P "${word%"${word##*,}"}" ', "${word##*,}"] : ["", "$word"];
	return `COMPREPLY=($(compgen ${before}-W "${joined(values)}" -- "${word}")); `;
}

const commandCase = (command: CompletedCommand): string =>
	`\t${command.name}) if [[ $word == -* ]]; then words="${joined(optionWords(command))}"; else words="${joined(command.words)}"; fi ;;`;
