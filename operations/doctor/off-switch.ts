import type { SSMClient } from "@aws-sdk/client-ssm";
import { readParameter } from "../../adapters/ssm/read-parameter.ts";
import { formatForDisplay } from "../../core/text.ts";
import { switchValueOf } from "../../domain/blocks/off-switch.ts";
import type { Installation } from "../installation.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";

/** Whether the off switch leaves it to the policy what is blocked. */
export async function checkOffSwitch(client: SSMClient, { region, offSwitch }: Installation): Promise<Answer> {
	const parameter = `the off switch (parameter ${offSwitch})`;
	const decides = "so the policy's block.onUnknown decides about what would be blocked";
	const put = ["ssm", "put-parameter", "--name", offSwitch, "--value", "policy"];
	const switchBack = awsCommand(region, ...put, "--overwrite");
	const found = await readParameter(client, offSwitch);
	if (found === null)
		return problem(`${parameter} no longer exists, ${decides}`, awsCommand(region, ...put, "--type", "String"));
	const value = switchValueOf(found.text);
	if (value === "policy") return ok("the off switch is policy: the policy decides what is blocked");
	const since = found.changedAt === null ? "" : ` since ${found.changedAt}`;
	if (value === "audit") return problem(`${parameter} is audit${since}, so nothing is blocked`, switchBack);
	const shown = JSON.stringify(formatForDisplay(found.text));
	return problem(`${parameter} is ${shown}${since}, which is neither policy nor audit, ${decides}`, switchBack);
}
