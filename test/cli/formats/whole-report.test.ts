import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type FormatName, formatNames } from "../../../cli/format-names.ts";
import { version } from "../../../cli/version.ts";
import { csvRows } from "../../support/csv.ts";
import { gitlabProblems } from "../../support/gitlab-schema.ts";
import { junitProblems } from "../../support/junit-schema.ts";
import { sarifProblems } from "../../support/sarif-schema.ts";
import { runCli } from "../../support/terminal.ts";
import { parseXml } from "../../support/xml.ts";

const folder = mkdtempSync(join(tmpdir(), "whole-report-"));
const before = process.cwd();
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true });
});

const address = 'module.shop["eu"].aws_ecs_task_definition.web';
const cdkPath = "Shop/Web/TaskDef/Resource";
const container = { name: "app", image: "nginx:1.27", privileged: true };

beforeAll(() => {
	process.chdir(folder);
	const planned = {
		...{ address, mode: "managed", type: "aws_ecs_task_definition", name: "web" },
		values: { family: "web", container_definitions: JSON.stringify([container]) },
	};
	const plan = { format_version: "1.2", planned_values: { root_module: { resources: [planned] } } };
	const Properties = { ContainerDefinitions: [{ Name: "app", Image: "nginx:1.27", Privileged: true }] };
	const Type = "AWS::ECS::TaskDefinition";
	const Resources = {
		ShopWeb4F2A: { Type, Properties, Metadata: { "aws:cdk:path": cdkPath } },
		Plain: { Type, Properties },
	};
	writeFileSync("plan.json", JSON.stringify(plan));
	writeFileSync("template.json", JSON.stringify({ Resources }));
	writeFileSync("broken.json", "{");
	writeFileSync("policy.yaml", "controls: { task-definition/logging: { enabled: false } }\n");
});

/** The report of a run, written to a file. */
async function reportIn(format: FormatName, ...more: string[]): Promise<string> {
	const options = ["--format", format, "--policy", "policy.yaml", "--output", "report", ...more];
	await runCli(["check", "plan.json", "template.json", "broken.json", ...options]);
	return readFileSync("report", "utf8");
}

/** A text as a format writes it. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const inXml = (text: string): string => text.replaceAll('"', "&quot;");
const inCsv = (text: string): string => text.replaceAll('"', '""');
const writes: Readonly<Record<FormatName, (text: string) => string>> = {
	...{ text: String, github: String, csv: inCsv, junit: inXml },
	...{ json: inJson, sarif: inJson, gitlab: inJson },
};

describe.each(formatNames)("a report in %s", (format) => {
	test("names each resource as the tool that wrote the file does", async () => {
		const report = await reportIn(format);
		for (const name of [address, cdkPath, "Plain"]) expect(report).toContain(writes[format](name));
	});

	test("names what could not be read, and why", async () => {
		const report = await reportIn(format);
		expect(report).toContain("broken.json");
		expect(report).toContain("the JSON ends too early; write the rest of it");
	});
});

// A code quality report of GitLab is a list of issues alone.
describe.each(formatNames.filter((name) => name !== "gitlab"))("a report in %s", (format) => {
	test("says which version and policy judged", async () => {
		const report = await reportIn(format);
		expect(report).toContain(version());
		expect(report).toContain("policy.yaml");
	});

	test("names the default policy where there is no file", async () => {
		await runCli(["check", "plan.json", "--format", format, "--output", "report"]);
		expect(readFileSync("report", "utf8")).toContain("default policy");
	});
});

test("the documents are valid", async () => {
	expect(sarifProblems(JSON.parse(await reportIn("sarif")))).toEqual([]);
	expect(gitlabProblems(JSON.parse(await reportIn("gitlab")))).toEqual([]);
	expect(junitProblems(parseXml(await reportIn("junit")))).toEqual([]);
});

test("the JSON and the CSV list what could not be read", async () => {
	const { unread, policy, tool } = JSON.parse(await reportIn("json"));
	const message = "the JSON ends too early; write the rest of it";
	expect(unread).toEqual([{ file: "broken.json", line: 1, column: 2, extent: "file", message }]);
	expect([policy, tool]).toEqual([
		{ file: "policy.yaml", name: "policy.yaml" },
		{ name: "shipshape", version: version() },
	]);
	const [, ...rows] = csvRows(await reportIn("csv"));
	expect(rows.at(-1)).toEqual([
		"unread",
		"",
		"",
		"broken.json",
		"",
		"broken.json",
		"1",
		"2",
		message,
		"",
		"",
		version(),
		"policy.yaml",
	]);
});

test("the text on a terminal leaves what could not be read to standard error", async () => {
	const { printed, errors } = await runCli(["check", "broken.json"]);
	expect(printed).not.toContain("broken.json");
	expect(errors).toHaveLength(1);
});

test("--quiet prints the worst first, whatever the order of the files, with the resource", async () => {
	const { printed } = await runCli(["check", "template.json", "plan.json", "--quiet"]);
	const failures = printed.split("\nUnknown:")[0]?.trim().split("\n") ?? [];
	const order = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];
	const ranks = failures.map((line) => order.findIndex((one) => line.includes(`  ${one}  `)));
	expect(failures.length).toBeGreaterThan(10);
	expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
	expect(failures.filter((line) => line.includes(`  ${cdkPath}  container app  `)).length).toBeGreaterThan(3);
});

test("the help of a rule in SARIF is the control's own page", async () => {
	const { runs } = JSON.parse(await reportIn("sarif"));
	for (const { id, helpUri } of runs[0].tool.driver.rules)
		expect(readFileSync(new URL(helpUri), "utf8")).toContain(`# ${id}`);
	const environment = { SHIPSHAPE_PAGES: "https://git.example.com/shipshape/docs/controls" };
	const { printed } = await runCli(["check", "plan.json", "--format", "sarif"], { environment });
	const [rule] = JSON.parse(printed).runs[0].tool.driver.rules;
	expect(rule.helpUri).toBe(`${environment.SHIPSHAPE_PAGES}/${rule.id}.md`);
});
