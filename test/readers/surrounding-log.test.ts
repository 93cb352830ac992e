import { describe, expect, test } from "@jest/globals";
import { findSurroundingLog } from "../../readers/surrounding-log.ts";

const plan = '{"planned_values":{\n"root_module":{}}}';
const value = { planned_values: { root_module: {} } };
const wrapper = (what: string) =>
	`the wrapper that hashicorp/setup-terraform installs printed ${what} the document ([command]…); ` +
	"set terraform_wrapper: false, or run terraform-bin instead of terraform";
const runner = (what: string) =>
	`a script runner such as npm printed ${what} the document; run it with --silent, or remove what it printed`;
const program = (what: string) =>
	`a program printed ${what} the document; write only the document to the file, without the log`;

test.each<[string, string, number, string]>([
	[
		"[command]/opt/terraform-bin show -json p",
		`[command]/opt/terraform-bin show -json p\n${plan}`,
		1,
		wrapper("this line before"),
	],
	["the same in color", `\u001b[36;1m[command]/x\u001b[0m\n${plan}`, 1, wrapper("this line before")],
	[
		"the same with a byte order mark behind it",
		`[command]/x\r\n\ufeff${plan}\n::debug::x`,
		1,
		wrapper("this line before"),
	],
	["an exit code", `${plan}\n::debug::Terraform exited with code 0.\n`, 3, wrapper("this line after")],
	["two lines", `${plan}\n\n::debug::a\n::debug::b`, 3, wrapper("2 lines after")],
	["npm", `\n> infra@1.0.0 plan\n> terraform show -json\n\n${plan}`, 1, runner("4 lines before")],
	["Yarn", `yarn run v1.22.22\n$ terraform show -json\n${plan}`, 1, runner("2 lines before")],
	["a list", `$ cat list.json\n[\n${plan}]`, 1, runner("this line before")],
	["Terraform itself", `Initializing...\n${plan}`, 1, program("this line before")],
	["a warning with brackets in it", `Warning: [x] {y}\n${plan}`, 1, program("this line before")],
])("names what printed %s", (_, text, line, why) => {
	const found = findSurroundingLog(text);
	expect(found).toMatchObject({ at: { line, column: 1 }, why });
	expect([value, [value]]).toContainEqual(found?.value);
});

describe("in the line of the document", () => {
	const escaped = '{"planned_values":{%0A"root_module":{}}, "share": "5%"}';
	const stands = (what: string) =>
		`${what} stands before the document in its line; write only the document to the file, without the log`;
	const wrapperInLine = wrapper("what this line begins with").replace(" the document ([command]…)", "");
	const oneLine = plan.replace("\n", "");

	test.each<[string, string, number, string]>([
		["a time", `2024-01-01T00:00:00Z ${oneLine}`, 1, stands("the time of a log")],
		[
			"a time before each line",
			`2024-01-01 00:00:00 ${plan.replace("\n", "\n2024-01-01 00:00:01 ")}`,
			1,
			stands("the time of a log"),
		],
		[
			"a time, below other lines",
			`\u001b[1m00:00:00\u001b[0m Run\n00:00:01 ${oneLine}\n`,
			2,
			stands("the time of a log"),
		],
		["a time in brackets", `[2024-01-01 00:00:00,123] ${oneLine}`, 1, stands("the time of a log")],
		["a time in brackets and a level", `[Mon 00:00:00] [INFO] ${oneLine}`, 1, stands("the time of a log")],
		["a level", `[INFO] ${oneLine}`, 1, stands("other text")],
		["the name of a service", `web | [${oneLine}]`, 1, stands("other text")],
		["an output of the wrapper", `::set-output name=stdout::${escaped}%0A`, 1, wrapperInLine],
		["the wrapper's debug line", `[command]/x\n::debug::stdout: ${oneLine}\n::debug::stderr: `, 2, wrapperInLine],
	])("names %s", (_, text, line, why) => {
		const found = findSurroundingLog(text);
		expect(found).toMatchObject({ at: { line, column: 1 }, why, isOnSameLine: true });
		expect([value, [value], { ...value, share: "5%" }]).toContainEqual(found?.value);
	});

	test("names the wrapper behind the document that it repeats", () => {
		const text = `${oneLine}\n\n::set-output name=stdout::${escaped}%0A\n::set-output name=stderr::\n`;
		expect(findSurroundingLog(text)).toMatchObject({ at: { line: 2 }, why: wrapper("2 lines after"), value });
	});

	test.each([
		["a missing brace at the end", '{"a": {"b": 1}'],
		["a missing bracket at the end", '[{"a": 1}'],
		["two objects", '[1] {"a": 1} {"b": 2}'],
		["a command with JSON in it", `curl -d '${oneLine}' localhost`],
		["a missing bracket behind two objects", `[{"a": 1}, ${oneLine}`],
		["long lines", `${"x ".repeat(200_000)}\n${"[ ".repeat(200_000)}`],
		["a list of times before a document", `["00:00:00"] ${oneLine}`],
		["a time that is not closed", `[00:00:00 ${oneLine}`],
		["broken JSON behind a time", '00:00:00 {"a": 1'],
	])("finds nothing in %s", (_, text) => {
		expect(findSurroundingLog(text)).toBeNull();
	});
});

test("names the colors of a terminal", () => {
	expect(findSurroundingLog(`\u001b[0m${plan}\u001b[0m`)).toEqual({
		at: { line: 1, column: 1 },
		why: "the text contains the colors of a terminal; turn them off in the program that prints it (-no-color)",
		value,
		isOnSameLine: false,
	});
});

test("names a script runner before YAML, of which nothing is read", () => {
	expect(findSurroundingLog("> shop@1.0.0 synth\n> cdk synth\n\nResources: {}\n")).toEqual({
		at: { line: 1, column: 1 },
		why: runner("this line before"),
		value: undefined,
		isOnSameLine: false,
	});
});

describe("finds nothing in", () => {
	test.each([
		["the document alone", plan],
		["broken JSON", '[command]/x\n{"a": '],
		["a broken document", '{"a": 1,}'],
		["YAML", "a: 1\nb:\n  {c: 1}\n"],
		["words", "some words\nand more"],
		["nothing", ""],
		["levels that are too many", `x\n${"[".repeat(50_000)}\n${"]".repeat(50_000)}`],
		["a document behind more lines than are searched", `${"x\n".repeat(1_000)}${plan}`],
	])("%s", (_, text) => {
		expect(findSurroundingLog(text)).toBeNull();
	});
});

test("quotes nothing of the log", () => {
	expect(findSurroundingLog(`password=hunter2\n${plan}`)?.why).not.toContain("hunter2");
});
