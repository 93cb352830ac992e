import { expect, test } from "@jest/globals";
import control from "../../../controls/service/gate-attached.ts";
import type { ServiceFacts } from "../../../core/facts.ts";
import { aService } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const gateName = "Shipshape-DeploymentGateHandlerFunction0A1B-cdEf";
const calling = (name: string, ...stages: readonly string[]): Partial<ServiceFacts> => ({
	deploymentStrategy: "BLUE_GREEN",
	lifecycleHooks: [{ function: name, stages }],
});
const without = (more: Partial<ServiceFacts> = {}): Partial<ServiceFacts> => ({
	deploymentStrategy: "BLUE_GREEN",
	...more,
});
const missing = "shop/web: no lifecycle hook of its BLUE_GREEN deployments calls the gate";

test.each<[string, Partial<ServiceFacts>, string]>([
	[
		"a gate before tasks start",
		calling(gateName, "PRE_SCALE_UP"),
		"pass LOW shop/web: its deployments are gated at PRE_SCALE_UP",
	],
	[
		"a gate before tasks get traffic",
		calling(gateName, "POST_SCALE_UP"),
		"pass LOW shop/web: its deployments are gated at POST_SCALE_UP",
	],
	[
		"a gate at more stages than it needs",
		calling(gateName, "TEST_TRAFFIC_SHIFT", "POST_SCALE_UP"),
		"pass LOW shop/web: its deployments are gated at POST_SCALE_UP",
	],
	[
		"a gate although the policy blocks nothing",
		{ ...calling(gateName, "PRE_SCALE_UP"), gateExemption: { value: "the policy's mode is audit" } },
		"pass LOW shop/web: its deployments are gated at PRE_SCALE_UP",
	],
	...["BLUE_GREEN", "LINEAR", "CANARY"].map((deploymentStrategy): [string, Partial<ServiceFacts>, string] => [
		`no hook with the strategy ${deploymentStrategy}`,
		{ deploymentStrategy },
		`fail LOW shop/web: no lifecycle hook of its ${deploymentStrategy} deployments calls the gate`,
	]),
	["another function", calling("smoke-test", "PRE_SCALE_UP"), `fail LOW ${missing}`],
	[
		"a gate that is called when traffic has moved",
		calling(gateName, "POST_PRODUCTION_TRAFFIC_SHIFT"),
		"fail LOW shop/web: its gate is called too late, at POST_PRODUCTION_TRAFFIC_SHIFT",
	],
	["a gate without a stage", calling(gateName), `fail LOW ${missing}`],
	[
		"no hook in audit mode",
		without({ gateExemption: { value: "the policy's mode is audit" } }),
		`not-applicable LOW ${missing}, but the policy's mode is audit`,
	],
	[
		"no hook and a task definition that could not be read",
		without({ gateExemption: { unread: "ecs:DescribeTaskDefinition was denied" } }),
		`unknown LOW ${missing}, and cannot tell whether the policy blocks them: ecs:DescribeTaskDefinition was denied`,
	],
	[
		"a rolling update",
		{},
		"not-applicable LOW shop/web: ECS calls no hooks in rolling updates; the policy's block.stop-deployment stops those that fail",
	],
	...["CODE_DEPLOY", "EXTERNAL"].map((deploymentController): [string, Partial<ServiceFacts>, string] => [
		`the controller ${deploymentController}`,
		{ deploymentController },
		`not-applicable LOW shop/web: ${deploymentController} controls its deployments, in which ECS calls no hooks; ` +
			"shipshape gate in its pipeline can check what it deploys",
	]),
	[
		"a controller of the future",
		{ deploymentController: "ARGO" },
		'unknown LOW shop/web: the deployment controller "ARGO" is not recognized',
	],
	[
		"a strategy of the future",
		{ deploymentStrategy: "SHADOW" },
		'unknown LOW shop/web: the deployment strategy "SHADOW" is not recognized',
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aService(facts))).toEqual([expected]);
});

test("takes the functions that the policy names for the gate", () => {
	const lines = (name: string) =>
		verdictLines(control, aService(calling(name, "PRE_SCALE_UP")), { gateFunctions: ["our-gate", "gate-*"] });
	expect(lines("our-gate")[0]).toMatch(/^pass /);
	expect(lines("gate-2")[0]).toMatch(/^pass /);
	expect(lines(gateName)).toEqual([`fail LOW ${missing}`]);
});
