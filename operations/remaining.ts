import { hooks } from "../functions/manifest.ts";
import type { Installation } from "./installation.ts";
import { awsCommand } from "./shell-command.ts";

/** Something that `uninstall` does not remove, and the commands that do. */
export interface Remaining {
	readonly what: string;
	readonly commands: readonly string[];
}

const attachedGate =
	"the gate in the templates and commands that deploy services: take it out there as well, or their next deployment attaches it again, " +
	"and once the stack is deleted, ECS rolls back each deployment whose hook it cannot call; a deployment that is in progress still calls " +
	"the gate, so wait until it has ended";

const attachedPause =
	"PAUSE hooks for Shipshape in the same templates and commands: nobody answers them any more, so take them out there as well; a deployment " +
	"that waits in one now needs an answer, from aws ecs continue-service-deployment, or waits for the time-out of the hook";

/** What is there after `uninstall`: the stack, and what stays when that is deleted, in the order in which it can be removed. */
export function remainingAfter({ stack, region, ledgerTable, functions }: Installation): readonly Remaining[] {
	const aws = (...args: readonly string[]): string => awsCommand(region, ...args);
	const hasGate = hooks.some(
		({ calledBy, construct }) => calledBy === "ecs" && functions.some((one) => one.construct === construct),
	);
	return [
		...(hasGate ? [{ what: attachedGate, commands: [] }] : []),
		{ what: attachedPause, commands: [] },
		{
			what:
				"the stack, with its functions, queues, rules, alarms, log groups, exclusions from ECR's pull times and the Slack secret; " +
				"until it is deleted, its alarms notify as before: the one of an overdue sweep does within hours",
			commands: [
				aws("cloudformation", "delete-stack", "--stack-name", stack),
				aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", stack),
			],
		},
		{
			what: "the ledger's table, which is kept when the stack is deleted",
			commands: [aws("dynamodb", "delete-table", "--table-name", ledgerTable)],
		},
		{ what: "the archived findings, which Security Hub deletes by itself", commands: [] },
		{
			what: "task definition revisions that were blocked: ECS cannot activate them again, but they can be registered anew",
			commands: [],
		},
	];
}
