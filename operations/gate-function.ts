import { hooks } from "../functions/manifest.ts";
import type { Installation } from "./installation.ts";

/** Those of the functions that ECS calls in deployments of services. */
const constructs: readonly string[] = hooks
	.filter(({ calledBy }) => calledBy === "ecs")
	.map(({ construct }) => construct);

/** A Lambda function in the account and Region of an installation, from an ARN. */
export interface FunctionName {
	readonly name: string;
	/** A version or an alias. */
	readonly qualifier: string | undefined;
}

/** Null for an ARN of anything else, or of another account or Region. */
export function functionIn({ partition, region, account }: Installation, arn: string): FunctionName | null {
	const prefix = `arn:${partition}:lambda:${region}:${account}:function:`;
	const [name, qualifier] = arn.startsWith(prefix) ? arn.slice(prefix.length).split(":") : [];
	return name === undefined ? null : { name, qualifier };
}

/**
 * Whether a function is the installation's gate, or was before it was replaced or removed from the stack: CloudFormation names a function
 * after the stack and the construct (CloudFormation user guide, "Name Type").
 */
export function isGateOf(installation: Installation): (functionArn: string) => boolean {
	const { stack, functions } = installation;
	const names = functions.filter(({ construct }) => constructs.includes(construct)).map(({ name }) => name);
	return (functionArn) => {
		const { name = "" } = functionIn(installation, functionArn) ?? {};
		return names.includes(name) || constructs.some((construct) => name.startsWith(`${stack}-${construct}`));
	};
}

/** Whether a function is named like the gate of any stack of Shipshape in the account and Region. */
export function isNamedLikeGate(installation: Installation): (functionArn: string) => boolean {
	const isOwn = isGateOf(installation);
	return (functionArn) => {
		const { name = "" } = functionIn(installation, functionArn) ?? {};
		return isOwn(functionArn) || constructs.some((construct) => name.includes(`-${construct}`));
	};
}
