import type { HookEntry } from "./entries.ts";

/** The functions that ECS and CloudFormation ask during a deployment. The stack can be without them. */
export const hooks = [
	{
		name: "deployment-gate",
		construct: "DeploymentGate",
		description: "refuses deployments of services that the policy blocks",
		adapters: [
			"ecs/read-service-revision",
			"ecs/read-revision",
			"ecs/read-ending",
			"ecr/resolve-tag",
			"ecr/read-image",
			"ecr/describe-repository",
			"sqs/send-decision",
			"ssm/read-off-switch",
		],
		environment: ["familyQueueUrl", "offSwitchParameter"],
		optionalEnvironment: [],
		timeoutSeconds: 30,
		calledBy: "ecs",
		judges: ["task-definition"],
	},
	{
		name: "cloudformation-hook",
		construct: "CloudFormationHook",
		description: "refuses resources of CloudFormation stacks that the policy blocks",
		adapters: ["sqs/send-decision", "ssm/read-off-switch"],
		environment: ["familyQueueUrl", "offSwitchParameter"],
		optionalEnvironment: [],
		// CloudFormation waits 30 s (CloudFormation Hooks user guide, "Developing a Lambda Hook").
		timeoutSeconds: 20,
		calledBy: "cloudformation",
		judges: ["repository", "task-definition"],
	},
] as const satisfies readonly HookEntry[];
