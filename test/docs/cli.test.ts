import { describe, expect, test } from "@jest/globals";
import { commands } from "../../cli/commands.ts";
import { labelOf } from "../../cli/help.ts";
import { sectionOf, textOf } from "../support/docs.ts";
import { sourcesBelow } from "../support/sources.ts";

const page = textOf("docs/cli.md");

/** The first cells of a table. */
const firstCells = (text: string): readonly string[] =>
	[...text.matchAll(/^\| (.+?) \| .+ \|$/gm)].map(([, cell = ""]) => cell.replaceAll("\\|", "|").replaceAll("`", ""));

describe.each(Object.entries(commands))("%s", (name, load) => {
	test("has a line for each option and each exit status", async () => {
		const { options, statuses, usage } = await load();
		const section = sectionOf(page, name);
		expect(section).toContain(`\`shipshape ${usage}\``);
		const labels = Object.entries(options).map(([option, one]) => labelOf(option, one));
		const titles = labels.length === 0 ? [] : ["option"];
		expect(firstCells(section.replaceAll("| |", "| - |"))).toEqual([
			...[...titles, ...labels],
			...["exit status", ...Object.keys(statuses)],
		]);
	});
});

test("has every environment variable that is read, and no other", () => {
	const named = firstCells(sectionOf(page, "Environment variables"));
	const sources = ["cli/terminal.ts", "cli/commands/check.ts"].map(textOf).join("\n");
	expect(named.length).toBeGreaterThan(3);
	expect(named.filter((name) => !sources.includes(name))).toEqual([]);
	const read = sourcesBelow("cli").flatMap((path) =>
		path.includes("github-action")
			? []
			: [...textOf(path).matchAll(/environment\["([A-Z_]+)"\]/g)].map(([, name]) => name),
	);
	expect(read.filter((name) => name !== "TERM" && !named.includes(name ?? ""))).toEqual([]);
});
