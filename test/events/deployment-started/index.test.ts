import { describe, expect, test } from "@jest/globals";
import { parse, parseStart } from "../../../events/deployment-started/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("deployment-started", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const checkOf = (more: object = {}) => ({
	kind: "check",
	subjects: [{ kind: "service", ...place, cluster: "main", name: "web", ...more }],
	isDeployment: true,
});

describe("the start and the end of a deployment request a check of the service", () => {
	test.each(["in-progress", "rollback", "completed", "failed", "without-details", "old-service-arn-with-cluster"])(
		"%s",
		(name) => {
			expect(answerTo(parse, sample(name))).toEqual(checkOf());
		},
	);

	test("in another partition", () => {
		expect(answerTo(parse, sample("china"))).toEqual(checkOf({ partition: "aws-cn", region: "cn-north-1" }));
	});

	test.each(eventsIn("events", "deployment-started", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);
});

test("an event whose service cannot be found, because nothing names its cluster, is ignored", () => {
	expect(answerTo(parse, sample("old-service-arn"))).toEqual({
		kind: "ignore",
		reason: "the event does not name the cluster: the service's ARN has the older form",
	});
});

describe("for the function that stops deployments", () => {
	test.each(["in-progress", "rollback", "without-details"])("%s is the start of one", (name) => {
		expect(answerTo(parseStart, sample(name))).toEqual(checkOf());
	});

	test.each(["completed", "failed"])("%s is ignored", (name) => {
		expect(answerTo(parseStart, sample(name))).toEqual({ kind: "ignore", reason: "the deployment has ended" });
	});
});

describe("an event of another kind is left to other parsers, with a reason", () => {
	test.each(["steady-state", "hook-succeeded", "placement-failure", "task-running"])("%s", (name) => {
		const found = eventsIn("events", "deployment-started", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind: "other", reason: "the event is not about a deployment" });
	});

	test("a deployment event with another name", () => {
		const event = edited(sample("in-progress"), ["detail", "eventName"], "SERVICE_DEPLOYMENT_PAUSED");
		expect(answerTo(parse, event)).toEqual({
			kind: "other",
			reason: "the deployment has neither started nor ended",
		});
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

	test("a cluster of another account", () => {
		const foreign = "arn:aws:ecs:ap-northeast-1:444455556666:cluster/main";
		expect(answerTo(parse, edited(sample("old-service-arn-with-cluster"), ["detail", "clusterArn"], foreign))).toBe(
			"refused: detail.clusterArn is not the ARN of a cluster in the event's account and Region",
		);
	});
});
