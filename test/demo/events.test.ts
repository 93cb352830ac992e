import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { eventOf, readEvents } from "../../demo/events.ts";
import { aboutOf, busTakes, routerOf } from "../../demo/routing.ts";
import { runToEnd } from "../support/run-to-end.ts";

const event = (more: object): string =>
	JSON.stringify({
		account: "123456789012",
		region: "us-west-2",
		source: "aws.ecr",
		"detail-type": "ECR Image Scan",
		...more,
	});
const carried = (more: object) => eventOf("e.json", event(more), "444455556666", "eu-central-1");

describe("an event is carried over to the account", () => {
	test("with its account and Region", () => {
		expect(carried({}).event).toMatchObject({ account: "444455556666", region: "eu-central-1" });
	});

	test.each([
		[
			"an ARN of its own",
			"arn:aws:ecr:us-west-2:123456789012:repository/a",
			"arn:aws:ecr:eu-central-1:444455556666:repository/a",
		],
		[
			"one of another account",
			"arn:aws:ecr:us-west-2:999999999999:repository/a",
			"arn:aws:ecr:us-west-2:999999999999:repository/a",
		],
		[
			"one of another Region",
			"arn:aws:ecr:us-east-1:123456789012:repository/a",
			"arn:aws:ecr:us-east-1:123456789012:repository/a",
		],
		["its account's id alone", "123456789012", "444455556666"],
		["a text that only contains it", "x123456789012", "x123456789012"],
	])("%s in the detail", (_, before, after) => {
		expect(carried({ detail: { deep: [{ before }] } }).event).toMatchObject({ detail: { deep: [{ before: after }] } });
	});

	test("into another partition", () => {
		const text = event({ resources: ["arn:aws:ecr:us-west-2:123456789012:repository/a"] });
		const { event: moved } = eventOf("e.json", text, "444455556666", "cn-north-1");
		expect(moved?.["resources"]).toEqual(["arn:aws-cn:ecr:cn-north-1:444455556666:repository/a"]);
	});

	test.each(["{ not JSON", "[]", '"text"', "null", ""])("but %j stays as it is", (text) => {
		expect(eventOf("e.json", text, "444455556666", "eu-central-1")).toEqual({
			file: "e.json",
			body: text,
			event: null,
		});
	});
});

describe("an event that is nested", () => {
	const nested = (levels: number, innermost: string): string =>
		event({ detail: { deep: 0 } }).replace(":0", `:${"[".repeat(levels)}${innermost}${"]".repeat(levels)}`);

	test("as deep as anybody would is carried over", () => {
		const { event: moved, body } = eventOf("e.json", nested(90, '"123456789012"'), "444455556666", "eu-central-1");
		expect([moved?.["account"], body.includes("123456789012")]).toEqual(["444455556666", false]);
	});

	test.each([101, 5_000, 50_000])("%i levels deep is delivered as it is", (levels) => {
		const text = nested(levels, "1");
		expect(eventOf("e.json", text, "444455556666", "eu-central-1")).toEqual({
			file: "e.json",
			body: text,
			event: null,
		});
	});

	test("not at all, but a megabyte long, is carried over in linear time", () => {
		const detail = { long: "arn:aws:".repeat(62_500), many: Array.from({ length: 50_000 }, () => "123456789012") };
		expect(runToEnd(() => carried({ detail })).body).not.toContain("123456789012");
	});
});

describe("where an event goes", () => {
	test.each([
		["a whole one", { detail: {} }, true],
		["without a detail", { detail: null }, false],
		["with a list as detail", { detail: [] }, false],
		["with a text as detail", { detail: "x" }, false],
		["without a source", { source: "", detail: {} }, false],
		["without a detail-type", { "detail-type": 7, detail: {} }, false],
	])("%s: the bus takes it or not", (_, more, takes) => {
		expect(busTakes(carried(more))).toBe(takes);
	});

	test.each([
		["by its detail-type", { "detail-type": "Inspector2 Finding" }, "ImageScanned"],
		["by another", { "detail-type": "ECR Replication Action" }, "ImagePushed"],
		["a call of ECS", { "detail-type": "AWS API Call via CloudTrail", source: "aws.ecs" }, "TaskDefinitionRegistered"],
		["what somebody else sent", { "detail-type": "ECR Image Scan", source: "com.example" }, null],
		["a call of another service", { "detail-type": "AWS API Call via CloudTrail", source: "aws.s3" }, null],
		["what names another route only in passing", { "detail-type": "EC2 Event", note: "ECR Image Scan" }, null],
	])("%s it is known which route it is about", (_, more, route) => {
		expect(aboutOf(carried(more))).toBe(route);
	});

	test.each([
		["as large as a message may be", 1_000_000, "queue"],
		["larger than a message may be", 1_048_576, "nowhere"],
	])("%s", async (_, length, kind) => {
		const route = { name: "ImageScanned", rule: "rule", queue: "https://queue", deadLetters: [] } as const;
		const bus = mockClient(EventBridgeClient);
		bus.on(DescribeRuleCommand).resolves({ EventPattern: "{}" });
		const router = await routerOf(new EventBridgeClient({}), [route]);
		expect(await router(carried({ detail: null, long: "x".repeat(length) }))).toMatchObject({ kind });
	});

	test("a text that is no JSON may still say it", () => {
		const broken = eventOf("e.json", '{"detail-type": "ECR Image Action", "detail": {', "444455556666", "eu-central-1");
		expect([aboutOf(broken), busTakes(broken)]).toEqual(["ImagePushed", false]);
	});
});

test("events are read in the order of their names, other files are not", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	for (const name of ["10.json", "02.json", "notes.md"]) writeFileSync(join(folder, name), "{}");
	mkdirSync(join(folder, "folder.json"));
	expect(readEvents(folder, "444455556666", "eu-central-1").map(({ file }) => file)).toEqual(["02.json", "10.json"]);
	rmSync(folder, { recursive: true });
});

test("a byte order mark is no part of an event", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	writeFileSync(join(folder, "01.json"), `\uFEFF${event({})}`);
	const [read] = readEvents(folder, "444455556666", "eu-central-1");
	expect(read?.event).toMatchObject({ source: "aws.ecr" });
	rmSync(folder, { recursive: true });
});

test("an event that cannot be read is said", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-events-"));
	symlinkSync("nowhere", join(folder, "01.json"));
	expect(() => readEvents(folder, "444455556666", "eu-central-1")).toThrow(
		`${join(folder, "01.json")}: cannot be read (ENOENT)`,
	);
	rmSync(folder, { recursive: true });
});

test.each(["no/such/folder", import.meta.dirname])("%s holds no events, and that is said", (folder) => {
	expect(() => readEvents(folder, "444455556666", "eu-central-1")).toThrow(/name a folder of/);
});
