import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("all-files");
const definition = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "a:1" }] });
const check = (...args: readonly string[]) => runCli(["check", ...args]);

/** What git lists besides what is to be checked: each would be read, or be an error, if it were named alone. */
const others: Readonly<Record<string, readonly string[]>> = {
	"README.md": ["# Run it", "", "`docker run --privileged nginx`", "", "module web {", "}"],
	"run.ts": ['exec("docker run --privileged nginx");'],
	Dockerfile: ["FROM node", "RUN docker run --privileged nginx"],
	"run.sh": ["docker run --privileged nginx"],
	"x.yaml": ["a: b: c"],
	"email-template.json": ['{"subject": "'],
	"template.yaml": [""],
	"main.tf": ["variable a {", "  x"],
};

function start(): readonly string[] {
	write("shipshape.yaml", ...onlyControls("task-definition/not-privileged", "task-definition/read-only-root"));
	for (const [name, lines] of Object.entries(others)) write(name, ...lines);
	write("web.json", definition);
	return [...Object.keys(others), "shipshape.yaml", "web.json"];
}

describe("a list of all files", () => {
	test("is judged as the folder is, and what is of no kind is counted", async () => {
		const all = start();
		const { status, printed, errors } = await check(...all, "--ignore-unknown");
		const folder = await check(".");
		expect([status, errors]).toEqual([1, []]);
		const verdictsIn = (text: string): readonly string[] => text.match(/^.*:\d+:\d+ {2}.*$/gm) ?? [];
		expect(verdictsIn(printed)).toEqual([expect.stringContaining("web.json:1:")]);
		expect(verdictsIn(folder.printed)).toEqual(verdictsIn(printed));
		expect(printed).toContain("; 7 unrecognized files: README.md, run.ts, Dockerfile and 4 more\n");
	});

	test.each(Object.keys(others))("may be only %s, which is an error or judged when it is named alone", async (name) => {
		start();
		expect(await check(name, "--ignore-unknown")).toMatchObject({ status: 0, errors: [] });
		expect((await check(name)).status).toBeGreaterThan(0);
	});

	test("may have links to nothing, pipes and folders, but nothing that is not there", async () => {
		start();
		symlinkSync("nowhere", ".#compose.yaml");
		execFileSync("mkfifo", ["pipe.json"]);
		mkdirSync("module");
		const listed = [".#compose.yaml", "pipe.json", "module"];
		expect(await check(...listed, "--ignore-unknown")).toMatchObject({ status: 0, errors: [] });
		expect((await check("gone.ts", "--ignore-unknown")).status).toBe(2);
		expect((await check(".#compose.yaml")).status).toBe(2);
	});

	test.each([
		["taskdef.json", `// for ECS\n${definition}`],
		["task-definition.json", '{"family": "web",'],
		["web.json", '{"containerDefinitions": ['],
		["compose.yaml", ""],
	])("does not pass over a broken file that is of a kind by its name or its content: %s", async (name, text) => {
		start();
		write(name, text);
		expect(await check(name, "--ignore-unknown")).toMatchObject({ status: 2 });
	});

	test("is read as the kind that is given, whatever the names are", async () => {
		start();
		const { status } = await check("run.sh", "--ignore-unknown", "--as", "docker-run");
		expect(status).toBe(1);
	});

	test("is changed by fix where it can edit the kind; what else fails is for check", async () => {
		start();
		write("repository.tf", 'resource "aws_ecr_repository" "a" {', '  name = "a"', "}");
		write("shipshape.yaml", ...onlyControls("repository/tag-immutability", "task-definition/read-only-root"));
		expect((await runCli(["fix", "repository.tf"])).errors).toEqual([expect.stringContaining("not edited")]);
		expect(await runCli(["fix", "repository.tf", "--ignore-unknown"])).toMatchObject({ status: 0, errors: [] });
		expect((await runCli(["fix", "repository.tf", "web.json", "--ignore-unknown"])).status).toBe(1);
	});
});

test("a folder may have links to nothing, pipes and sockets, which are no files", async () => {
	start();
	symlinkSync("someone@host.1", ".#web.json");
	execFileSync("mkfifo", ["pipe.yaml"]);
	const { status, errors } = await check(".");
	expect([status, errors]).toEqual([1, []]);
});

test("a file of a folder that is too large is not checked, and may be left out", async () => {
	start();
	write("plan.json", " ".repeat(17 * 1024 * 1024));
	const { status, errors } = await check(".");
	const remedy = "leave it out with --exclude if it need not be checked";
	expect([status, errors]).toEqual([2, [`shipshape: plan.json: is 17 MiB; the maximum is 16 MiB, ${remedy}`]]);
	expect((await check("plan.json")).errors).toEqual([expect.stringContaining("16 MiB, name a smaller file")]);
});
