import { describe, expect, test } from "@jest/globals";
import { type Option, parseArguments, quote, suggest } from "../../cli/arguments.ts";
import { BadInputError } from "../../core/errors.ts";

const known: Readonly<Record<string, Option>> = {
	format: { type: "choice", value: "NAME", help: "", choices: ["text", "json", "sarif"] },
	output: { type: "string", value: "FILE", help: "" },
	strict: { type: "flag", help: "" },
	quiet: { type: "flag", short: "q", help: "" },
};

test("options, values and positional arguments are parsed in any order", () => {
	const { flags, values, positionals } = parseArguments(
		["a.json", "--format", "json", "-q", "--output=x", "-", "--strict", "--", "--b"],
		known,
	);
	expect([...flags].sort()).toEqual(["quiet", "strict"]);
	expect(values).toEqual({ format: "json", output: "x" });
	expect(positionals).toEqual(["a.json", "-", "--b"]);
});

test("the last value of an option is used, and a value may start with a dash when it is written with =", () => {
	expect(parseArguments(["--output", "a", "--output=-b"], known).values).toEqual({ output: "-b" });
	expect(parseArguments(["--output", "-"], known).values).toEqual({ output: "-" });
});

test("a choice is accepted in any letter case, and is as the command writes it", () => {
	expect(parseArguments(["--format", "SARIF"], known).values).toEqual({ format: "sarif" });
});

describe("rejects invalid arguments with one line", () => {
	test.each([
		[["--formt", "json"], 'unknown option "--formt"; write "--format"'],
		[["--__proto__"], 'unknown option "--__proto__"; write one of --format, --output, --strict or --quiet'],
		[["-x"], 'unknown option "-x"; write one of --format, --output, --strict or --quiet'],
		[["--format", "jsn"], '--format does not accept "jsn"; write "json"'],
		[["--format", "spreadsheet"], '--format does not accept "spreadsheet"; write one of text, json or sarif'],
		[["--format"], "--format needs a value; write one of text, json or sarif"],
		[["--format", "--strict"], "--format needs a value; write one of text, json or sarif"],
		[["--output="], "--output needs a value; write it after the option"],
		[["--strict=yes"], "--strict takes no value; write --strict alone"],
		[["--no\n::error::x"], 'unknown option "--no : :error::x"; write one of --format, --output, --strict or --quiet'],
	])("%j", (args, message) => {
		expect(() => parseArguments(args, known)).toThrow(new BadInputError(message));
	});
});

test("quoted words are truncated and sanitized, suggestions name the nearest choice", () => {
	expect(quote(`\u001b[31m${"x".repeat(100)}`)).toBe(`"[31m${"x".repeat(55)}…"`);
	expect(suggest("chekc", ["check", "explain"])).toBe('"check"');
	expect(suggest("zzz", ["one"])).toBe("one");
});
