import { execFileSync } from "node:child_process";
import {
	chmodSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "fix-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
beforeEach(() => {
	for (const name of readdirSync(".")) rmSync(name, { recursive: true });
});
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

const write = (name: string, ...lines: readonly string[]): string => {
	writeFileSync(name, `${lines.join("\n")}\n`);
	return name;
};
const compose = () =>
	write(
		"compose.yaml",
		"services:",
		"  web: # the web",
		"    image: memcached:1.6",
		"    mem_limit: 512m",
		"    user: node",
	);
const fixed = [
	"services:",
	"  web: # the web",
	"    image: memcached:1.6",
	"    mem_limit: 512m",
	"    user: node",
	"    read_only: true",
	"    tmpfs:",
	"      - /tmp:size=64m",
	"",
].join("\n");
describe("fix", () => {
	test("shows a diff that git can apply, and changes nothing", async () => {
		compose();
		const { status, printed, errors } = await runCli(["fix", "compose.yaml"]);
		expect(status).toBe(1);
		expect(readFileSync("compose.yaml", "utf8")).not.toBe(fixed);
		expect(errors).toEqual(["shipshape: compose.yaml: 1 container can be fixed with --write"]);
		write("the.patch", printed);
		execFileSync("git", ["apply", "the.patch"]);
		expect(readFileSync("compose.yaml", "utf8")).toBe(fixed);
	});

	test("--write applies the change and keeps the file's permissions, and a second run changes nothing", async () => {
		compose();
		chmodSync("compose.yaml", 0o640);
		expect(await runCli(["fix", "compose.yaml", "--write"])).toEqual({
			status: 0,
			printed: "",
			errors: ["shipshape: compose.yaml: 1 container fixed"],
		});
		expect(readFileSync("compose.yaml", "utf8")).toBe(fixed);
		expect(statSync("compose.yaml").mode & 0o777).toBe(0o640);
		expect(readdirSync(".").sort()).toEqual(["compose.yaml"]);
		expect(await runCli(["fix", "compose.yaml", "--write"])).toEqual({
			status: 0,
			printed: "",
			errors: ["shipshape: compose.yaml: nothing to fix"],
		});
		expect((await runCli(["check", "compose.yaml"])).status).toBe(0);
	});

	test("with - it prints the fixed file when --write is given, otherwise a diff", async () => {
		const stdin = readFileSync(compose(), "utf8");
		expect((await runCli(["fix", "-", "--write"], { stdin })).printed).toBe(fixed);
		expect((await runCli(["fix", "-"], { stdin })).printed).toContain("+    read_only: true\n");
	});

	test("keeps a byte order mark in the file, the diff and the piped output", async () => {
		const text = `\ufeff${readFileSync(compose(), "utf8")}`;
		writeFileSync("compose.yaml", text);
		const { printed } = await runCli(["fix", "compose.yaml"]);
		write("the.patch", printed);
		execFileSync("git", ["apply", "--check", "the.patch"]);
		await runCli(["fix", "compose.yaml", "--write"]);
		expect(readFileSync("compose.yaml", "utf8")).toBe(`\ufeff${fixed}`);
		expect((await runCli(["fix", "-", "--write"], { stdin: text })).printed).toBe(`\ufeff${fixed}`);
	});

	test("leaves a file in UTF-16 unchanged, and says that it does not write it", async () => {
		const bytes = Buffer.from(`\ufeff${readFileSync(compose(), "utf8")}`, "utf16le");
		writeFileSync("compose.yaml", bytes);
		const { status, printed, errors } = await runCli(["fix", "compose.yaml", "--write"]);
		const error = "shipshape: compose.yaml: is UTF-16, which fix does not write; save it as UTF-8";
		expect({ status, printed, error: errors.at(-1) }).toEqual({ status: 2, printed: "", error });
		expect(readFileSync("compose.yaml")).toEqual(bytes);
	});

	test("reports what it does not fix and why, with the location", async () => {
		write("db.yaml", "services:", "  db:", "    image: postgres:18");
		const { status, printed, errors } = await runCli(["fix", "db.yaml", "--write"]);
		expect({ status, printed }).toEqual({ status: 1, printed: "" });
		expect(errors[0]).toBe(
			"shipshape: db.yaml:2:3: container db: PostgreSQL keeps data that must persist, or files that its image provides, " +
				"in /var/lib/postgresql; mount a volume there first",
		);
		expect(errors[1]).toMatch(
			/^shipshape: db\.yaml: nothing to fix; \d failures need a manual fix: shipshape check lists them$/,
		);
	});

	test("does not fix a template in a cloud assembly, but fixes the same template on standard input", async () => {
		write("manifest.json", '{"version":"55.0.0","artifacts":{}}');
		const stdin =
			`Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: [{Name: ` +
			`web, Image: 'memcached:1', Memory: 512, Essential: true, User: "1"}]\n`;
		write("template.yaml", stdin);
		expect((await runCli(["fix", "template.yaml"])).printed).toBe("");
		expect((await runCli(["fix", "-"], { stdin })).printed).toContain("ReadonlyRootFilesystem: true");
	});

	test("does not fix what a waiver covers", async () => {
		write(
			"shipshape.yaml",
			"waivers:",
			"  - { control: task-definition/read-only-root, resource: '*web', owner: a, reason: b, expires: 2999-01-01 }",
		);
		compose();
		expect(await runCli(["fix", "compose.yaml"])).toEqual({
			status: 0,
			printed: "",
			errors: ["shipshape: compose.yaml: nothing to fix"],
		});
	});

	test("reports a setting written through an anchor, and does not change it", async () => {
		write(
			"anchor.yaml",
			"x-mounts: &mounts [/tmp]",
			"services:",
			"  web:",
			"    image: memcached:1.6",
			"    read_only: true",
			"    tmpfs: *mounts",
		);
		const { printed, errors } = await runCli(["fix", "anchor.yaml"]);
		expect(printed).toBe("");
		expect(errors[0]).toBe(
			"shipshape: anchor.yaml:3:3: container web: not fixed: it refers to an anchor that other parts of the file may also use; write the value out instead",
		);
	});

	test.each([
		[
			"a plan",
			"plan.json",
			`{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"a.b","mode":"managed",` +
				`"type":"aws_ecs_task_definition","name":"b","values":{"family":"x",` +
				`"container_definitions":"[{\\"name\\":\\"x\\",\\"image\\":\\"y:1\\",\\"privileged\\":true}]"}}]}}}`,
			/: \d failures, a plan is generated from \.tf files: fix those$/,
		],
		[
			"a template generated by the CDK",
			"S.template.json",
			`{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Metadata":{"aws:cdk:path":"S/T"},` +
				`"Properties":{"ContainerDefinitions":[{"Name":"x","Image":"y:1"}]}}}}`,
			/: \d failures, the CDK generated this template and will overwrite it: fix the CDK app instead$/,
		],
		[
			"a docker run line",
			"run.txt",
			"docker run --privileged nginx",
			/: \d failures, files of kind docker-run cannot be fixed, only /,
		],
	])("does not fix %s", async (_, name, text, expected) => {
		write(name, text);
		const { status, printed, errors } = await runCli(["fix", "--write", name]);
		expect({ status, printed }).toEqual({ status: 1, printed: "" });
		expect(readFileSync(name, "utf8")).toBe(`${text}\n`);
		expect(errors).toEqual([expect.stringMatching(expected)]);
	});

	test("reports bad input in one line with exit status 2, and fixes the other files", async () => {
		write("bad.json", '{"containerDefinitions": [');
		compose();
		const { status, printed, errors } = await runCli(["fix", ".", "nowhere"]);
		expect(status).toBe(2);
		expect(printed).toContain("+    read_only: true\n");
		expect(errors).toHaveLength(3);
		expect(errors[0]).toMatch(/^shipshape: bad\.json:2:1: /);
		expect(errors[2]).toBe("shipshape: nowhere: no such file; name one that exists");
	});

	test.each([
		[[], "fix needs a path; write a file, a folder, or - for standard input"],
		[[""], "fix needs a path; write a file, a folder, or - for standard input"],
		[["--wirte", "x"], 'unknown option "--wirte"; write "--write"'],
	])("%j is bad usage", async (args, expected) => {
		expect(await runCli(["fix", ...args])).toEqual({ status: 2, printed: "", errors: [`shipshape: ${expected}`] });
	});

	test("colors the diff on a terminal and replaces control characters of the file", async () => {
		write("esc.yaml", "services:", '  web: {image: memcached, user: "\u001b[31m"} # \u001b[2J');
		const { printed } = await runCli(["fix", "esc.yaml"], { colors: true });
		expect(printed).toContain("\u001b[32m+");
		expect(printed).not.toContain("\u001b[2J");
	});
});

describe("the diff applies", () => {
	const lines = ["services:", "  web:", "    image: memcached:1.6", "    mem_limit: 512m"];

	test.each([
		["with blank lines at the end", "plain.yaml", `${lines.join("\n")}\n\n\n`],
		["with Windows line ends", "crlf.yaml", `${lines.join("\r\n")}\r\n`],
		["without a line end at the end", "open.yaml", lines.join("\n")],
		["named with a dot", "./dot.yaml", `${lines.join("\n")}\n`],
		["named by its whole path", join(folder, "whole.yaml"), `${lines.join("\n")}\n`],
		["with a space in its name", "sp ace.yaml", `${lines.join("\n")}\n`],
	])("to a file %s", async (_, name, text) => {
		writeFileSync(name, text);
		const { printed } = await runCli(["fix", name, "--quiet"]);
		writeFileSync("the.patch", printed);
		execFileSync("git", ["apply", "the.patch"]);
		expect(readFileSync(name, "utf8")).toContain("read_only: true");
		expect((await runCli(["fix", name, "--quiet"])).printed).toBe("");
	});
});

test("fix keeps a symbolic link and fixes its target", async () => {
	compose();
	symlinkSync("compose.yaml", "link.yaml");
	await runCli(["fix", "link.yaml", "--write"]);
	expect(lstatSync("link.yaml").isSymbolicLink()).toBe(true);
	expect(readFileSync("compose.yaml", "utf8")).toBe(fixed);
});
