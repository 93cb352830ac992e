import {
	type CompletedCommand,
	type CompletedOption,
	commonOptions,
	joined,
	optionWords,
	valueCases,
} from "./words.ts";

/** Works where it is read with eval and as a file of fpath. */
export const zshCompletion = (commands: readonly CompletedCommand[]): string => `#compdef shipshape
_shipshape() {
	local word=\${words[CURRENT]} option=\${words[CURRENT-1]} command= at
	if compset -P '--*='; then
		option=\${word%%=*}
	fi
	for ((at = 2; at < CURRENT; at++)); do
		if [[ \${words[at]} != -* ]]; then
			command=\${words[at]}
			break
		fi
	done
	case "$command $option" in
${commands.flatMap((command) => valueCases(command, replyTo)).join("\n")}
	esac
	case "$command" in
	"") compadd -- ${joined([...commands.map(({ name }) => name), ...commonOptions])} ;;
${commands.map(commandCase).join("\n")}
	*) _files ;;
	esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
	_shipshape "$@"
else
	compdef _shipshape shipshape
fi
`;

function replyTo({ values, isList, isFile }: CompletedOption): string {
	if (values === null) return isFile ? "_files; " : "";
	// Of a list, only what follows the last comma is completed.
	return `${isList ? "compset -P '*,'; " : ""}compadd -- ${joined(values)}; `;
}

function commandCase(command: CompletedCommand): string {
	const { name, words, takesFiles } = command;
	const argument = words.length > 0 ? `compadd -- ${joined(words)}` : takesFiles ? "_files" : ":";
	return `\t${name}) if [[ $word == -* ]]; then compadd -- ${joined(optionWords(command))}; else ${argument}; fi ;;`;
}
