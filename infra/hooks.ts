import { CfnCondition, Fn } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import type { HookEntry } from "../functions/entries.ts";
import { type HookName, hooks } from "../functions/manifest.ts";
import { CloudFormationHook } from "./cloudformation-hook.ts";
import { DeploymentHook } from "./deployment-hook.ts";
import type { HookFunctionProps } from "./hook-function.ts";
import type { PipelineOptions } from "./options.ts";

/** Of what is not created. */
export const neverTrue = (scope: Construct, id: string): CfnCondition =>
	new CfnCondition(scope, id, { expression: Fn.conditionEquals("emulated", "AWS") });

interface HookSettings {
	readonly policy: Policy;
	readonly options: PipelineOptions;
	/** Of what the emulated AWS rejects: a condition that is false. Only in a local run. */
	readonly notLocal: CfnCondition | undefined;
}

/** ECS and CloudFormation ─► functions, which have their decisions recorded by a route. Those that the options ask for. */
export function addHooks(
	scope: Construct,
	propsOf: (entry: HookEntry & { readonly name: HookName }) => HookFunctionProps,
	{ policy, options, notLocal }: HookSettings,
): readonly (DeploymentHook | CloudFormationHook)[] {
	const { withoutGate = false, cloudFormationHook = false, stackName } = options;
	const isWanted = { ecs: !withoutGate, cloudformation: cloudFormationHook } as const;
	return hooks
		.filter(({ calledBy }) => isWanted[calledBy])
		.map((entry) =>
			entry.calledBy === "ecs"
				? new DeploymentHook(scope, entry, { ...propsOf(entry), stackName })
				: new CloudFormationHook(scope, entry, { ...propsOf(entry), policy, stackName, notLocal }),
		);
}
