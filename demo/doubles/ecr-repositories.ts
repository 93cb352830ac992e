import { globMatches } from "../../core/glob.ts";
import { partitionOf } from "../../core/subject.ts";
import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import { type HeldRepository, type Registry, repositoryAt } from "./ecr-registry.ts";

const arnOf = ({ account, region }: Registry, name: string): string =>
	`arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;

export function describeRepositories(registry: Registry, asked: Fields): Fields {
	const names = asked["repositoryNames"] as readonly string[] | undefined;
	const wanted = names ?? [...registry.repositories.keys()];
	const { page, ...token } = pageOf(wanted, asked["nextToken"], Number(asked["maxResults"] ?? 100));
	return {
		repositories: page.map((repositoryName) =>
			detailOf(registry, repositoryName, repositoryAt(registry, { repositoryName })),
		),
		...token,
	};
}

function detailOf(registry: Registry, repositoryName: string, held: HeldRepository): Fields {
	const { account, region } = registry;
	return {
		repositoryArn: arnOf(registry, repositoryName),
		registryId: account,
		repositoryName,
		repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
		imageTagMutability: held.imageTagMutability,
		...(held.exclusionFilters.length > 0
			? { imageTagMutabilityExclusionFilters: held.exclusionFilters.map(wildcard) }
			: {}),
		imageScanningConfiguration: { scanOnPush: held.scanOnPush },
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

export function scanningConfigurations(registry: Registry, asked: Fields): Fields {
	const { repositories, settings } = registry;
	const names = (asked["repositoryNames"] ?? []) as readonly string[];
	return {
		scanningConfigurations: names.flatMap((repositoryName) => {
			const held = repositories.get(repositoryName);
			if (held === undefined) return [];
			const rules = settings.rules.filter(({ filters }) => filters.some((filter) => covers(filter, repositoryName)));
			const applied = rules.flatMap(({ filters }) => filters.filter((filter) => covers(filter, repositoryName)));
			const frequencies = rules.map(({ scanFrequency }) => scanFrequency);
			return {
				repositoryArn: arnOf(registry, repositoryName),
				repositoryName,
				scanOnPush: held.scanOnPush,
				...frequencyOf(settings.scanType, frequencies),
				appliedScanFilters: applied.map(wildcard),
			};
		}),
		failures: names
			.filter((name) => !repositories.has(name))
			.map((repositoryName) => ({ repositoryName, failureCode: "REPOSITORY_NOT_FOUND" })),
	};
}

/** A filter without `*` is contained in the name, one with `*` matches the whole of it. */
const covers = (filter: string, name: string): boolean =>
	filter.includes("*") ? globMatches(filter, name) : name.includes(filter);

/** Continuous scanning wins. What no rule covers is scanned by hand under BASIC and not at all under ENHANCED. */
function frequencyOf(scanType: string, frequencies: readonly string[]): Fields {
	for (const frequency of ["CONTINUOUS_SCAN", "SCAN_ON_PUSH", "MANUAL"]) {
		if (frequencies.includes(frequency)) return { scanFrequency: frequency };
	}
	return scanType === "BASIC" ? { scanFrequency: "MANUAL" } : {};
}

export function lifecyclePolicy(registry: Registry, asked: Fields): Fields {
	const { lifecyclePolicyText } = repositoryAt(registry, asked);
	if (lifecyclePolicyText === null) {
		throw new AwsError("LifecyclePolicyNotFoundException", "Lifecycle policy does not exist for the repository");
	}
	return { registryId: registry.account, repositoryName: asked["repositoryName"], lifecyclePolicyText };
}

export function repositoryPolicy(registry: Registry, asked: Fields): Fields {
	const { policyText } = repositoryAt(registry, asked);
	if (policyText === null) {
		throw new AwsError("RepositoryPolicyNotFoundException", "Repository policy does not exist for the repository");
	}
	return { registryId: registry.account, repositoryName: asked["repositoryName"], policyText };
}

/** The account's repositories have no tags. */
export function resourceTags(registry: Registry, asked: Fields): Fields {
	const [, repositoryName] = String(asked["resourceArn"] ?? "").split(":repository/");
	repositoryAt(registry, { repositoryName });
	return { tags: [] };
}

export function pullThroughCacheRules({ settings, account }: Registry, asked: Fields): Fields {
	const rules = settings.pullThroughCacheRules.map((rule) => ({ ...rule, registryId: account }));
	const { page, ...token } = pageOf(rules, asked["nextToken"], Number(asked["maxResults"] ?? 100));
	return { pullThroughCacheRules: page, ...token };
}
