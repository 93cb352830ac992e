import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/task-set-created/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("task-set-created", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const service = (cluster = "main") => ({ kind: "service", ...place, cluster, name: "web" });
const taskSet = (revision: number) => ({
	arn: "arn:aws:ecs:ap-northeast-1:111122223333:task-set/main/web/ecs-svc/1234567890123456789",
	family: "web",
	revision,
});
const response = ["detail", "responseElements", "taskSet"];

describe("a task set requests a check of its service, and names what it runs", () => {
	test.each([
		["external-controller", service(), taskSet(9)],
		["codedeploy", service(), taskSet(10)],
		["older-service-arn", service(), taskSet(9)],
		["answer-omitted", service(), undefined],
		["answer-omitted-newest-revision", service("default"), undefined],
	])("%s", (name, subject, created) => {
		const more = created === undefined ? {} : { taskSet: created };
		expect(answerTo(parse, sample(name))).toEqual({ kind: "check", subjects: [subject], isDeployment: true, ...more });
	});

	test.each(eventsIn("events", "task-set-created", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);
});

test.each([
	["denied", { kind: "ignore", reason: "the call failed and changed nothing" }],
	["scaled", { kind: "other", reason: "the call creates no task set" }],
	["described", { kind: "other", reason: "the call creates no task set" }],
	["codedeploy-deployment", { kind: "other", reason: "the call creates no task set" }],
])("%s requests nothing", (name, answer) => {
	const found = eventsIn("events", "task-set-created", "near-misses").find((file) => file.name === name);
	expect(answerTo(parse, found?.event)).toEqual(answer);
});

test("an event of another kind is left to other parsers", () => {
	expect(answerTo(parse, aSample("deployment-started", "in-progress"))).toEqual({
		kind: "other",
		reason: "the event is not an API call",
	});
});

test.each([
	[[...response, "taskDefinition"], 7, "detail.responseElements.taskSet.taskDefinition must be a non-empty string"],
	[
		[...response, "taskDefinition"],
		"web:9",
		"detail.responseElements.taskSet.taskDefinition is not the ARN of a task-definition in the event's account and Region",
	],
	[[...response, "taskSetArn"], {}, "detail.responseElements.taskSet.taskSetArn must be a non-empty string"],
	[["detail", "responseElements"], "x", "detail.responseElements must be an object"],
])("a malformed event is rejected: %j is %j", (path, value, message) => {
	expect(answerTo(parse, edited(sample("external-controller"), path, value))).toBe(`refused: ${message}`);
});
