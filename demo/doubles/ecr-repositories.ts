import { globMatches } from "../../core/glob.ts";
import { partitionOf } from "../../core/subject.ts";
import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import { getRepository, type Registry, type StoredRepository } from "./ecr-registry.ts";

const arnOf = ({ account, region }: Registry, name: string): string =>
	`arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;

export function describeRepositories(registry: Registry, request: Fields): Fields {
	const names = request["repositoryNames"] as readonly string[] | undefined;
	const requested = names ?? [...registry.repositories.keys()];
	const { page, ...token } = pageOf(requested, request["nextToken"], Number(request["maxResults"] ?? 100));
	return {
		repositories: page.map((repositoryName) =>
			detailOf(registry, repositoryName, getRepository(registry, { repositoryName })),
		),
		...token,
	};
}

function detailOf(registry: Registry, repositoryName: string, stored: StoredRepository): Fields {
	const { account, region } = registry;
	return {
		repositoryArn: arnOf(registry, repositoryName),
		registryId: account,
		repositoryName,
		repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
		imageTagMutability: stored.imageTagMutability,
		...(stored.exclusionFilters.length > 0
			? { imageTagMutabilityExclusionFilters: stored.exclusionFilters.map(wildcard) }
			: {}),
		imageScanningConfiguration: { scanOnPush: stored.scanOnPush },
		encryptionConfiguration: { encryptionType: "AES256" },
	};
}

const wildcard = (filter: string): Fields => ({ filter, filterType: "WILDCARD" });

export function registryScanningConfiguration({ settings, account }: Registry): Fields {
	const rules = settings.rules.map(({ scanFrequency, filters }) => ({
		scanFrequency,
		repositoryFilters: filters.map(wildcard),
	}));
	return { registryId: account, scanningConfiguration: { scanType: settings.scanType, rules } };
}

export function scanningConfigurations(registry: Registry, request: Fields): Fields {
	const { repositories, settings } = registry;
	const names = (request["repositoryNames"] ?? []) as readonly string[];
	return {
		scanningConfigurations: names.flatMap((repositoryName) => {
			const stored = repositories.get(repositoryName);
			if (stored === undefined) return [];
			const rules = settings.rules.filter(({ filters }) => filters.some((filter) => covers(filter, repositoryName)));
			const applied = rules.flatMap(({ filters }) => filters.filter((filter) => covers(filter, repositoryName)));
			const frequencies = rules.map(({ scanFrequency }) => scanFrequency);
			return {
				repositoryArn: arnOf(registry, repositoryName),
				repositoryName,
				scanOnPush: stored.scanOnPush,
				...frequencyOf(settings.scanType, frequencies),
				appliedScanFilters: applied.map(wildcard),
			};
		}),
		failures: names
			.filter((name) => !repositories.has(name))
			.map((repositoryName) => ({ repositoryName, failureCode: "REPOSITORY_NOT_FOUND" })),
	};
}

/** A filter without `*` matches a part of the name, a filter with `*` the whole name. */
const covers = (filter: string, name: string): boolean =>
	filter.includes("*") ? globMatches(filter, name) : name.includes(filter);

/** Continuous scanning wins. A repository without a rule is scanned manually under BASIC and not at all under ENHANCED. */
function frequencyOf(scanType: string, frequencies: readonly string[]): Fields {
	for (const frequency of ["CONTINUOUS_SCAN", "SCAN_ON_PUSH", "MANUAL"]) {
		if (frequencies.includes(frequency)) return { scanFrequency: frequency };
	}
	return scanType === "BASIC" ? { scanFrequency: "MANUAL" } : {};
}

export function lifecyclePolicy(registry: Registry, request: Fields): Fields {
	const { lifecyclePolicyText } = getRepository(registry, request);
	if (lifecyclePolicyText === null) {
		throw new AwsError("LifecyclePolicyNotFoundException", "Lifecycle policy does not exist for the repository");
	}
	return { registryId: registry.account, repositoryName: request["repositoryName"], lifecyclePolicyText };
}

export function repositoryPolicy(registry: Registry, request: Fields): Fields {
	const { policyText } = getRepository(registry, request);
	if (policyText === null) {
		throw new AwsError("RepositoryPolicyNotFoundException", "Repository policy does not exist for the repository");
	}
	return { registryId: registry.account, repositoryName: request["repositoryName"], policyText };
}

/** The account's repositories have no tags. */
export function resourceTags(registry: Registry, request: Fields): Fields {
	const [, repositoryName] = String(request["resourceArn"] ?? "").split(":repository/");
	getRepository(registry, { repositoryName });
	return { tags: [] };
}

export function pullThroughCacheRules({ settings, account }: Registry, request: Fields): Fields {
	const rules = settings.pullThroughCacheRules.map((rule) => ({ ...rule, registryId: account }));
	const { page, ...token } = pageOf(rules, request["nextToken"], Number(request["maxResults"] ?? 100));
	return { pullThroughCacheRules: page, ...token };
}
