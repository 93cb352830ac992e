import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("overwriting");
const compose = "services: {web: {image: 'a:1'}}\n";
const check = (...args: readonly string[]) => runCli(["check", ...args]);
const textOf = (path: string): string => readFileSync(path, "utf8");

function start(): void {
	write("shipshape.yaml", ...onlyControls("task-definition/read-only-root"));
	write("compose.yaml", compose.trimEnd());
	write("base.json", '{"baselineVersion":"1","failures":[]}');
	symlinkSync("compose.yaml", "link.yaml");
	symlinkSync("shipshape.yaml", "policy-link.yaml");
	mkdirSync("sub");
	symlinkSync("..", "sub/up");
}

const refused = (line: string) => ({ status: 2, printed: "", errors: [`shipshape: ${line}; name another file`] });

describe("an output that would overwrite what the run reads or writes is refused, and nothing is written:", () => {
	test.each<[string, readonly string[], string]>([
		[
			"a named file",
			["compose.yaml", "--output", "compose.yaml"],
			"--output compose.yaml would overwrite a file that is checked",
		],
		[
			"by another path",
			["compose.yaml", "--output", "sub/up/compose.yaml"],
			"--output sub/up/compose.yaml would overwrite a file that is checked",
		],
		[
			"through a link",
			["compose.yaml", "--output", "link.yaml"],
			"--output link.yaml would overwrite a file that is checked",
		],
		[
			"named by its link",
			["link.yaml", "--output", "compose.yaml"],
			"--output compose.yaml would overwrite a file that is checked",
		],
		[
			"a file of a folder",
			[".", "--output", "compose.yaml"],
			"--output compose.yaml would overwrite a file that is checked",
		],
		[
			"also by its link",
			["sub", ".", "--output", "link.yaml"],
			"--output link.yaml would overwrite a file that is checked",
		],
		[
			"the policy",
			["compose.yaml", "--output", "shipshape.yaml"],
			"--output shipshape.yaml would overwrite the policy",
		],
		[
			"the policy's link",
			["compose.yaml", "--output", "policy-link.yaml"],
			"--output policy-link.yaml would overwrite the policy",
		],
		[
			"the baseline",
			["compose.yaml", "--baseline", "base.json", "--output", "base.json"],
			"--output base.json would overwrite the baseline",
		],
		[
			"both outputs, which do not exist",
			["compose.yaml", "--write-baseline", "x.json", "--output", "sub/up/x.json"],
			"--write-baseline x.json would overwrite what --output writes",
		],
		[
			"a baseline",
			["compose.yaml", "--write-baseline", "compose.yaml"],
			"--write-baseline compose.yaml would overwrite a file that is checked",
		],
		[
			"also with --format",
			["shipshape.yaml", "--format", "json", "--output", "shipshape.yaml"],
			"--output shipshape.yaml would overwrite",
		],
	])("%s", async (_, args, line) => {
		start();
		const [before, policy, base] = [textOf("compose.yaml"), textOf("shipshape.yaml"), textOf("base.json")];
		const { errors, ...outcome } = await check(...args);
		expect(outcome).toEqual({ status: 2, printed: "" });
		expect(errors).toEqual([expect.stringContaining(`shipshape: ${line}`)]);
		expect([textOf("compose.yaml"), textOf("shipshape.yaml"), textOf("base.json")]).toEqual([before, policy, base]);
		expect(existsSync("x.json")).toBe(false);
	});

	test("a file that a checked one is merged with, or refers to", async () => {
		start();
		write("compose.override.yaml", "services: {web: {user: '1000', extends: {file: other/base.yaml, service: base}}}");
		write("other/base.yaml", "services: {base: {image: 'b:1'}}");
		for (const path of ["compose.override.yaml", "other/base.yaml"])
			expect(await check(".", "--exclude", "other", "--output", path)).toEqual(
				refused(`--output ${path} would overwrite a file that is checked`),
			);
	});
});

test("what an earlier run wrote is overwritten, whatever its format, and so is any other file that is not checked", async () => {
	start();
	write("notes.md", "a note");
	for (const format of ["json", "sarif", "gitlab", "text"])
		for (const path of ["report.json", "report.yaml", "notes.md"])
			for (let run = 1; run <= 2; run++)
				expect([format, path, await check(".", "--format", format, "--output", path)]).toMatchObject([
					format,
					path,
					{ status: 1, errors: [expect.stringContaining(`${path}: `)] },
				]);
	expect((await check("compose.yaml", "--write-baseline", "base.json")).status).toBe(0);
	expect((await check("compose.yaml", "--output", "/dev/null", "--write-baseline", "base.json")).status).toBe(0);
	expect(textOf("compose.yaml")).toBe(compose);
});

test("gate and slack-preview refuse it as well, before they read what they are about", async () => {
	start();
	write("v.json", "{}");
	write("pictures.svg");
	const task = ["gate", "--task-definition", "compose.yaml", "--output", "compose.yaml"];
	expect(await runCli(task)).toEqual(refused("--output compose.yaml would overwrite a file that is checked"));
	const preview = (...args: readonly string[]) => runCli(["slack-preview", "v.json", ...args]);
	expect(await preview("--output", "v.json")).toEqual(refused("--output v.json would overwrite the file that is read"));
	expect(await preview("--output", "a.svg", "--picture", "./a.svg")).toEqual(
		refused("--picture ./a.svg would overwrite what --output writes"),
	);
	expect(textOf("v.json")).toMatch(/^\{\}/);
});
