import { defineControl } from "../../core/control.ts";
import { globs } from "../../core/settings.ts";
import { aService } from "../../domain/example-services.ts";
import { judgeGate } from "../../domain/services/gate.ts";

const patient = { minutes: 1_440, action: "ROLLBACK" };
/** `name`: null for a PAUSE hook. */
const calling = (name: string | null, stage: string, timeout = patient) =>
	aService({ deploymentStrategy: "BLUE_GREEN", lifecycleHooks: [{ function: name, stages: [stage], timeout }] });
const gate = "Shipshape-DeploymentGateHandlerFunction0A1B2C3D-e4F5g6H7i8J9";

/**
 * Not applicable to deployments in which ECS calls no hooks, and to those that the policy does not have a gate refuse: in audit mode,
 * with `block.gate` off, of protected families and services. A gate that is attached passes also then. A PAUSE hook that Shipshape answers
 * with a verdict (`block.pause`) counts as a gate.
 */
export default defineControl({
	id: "service/gate-attached",
	on: "service",
	field: "deploymentConfiguration.lifecycleHooks",
	title: "Deployments that can be gated should be gated",
	severity: "LOW",
	why: "Enforcement is on, but nothing refuses a failing deployment of this service before its tasks start.",
	remediation:
		"Attach the gate as a lifecycle hook at PRE_SCALE_UP: gateService of shipshape/cdk in a CDK app, or the function and the role of " +
		"the stack's outputs in the deployment configuration. A PAUSE hook for Shipshape does the same.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHookTimeoutConfiguration.html",
	],
	settings: {
		gateFunctions: globs(
			["*DeploymentGate*"],
			"Globs of the names of Lambda functions that count as the gate. CloudFormation names that of the stack after its construct.",
		),
	},
	examples: {
		pass: [
			{ title: "The gate is called before tasks start", facts: calling(gate, "PRE_SCALE_UP") },
			{ title: "The gate is called before tasks get traffic", facts: calling(gate, "POST_SCALE_UP") },
			{ title: "Shipshape answers a PAUSE hook before tasks start", facts: calling(null, "PRE_SCALE_UP") },
		],
		fail: [
			{ title: "A blue/green service without hooks", facts: aService({ deploymentStrategy: "BLUE_GREEN" }) },
			{ title: "Only another function is called", facts: calling("smoke-test", "PRE_SCALE_UP") },
			{ title: "The gate is called when traffic has moved", facts: calling(gate, "POST_PRODUCTION_TRAFFIC_SHIFT") },
			{
				title: "A deployment goes on when the gate has no answer in time",
				facts: calling(gate, "PRE_SCALE_UP", { minutes: 60, action: "CONTINUE" }),
			},
			{
				title: "The gate has less time than it waits for a scan",
				facts: calling(gate, "PRE_SCALE_UP", { minutes: 10, action: "ROLLBACK" }),
			},
		],
	},

	evaluate: (facts, { gateFunctions }) => judgeGate(facts, gateFunctions),
});
