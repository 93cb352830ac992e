import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { parseEvent, readEvents } from "../../demo/events.ts";
import { createRouter, findRoute, isAcceptedByBus } from "../../demo/routing.ts";
import { runToEnd } from "../support/run-to-end.ts";

const event = (more: object): string =>
	JSON.stringify({
		account: "123456789012",
		region: "us-west-2",
		source: "aws.ecr",
		"detail-type": "ECR Image Scan",
		...more,
	});
const carried = (more: object) => parseEvent("e.json", event(more), "444455556666", "eu-central-1");

describe("moving an event to the account", () => {
	test("replaces its account and Region", () => {
		expect(carried({}).event).toMatchObject({ account: "444455556666", region: "eu-central-1" });
	});

	test.each([
		[
			"an ARN of its own account and Region",
			"arn:aws:ecr:us-west-2:123456789012:repository/a",
			"arn:aws:ecr:eu-central-1:444455556666:repository/a",
		],
		[
			"an ARN of another account",
			"arn:aws:ecr:us-west-2:999999999999:repository/a",
			"arn:aws:ecr:us-west-2:999999999999:repository/a",
		],
		[
			"an ARN of another Region",
			"arn:aws:ecr:us-east-1:123456789012:repository/a",
			"arn:aws:ecr:us-east-1:123456789012:repository/a",
		],
		["the id of its account", "123456789012", "444455556666"],
		["a string that contains the id", "x123456789012", "x123456789012"],
	])("replaces only the event's own account and Region in the detail: %s", (_, before, after) => {
		expect(carried({ detail: { deep: [{ before }] } }).event).toMatchObject({ detail: { deep: [{ before: after }] } });
	});

	test("replaces the partition", () => {
		const text = event({ resources: ["arn:aws:ecr:us-west-2:123456789012:repository/a"] });
		const { event: moved } = parseEvent("e.json", text, "444455556666", "cn-north-1");
		expect(moved?.["resources"]).toEqual(["arn:aws-cn:ecr:cn-north-1:444455556666:repository/a"]);
	});

	test.each(["{ not JSON", "[]", '"text"', "null", ""])("leaves %j unchanged", (text) => {
		expect(parseEvent("e.json", text, "444455556666", "eu-central-1")).toEqual({
			file: "e.json",
			body: text,
			event: null,
		});
	});
});

describe("a nested event", () => {
	const nested = (levels: number, innermost: string): string =>
		event({ detail: { deep: 0 } }).replace(":0", `:${"[".repeat(levels)}${innermost}${"]".repeat(levels)}`);

	test("of 90 levels is moved to the account", () => {
		const { event: moved, body } = parseEvent("e.json", nested(90, '"123456789012"'), "444455556666", "eu-central-1");
		expect([moved?.["account"], body.includes("123456789012")]).toEqual(["444455556666", false]);
	});

	test.each([101, 5_000, 50_000])("of %i levels is delivered unchanged", (levels) => {
		const text = nested(levels, "1");
		expect(parseEvent("e.json", text, "444455556666", "eu-central-1")).toEqual({
			file: "e.json",
			body: text,
			event: null,
		});
	});

	test("of one megabyte is moved in linear time", () => {
		const detail = { long: "arn:aws:".repeat(62_500), many: Array.from({ length: 50_000 }, () => "123456789012") };
		expect(runToEnd(() => carried({ detail })).body).not.toContain("123456789012");
	});
});

describe("routing an event", () => {
	test.each([
		["with all fields", { detail: {} }, true],
		["without a detail", { detail: null }, false],
		["with a list as detail", { detail: [] }, false],
		["with a string as detail", { detail: "x" }, false],
		["without a source", { source: "", detail: {} }, false],
		["without a detail-type", { "detail-type": 7, detail: {} }, false],
	])("decides whether the bus accepts an event %s", (_, more, accepts) => {
		expect(isAcceptedByBus(carried(more))).toBe(accepts);
	});

	test.each([
		["with the detail-type of a scan", { "detail-type": "Inspector2 Finding" }, "ImageScanned"],
		["with the detail-type of a replication", { "detail-type": "ECR Replication Action" }, "ImagePushed"],
		[
			"of an ECS API call",
			{ "detail-type": "AWS API Call via CloudTrail", source: "aws.ecs" },
			"TaskDefinitionRegistered",
		],
		["of an ECR API call", { "detail-type": "AWS API Call via CloudTrail", source: "aws.ecr" }, "ImagePushed"],
		["of a lifecycle policy", { "detail-type": "AWS Service Event via CloudTrail", source: "aws.ecr" }, "ImagePushed"],
		[
			"about a deployment",
			{ "detail-type": "ECS Deployment State Change", source: "aws.ecs" },
			"TaskDefinitionRegistered",
		],
		["from another source", { "detail-type": "ECR Image Scan", source: "com.example" }, null],
		["of an API call to another service", { "detail-type": "AWS API Call via CloudTrail", source: "aws.s3" }, null],
		["that only mentions a route's detail-type", { "detail-type": "EC2 Event", note: "ECR Image Scan" }, null],
	])("finds the route of an event %s", (_, more, route) => {
		expect(findRoute(carried(more))).toBe(route);
	});

	test.each([
		["sends an event of the maximum size to the queue", 1_000_000, "queue"],
		["drops an event above the maximum size", 1_048_576, "nowhere"],
	])("%s", async (_, length, kind) => {
		const route = { name: "ImageScanned", rules: ["rule"], queue: "https://queue", deadLetters: [] } as const;
		const bus = mockClient(EventBridgeClient);
		bus.on(DescribeRuleCommand).resolves({ EventPattern: "{}" });
		const router = await createRouter(new EventBridgeClient({}), [route], []);
		expect(await router(carried({ detail: null, long: "x".repeat(length) }))).toMatchObject({ kind });
	});

	test("finds the route of a text that is not JSON", () => {
		const broken = parseEvent(
			"e.json",
			'{"detail-type": "ECR Image Action", "detail": {',
			"444455556666",
			"eu-central-1",
		);
		expect([findRoute(broken), isAcceptedByBus(broken)]).toEqual(["ImagePushed", false]);
	});
});

test("events are read in the order of their names, and other files are ignored", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	for (const name of ["10.json", "02.json", "notes.md"]) writeFileSync(join(folder, name), "{}");
	mkdirSync(join(folder, "folder.json"));
	expect(readEvents(folder, "444455556666", "eu-central-1").map(({ file }) => file)).toEqual(["02.json", "10.json"]);
	rmSync(folder, { recursive: true });
});

test("a byte order mark before an event is ignored", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	writeFileSync(join(folder, "01.json"), `\uFEFF${event({})}`);
	const [read] = readEvents(folder, "444455556666", "eu-central-1");
	expect(read?.event).toMatchObject({ source: "aws.ecr" });
	rmSync(folder, { recursive: true });
});

test("an event file that cannot be read is an error", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	symlinkSync("nowhere", join(folder, "01.json"));
	expect(() => readEvents(folder, "444455556666", "eu-central-1")).toThrow(
		`${join(folder, "01.json")}: cannot be read (ENOENT)`,
	);
	rmSync(folder, { recursive: true });
});

test.each(["no/such/folder", import.meta.dirname])("a folder without events is an error: %s", (folder) => {
	expect(() => readEvents(folder, "444455556666", "eu-central-1")).toThrow(/choose a folder of/);
});
