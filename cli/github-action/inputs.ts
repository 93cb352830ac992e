import { BadInputError } from "../../core/errors.ts";
import { formatNames } from "../format-names.ts";

/** The inputs of a step, as action.yml declares them. */
export interface Inputs {
	/** Arguments of every call of `check`: options first, then paths. */
	readonly arguments: readonly string[];
	/** How the log is written. */
	readonly format: string;
	/** Null: no SARIF report. */
	readonly sarifFile: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Options that would change what the action itself reads or writes. */
const ownOptions: Readonly<Record<string, string>> = {
	"--format": "format",
	"--output": "sarif-file",
	"--help": "paths",
	"-h": "paths",
};

/**
 * Reads the inputs from the variables in which the runner passes them: `INPUT_SARIF-FILE` for `sarif-file`. Throws
 * BadInputError, which names the input and what to write.
 */
export function readInputs(environment: Environment): Inputs {
	const input = (name: string): string => environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
	const policy = input("policy");
	const sarifFile = input("sarif-file");
	const format = input("format");
	if (!formatNames.some((name) => name === format))
		throw new BadInputError(`format must be ${formatNames.slice(0, -1).join(", ")} or ${formatNames.at(-1)}`);
	const paths = linesOf(input("paths")).map((path) => (path.startsWith("-") ? `./${path}` : path));
	if (paths.length === 0) throw new BadInputError("paths is empty; write a path on each line, or . for everything");
	return {
		arguments: [
			...(policy === "" ? [] : [`--policy=${policy}`]),
			...(isTrue("strict", input("strict")) ? ["--strict"] : []),
			...linesOf(input("options")).map(optionOf),
			...paths,
		],
		format,
		sarifFile: sarifFile === "" ? null : sarifFile,
	};
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line !== "");

function optionOf(line: string): string {
	if (!line.startsWith("-") || line === "-" || line === "--")
		throw new BadInputError("options must have one option on each line, with its value after an equals sign");
	const instead = ownOptions[line.split("=")[0] ?? ""];
	if (instead !== undefined) throw new BadInputError(`options must not have ${line.split("=")[0]}; use ${instead}`);
	return line;
}

function isTrue(name: string, value: string): boolean {
	if (value !== "" && value !== "true" && value !== "false") throw new BadInputError(`${name} must be true or false`);
	return value === "true";
}
