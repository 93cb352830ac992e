import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import type { Registry } from "./ecr-registry.ts";
import { registryScanningConfiguration } from "./ecr-repositories.ts";

/** Replaces the rules; an absent scan type is kept, and absent rules are removed (API reference). */
export function putRegistryScanningConfiguration(registry: Registry, request: Fields): Fields {
	const { scanType = registry.settings.scanType, rules = [] } = request;
	if (scanType !== "BASIC" && scanType !== "ENHANCED") throw new AwsError("ValidationException", "scanType");
	const settings = (rules as readonly Fields[]).map(({ scanFrequency, repositoryFilters }) => ({
		scanFrequency: frequencyOf(scanFrequency),
		filters: ((repositoryFilters ?? []) as readonly Fields[]).map(({ filter }) => String(filter)),
	}));
	registry.settings = { ...registry.settings, scanType, rules: settings };
	return { registryScanningConfiguration: registryScanningConfiguration(registry)["scanningConfiguration"] };
}

function frequencyOf(value: unknown) {
	const found = (["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] as const).find((frequency) => frequency === value);
	if (found === undefined) throw new AwsError("ValidationException", "scanFrequency");
	return found;
}

export function listPullTimeExclusions({ pullTimeExclusions }: Registry, request: Fields): Fields {
	const { page, ...token } = pageOf(
		[...pullTimeExclusions],
		request["nextToken"],
		Number(request["maxResults"] ?? 100),
	);
	return { pullTimeUpdateExclusions: page, ...token };
}

export function registerPullTimeExclusion({ pullTimeExclusions }: Registry, { principalArn }: Fields): Fields {
	const arn = String(principalArn);
	if (!/^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/./.test(arn))
		throw new AwsError("ValidationException", "principalArn");
	if (pullTimeExclusions.has(arn)) throw new AwsError("ExclusionAlreadyExistsException", "the exclusion exists");
	pullTimeExclusions.add(arn);
	return { principalArn: arn, createdAt: Date.now() / 1_000 };
}

export function removePullTimeExclusion({ pullTimeExclusions }: Registry, { principalArn }: Fields): Fields {
	if (!pullTimeExclusions.delete(String(principalArn))) {
		throw new AwsError("ExclusionNotFoundException", "the exclusion does not exist");
	}
	return { principalArn };
}
