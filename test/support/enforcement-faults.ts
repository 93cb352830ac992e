import { CreateClusterCommand, CreateServiceCommand, type DeploymentLifecycleHook } from "@aws-sdk/client-ecs";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Fault } from "./fault.ts";
import type { Operated } from "./operated.ts";

/** Ways to break what blocks deployments. */
export const enforcementFaults: Readonly<Record<string, Fault>> = {
	"an off switch that is in use": {
		break: (operated) => switchTo(operated, "audit"),
		found: ["off-switch"],
		message: /is audit since .*, so nothing is blocked$/,
	},
	"an off switch with another value": {
		break: (operated) => switchTo(operated, "of"),
		found: ["off-switch"],
		message: /is "of" since .*, which is neither policy nor audit/,
	},
	"no off switch": {
		break: ({ operator, installation }) =>
			operator.ssm.send(new DeleteParameterCommand({ Name: installation.offSwitch })),
		found: ["off-switch"],
		message: /no longer exists/,
	},
	"a service whose gate no longer exists": {
		break: attachAbsentGate,
		found: ["hooks"],
		message: /^ECS rolls back every deployment of hooked\/web, because the gate in their hooks no longer exists/,
	},
};

const switchTo = ({ operator, installation }: Operated, Value: string) =>
	operator.ssm.send(new PutParameterCommand({ Name: installation.offSwitch, Value, Overwrite: true }));

/** A service that is deployed with the gate of a stack that was deleted. */
async function attachAbsentGate({ operator: { ecs }, installation }: Operated): Promise<void> {
	const { partition, region, account } = installation;
	const lifecycleHooks: DeploymentLifecycleHook[] = [
		{
			hookTargetArn: `arn:${partition}:lambda:${region}:${account}:function:Earlier-DeploymentGate0A1B2C3D-x1y2z3`,
			roleArn: `arn:${partition}:iam::${account}:role/Earlier-DeploymentGateHookRole`,
			lifecycleStages: ["PRE_SCALE_UP"],
		},
	];
	const cluster = "hooked";
	await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
	await ecs.send(
		new CreateServiceCommand({
			cluster,
			serviceName: "web",
			taskDefinition: "one",
			desiredCount: 0,
			deploymentConfiguration: { strategy: "BLUE_GREEN", bakeTimeInMinutes: 0, lifecycleHooks },
		}),
	);
}
