import { expect, test } from "@jest/globals";
import { printRun } from "../../demo/print-run.ts";
import type { DemoRun } from "../../demo/run.ts";

const finding = (control: string, compliance: string, workflow: string) => ({
	Id: control,
	GeneratorId: `shipshape/${control}`,
	Severity: { Label: "HIGH" },
	Compliance: { Status: compliance },
	Workflow: { Status: workflow },
	ProductFields: { "shipshape/subject": "arn:aws:ecr:eu-west-1:111122223333:repository/web" },
});
const block = (outcome: string) => ({
	at: "2026-11-20T09:30:00Z",
	action: "deregister",
	resource: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
	because: ["task-definition/read-only-root"],
	outcome,
});

const run = {
	account: {},
	results: {
		entries: [],
		findings: [
			finding("repository/scan-on-push", "FAILED", "NEW"),
			finding("task-definition/tmpfs-supported", "NOT_AVAILABLE", "RESOLVED"),
			{ ...finding("image/scanned", "NOT_AVAILABLE", "RESOLVED"), RecordState: "ARCHIVED" },
		],
		slack: [],
		blocked: ["done", "failed", "protected"].map(block),
		deadLetters: [],
		sent: [],
		logErrors: [],
	},
	outcome: {
		events: 1,
		routed: 1,
		unrouted: 0,
		verdicts: { pass: 0, fail: 0, unknown: 0 },
		deadLetters: 0,
		seconds: { start: 1, deploy: 1, events: 1, total: 3 },
	},
	difference: { missing: [], unexpected: [] },
	latencies: [],
	deployments: [
		{ service: "shop/web", taskDefinition: "web:2", before: "web:1", status: "ROLLBACK_SUCCESSFUL" },
		{ service: "shop/web", taskDefinition: "web:3", before: "web:1", status: "SUCCESSFUL" },
		{ service: "shop/new", taskDefinition: "new:1", before: null, status: "STOPPED" },
	],
	deployed: { routes: [], workers: [], later: [] },
} as unknown as DemoRun;

const lines: string[] = [];
printRun(run, (line) => lines.push(line));

test("every attempt to block a revision is printed, whatever its outcome", () => {
	expect(lines).toContain("Attempts to block a revision: 3");
	expect(lines.filter((line) => line.includes("deregister task-definition/web:1"))).toHaveLength(3);
});

test("every deployment is printed with what the service runs after it", () => {
	expect(lines).toEqual(
		expect.arrayContaining([
			"Deployments of services: 3",
			"  ROLLBACK_SUCCESSFUL shop/web: deployed web:2, runs web:1",
			"  SUCCESSFUL          shop/web: deployed web:3, runs web:3",
			"  STOPPED             shop/new: deployed new:1, runs nothing",
		]),
	);
});

test("the columns of the findings are aligned, even with the longest state", () => {
	const rows = lines.filter((line) => line.startsWith("  HIGH"));
	expect(rows.map((row) => row.search(/(?:repository|image|task-definition)\//))).toEqual([39, 39, 39]);
	expect(rows.map((row) => row.indexOf("repository/web"))).toEqual([71, 71, 71]);
});

test("an archived finding is printed as archived", () => {
	expect(lines.find((line) => line.includes("image/scanned"))).toMatch(/HIGH +ARCHIVED RESOLVED +image/);
});
