import { describe, expect, test } from "@jest/globals";
import control from "../../../controls/service/gate-attached.ts";
import type { ServiceFacts } from "../../../core/facts.ts";
import { aService } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const gateName = "Shipshape-DeploymentGateHandlerFunction0A1B-cdEf";
const patient = { minutes: 1_440, action: "ROLLBACK" };
const calling = (name: string, ...stages: readonly string[]): Partial<ServiceFacts> => ({
	deploymentStrategy: "BLUE_GREEN",
	lifecycleHooks: [{ function: name, stages, timeout: patient }],
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
		`unknown LOW ${missing}; whether the policy exempts it is unknown (ecs:DescribeTaskDefinition was denied)`,
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

describe("the time-out of a hook", () => {
	const at = (name: string | null, minutes: number, action: string): Partial<ServiceFacts> => ({
		deploymentStrategy: "BLUE_GREEN",
		lifecycleHooks: [{ function: name, stages: ["PRE_SCALE_UP"], timeout: { minutes, action } }],
	});
	const unchecked = (what: string, action: string) =>
		`fail LOW shop/web: ${what} lets a deployment go on unchecked when it times out (${action})`;
	const short = (what: string, minutes: number) =>
		`fail LOW shop/web: ${what} times out after ${minutes} min, and ECS then rolls back what still waits for a scan or for AWS`;
	test.each<[string, Partial<ServiceFacts>, string]>([
		["with CONTINUE", at(gateName, 1, "CONTINUE"), unchecked("its gate", "CONTINUE")],
		["with CONTINUE after a day", at(gateName, 1_440, "CONTINUE"), unchecked("its gate", "CONTINUE")],
		["with an action of the future", at(gateName, 60, "RETRY"), unchecked("its gate", "RETRY")],
		["that is as long as the wait", at(gateName, 20, "ROLLBACK"), short("its gate", 20)],
		["that is longer", at(gateName, 21, "ROLLBACK"), "pass LOW shop/web: its deployments are gated at PRE_SCALE_UP"],
		["of a PAUSE hook with CONTINUE", at(null, 60, "CONTINUE"), unchecked("its PAUSE hook", "CONTINUE")],
		["of a PAUSE hook that is short", at(null, 5, "ROLLBACK"), short("its PAUSE hook", 5)],
	])("%s", (_, facts, expected) => {
		expect(verdictLines(control, aService(facts))).toEqual([expected]);
	});

	test("comes with what to write", () => {
		const remediationOf = (facts: Partial<ServiceFacts>) => judged(control, aService(facts))[0]?.remediation;
		expect(remediationOf(at(gateName, 1, "CONTINUE"))).toContain('"action": "ROLLBACK"');
		expect(remediationOf(at(gateName, 1, "ROLLBACK"))).toContain("Write a timeoutInMinutes above 20");
		expect(remediationOf(without())).toBe(control.remediation);
	});

	test("does not matter if another hook refuses deployments", () => {
		const both = [at(gateName, 1, "CONTINUE"), at(null, 60, "ROLLBACK")].flatMap((one) => one.lifecycleHooks ?? []);
		expect(verdictLines(control, aService(without({ lifecycleHooks: both })))).toEqual([
			"pass LOW shop/web: its deployments are judged in a PAUSE hook at PRE_SCALE_UP",
		]);
	});
});

describe("a PAUSE hook for Shipshape", () => {
	const pausing = (...stages: readonly string[]) =>
		without({ lifecycleHooks: [{ function: null, stages, timeout: patient }] });
	const unread = { unread: "ecs:DescribeTaskDefinition was denied" };
	const off = "its PAUSE hook at PRE_SCALE_UP lets every deployment go on, because the policy's block.pause is false";
	const cannotTell = `cannot tell whether its PAUSE hook at PRE_SCALE_UP is answered by a verdict, because ${unread.unread}`;
	test.each<[string, Partial<ServiceFacts>, string]>([
		[
			"before tasks start",
			pausing("PRE_SCALE_UP"),
			"pass LOW shop/web: its deployments are judged in a PAUSE hook at PRE_SCALE_UP",
		],
		[
			"before traffic",
			pausing("POST_SCALE_UP"),
			"pass LOW shop/web: its deployments are judged in a PAUSE hook at POST_SCALE_UP",
		],
		[
			"later",
			pausing("POST_TEST_TRAFFIC_SHIFT"),
			"fail LOW shop/web: its PAUSE hook comes too late, at POST_TEST_TRAFFIC_SHIFT",
		],
		[
			"that the policy does not judge",
			{ ...pausing("PRE_SCALE_UP"), isPauseJudged: { value: false } },
			`fail LOW shop/web: ${off}`,
		],
		[
			"that the policy does not judge, in audit mode",
			{
				...pausing("PRE_SCALE_UP"),
				isPauseJudged: { value: false },
				gateExemption: { value: "the policy's mode is audit" },
			},
			`not-applicable LOW shop/web: ${off}, but the policy's mode is audit`,
		],
		[
			"of which that is unknown",
			{ ...pausing("PRE_SCALE_UP"), isPauseJudged: unread },
			`unknown LOW shop/web: ${cannotTell}`,
		],
		[
			"beside a gate, of which that is unknown",
			{ ...calling(gateName, "PRE_SCALE_UP"), isPauseJudged: unread },
			"pass LOW shop/web: its deployments are gated at PRE_SCALE_UP",
		],
	])("%s", (_, facts, expected) => {
		expect(verdictLines(control, aService(facts))).toEqual([expected]);
	});
});
