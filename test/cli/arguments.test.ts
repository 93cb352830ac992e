import { describe, expect, test } from "@jest/globals";
import { argumentsOf, meant, type Option, quoted } from "../../cli/arguments.ts";
import { BadInputError } from "../../core/errors.ts";

const known: Readonly<Record<string, Option>> = {
	format: { type: "choice", of: ["text", "json", "sarif"] },
	output: { type: "text" },
	strict: { type: "flag" },
	quiet: { type: "flag", short: "q" },
};

test("options, values and the rest, in any order", () => {
	const { flags, values, positionals } = argumentsOf(
		["a.json", "--format", "json", "-q", "--output=x", "-", "--strict", "--", "--b"],
		known,
	);
	expect([...flags].sort()).toEqual(["quiet", "strict"]);
	expect(values).toEqual({ format: "json", output: "x" });
	expect(positionals).toEqual(["a.json", "-", "--b"]);
});

test("the last value of an option holds, and a value may begin with a dash where it is written with =", () => {
	expect(argumentsOf(["--output", "a", "--output=-b"], known).values).toEqual({ output: "-b" });
	expect(argumentsOf(["--output", "-"], known).values).toEqual({ output: "-" });
});

describe("what cannot be understood is said in one line", () => {
	test.each([
		[["--formt", "json"], 'there is no option "--formt"; write "--format"'],
		[["--__proto__"], 'there is no option "--__proto__"; write --format, --output, --strict or --quiet'],
		[["-x"], 'there is no option "-x"; write --format, --output, --strict or --quiet'],
		[["--format", "jsn"], '--format "jsn" is none that there is; write "json"'],
		[["--format", "spreadsheet"], '--format "spreadsheet" is none that there is; write text, json or sarif'],
		[["--format"], "--format needs a value; write text, json or sarif"],
		[["--format", "--strict"], "--format needs a value; write text, json or sarif"],
		[["--output="], "--output needs a value; write one after it"],
		[["--strict=yes"], "--strict takes no value; write --strict alone"],
		[["--no\n::error::x"], 'there is no option "--no : :error::x"; write --format, --output, --strict or --quiet'],
	])("%j", (args, message) => {
		expect(() => argumentsOf(args, known)).toThrow(new BadInputError(message));
	});
});

test("words are shown short and harmless", () => {
	expect(quoted(`\u001b[31m${"x".repeat(100)}`)).toBe(`"[31m${"x".repeat(55)}…"`);
	expect(meant("chekc", ["check", "explain"])).toBe('"check"');
	expect(meant("zzz", ["one"])).toBe("one");
});
