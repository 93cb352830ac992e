import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { listStacks } from "../adapters/cloudformation/list-stacks.ts";
import { FailedCallError } from "../adapters/explain-failure.ts";
import type { Installation } from "./installation.ts";

/** Outputs of every version of Shipshape, by which its stacks are recognized. */
const typicalOutputs = ["LedgerTableName", "SlackFunctionName", "FindingsFunctionName"];

/**
 * What the operator must know before findings are archived and the tags of blocked revisions removed: an account and Region has one set of
 * each, which all stacks of Shipshape there share. Null if there is no other one.
 */
export async function sharedWithOthers(
	client: CloudFormationClient,
	{ stack, account, region }: Installation,
): Promise<string | null> {
	const where = `${account} ${region}`;
	try {
		const others = (await listStacks(client)).filter(
			({ name, outputs }) => name !== stack && typicalOutputs.every((output) => outputs.includes(output)),
		);
		if (others.length === 0) return null;
		const names = others.map(({ name }) => name).join(", ");
		return `another installation in ${where} (stack ${names}) has the same findings and block tags, so it loses them as well`;
	} catch (error) {
		if (!(error instanceof FailedCallError)) throw error;
		return `cannot tell whether another installation in ${where} has the same findings and block tags (${error.message}), and loses them as well`;
	}
}
