import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/deployment-started/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("deployment-started", name);

test.each(eventsIn("events", "deployment-started", "samples"))("$name requests nothing, with a reason", ({ event }) => {
	const reason = "services are not checked; their task definitions were checked when they were registered";
	expect(answerTo(parse, event)).toEqual({ kind: "ignore", reason });
	expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual({ kind: "ignore", reason });
});

describe("an event of another kind is left to other parsers, with a reason", () => {
	test.each([
		["completed", "the deployment has not just started"],
		["failed", "the deployment has not just started"],
		["steady-state", "the event is not about a deployment"],
		["hook-waits", "the event is not about a deployment"],
		["create-service", "the event is not about a deployment"],
	])("%s", (name, reason) => {
		const found = eventsIn("events", "deployment-started", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind: "other", reason });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const service = "arn:aws:ecs:ap-northeast-1:111122223333:service/main/web";
	const notOurs = "resources[0] is not the ARN of a service in the event's account and Region";
	test.each<[string, readonly string[], unknown, string]>([
		["no name", ["detail", "eventName"], null, "detail.eventName must be a non-empty string"],
		["no service", ["resources"], [], "resources[0] must be a non-empty string"],
		["a task instead of a service", ["resources"], [service.replace("service/", "task/")], notOurs],
		["E15: a service of another account", ["resources"], [service.replace("111122223333", "444455556666")], notOurs],
		["E15: a service of another Region", ["region"], "eu-west-1", notOurs],
		["a name that no service has", ["resources"], [`${service}/x`], "resources[0] does not name a service"],
	])("%s", (_, path, value, reason) => {
		expect(answerTo(parse, edited(sample("in-progress"), path, value))).toBe(`refused: ${reason}`);
	});
});
