import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const page = readFileSync("docs/policy.md", "utf8");
const write = useFolder("ignores-reported");
const root = "task-definition/read-only-root";
const service = (...comments: readonly string[]) => [
	"services:",
	"  web:",
	"    image: a:1",
	...comments.map((one) => `    ${one}`),
];
const alone = { image: "    image: a:1" };

/** Checks a Compose file with one service, and this after the name of its image. */
async function checked(comment: string, ...args: readonly string[]) {
	write("compose.yaml", ...service().map((line) => (line === alone.image ? `${line} ${comment}` : line)));
	write("shipshape.yaml", ...onlyControls(root));
	return runCli(["check", "compose.yaml", ...args]);
}

const valid = `# shipshape:ignore ${root} writes to /var`;
const place = { file: "compose.yaml", line: 3, column: 16 };

describe("an ignored failure is waived, with its reason and its place,", () => {
	test("in JSON", async () => {
		const { status, printed } = await checked(valid, "--format", "json");
		const { verdicts, summary } = JSON.parse(printed) as VerdictReport;
		expect([status, summary]).toEqual([0, expect.objectContaining({ fail: 0, waived: 1 })]);
		expect(verdicts[0]).toMatchObject({ status: "waived", ignore: { reason: "writes to /var", location: place } });
		expect(verdicts[0]).not.toHaveProperty("waiver");
	});

	test("in SARIF, as suppressed in the source", async () => {
		const { printed } = await checked(valid, "--format", "sarif");
		const [{ suppressions }] = JSON.parse(printed).runs[0].results;
		expect(suppressions).toEqual([
			expect.objectContaining({ kind: "inSource", status: "accepted", justification: "writes to /var" }),
		]);
		expect(suppressions[0].location.physicalLocation.region).toEqual({ startLine: 3, startColumn: 16 });
	});

	test("in text", async () => {
		const { printed } = await checked(valid);
		expect(printed).toContain(`WAIVED  ${root}  container web\n`);
		expect(printed).toContain("; ignored in compose.yaml:3: writes to /var\n");
	});

	test("and fix leaves it as it is", async () => {
		await checked(valid);
		const before = readFileSync("compose.yaml", "utf8");
		expect(await runCli(["fix", "compose.yaml", "--write", "--try"])).toMatchObject({ status: 0 });
		expect(readFileSync("compose.yaml", "utf8")).toBe(before);
	});
});

describe("an ignore that is not valid is an error of the file, and the failure counts:", () => {
	test.each([
		[
			"# shipshape:ignore",
			"this ignore hides nothing, because it does not say which control; write shipshape:ignore CONTROL REASON in a comment, or",
		],
		[`# shipshape:ignore ${root}`, `the ignore of ${root} has no reason and hides nothing; write why the failure`],
		[`# shipshape:ignore ${root}: \u200b\u202e`, `the ignore of ${root} has no reason`],
		[
			"# shipshape:ignore read-only-root because",
			`this ignore hides nothing, because there is no control "read-only-root"; write "${root}"`,
		],
		[
			"# shipshape:ignore all because",
			'this ignore hides nothing, because there is no control "all"; write the control before the reason, by a name',
		],
		["# shipshape:ignore toString because", 'this ignore hides nothing, because there is no control "toString"'],
	])("%j", async (comment, error) => {
		const { status, printed, errors } = await checked(comment);
		expect([status, printed]).toEqual([2, expect.stringContaining("1 failure (1 HIGH)")]);
		expect(errors).toEqual([expect.stringContaining(`shipshape: compose.yaml:3:16: ${error}`)]);
		for (const format of ["json", "sarif", "junit", "github", "csv"])
			expect(await checked(comment, "--format", format)).toMatchObject({ status: 2, errors });
		expect(await runCli(["fix", "compose.yaml", "--quiet"])).toMatchObject({ status: 2, errors });
	});

	test("so is each control of one ignore that is wrong", async () => {
		const { status, errors } = await checked("# shipshape:ignore read-only-root, task-definition/no-such x");
		expect([status, errors]).toEqual([
			2,
			["read-only-root", "task-definition/no-such"].map((name) =>
				expect.stringContaining(
					`shipshape: compose.yaml:3:16: this ignore hides nothing, because there is no control "${name}"`,
				),
			),
		]);
	});

	test("so are more of them than anybody reviews", async () => {
		write("compose.yaml", ...service(...Array.from({ length: 1_001 }, () => valid)), "    init: true");
		write("shipshape.yaml", ...onlyControls(root));
		const { status, errors } = await runCli(["check", "compose.yaml"]);
		expect([status, errors]).toEqual([2, [expect.stringContaining("more than 1000 ignores in one file")]]);
	});
});

describe("a comment that is none, or only looks like one, ignores nothing:", () => {
	test.each([
		["    command: ['# shipshape:ignore task-definition/read-only-root r']"],
		["    command: |\n      # shipshape:ignore task-definition/read-only-root r\n      sleep 1"],
		["    # see shipshape:ignore task-definition/read-only-root r"],
	])("%j", async (line) => {
		write("compose.yaml", ...service(), line);
		write("shipshape.yaml", ...onlyControls(root));
		expect(await runCli(["check", "compose.yaml"])).toMatchObject({ status: 1, errors: [] });
	});

	test("in a script, one in quotes or within a word", async () => {
		write("run.sh", `docker run a:1 '${valid}'`, `docker run b:1 x${valid}`);
		write("shipshape.yaml", ...onlyControls(root));
		expect(await runCli(["check", "run.sh"])).toMatchObject({ status: 1, errors: [] });
	});
});

test("a reason with characters that a terminal would obey is printed without them, and shortened", async () => {
	const { status, printed } = await checked(`${valid} \u001b[31m\u202e\u0007red ${"x".repeat(2_000)}`);
	expect(status).toBe(0);
	for (const hidden of ["\u001b", "\u202e", "\u0007"]) expect(printed).not.toContain(hidden);
	expect(printed.length).toBeLessThan(1_000);
	const { printed: csv } = await checked(`${valid} \u001b[31m`, "--format", "csv");
	expect(csv).not.toContain("\u001b");
});

describe("an ignore that hides nothing is noted, and is no failure:", () => {
	test("the failure has been fixed", async () => {
		write("compose.yaml", ...service(valid, "read_only: true"));
		write("shipshape.yaml", ...onlyControls(root));
		expect(await runCli(["check", "compose.yaml"])).toMatchObject({
			status: 0,
			errors: [
				`shipshape: compose.yaml:4:5: the ignore of ${root} hides nothing, because that control does not fail there; remove it`,
			],
		});
	});

	test("but not while the verdict is unknown, which it never hides", async () => {
		const control = "task-definition/non-root-user";
		write("compose.yaml", ...service(`user: \${APP_USER} # shipshape:ignore ${control} r`));
		write("shipshape.yaml", ...onlyControls(control));
		expect(await runCli(["check", "compose.yaml", "--strict"])).toMatchObject({ status: 3, errors: [] });
	});

	test("nor of what only AWS can answer", async () => {
		const control = "task-definition/image-vulnerabilities";
		write("compose.yaml", ...service(`# shipshape:ignore ${control} r`, "init: true"));
		write("shipshape.yaml", ...onlyControls(control));
		expect(await runCli(["check", "compose.yaml"])).toMatchObject({ status: 0, errors: [] });
	});
});

test("the examples of docs/policy.md ignore what they say", async () => {
	const section = page.slice(page.indexOf("## Ignore in place"));
	const examples = [...section.matchAll(/```(yaml|json)\n([\s\S]*?)```/g)].slice(0, 2);
	for (const [, extension = "", text = ""] of examples) write(`example.${extension}`, text);
	const { errors, printed } = await runCli(["check", "example.yaml", "example.json", "--format", "json"]);
	const { verdicts } = JSON.parse(printed) as VerdictReport;
	const waived = verdicts.filter(({ status }) => status === "waived");
	expect(errors).toEqual([]);
	expect(waived.map(({ control, location }) => `${location.file} ${control}`).sort()).toEqual([
		`example.json ${root}`,
		"example.yaml task-definition/non-root-user",
		`example.yaml ${root}`,
	]);
});
