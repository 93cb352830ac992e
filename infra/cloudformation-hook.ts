import { type CfnCondition, CfnLambdaHook } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import type { HookEntry } from "../functions/entries.ts";
import { type HookFunctionProps, hookFunction } from "./hook-function.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

export interface CloudFormationHookProps extends HookFunctionProps {
	readonly policy: Policy;
	readonly stackName: string;
	/** A condition that is false in a local run: the emulated CloudFormation rejects the resource type. Undefined otherwise. */
	readonly notLocal: CfnCondition | undefined;
}

const types = ["AWS::ECS::TaskDefinition", "AWS::ECR::Repository"];

/**
 * CloudFormation and the Cloud Control API ─► function, before they create or update a task definition or repository anywhere in the
 * account and Region. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-lambdahook.html
 */
export class CloudFormationHook extends Construct {
	readonly handler: PipelineFunction;

	constructor(scope: Construct, entry: HookEntry, props: CloudFormationHookProps) {
		super(scope, entry.construct);
		this.handler = hookFunction(this, entry, props);
		// As in the CloudFormation Hooks user guide ("Create an execution role for a Lambda Hook"), which has no condition.
		const role = new Role(this, "HookRole", {
			description: `Lets CloudFormation call the function that ${entry.description}.`,
			assumedBy: new ServicePrincipal("hooks.cloudformation.amazonaws.com"),
		});
		const { functionArn } = this.handler.function;
		role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [functionArn] }));
		const hook = new CfnLambdaHook(this, "Hook", {
			alias: aliasOf(props.stackName),
			executionRole: role.roleArn,
			// Also decides what happens if the function cannot be called. While nothing can be refused, no operation must fail.
			failureMode: canRefuse(props.policy) ? "FAIL" : "WARN",
			hookStatus: "ENABLED",
			lambdaFunction: functionArn,
			// Not STACK and CHANGE_SET: they carry a whole template, which is not resolved, and each resource comes again by itself.
			targetOperations: ["RESOURCE", "CLOUD_CONTROL"],
			targetFilters: {
				targets: types.flatMap((targetName) =>
					["CREATE", "UPDATE"].map((action) => ({ targetName, action, invocationPoint: "PRE_PROVISION" })),
				),
			},
		});
		hook.node.addDependency(role);
		if (props.notLocal !== undefined) hook.cfnOptions.condition = props.notLocal;
	}

	/** For the user who looks for the log. */
	get outputs(): Readonly<Record<string, string>> {
		return { FunctionName: this.handler.function.functionName };
	}
}

/** Unique in an account and Region, as the name of the stack is; letters and digits only, at least two of them. */
const aliasOf = (stackName: string): string =>
	`Shipshape::Resources::${stackName.replaceAll("-", "").slice(0, 64).padEnd(2, "0")}`;

/**
 * Whether the policy refuses anything that the hook can see: it never knows a cluster. Scopes are taken to match together, because that
 * cannot be ruled out; later ones win.
 */
function canRefuse({ mode, block, scopes }: Policy): boolean {
	const action = "cloudformation-hook";
	const seen = scopes.filter(({ match }) => match.cluster === undefined);
	const turnsOn = (scope: Policy["scopes"][number]): boolean => scope.block?.[action] === true;
	const isOn = block[action] || seen.some(turnsOn);
	if (!isOn || mode === "enforce") return isOn;
	return seen.some(
		(scope, index) =>
			scope.mode === "enforce" && (scope.block?.[action] !== false || seen.slice(index + 1).some(turnsOn)),
	);
}
