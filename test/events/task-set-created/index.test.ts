import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/task-set-created/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("task-set-created", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const service = (cluster = "main") => ({ kind: "service", ...place, cluster, name: "web" });
const arn = "arn:aws:ecs:ap-northeast-1:111122223333:task-set/main/web/ecs-svc/1234567890123456789";
const none = {
	arn: null,
	family: "web",
	revision: null,
	platformVersion: null,
	controller: null,
	codeDeployment: null,
};
const external = { ...none, arn, revision: 9, controller: "EXTERNAL", platformVersion: "1.3.0" };
const byCodeDeploy = { ...none, revision: 10, controller: "CODE_DEPLOY", codeDeployment: "d-EXAMPLE10" };
const request = ["detail", "requestParameters"];
const response = ["detail", "responseElements", "taskSet"];

describe("a task set requests a check of its service, and says what it runs as far as the call does", () => {
	test.each([
		["external-controller", service(), external],
		["codedeploy", service(), { ...byCodeDeploy, arn, platformVersion: "1.4.0" }],
		["older-service-arn", service(), external],
		["codedeploy-answer-omitted", service(), byCodeDeploy],
		["answer-omitted", service(), { ...none, revision: 11, platformVersion: "1.3.0" }],
		["answer-omitted-newest-revision", service("default"), { ...none, platformVersion: "1.3.0" }],
	])("%s", (name, subject, taskSet) => {
		expect(answerTo(parse, sample(name))).toEqual({ kind: "check", subjects: [subject], isDeployment: true, taskSet });
	});

	test.each([
		["a response without a revision", "external-controller", [...response, "taskDefinition"], undefined, external],
		[
			"a request that names nothing",
			"answer-omitted",
			[...request, "taskDefinition"],
			undefined,
			{ ...none, family: null, platformVersion: "1.3.0" },
		],
		[
			"an id that is not one of CodeDeploy, such as a command",
			"codedeploy",
			[...response, "externalId"],
			"d-1; rm",
			{ ...byCodeDeploy, arn, platformVersion: "1.4.0", codeDeployment: null },
		],
	])("%s", (_, name, path, value, taskSet) => {
		expect(answerTo(parse, edited(sample(name), path, value))).toMatchObject({ taskSet });
	});

	test("an id of an external controller is not taken for one of CodeDeploy", () => {
		const event = edited(sample("external-controller"), [...response, "externalId"], "d-EXAMPLE10");
		expect(answerTo(parse, event)).toMatchObject({ taskSet: external });
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
	[[...response, "platformVersion"], 1, "detail.responseElements.taskSet.platformVersion must be a non-empty string"],
	[[...response, "taskSetArn"], {}, "detail.responseElements.taskSet.taskSetArn must be a non-empty string"],
	[["detail", "responseElements"], "x", "detail.responseElements must be an object"],
])("a malformed event is rejected: %j is %j", (path, value, message) => {
	expect(answerTo(parse, edited(sample("external-controller"), path, value))).toBe(`refused: ${message}`);
});

test.each([
	["web:0", "is not a family name"],
	[
		"arn:aws:ecs:ap-northeast-1:444455556666:task-definition/web:1",
		"is not the ARN of a task-definition in the event's account and Region",
	],
])("a malformed revision in a request without a response is rejected: %s", (value, message) => {
	expect(answerTo(parse, edited(sample("answer-omitted"), [...request, "taskDefinition"], value))).toBe(
		`refused: detail.requestParameters.taskDefinition ${message}`,
	);
});
