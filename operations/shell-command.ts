import { defaultStackName } from "../functions/manifest.ts";

/** A command line for bash or zsh, with arguments in quotes where they need it. */
export const shellCommand = (...args: readonly string[]): string => args.map(quote).join(" ");

/** A command of the AWS CLI in a Region. */
export const awsCommand = (region: string, ...args: readonly string[]): string =>
	shellCommand("aws", ...args, "--region", region);

const quote = (argument: string): string =>
	/^[\w./:=@,+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

/** A command of Shipshape. In a checkout, as after `npm install`, the program is not in the shell's path. */
export const shipshapeCommand = (...args: readonly string[]): string =>
	shellCommand("npx", "--no-install", "shipshape", ...args);

/** Deploys a stack so that what was changed or deleted behind CloudFormation's back is as in its template (`cdk deploy --help`). */
export function revertDrift(stack: string): string {
	const name = stack === defaultStackName ? [] : ["--context", `stackName=${stack}`];
	return shellCommand("npx", "cdk", "deploy", "--revert-drift", ...name);
}
