import { type CompletedCommand, type CompletedOption, commonOptions, joined } from "./words.ts";

/** For ~/.config/fish/completions/shipshape.fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
	const names = commands.map(({ name }) => name);
	const none = `-n "not __fish_seen_subcommand_from ${joined(names)}"`;
	return [
		"# fish completion for shipshape",
		"complete -c shipshape -f",
		`complete -c shipshape ${none} -a "${joined(names)}"`,
		...commonOptions.map((option) => `complete -c shipshape ${none} -l ${option.slice(2)}`),
		...commands.flatMap(linesOf),
		"",
	].join("\n");
}

function linesOf({ name, words, takesFiles, options }: CompletedCommand): readonly string[] {
	const start = `complete -c shipshape -n "__fish_seen_subcommand_from ${name}"`;
	return [
		...(takesFiles ? [`${start} -F`] : []),
		...(words.length > 0 ? [`${start} -a "${joined(words)}"`] : []),
		...options.map((option) => `${start} -l ${option.name}${detailsOf(option)} -d ${quoted(option.help)}`),
	];
}

/** `-x`: it needs a value, which is no file; `-r -F`: a file. */
function detailsOf({ short, values, isFlag, isFile }: CompletedOption): string {
	const letter = short === undefined ? "" : ` -s ${short}`;
	if (isFlag) return letter;
	if (values !== null) return `${letter} -x -a "${joined(values)}"`;
	return isFile ? `${letter} -r -F` : `${letter} -x`;
}

/** In single quotes, in which fish knows two escapes. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
