import { type ECRClient, ListPullTimeUpdateExclusionsCommand } from "@aws-sdk/client-ecr";
import { callAws } from "../clients/call-aws.ts";
import { forEachPage } from "../clients/pages.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "ecr:ListPullTimeUpdateExclusions", on: "`*`" },
];

/** ARNs of the principals whose pulls do not count as pulls (API reference, RegisterPullTimeUpdateExclusion). Throws FailedCallError. */
export async function listPullTimeExclusions(client: ECRClient): Promise<readonly string[]> {
	const action = "ecr:ListPullTimeUpdateExclusions";
	const principals: string[] = [];
	await explainFailure(
		action,
		forEachPage(
			action,
			(nextToken) =>
				callAws(action, (options) => client.send(new ListPullTimeUpdateExclusionsCommand({ nextToken }), options)),
			({ pullTimeUpdateExclusions = [] }) => void principals.push(...pullTimeUpdateExclusions),
		),
	);
	return principals;
}
