import { describe, expect, test } from "@jest/globals";
import { parseArguments } from "../../cli/arguments.ts";
import { commands } from "../../cli/commands.ts";
import { labelOf } from "../../cli/help.ts";
import { summaries } from "../../cli/overview.ts";
import { version } from "../../cli/version.ts";
import { runCli } from "../support/terminal.ts";

const names = Object.keys(commands);

describe.each(names)("the help of %s", (name) => {
	test("is the same with --help, -h and as help COMMAND", async () => {
		const printed = await runCli(["help", name]);
		expect(printed).toMatchObject({ status: 0, errors: [], printed: expect.stringMatching(`^shipshape ${name}\\b`) });
		for (const option of ["--help", "-h"]) expect(await runCli([name, option])).toEqual(printed);
	});

	test("has a line for each option, which is what the command takes, and for each exit status", async () => {
		const { printed } = await runCli(["help", name]);
		const { options = {}, statuses = {} } = (await commands[name]?.()) ?? {};
		const labels = [...printed.matchAll(/^ {2}(--[a-z-]+(?: [^ ]+|, -[a-z])?) {2,}\S/gm)].map(([, label]) => label);
		expect(labels).toEqual([...Object.entries(options).map(([option, one]) => labelOf(option, one)), "--help, -h"]);
		const given = [...printed.matchAll(/^ {2}(\d) {2}\S/gm)].map(([, status]) => status);
		expect(given).toEqual(Object.keys(statuses));
		expect(given).toEqual(expect.arrayContaining(["0", "2"]));
		for (const [option, one] of Object.entries(options)) {
			const words =
				one.type === "flag" ? [`--${option}`] : [`--${option}`, one.type === "choice" ? one.choices[0] : "x"];
			expect(() => parseArguments(words as string[], options)).not.toThrow();
		}
	});

	test("says what each option does, in lines that fit a terminal", async () => {
		const { printed } = await runCli(["help", name]);
		const { options = {} } = (await commands[name]?.()) ?? {};
		for (const [option, { help }] of Object.entries(options))
			expect([option, help]).toEqual([option, expect.stringMatching(/\w+ \w+/)]);
		const lines = printed.split("\n").filter((line) => !/^ {5,}[a-z-]+ {2,}/.test(line));
		expect(lines.filter((line) => line.length > 120)).toEqual([]);
	});
});

test("the overview names every command", async () => {
	expect(summaries.map(([usage]) => usage.split(" ")[0])).toEqual(names);
	const { printed } = await runCli(["help"]);
	for (const [, summary] of summaries) expect(printed).toMatch(new RegExp(`^  \\S.*  ${summary.slice(0, 40)}`, "m"));
	for (const [usage] of summaries) expect(printed).toContain(`\n  ${usage}`);
});

test("-v prints the version as --version does", async () => {
	expect(await runCli(["-v"])).toEqual({ status: 0, printed: `${version()}\n`, errors: [] });
	expect(await runCli(["--version"])).toEqual(await runCli(["-v"]));
});

test.each([["help", "help"], ["help", "--help"], ["--help"], ["-h"]])(
	"%s %s prints the overview, as help does",
	async (...args) => {
		expect(await runCli(args.filter((arg) => arg !== undefined))).toEqual(await runCli(["help"]));
	},
);

test.each([
	[["check", "-v"], "-v prints the version only without a command; write shipshape -v"],
	[["fix", "a.json", "--version"], "--version prints the version only without a command; write shipshape --version"],
	[["help", "chekc"], 'unknown command "chekc"; write "check"'],
	[["help", "check", "fix"], "help takes one command; write one name"],
	[["--version", "extra"], "--version takes no argument; write it alone"],
	[["-v", "-v"], "-v takes no argument; write it alone"],
])("%j is bad usage", async (args, error) => {
	expect(await runCli(args)).toEqual({ status: 2, printed: "", errors: [`shipshape: ${error}`] });
});
