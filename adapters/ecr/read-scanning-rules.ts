import { type ECRClient, GetRegistryScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import { callAws } from "../clients/call-aws.ts";
import { explainFailure } from "../explain-failure.ts";
import type { OperatorPermission } from "../operator-permission.ts";

export const operatorPermissions: readonly OperatorPermission[] = [
	{ action: "ecr:GetRegistryScanningConfiguration", on: "`*`" },
];

export interface ScanningRules {
	/** BASIC or ENHANCED. */
	readonly scanType: string;
	/** SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL, for each rule. */
	readonly frequencies: readonly string[];
}

/** How the registry scans; a registry without a configuration uses BASIC and has no rules. Throws FailedCallError. */
export async function readScanningRules(client: ECRClient): Promise<ScanningRules> {
	const action = "ecr:GetRegistryScanningConfiguration";
	const { scanningConfiguration } = await explainFailure(
		action,
		callAws(action, (options) => client.send(new GetRegistryScanningConfigurationCommand({}), options), {
			isComplete: (answer) => (answer.registryId ?? answer.scanningConfiguration) !== undefined,
		}),
	);
	return {
		scanType: scanningConfiguration?.scanType ?? "BASIC",
		frequencies: (scanningConfiguration?.rules ?? []).flatMap(({ scanFrequency }) => scanFrequency ?? []),
	};
}
