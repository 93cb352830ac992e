import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { VerdictReport } from "../../cli/verdicts.d.ts";
import { version } from "../../cli/version.ts";
import { controls } from "../../controls/index.ts";
import { csvRows } from "../support/csv.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "needs-aws-"));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

const image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:1";
const [pinned, vulnerabilities, safe] = [
	"task-definition/image-pinned",
	"task-definition/image-vulnerabilities",
	"repository/lifecycle-safe",
];
const inAws = [pinned, vulnerabilities, safe];

const write = (name: string, content: object): string => {
	writeFileSync(name, JSON.stringify(content));
	return name;
};
const definition = (named: unknown = image): object => ({
	family: "web",
	containerDefinitions: [{ name: "app", image: named }],
});
const rule = {
	rulePriority: 1,
	selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 },
	action: { type: "expire" },
};
const LifecyclePolicy = { LifecyclePolicyText: JSON.stringify({ rules: [rule] }) };
const template = (Properties: object = { ContainerDefinitions: [{ Name: "app", Image: image }] }): object => ({
	Resources: {
		Web: { Type: "AWS::ECS::TaskDefinition", Properties },
		Images: { Type: "AWS::ECR::Repository", Properties: { LifecyclePolicy } },
	},
});

/** A policy that has only these controls. */
const only = (...ids: readonly string[]): string[] => {
	const lines = controls.map(({ id }) => `  ${id}: { enabled: ${ids.includes(id)} }`);
	writeFileSync("only.yaml", `controls:\n${lines.join("\n")}\n`);
	return ["--policy", "only.yaml"];
};
const check = (...args: string[]) => runCli(["check", ...args, ...only(...inAws)]);
const closing =
	"3 verdicts need AWS: task-definition/image-pinned (1), task-definition/image-vulnerabilities (1), repository/lifecycle-safe (1); " +
	"answered for what is in ECR by the deployed pipeline, and shipshape gate before a deployment";

const ran = `shipshape ${version()}, policy only.yaml`;

describe("a verdict that only AWS can give", () => {
	const file = () => write("template.json", template());

	test("is not listed, but counted in a closing line", async () => {
		const { status, printed } = await check(file());
		expect(status).toBe(0);
		expect(printed).toBe(`1 file: no failures, 0 unknown, 0 passed, 0 not applicable\n${closing}\n${ran}\n`);
	});

	test("is listed with --all", async () => {
		const { printed } = await check(file(), "--all");
		for (const id of inAws) expect(printed).toMatch(new RegExp(`needs AWS  ${id}`));
		expect(printed).not.toMatch(/ {2}pass/);
	});

	test("does not count with --strict", async () => {
		expect(await check(file(), "--strict")).toMatchObject({ status: 0, errors: [] });
	});

	test("is a list of its own in JSON, never a pass", async () => {
		const { printed } = await check(file(), "--format", "json");
		const { summary, verdicts, needsAws } = JSON.parse(printed) as VerdictReport;
		expect([verdicts, Object.values(summary)]).toEqual([[], [0, 0, 0, 0, 0]]);
		expect(needsAws.map(({ control, subject, message }) => [control, subject, message])).toEqual([
			[pinned, "template.json#Web", expect.stringContaining("whether the tag can move could not be read")],
			[vulnerabilities, "template.json#Web", expect.stringContaining("its registry was not queried")],
			[safe, "template.json#Images", "Images: its images could not be read because a template does not contain it"],
		]);
		expect(needsAws[0]).not.toHaveProperty("status");
	});

	test("has a status of its own in CSV, and no test in JUnit", async () => {
		const { printed } = await check(file(), "--format", "csv");
		const [, ...rows] = csvRows(printed);
		expect(rows.map(([status]) => status)).toEqual(["needs-aws", "needs-aws", "needs-aws"]);
		const { printed: xml } = await check(file(), "--format", "junit", "--strict");
		expect(xml).not.toContain("<testcase");
		expect(xml).toContain(`name="needs-aws" value="${pinned} (1), ${vulnerabilities} (1), ${safe} (1)"`);
	});

	test("is one note in SARIF, and in the log of GitHub no annotation", async () => {
		const { printed } = await check(file(), "--format", "sarif");
		const [{ results, invocations }] = JSON.parse(printed).runs;
		expect(results).toEqual([]);
		expect(invocations[0].toolExecutionNotifications).toEqual([{ level: "note", message: { text: closing } }]);
		expect((await check(file(), "--format", "github")).printed.split("\n").slice(1)).toEqual([closing, ran, ""]);
	});

	test("is one in a task definition, a plan, a Compose file and a policy alone as well", async () => {
		write("definition.json", definition());
		write("policy.json", { rules: [rule] });
		write("plan.json", {
			format_version: "1.2",
			planned_values: {
				root_module: {
					resources: [
						{
							address: "aws_ecs_task_definition.web",
							...{ mode: "managed", type: "aws_ecs_task_definition", name: "web" },
							values: { family: "web", container_definitions: JSON.stringify([{ name: "app", image }]) },
						},
					],
				},
			},
		});
		write("compose.yaml", { services: { app: { image } } });
		const files = ["definition.json", "policy.json", "plan.json", "compose.yaml"];
		const { printed } = await check(...files, "--format", "json", "--strict");
		const { verdicts, needsAws } = JSON.parse(printed) as VerdictReport;
		expect(verdicts.filter(({ status }) => status === "unknown")).toEqual([]);
		expect(needsAws.map(({ location, control }) => `${location.file} ${control}`)).toEqual([
			`definition.json ${pinned}`,
			`definition.json ${vulnerabilities}`,
			`policy.json ${safe}`,
			`plan.json ${pinned}`,
			`plan.json ${vulnerabilities}`,
			`compose.yaml ${pinned}`,
			`compose.yaml ${vulnerabilities}`,
		]);
	});
});

describe("a verdict that the file could decide", () => {
	test("stays listed as unknown, and counts with --strict", async () => {
		const open = template({ ContainerDefinitions: [{ Name: "app", Image: { Ref: "Image" } }] });
		const file = write("open.json", { Parameters: { Image: { Type: "String" } }, ...open });
		const { status, printed } = await check(file, "--strict");
		expect(status).toBe(3);
		expect(printed).toContain(`Unknown:\n  ${pinned}: 1 unknown\n`);
		expect(printed).toContain(`2 verdicts need AWS: ${vulnerabilities} (1), ${safe} (1); `);
	});
});

describe("a file with nothing to judge", () => {
	const bucket = () => write("bucket.json", { Resources: { B: { Type: "AWS::S3::Bucket" } } });
	const complaint =
		"nothing to judge as cloudformation: no task definition, container or repository; name the file that has them, or leave out --as";

	test("is exit status 2 if its kind is named, with its place and what to do", async () => {
		const { status, errors } = await check("--as", "cloudformation", bucket());
		expect([status, errors]).toEqual([2, [`shipshape: bucket.json:1:1: ${complaint}`]]);
	});

	test("is exit status 2 as standard input", async () => {
		const bytes = new TextEncoder().encode('{"Resources": {}}');
		const input = (async function* () {
			yield bytes;
		})();
		const { status, errors } = await runCli(["check", "--as", "cloudformation", "-"], { input });
		expect([status, errors]).toEqual([2, [`shipshape: stdin:1:1: ${complaint}`]]);
	});

	test("is nothing to report if nobody said that it has something", async () => {
		expect(await check(bucket())).toMatchObject({ status: 0, errors: [] });
	});

	test("is not one whose controls the policy turns off", async () => {
		const file = write("definition.json", definition());
		expect(await runCli(["check", "--as", "task-definition", file, ...only()])).toMatchObject({ status: 0 });
	});
});
