import { describe, expect, test } from "@jest/globals";
import { commands } from "../../cli/commands.ts";
import { labelOf } from "../../cli/help.ts";
import { commandsIn, filesBelow, textOf } from "../support/docs.ts";

/** Pages that show how to call the command line; those of the controls too, through the texts beside them. */
const pages = ["README.md", ...filesBelow("docs", ".md")];
const shown = pages.flatMap((page) => commandsIn(textOf(page)).map((one) => [page, one.line, one] as const));

/** What may stand before a command's name. */
const common = ["--help", "-h", "-v", "--version"];

test("the pages show some", () => {
	expect(new Set(shown.map(([, , { command }]) => command))).toContain("check");
});

describe.each(shown)("%s: %s", (_page, _line, { command, options }) => {
	test("is understood", async () => {
		if (command === "help") return expect(options).toEqual([]);
		if (command === "") return expect(common).toEqual(expect.arrayContaining([...options]));
		const load = commands[command];
		expect(load).toBeDefined();
		const { options: table = {} } = (await load?.()) ?? {};
		const known = Object.entries(table).flatMap(([name, option]) => labelOf(name, option).split(/[ ,]+/));
		expect([...known, ...common]).toEqual(expect.arrayContaining(options.map((option) => option.replace(/=.*/, ""))));
	});
});
