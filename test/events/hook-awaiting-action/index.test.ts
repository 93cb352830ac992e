import { describe, expect, test } from "@jest/globals";
import { parse } from "../../../events/hook-awaiting-action/index.ts";
import { edited } from "../../support/edit.ts";
import { answerTo, aSample, eventsIn } from "../../support/routes.ts";

const sample = (name: string) => aSample("hook-awaiting-action", name);
const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const deployment = "arn:aws:ecs:ap-northeast-1:111122223333:service-deployment/main/web/Zr8kV2mQpL0sTn4yB7cHd";

describe("a PAUSE hook that waits is named with its deployment, its stage and the service", () => {
	test.each([
		["before-tasks-start", "PRE_SCALE_UP"],
		["before-a-traffic-shift", "PRE_PRODUCTION_TRAFFIC_SHIFT"],
		["without-resources", "POST_SCALE_UP"],
		["without-details", "RECONCILE_SERVICE"],
	])("%s", (name, stage) => {
		const event = sample(name);
		const { hookId: id } = event["detail"] as Readonly<Record<string, string>>;
		expect(answerTo(parse, event)).toEqual({
			kind: "check",
			subjects: [{ kind: "service", ...place, cluster: "main", name: "web" }],
			hook: { id, deployment, stage },
		});
	});

	test("in another partition", () => {
		const service = { partition: "aws-us-gov", region: "us-gov-west-1" };
		expect(answerTo(parse, sample("govcloud"))).toMatchObject({ subjects: [service] });
	});

	test.each(eventsIn("events", "hook-awaiting-action", "samples"))(
		"gives the same answer for $name with another source",
		({ event }) => {
			expect(answerTo(parse, { ...event, source: "com.example.replay" })).toEqual(answerTo(parse, event));
		},
	);
});

describe("an event of another kind is left to other parsers, with a reason", () => {
	test.each(["succeeded", "failed", "timed-out", "lambda-hook-runs"])("%s", (name) => {
		const found = eventsIn("events", "hook-awaiting-action", "near-misses").find((file) => file.name === name);
		expect(answerTo(parse, found?.event)).toEqual({ kind: "other", reason: "the hook does not wait for an action" });
	});

	test("an event of a deployment", () => {
		expect(answerTo(parse, aSample("deployment-started", "in-progress"))).toMatchObject({ kind: "other" });
	});
});

describe("a malformed event is rejected with the name of the invalid field", () => {
	const path = "detail.serviceDeploymentArn";
	const notOurs = `${path} is not the ARN of a service-deployment in the event's account and Region`;
	test.each<[string, readonly string[], unknown, string]>([
		["no hook", ["detail", "hookId"], null, "detail.hookId must be a non-empty string"],
		["no stage", ["detail", "lifecycleStage"], "", "detail.lifecycleStage must be a non-empty string"],
		["no deployment", ["detail", "serviceDeploymentArn"], 7, `${path} must be a non-empty string`],
		["E15: of another account", ["detail", "serviceDeploymentArn"], deployment.replace("1111", "4444"), notOurs],
		["E15: of another Region", ["region"], "eu-west-1", notOurs],
		[
			"without an id",
			["detail", "serviceDeploymentArn"],
			deployment.slice(0, -22),
			`${path} does not name a service deployment`,
		],
	])("%s", (_, at, value, reason) => {
		expect(answerTo(parse, edited(sample("before-tasks-start"), at, value))).toBe(`refused: ${reason}`);
	});
});
