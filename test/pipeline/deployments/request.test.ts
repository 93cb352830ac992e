import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MalformedEventError } from "../../../core/errors.ts";
import { parseHookRequest, shiftsBack } from "../../../pipeline/deployments/request.ts";
import { aHookRequest, blue, deploymentArn, green, serviceArn } from "../../support/gate.ts";

const details = { serviceArn, targetServiceRevisionArn: green, testTrafficWeights: {}, productionTrafficWeights: {} };

describe("a request of ECS", () => {
	test("has the service, the target, the stage and the deployment", () => {
		expect(parseHookRequest(aHookRequest())).toEqual({
			hookDetails: {},
			...{ partition: "aws", region: "ap-northeast-1", account: "111122223333" },
			...{ serviceArn, cluster: "shop", service: "web", targetServiceRevisionArn: green },
			...{ deploymentArn, stage: "PRE_SCALE_UP", weights: { test: {}, production: {} } },
		});
	});

	test("may have only the fields that the documentation calls common", () => {
		expect(parseHookRequest(details)).toMatchObject({
			service: "web",
			targetServiceRevisionArn: green,
			stage: null,
			deploymentArn: null,
		});
	});

	test("may lack the traffic weights, have hookDetails, and be of another partition", () => {
		const target = green.replace("arn:aws:", "arn:aws-us-gov:");
		const request = { executionDetails: { serviceArn, targetServiceRevisionArn: target }, hookDetails: { any: [1] } };
		expect(parseHookRequest(request)).toMatchObject({ partition: "aws-us-gov", weights: { test: {}, production: {} } });
	});
});

describe("traffic weights that cannot be read", () => {
	test.each<[string, unknown]>([
		["a weight that is a text", { [green]: "100", [blue]: 0 }],
		["a weight that is null", { [green]: 0, [blue]: null }],
		["a list", [100]],
		["a text", "100"],
	])("are no reason to reject a request, and tell no shift back: %s", (_, weights) => {
		for (const stage of ["PRE_SCALE_UP", "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", undefined]) {
			const request = aHookRequest({ testTrafficWeights: weights, productionTrafficWeights: weights });
			const parsed = parseHookRequest({ ...request, lifecycleStage: stage });
			expect(parsed).toMatchObject({ service: "web", weights: { test: {}, production: {} } });
			expect(shiftsBack(parsed)).toBe(false);
		}
	});

	test("do not hide those that can be read", () => {
		const request = aHookRequest({ testTrafficWeights: "100", productionTrafficWeights: { [green]: 0, [blue]: 100 } });
		expect(shiftsBack(parseHookRequest({ ...request, lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT" }))).toBe(true);
	});
});

describe("a malformed request", () => {
	test.each<[string, unknown, string]>([
		["null", null, "request must be an object"],
		["a list", [], "request must be an object"],
		["a text", "PRE_SCALE_UP", "request must be an object"],
		["an empty object", {}, "targetServiceRevisionArn must be a non-empty string"],
		["details that are a text", { executionDetails: "x" }, "executionDetails must be an object"],
		["no service", { targetServiceRevisionArn: green }, "serviceArn must be a non-empty string"],
		[
			"the ARN of a service in place of a revision",
			{ ...details, targetServiceRevisionArn: serviceArn },
			"targetServiceRevisionArn must be the ARN of a service revision",
		],
		["a stage that is a number", { ...details, lifecycleStage: 1 }, "lifecycleStage must be a non-empty string"],
	])("%s is rejected with the field that is wrong", (_, input, message) => {
		expect(() => parseHookRequest(input)).toThrow(new MalformedEventError(message));
	});

	test("of any other form never causes another error", () => {
		fc.assert(
			fc.property(
				fc.anything(),
				fc.dictionary(fc.constantFrom(...Object.keys(details)), fc.anything()),
				(any, fields) => {
					for (const input of [any, fields, { executionDetails: fields }]) {
						try {
							parseHookRequest(input);
						} catch (error) {
							expect(error).toBeInstanceOf(MalformedEventError);
						}
					}
				},
			),
		);
	});
});

describe("traffic shifts back", () => {
	const [forward, back] = [
		{ [green]: 100, [blue]: 0 },
		{ [green]: 0, [blue]: 100 },
	];
	test.each<[string, string | undefined, object, object, boolean]>([
		["before tasks start, when no traffic is shifted", "PRE_SCALE_UP", {}, {}, false],
		["when test traffic shifts to the target", "TEST_TRAFFIC_SHIFT", forward, {}, false],
		["when test traffic shifts to the revision before", "TEST_TRAFFIC_SHIFT", back, {}, true],
		["when production traffic shifts to the target", "PRODUCTION_TRAFFIC_SHIFT", {}, forward, false],
		["when a part of production traffic shifts", "PRODUCTION_TRAFFIC_SHIFT", {}, { [green]: 10, [blue]: 90 }, false],
		["when production traffic shifts to the revision before", "PRODUCTION_TRAFFIC_SHIFT", {}, back, true],
		["when the target has no traffic yet", "PRE_PRODUCTION_TRAFFIC_SHIFT", {}, back, false],
		["when the stage is unknown and the target has no traffic", undefined, {}, back, true],
		["when the stage is unknown and no traffic is shifted", undefined, {}, {}, false],
		[
			"when test traffic shifts forward, and production traffic has not shifted yet",
			"TEST_TRAFFIC_SHIFT",
			forward,
			back,
			false,
		],
		[
			"when production traffic shifts forward, and no test traffic is left",
			"PRODUCTION_TRAFFIC_SHIFT",
			back,
			forward,
			false,
		],
		["when the stage has the name of an inherited property", "constructor", back, back, false],
		["when no revision has traffic", "TEST_TRAFFIC_SHIFT", { [green]: 0 }, {}, false],
		["when the target is not listed", "TEST_TRAFFIC_SHIFT", { [blue]: 100 }, {}, false],
	])("%s", (_, lifecycleStage, testTrafficWeights, productionTrafficWeights, expected) => {
		const request = aHookRequest({ testTrafficWeights, productionTrafficWeights });
		expect(shiftsBack(parseHookRequest({ ...request, lifecycleStage }))).toBe(expected);
	});
});
