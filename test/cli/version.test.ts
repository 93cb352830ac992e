import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { pagesInRepository } from "../../cli/version.ts";
import { builtCommandLine, runProgram } from "../support/built-command-line.ts";

const pages = "https://git.example.com/shop/shipshape/blob/v1.2.3/docs/controls";

test.each([
	["as npm run package writes it", { type: "git", url: "git+https://git.example.com/shop/shipshape.git" }, pages],
	["without a prefix and an ending", { url: "https://git.example.com/shop/shipshape" }, pages],
	["of another scheme", { url: "ssh://git@git.example.com/shop/shipshape.git" }, null],
	["of no address", { url: 1 }, null],
	["none", undefined, null],
])("the pages of a version are in the repository that the manifest names: %s", (_, repository, expected) => {
	expect(pagesInRepository({ version: "1.2.3", repository })).toBe(expected);
});

test("a package that names its repository links from SARIF to its pages there, unless others are given", async () => {
	const built = builtCommandLine();
	try {
		const folder = join(built.program, "..", "..");
		const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as object;
		const repository = { type: "git", url: "git+https://git.example.com/shop/shipshape.git" };
		rmSync(join(folder, "package.json"));
		writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, version: "1.2.3", repository }));
		const task = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.29" }] });
		const linksWith = async (environment: Readonly<Record<string, string>>) => {
			const { printed } = await runProgram(
				built.program,
				["check", "-", "--format", "sarif"],
				folder,
				task,
				environment,
			);
			return JSON.parse(printed).runs[0].tool.driver.rules.map(({ helpUri }: { helpUri: string }) => helpUri);
		};
		expect(await linksWith({})).toContain(`${pages}/task-definition/read-only-root.md`);
		const given = { SHIPSHAPE_PAGES: "https://pages.example.com" };
		expect(await linksWith(given)).toContain("https://pages.example.com/task-definition/read-only-root.md");
	} finally {
		built.remove();
	}
});
