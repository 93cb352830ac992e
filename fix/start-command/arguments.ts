/** A start command that is one program with options, or options alone. */
export interface PlainArguments {
	/** As written; null when there are only options, which the image's entry point or command gets. */
	readonly program: string | null;
	readonly options: readonly PlainOption[];
}

export interface PlainOption {
	/** Without its dashes, `_` as `-`; of `-c name=value` the name. */
	readonly name: string;
	/** The path that is its value; null when the value is no path, or there is none. Other values may be secrets and are not kept. */
	readonly path: string | null;
}

/** What a shell would interpret, apart from quotes and from the `;` that ends `daemon off;`. */
const shellSyntax = /[|&<>`()\n]|;(?!['"\s]*$)/;
/** A file name without a folder: the program may write to it in its working directory. */
const fileName = /^[^/]*\.[a-z][a-z0-9]*$/i;

/** Null when the words are more than one plain program: a script, an operand that may be a file, a variable as an option. */
export function plainArguments(words: readonly string[]): PlainArguments | null {
	const text = words.join(" ").trim();
	if (text === "" || shellSyntax.test(text)) return null;
	const tokens = text
		.replace(/["';]/g, " ")
		.split(/\s+/)
		.filter((token) => token !== "");
	const [first = ""] = tokens;
	const program = first.startsWith("-") ? null : first;
	const options: { name: string; path: string | null }[] = [];
	for (const token of program === null ? tokens : tokens.slice(1)) {
		const last = options.at(-1);
		if (/^--?[a-z]/i.test(token)) {
			const [, name = "", value = ""] = /^--?([^=]*)=?(.*)$/.exec(token) ?? [];
			if (/[/$]/.test(name)) return null;
			options.push({ name: normalize(name), path: pathIn(value) });
		} else if (last === undefined || fileName.test(token)) return null;
		else if (last.name === "c" && /^[a-z_.]+=/i.test(token)) {
			const [name = "", value = ""] = token.split(/=(.*)/);
			options.splice(-1, 1, { name: normalize(name), path: pathIn(value) });
		} else last.path ??= pathIn(token);
	}
	return { program, options };
}

const normalize = (name: string): string => name.replaceAll("_", "-");
const pathIn = (value: string): string | null => (/[/\\]/.test(value) || fileName.test(value) ? value : null);
