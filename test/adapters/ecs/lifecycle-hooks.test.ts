import type { DeploymentLifecycleHook, Service } from "@aws-sdk/client-ecs";
import { expect, test } from "@jest/globals";
import { describedServiceOf } from "../../../adapters/ecs/service-facts.ts";
import { readAt } from "../../support/builders.ts";

const arn = "arn:aws:lambda:ap-northeast-1:111122223333:function:gate";
const timeout = { minutes: 1_440, action: "ROLLBACK" };
const mark = { shipshape: "gate" };

function hooksOf(lifecycleHooks: DeploymentLifecycleHook[], tags: Service["tags"] = []) {
	const subject = { kind: "service", partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
	const service = { deploymentConfiguration: { strategy: "CANARY" as const, lifecycleHooks }, tags };
	return describedServiceOf(service, { ...subject, cluster: "shop", name: "web" }, readAt).facts.lifecycleHooks;
}

test("the functions that ECS calls in a deployment are read by their names", () => {
	const hooks = hooksOf([
		{ hookTargetArn: arn, roleArn: "role", lifecycleStages: ["PRE_SCALE_UP", "POST_SCALE_UP"] },
		{ targetType: "AWS_LAMBDA", hookTargetArn: `${arn}:live`, lifecycleStages: ["TEST_TRAFFIC_SHIFT"] },
		{ hookTargetArn: "something else" },
	]);
	expect(hooks).toEqual([
		{ function: "gate", stages: ["PRE_SCALE_UP", "POST_SCALE_UP"], timeout },
		{ function: "gate", stages: ["TEST_TRAFFIC_SHIFT"], timeout },
		{ function: "something else", stages: [], timeout },
	]);
});

test.each<[DeploymentLifecycleHook["timeoutConfiguration"], object]>([
	[{}, timeout],
	[
		{ timeoutInMinutes: 1, action: "CONTINUE" },
		{ minutes: 1, action: "CONTINUE" },
	],
	[{ timeoutInMinutes: 60 }, { minutes: 60, action: "ROLLBACK" }],
	[{ action: "CONTINUE" }, { minutes: 1_440, action: "CONTINUE" }],
])("the time-out %j has the defaults of ECS for what is missing", (timeoutConfiguration, expected) => {
	const hook: DeploymentLifecycleHook = { lifecycleStages: ["PRE_SCALE_UP"], timeoutConfiguration };
	const pause: DeploymentLifecycleHook = { ...hook, targetType: "PAUSE", hookDetails: mark };
	expect(hooksOf([{ ...hook, hookTargetArn: arn }, pause]).map((one) => one.timeout)).toEqual([expected, expected]);
});

const pause = (stages: DeploymentLifecycleHook["lifecycleStages"], hookDetails?: object): DeploymentLifecycleHook => ({
	targetType: "PAUSE",
	lifecycleStages: stages,
	...(hookDetails === undefined ? {} : { hookDetails: { ...hookDetails } }),
});

test.each<[string, DeploymentLifecycleHook[], string | null, readonly string[]]>([
	["a marked one", [pause(["PRE_SCALE_UP"], mark)], null, ["PRE_SCALE_UP"]],
	[
		"the only one in a stage that the tag names",
		[pause(["PRE_SCALE_UP", "POST_SCALE_UP"])],
		"POST_SCALE_UP",
		["POST_SCALE_UP"],
	],
	["none that waits for a person", [pause(["PRE_SCALE_UP"])], null, []],
	["none with other details", [pause(["PRE_SCALE_UP"], { shipshape: "approval" })], null, []],
	["none of two in a tagged stage", [pause(["PRE_SCALE_UP"]), pause(["PRE_SCALE_UP"])], "PRE_SCALE_UP", []],
	["none beside one that waits for a person", [pause(["PRE_SCALE_UP"], mark), pause(["PRE_SCALE_UP"])], null, []],
])("of PAUSE hooks, those are read that Shipshape answers: %s", (_, hooks, tag, stages) => {
	const found = hooksOf(hooks, tag === null ? [] : [{ key: "shipshape:pause", value: tag }]);
	expect(found).toEqual(stages.length === 0 ? [] : [{ function: null, stages, timeout }]);
});
