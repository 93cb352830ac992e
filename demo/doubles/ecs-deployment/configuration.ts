import type { DeploymentConfiguration, DeploymentLifecycleHook } from "@aws-sdk/client-ecs";
import { AwsError } from "../aws-json.ts";
import { type HookStage, hookStages } from "./stages.ts";

/** The most of each type (developer guide, "Pause hooks for Amazon ECS service deployments", "Constraints"). */
const maxHooks = 10;

/** The longest time-outs in minutes ("Timeout configuration" of both kinds of hooks); it is also the default of both. */
const maxMinutes = { AWS_LAMBDA: 1_440, PAUSE: 20_160 } as const;
const defaultMinutes = 1_440;

/** Stages that are run again in a rollback, where a pause would stop it (same page). */
const withoutPause: readonly HookStage[] = ["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"];

export const typeOf = ({ targetType }: DeploymentLifecycleHook): "AWS_LAMBDA" | "PAUSE" => targetType ?? "AWS_LAMBDA";

/** When a hook times out, and what then. */
export const timeoutOf = ({ timeoutConfiguration: { timeoutInMinutes, action } = {} }: DeploymentLifecycleHook) => ({
	minutes: timeoutInMinutes ?? defaultMinutes,
	action: action ?? "ROLLBACK",
});

/** Throws InvalidParameterException for lifecycle hooks that CreateService and UpdateService do not accept. */
export function requireValidHooks({ lifecycleHooks = [] }: DeploymentConfiguration): void {
	for (const type of ["AWS_LAMBDA", "PAUSE"] as const) {
		const count = lifecycleHooks.filter((hook) => typeOf(hook) === type).length;
		if (count > maxHooks) refuse(`at most ${maxHooks} hooks of the type ${type} are allowed`);
	}
	for (const hook of lifecycleHooks) requireValid(hook);
}

function requireValid(hook: DeploymentLifecycleHook): void {
	const { lifecycleStages = [], hookTargetArn, roleArn } = hook;
	const type = typeOf(hook);
	if (lifecycleStages.length === 0) refuse("a lifecycle hook needs lifecycleStages");
	const unknown = lifecycleStages.filter((stage) => !hookStages.includes(stage));
	if (unknown.length > 0) refuse(`no hook runs at ${unknown.join(", ")}`);
	if (type === "AWS_LAMBDA") {
		if (!hookTargetArn?.includes(":lambda:") || !roleArn?.includes(":role/")) {
			refuse("a hook of the type AWS_LAMBDA needs the ARNs hookTargetArn and roleArn");
		}
	} else if (lifecycleStages.some((stage) => withoutPause.includes(stage))) {
		refuse(`no hook of the type PAUSE runs at ${withoutPause.join(", ")}`);
	}
	const { minutes } = timeoutOf(hook);
	if (minutes < 1 || minutes > maxMinutes[type]) refuse(`timeoutInMinutes is from 1 to ${maxMinutes[type]}`);
}

function refuse(message: string): never {
	throw new AwsError("InvalidParameterException", message);
}
