import type { ECRClient } from "@aws-sdk/client-ecr";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { listPullTimeExclusions } from "../../adapters/ecr/list-pull-time-exclusions.ts";
import { readScanningRules } from "../../adapters/ecr/read-scanning-rules.ts";
import type { Installation } from "../installation.ts";
import { pullingRolesOf } from "../pulling-roles.ts";
import { type Answer, ok, problem } from "../result.ts";
import { awsCommand } from "../shell-command.ts";

/** Whether the registry scans images when they are pushed, or continuously. */
export async function checkScanning(client: ECRClient, { region }: Installation): Promise<Answer> {
	const { scanType, frequencies } = await readScanningRules(client);
	if (frequencies.some((frequency) => frequency !== "MANUAL")) return ok(`${scanType} scanning has a rule`);
	const rules = [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }];
	return problem(
		`${scanType} scanning of the registry has no rule, so images are only scanned in repositories with scanOnPush, which AWS has deprecated`,
		awsCommand(
			region,
			"ecr",
			"put-registry-scanning-configuration",
			"--scan-type",
			scanType,
			"--rules",
			JSON.stringify(rules),
		),
	);
}

/**
 * Whether the pulls of Shipshape's roles do not count as pulls: otherwise they keep images from being archived by a lifecycle policy
 * that counts from the last pull (ECR user guide, "Pull time update exclusions").
 */
export async function checkPullTimes(
	{ ecr, lambda }: { readonly ecr: ECRClient; readonly lambda: LambdaClient },
	installation: Installation,
): Promise<Answer> {
	const excluded = await listPullTimeExclusions(ecr);
	const counted = (await pullingRolesOf(lambda, installation)).filter((role) => !excluded.includes(role));
	const { region } = installation;
	if (counted.length === 0) return ok("the pulls of Shipshape's roles are not recorded");
	return problem(
		`the pulls of ${counted.length} of Shipshape's roles are recorded as pulls of the images that they read`,
		...counted.map((role) => awsCommand(region, "ecr", "register-pull-time-update-exclusion", "--principal-arn", role)),
	);
}
