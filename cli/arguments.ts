import { parseArgs } from "node:util";
import { BadInputError } from "../core/errors.ts";
import { truncate } from "../core/text.ts";
import { findNearest } from "../policy-file/nearest.ts";
import { sanitize } from "./terminal.ts";

/** `choice`: one of a fixed set of values; `string`: free text; `flag`: no value. `value`: what stands for it in the help, `FILE`. */
export type Option = { readonly help: string } & (
	| { readonly type: "flag"; readonly short?: string }
	| {
			readonly type: "string";
			readonly value: string;
			/** Words that shells propose: the value is one of them, or several with commas. Absent: none. */
			readonly words?: readonly string[];
	  }
	| {
			readonly type: "choice";
			readonly value: string;
			readonly choices: readonly string[];
			/** Lines that explain the choices; absent: their names do. */
			readonly choiceLines?: readonly string[];
			readonly planned?: readonly string[];
	  }
);

export interface Arguments {
	readonly flags: ReadonlySet<string>;
	/** The last value of each option that was given one. */
	readonly values: Readonly<Record<string, string>>;
	/** All values of each of these options, in order; for options that may be repeated. */
	readonly lists: Readonly<Record<string, readonly string[]>>;
	readonly positionals: readonly string[];
}

/** Parses the arguments of a command. Throws BadInputError with a one-line message that says what to write instead. */
export function parseArguments(args: readonly string[], known: Readonly<Record<string, Option>>): Arguments {
	const options = Object.fromEntries(
		Object.entries(known).map(([name, option]) => [
			name,
			option.type === "flag"
				? { type: "boolean" as const, ...(option.short === undefined ? {} : { short: option.short }) }
				: { type: "string" as const },
		]),
	);
	const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
	const flags = new Set<string>();
	const values: Record<string, string> = {};
	const lists: Record<string, readonly string[]> = {};
	const positionals: string[] = [];
	for (const token of tokens) {
		if (token.kind === "positional") positionals.push(token.value);
		if (token.kind !== "option") continue;
		const value = parseValue(token, known);
		if (value === null) flags.add(token.name);
		else {
			values[token.name] = value;
			lists[token.name] = [...(lists[token.name] ?? []), value];
		}
	}
	return { flags, values, lists, positionals };
}

interface OptionToken {
	readonly name: string;
	readonly rawName: string;
	readonly value: string | undefined;
	readonly inlineValue: boolean | undefined;
}

/** Null for a flag. */
function parseValue({ name, rawName, value, inlineValue }: OptionToken, known: Readonly<Record<string, Option>>) {
	const option = Object.hasOwn(known, name) ? known[name] : undefined;
	if (option === undefined) throw unknownOption(rawName, known);
	if (option.type === "flag") {
		if (value !== undefined) throw new BadInputError(`${rawName} takes no value; write ${rawName} alone`);
		return null;
	}
	const looksLikeOption = inlineValue !== true && value !== "-" && value?.startsWith("-") === true;
	if (value === undefined || value.trim() === "" || looksLikeOption) {
		const remedy = option.type === "choice" ? `; write ${oneOf(option.choices)}` : "; write it after the option";
		throw new BadInputError(`${rawName} needs a value${remedy}`);
	}
	if (option.type === "choice" && option.planned?.includes(value)) {
		throw new BadInputError(`${rawName} ${value} is not available yet; write ${oneOf(option.choices)}`);
	}
	if (option.type !== "choice") return value;
	const chosen = option.choices.find((one) => one.toLowerCase() === value.toLowerCase());
	if (chosen !== undefined) return chosen;
	throw new BadInputError(`${rawName} does not accept ${quote(value)}; write ${suggest(value, option.choices)}`);
}

function unknownOption(rawName: string, known: Readonly<Record<string, Option>>): BadInputError {
	if (rawName === "-v" || rawName === "--version")
		return new BadInputError(`${rawName} prints the version only without a command; write shipshape ${rawName}`);
	const names = Object.keys(known).map((name) => `--${name}`);
	return new BadInputError(`unknown option ${quote(rawName)}; write ${suggest(rawName, names)}`);
}

/** The choice nearest to a word, or all of them when none is near. */
export function suggest(word: string, choices: readonly string[]): string {
	const near = findNearest(word, choices);
	return near === null ? oneOf(choices) : `"${near}"`;
}

/** `one of a, b or c`. */
const oneOf = (items: readonly string[]): string =>
	items.length < 2 ? items.join("") : `one of ${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;

export const quote = (text: string): string => `"${truncate(sanitize(text), 60)}"`;
