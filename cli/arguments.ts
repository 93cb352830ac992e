import { parseArgs } from "node:util";
import { BadInputError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { cut } from "../core/text.ts";
import { harmless } from "./terminal.ts";

/** `choice`: one of a few words; `text`: anything; `flag`: no value. */
export type Option =
	| { readonly type: "flag"; readonly short?: string }
	| { readonly type: "text" }
	| { readonly type: "choice"; readonly of: readonly string[]; readonly later?: readonly string[] };

export interface Arguments {
	readonly flags: ReadonlySet<string>;
	/** The last value of each option that has one. */
	readonly values: Readonly<Record<string, string>>;
	readonly positionals: readonly string[];
}

/** Reads the arguments of a command. Throws BadInputError, one line that says what to write instead. */
export function argumentsOf(args: readonly string[], known: Readonly<Record<string, Option>>): Arguments {
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
	const positionals: string[] = [];
	for (const token of tokens) {
		if (token.kind === "positional") positionals.push(token.value);
		if (token.kind !== "option") continue;
		const value = writtenValue(token, known);
		if (value === null) flags.add(token.name);
		else values[token.name] = value;
	}
	return { flags, values, positionals };
}

interface Written {
	readonly name: string;
	readonly rawName: string;
	readonly value: string | undefined;
	readonly inlineValue: boolean | undefined;
}

/** Null for a flag. */
function writtenValue({ name, rawName, value, inlineValue }: Written, known: Readonly<Record<string, Option>>) {
	const option = Object.hasOwn(known, name) ? known[name] : undefined;
	if (option === undefined) throw unknownOption(rawName, known);
	if (option.type === "flag") {
		if (value !== undefined) throw new BadInputError(`${rawName} takes no value; write ${rawName} alone`);
		return null;
	}
	const looksLikeOption = inlineValue !== true && value !== "-" && value?.startsWith("-") === true;
	if (value === undefined || value.trim() === "" || looksLikeOption) {
		const choices = option.type === "choice" ? `; write ${inWords(option.of)}` : "; write one after it";
		throw new BadInputError(`${rawName} needs a value${choices}`);
	}
	if (option.type === "choice" && option.later?.includes(value)) {
		throw new BadInputError(`${rawName} ${value} is not available yet; write ${inWords(option.of)}`);
	}
	if (option.type === "choice" && !option.of.includes(value)) {
		throw new BadInputError(`${rawName} ${quoted(value)} is none that there is; write ${meant(value, option.of)}`);
	}
	return value;
}

function unknownOption(written: string, known: Readonly<Record<string, Option>>): BadInputError {
	const names = Object.keys(known).map((name) => `--${name}`);
	return new BadInputError(`there is no option ${quoted(written)}; write ${meant(written, names)}`);
}

/** The nearest of what there is, or all of it. */
export function meant(word: string, there: readonly string[]): string {
	const near = nearest(word, there);
	return near === null ? inWords(there) : `"${near}"`;
}

const inWords = (items: readonly string[]): string =>
	items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;

export const quoted = (text: string): string => `"${cut(harmless(text), 60)}"`;
