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
import { ran } from "../support/terminal.ts";

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
	write("compose.yaml", "services:", "  web: # the web", "    image: node:24", "    mem_limit: 512m", "    user: node");
const mended = [
	"services:",
	"  web: # the web",
	"    image: node:24",
	"    mem_limit: 512m",
	"    user: node",
	"    read_only: true",
	"    tmpfs:",
	"      - /tmp:size=64m",
	"",
].join("\n");
describe("fix", () => {
	test("shows a diff that patch takes, and changes nothing", async () => {
		compose();
		const { status, printed, complaints } = await ran(["fix", "compose.yaml"]);
		expect(status).toBe(1);
		expect(readFileSync("compose.yaml", "utf8")).not.toBe(mended);
		expect(complaints).toEqual(["shipshape: compose.yaml: 1 container to mend, --write does it"]);
		write("the.patch", printed);
		execFileSync("git", ["apply", "the.patch"]);
		expect(readFileSync("compose.yaml", "utf8")).toBe(mended);
	});

	test("--write makes the change, keeps the file's rights, and a second run changes nothing", async () => {
		compose();
		chmodSync("compose.yaml", 0o640);
		expect(await ran(["fix", "compose.yaml", "--write"])).toEqual({
			status: 0,
			printed: "",
			complaints: ["shipshape: compose.yaml: 1 container mended"],
		});
		expect(readFileSync("compose.yaml", "utf8")).toBe(mended);
		expect(statSync("compose.yaml").mode & 0o777).toBe(0o640);
		expect(readdirSync(".").sort()).toEqual(["compose.yaml"]);
		expect(await ran(["fix", "compose.yaml", "--write"])).toEqual({
			status: 0,
			printed: "",
			complaints: ["shipshape: compose.yaml: nothing to mend"],
		});
		expect((await ran(["check", "compose.yaml"])).status).toBe(0);
	});

	test("- prints the mended file with --write, and a diff without", async () => {
		const stdin = readFileSync(compose(), "utf8");
		expect((await ran(["fix", "-", "--write"], { stdin })).printed).toBe(mended);
		expect((await ran(["fix", "-"], { stdin })).printed).toContain("+    read_only: true\n");
	});

	test("a byte order mark stays, in the file, the diff and the pipe", async () => {
		const text = `\ufeff${readFileSync(compose(), "utf8")}`;
		writeFileSync("compose.yaml", text);
		const { printed } = await ran(["fix", "compose.yaml"]);
		write("the.patch", printed);
		execFileSync("git", ["apply", "--check", "the.patch"]);
		await ran(["fix", "compose.yaml", "--write"]);
		expect(readFileSync("compose.yaml", "utf8")).toBe(`\ufeff${mended}`);
		expect((await ran(["fix", "-", "--write"], { stdin: text })).printed).toBe(`\ufeff${mended}`);
	});

	test("says what it leaves and why, at its place", async () => {
		write("db.yaml", "services:", "  db:", "    image: postgres:18");
		const { status, printed, complaints } = await ran(["fix", "db.yaml", "--write"]);
		expect({ status, printed }).toEqual({ status: 1, printed: "" });
		expect(complaints[0]).toBe(
			"shipshape: db.yaml:2:3: container db: PostgreSQL writes what has to stay, or starts from what its image has, in /var/lib/postgresql: mount a volume there first",
		);
		expect(complaints[1]).toMatch(
			/^shipshape: db\.yaml: nothing to mend; \d failures are yours: shipshape check says which$/,
		);
	});

	test("a template in a cloud assembly is the CDK's; standard input lies in no folder", async () => {
		write("manifest.json", '{"version":"55.0.0","artifacts":{}}');
		const stdin = `Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: [{Name: web, Image: 'busybox:1', Memory: 512, Essential: true, User: "1"}]\n`;
		write("template.yaml", stdin);
		expect((await ran(["fix", "template.yaml"])).printed).toBe("");
		expect((await ran(["fix", "-"], { stdin })).printed).toContain("ReadonlyRootFilesystem: true");
	});

	test("leaves what a waiver covers, and what a policy turned off", async () => {
		write(
			"shipshape.yaml",
			"waivers:",
			"  - { control: task-definition/read-only-root, resource: '*web', owner: a, reason: b, expires: 2999-01-01 }",
		);
		compose();
		expect(await ran(["fix", "compose.yaml"])).toEqual({
			status: 0,
			printed: "",
			complaints: ["shipshape: compose.yaml: nothing to mend"],
		});
	});

	test("what is written through an anchor is said, not changed", async () => {
		write(
			"anchor.yaml",
			"x-mounts: &mounts [/tmp]",
			"services:",
			"  web:",
			"    image: node:24",
			"    read_only: true",
			"    tmpfs: *mounts",
		);
		const { printed, complaints } = await ran(["fix", "anchor.yaml"]);
		expect(printed).toBe("");
		expect(complaints[0]).toBe(
			"shipshape: anchor.yaml:3:3: container web: not mended: it is written at an anchor, which others may use too",
		);
	});

	test.each([
		[
			"a plan",
			"plan.json",
			`{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"a.b","mode":"managed","type":"aws_ecs_task_definition","name":"b","values":{"family":"x","container_definitions":"[{\\"name\\":\\"x\\",\\"image\\":\\"y:1\\",\\"privileged\\":true}]"}}]}}}`,
			/: \d failures, a plan is made from \.tf files: mend those$/,
		],
		[
			"what the CDK made",
			"S.template.json",
			`{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Metadata":{"aws:cdk:path":"S/T"},"Properties":{"ContainerDefinitions":[{"Name":"x","Image":"y:1"}]}}}}`,
			/: \d failures, the CDK made this template and will write over it: mend it where the CDK app makes it$/,
		],
		[
			"a docker run line",
			"run.txt",
			"docker run --privileged nginx",
			/: \d failures, files of the kind docker-run are not mended, only /,
		],
	])("%s is not mended", async (_, name, text, expected) => {
		write(name, text);
		const { status, printed, complaints } = await ran(["fix", "--write", name]);
		expect({ status, printed }).toEqual({ status: 1, printed: "" });
		expect(readFileSync(name, "utf8")).toBe(`${text}\n`);
		expect(complaints).toEqual([expect.stringMatching(expected)]);
	});

	test("bad input is one line and 2, and the others are mended", async () => {
		write("bad.json", '{"containerDefinitions": [');
		compose();
		const { status, printed, complaints } = await ran(["fix", ".", "nowhere"]);
		expect(status).toBe(2);
		expect(printed).toContain("+    read_only: true\n");
		expect(complaints).toHaveLength(3);
		expect(complaints[0]).toMatch(/^shipshape: bad\.json:2:1: /);
		expect(complaints[2]).toBe("shipshape: nowhere: there is no such file; name one that exists");
	});

	test.each([
		[[], "fix needs a path; write a file, a folder, or - for standard input"],
		[["--wirte", "x"], 'there is no option "--wirte"; write "--write"'],
	])("%j is bad usage", async (args, expected) => {
		expect(await ran(["fix", ...args])).toEqual({ status: 2, printed: "", complaints: [`shipshape: ${expected}`] });
	});

	test("colours are for terminals, and no file moves the cursor there", async () => {
		write("esc.yaml", "services:", '  web: {image: node, user: "\u001b[31m"} # \u001b[2J');
		const { printed } = await ran(["fix", "esc.yaml"], { colours: true });
		expect(printed).toContain("\u001b[32m+");
		expect(printed).not.toContain("\u001b[2J");
	});
});

describe("the diff applies", () => {
	const lines = ["services:", "  web:", "    image: node:24", "    mem_limit: 512m"];

	test.each([
		["with blank lines at the end", "plain.yaml", `${lines.join("\n")}\n\n\n`],
		["with Windows line ends", "crlf.yaml", `${lines.join("\r\n")}\r\n`],
		["without a line end at the end", "open.yaml", lines.join("\n")],
		["named with a dot", "./dot.yaml", `${lines.join("\n")}\n`],
		["named by its whole path", join(folder, "whole.yaml"), `${lines.join("\n")}\n`],
		["with a space in its name", "sp ace.yaml", `${lines.join("\n")}\n`],
	])("to a file %s", async (_, name, text) => {
		writeFileSync(name, text);
		const { printed } = await ran(["fix", name, "--quiet"]);
		writeFileSync("the.patch", printed);
		execFileSync("git", ["apply", "the.patch"]);
		expect(readFileSync(name, "utf8")).toContain("read_only: true");
		expect((await ran(["fix", name, "--quiet"])).printed).toBe("");
	});
});

test("a link stays a link: what it leads to is mended", async () => {
	compose();
	symlinkSync("compose.yaml", "link.yaml");
	await ran(["fix", "link.yaml", "--write"]);
	expect(lstatSync("link.yaml").isSymbolicLink()).toBe(true);
	expect(readFileSync("compose.yaml", "utf8")).toBe(mended);
});
