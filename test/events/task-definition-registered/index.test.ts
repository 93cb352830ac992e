import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/task-definition-registered/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("task-definition-registered", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const revision8 = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:8";

const checkOf = (family: string) => ({ kind: "check", subjects: [{ kind: "task-definition", ...place, family }] });

describe("a registration or deregistration requests a check of the family", () => {
	test("a registration names the revision that may be blocked", () => {
		expect(answerTo(parse, sample("register"))).toEqual({
			...checkOf("web"),
			registered: { arn: revision8, family: "web", revision: 8 },
		});
	});

	test.each([
		["register-answer-left-out", "many_containers"],
		["register-answer-omitted", "web-batch"],
		["deregister", "web"],
		["deregister-by-arn", "web"],
	])("%s does not name a revision that may be blocked", (name, family) => {
		const answer = answerTo(parse, sample(name));
		expect(answer).toEqual(checkOf(family));
		expect(answer).not.toHaveProperty("registered");
	});

	test.each([
		["web:8", "web"],
		["web", "web"],
		["web:2147483647", "web"],
		["__proto__:1", "__proto__"],
	])("a deregistration of %s without a response names the family", (named, family) => {
		const event = edited(sample("deregister-by-arn"), ["detail", "requestParameters", "taskDefinition"], named);
		expect(answerTo(parse, event)).toEqual(checkOf(family));
	});

	test("the response takes precedence over the request", () => {
		const event = edited(sample("register"), ["detail", "requestParameters"], { family: "another" });
		expect(answerTo(parse, event)).toEqual(answerTo(parse, sample("register")));
		expect(answerTo(parse, edited(event, ["detail", "requestParameters"], null))).toMatchObject(checkOf("web"));
	});

	test.each(eventsIn("events", "task-definition-registered", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);

	test("an error code that is null is ignored", () => {
		expect(answerTo(parse, edited(sample("deregister"), ["detail", "errorCode"], null))).toEqual(checkOf("web"));
	});
});

describe("an event that changes no family requests nothing and gives a reason", () => {
	const failed = "the call failed and changed nothing";
	const otherCall = "the call neither registers nor deregisters a task definition";
	test.each([
		["register-denied", "ignore", failed],
		["register-refused", "ignore", failed],
		["deregister-failed", "ignore", failed],
		["delete-task-definitions", "other", otherCall],
		["describe-task-definition", "other", otherCall],
	])("%s", (name, kind, reason) => {
		const found = eventsIn("events", "task-definition-registered", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind, reason });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const inResponse = ["responseElements", "taskDefinition"];
	const arnPath = "detail.responseElements.taskDefinition.taskDefinitionArn";
	const notOurs = "is not the ARN of a task-definition in the event's account and Region";
	const foreign = revision8.replace("111122223333", "444455556666");
	test.each<[string, readonly string[], unknown, string]>([
		["register", ["eventName"], undefined, "detail.eventName must be a non-empty string"],
		["register", ["responseElements"], "cut", "detail.responseElements must be an object"],
		["register", inResponse, [], "detail.responseElements.taskDefinition must be an object"],
		["register", [...inResponse, "taskDefinitionArn"], undefined, `${arnPath} must be a non-empty string`],
		["register", [...inResponse, "taskDefinitionArn"], foreign, `${arnPath} ${notOurs}`],
		["register", [...inResponse, "taskDefinitionArn"], revision8.slice(0, -2), `${arnPath} does not name a revision`],
		[
			"register",
			[...inResponse, "taskDefinitionArn"],
			revision8.replace("web", "w b"),
			`${arnPath} is not a family name`,
		],
		["deregister", [...inResponse, "taskDefinitionArn"], 8, `${arnPath} must be a non-empty string`],
		["register-answer-left-out", ["requestParameters"], null, "detail.requestParameters must be an object"],
		[
			"register-answer-left-out",
			["requestParameters", "family"],
			undefined,
			"detail.requestParameters.family must be a non-empty string",
		],
		[
			"register-answer-left-out",
			["requestParameters", "family"],
			"a:1",
			"detail.requestParameters.family is not a family name",
		],
		["deregister-by-arn", ["requestParameters"], undefined, "detail.requestParameters must be an object"],
		[
			"deregister-by-arn",
			["requestParameters", "taskDefinition"],
			9,
			"detail.requestParameters.taskDefinition must be a non-empty string",
		],
		[
			"deregister-by-arn",
			["requestParameters", "taskDefinition"],
			foreign,
			`detail.requestParameters.taskDefinition ${notOurs}`,
		],
		[
			"deregister-by-arn",
			["requestParameters", "taskDefinition"],
			"web:8x",
			"detail.requestParameters.taskDefinition is not a family name",
		],
		[
			"deregister-by-arn",
			["requestParameters", "taskDefinition"],
			"web:12345678901",
			"detail.requestParameters.taskDefinition is not a family name",
		],
		[
			"deregister-by-arn",
			["requestParameters", "taskDefinition"],
			"web:8:9",
			"detail.requestParameters.taskDefinition is not a family name",
		],
	])("%s with %j = %j", (name, path, value, reason) => {
		expect(answerTo(parse, edited(sample(name), ["detail", ...path], value))).toBe(`refused: ${reason}`);
	});
});
