import {
	BatchGetRepositoryScanningConfigurationCommand,
	type ECRClient,
	GetRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import type { ScanningFacts } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";

/** Resource types according to the Service Authorization Reference. */
export const scanningPermissions: readonly Permission[] = [
	{ action: "ecr:BatchGetRepositoryScanningConfiguration", on: "repository" },
	{
		action: "ecr:GetRegistryScanningConfiguration",
		on: "*",
		reason: "the configuration belongs to the registry; the action does not support resource-level permissions",
	},
];

type ReadScanType = () => Promise<Reading<string>>;

/**
 * The scanning configuration that applies to a push. The repository's own flag counts for BASIC scanning only, so the
 * registry's scan type is read only if that flag decides; `once` may read it once for several repositories.
 */
export async function readScanning(
	client: ECRClient,
	name: string,
	once: (read: ReadScanType) => ReturnType<ReadScanType> = (read) => read(),
): Promise<Reading<ScanningFacts>> {
	const action = "ecr:BatchGetRepositoryScanningConfiguration";
	const answer = await readingOf(
		action,
		callAws(
			action,
			(options) =>
				client.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [name] }), options),
			{
				isComplete: ({ scanningConfigurations, failures }) =>
					scanningConfigurations !== undefined || failures !== undefined,
			},
		),
		["RepositoryNotFoundException"],
	);
	if (!wasRead(answer)) return answer;
	const { scanningConfigurations = [], failures = [] } = answer.value;
	const found = scanningConfigurations.find(({ repositoryName }) => repositoryName === name);
	if (found === undefined) {
		const failure = failures.find(({ repositoryName }) => repositoryName === name);
		return { unread: `${action} failed (${failure?.failureCode ?? "no result for the repository"})` };
	}
	const appliedFilters = (found.appliedScanFilters ?? []).flatMap(({ filter }) => filter ?? []);
	const { scanOnPush = false, scanFrequency = null } = found;
	const facts = { scanOnPush, scanFrequency, appliedFilters };
	if (!scanOnPush || isAtPush(scanFrequency)) return { value: facts };
	const scanType = await once(() => readScanType(client));
	return wasRead(scanType) ? { value: { ...facts, scanType: scanType.value } } : scanType;
}

const isAtPush = (frequency: string | null): boolean => frequency === "SCAN_ON_PUSH" || frequency === "CONTINUOUS_SCAN";

/** BASIC or ENHANCED; a registry without a configuration uses BASIC (GetRegistryScanningConfiguration, API reference). */
async function readScanType(client: ECRClient): Promise<Reading<string>> {
	const action = "ecr:GetRegistryScanningConfiguration";
	return readingOf(
		action,
		callAws(action, (options) => client.send(new GetRegistryScanningConfigurationCommand({}), options), {
			isComplete: ({ registryId, scanningConfiguration }) => (registryId ?? scanningConfiguration) !== undefined,
		}).then(({ scanningConfiguration }) => scanningConfiguration?.scanType ?? "BASIC"),
	);
}
