/** What a shell completes of a command. */
export interface CompletedCommand {
	readonly name: string;
	/** The words that its arguments can be. */
	readonly words: readonly string[];
	readonly takesFiles: boolean;
	readonly options: readonly CompletedOption[];
}

export interface CompletedOption {
	readonly name: string;
	readonly short?: string;
	readonly help: string;
	/** The values that it takes; null: free text. */
	readonly values: readonly string[] | null;
	/** Whether it takes several of them, with commas. */
	readonly isList: boolean;
	readonly isFlag: boolean;
	/** Whether its value is the name of a file. */
	readonly isFile: boolean;
}

/** Names and values are letters, digits, `-`, `/` and `.`; shells take these as they are. */
export const joined = (words: readonly string[]): string => words.join(" ");

/** What may stand in place of a command. */
export const commonOptions: readonly string[] = ["--help", "--version"];

export const optionWords = ({ options }: CompletedCommand): readonly string[] =>
	options.flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]);

/** The cases of `case "$command $option"` in which a value follows; `replyTo`: the commands that offer it, each with `; ` behind it. */
export const valueCases = (
	{ name, options }: CompletedCommand,
	replyTo: (option: CompletedOption) => string,
): readonly string[] =>
	options.filter(({ isFlag }) => !isFlag).map((option) => `\t"${name} --${option.name}") ${replyTo(option)}return ;;`);
