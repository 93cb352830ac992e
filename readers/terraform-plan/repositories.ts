import type { EncryptionFacts, RepositoryFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, itemsIn } from "../../core/json.ts";
import { isUnresolved, type Reading, type Value } from "../../core/reading.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import { asUnresolved, listValue, readUnlessUnresolved, stringValue } from "../../domain/ecs-json/values.ts";
import { scanningByRegistry } from "../../domain/repositories/registry-scanning.ts";
import { accessPolicyIn } from "../policies/policy-text.ts";
import type { Planned } from "./plan.ts";
import type { Registry } from "./registry.ts";

/** The policies of a repository; "open": there is one that may be its own. */
export interface Policies {
	readonly lifecycle: Planned | "open" | null;
	readonly access: Planned | "open" | null;
}

const notHere = { unread: "a plan does not say it" };

/** An aws_ecr_repository. */
export function repositoryOf(
	planned: Planned,
	{ lifecycle, access }: Policies,
	registry: Registry,
	{ arn, readAt }: Pick<RepositoryFacts, "arn" | "readAt">,
): RepositoryFacts {
	const { values } = planned;
	const name = nameOf(values);
	const declaredScanOnPush = scanOnPushIn(values["image_scanning_configuration"]);
	return {
		kind: "repository",
		name: isUnresolved(name) ? "(name known after apply)" : name,
		arn,
		...mutabilityOf(values),
		scanning:
			registry.scanning === null
				? { unread: "the plan does not say how the registry scans" }
				: scanningIn(registry.scanning, name, declaredScanOnPush),
		declaredScanOnPush,
		lifecyclePolicy: textReading(lifecycle),
		pullThroughCachePrefixes: registry.prefixes,
		accessPolicy: accessPolicyOf(access),
		account: accountOf(values, registry),
		encryption: encryptionIn(planned),
		images: notHere,
		imagesInUse: notHere,
		tags: resourceTagsOf(values["tags_all"] ?? values["tags"]),
		readAt,
	};
}

const nameOf = ({ name }: Fields): Value<string> => stringValue(name) ?? { unresolved: "it has no name" };

function scanningIn(
	scanning: Reading<Parameters<typeof scanningByRegistry>[0]>,
	name: Value<string>,
	declared: Value<boolean>,
): RepositoryFacts["scanning"] {
	return "value" in scanning ? scanningByRegistry(scanning.value, name, declared) : scanning;
}

/** Without a value tags are MUTABLE: the provider's default, and ECR's. */
export function mutabilityOf(values: Fields): Pick<RepositoryFacts, "tagMutability" | "exclusionFilters"> {
	const tagMutability = stringValue(values["image_tag_mutability"]) ?? "MUTABLE";
	const filters = listValue(values["image_tag_mutability_exclusion_filter"], (filter) =>
		stringValue(asUnresolved(filter) ?? fieldsIn(filter)["filter"]),
	);
	const known = isUnresolved(filters) ? [] : filters.filter((filter) => typeof filter === "string");
	const open = isUnresolved(filters) ? filters : filters.find(isUnresolved);
	if (open === undefined) return { tagMutability, exclusionFilters: known };
	// Only there do filters decide what moves.
	const decides = tagMutability === "IMMUTABLE_WITH_EXCLUSION";
	return { tagMutability: decides ? open : tagMutability, exclusionFilters: [] };
}

/** The first of a block that may be written once. */
const blockOf = (blocks: unknown): unknown => asUnresolved(blocks) ?? itemsIn(blocks)[0];

const scanOnPushIn = (blocks: unknown): Value<boolean> =>
	readUnlessUnresolved(blockOf(blocks), (block) =>
		readUnlessUnresolved(fieldsIn(block)["scan_on_push"], (flag) => flag === true),
	);

const encryptionIn = (planned: Planned): Value<EncryptionFacts> =>
	readUnlessUnresolved(blockOf(planned.values["encryption_configuration"]), (block) => {
		const kmsKey = stringValue(fieldsIn(block)["kms_key"]);
		return {
			type: stringValue(fieldsIn(block)["encryption_type"]) ?? "AES256",
			kmsKey: isUnresolved(kmsKey) ? (keyOfOwn(planned) ?? kmsKey) : kmsKey,
		};
	});

/** The address of the customer managed key that a repository is given, which has no ARN yet; null where it may be another. */
function keyOfOwn({ references }: Planned): string | null {
	const found = references(["encryption_configuration", 0, "kms_key"]);
	const [key = null] = found;
	return found.every((reference) => /^aws_kms_(?:external_|replica_)?key\./.test(reference)) ? key : null;
}

const accountOf = (values: Fields, { account }: Registry): Value<string> => {
	const own = stringValue(values["registry_id"]);
	return typeof own === "string" ? own : (account ?? { unresolved: "the plan does not say the account" });
};

const mayBe = { unread: "a policy of the plan may be for it: for which repository it is, is only known after apply" };

/** The `policy` of a lifecycle or repository policy resource. */
export function textReading(policy: Planned | "open" | null): Reading<string | null> {
	if (policy === null) return { value: null };
	if (policy === "open") return mayBe;
	const text = stringValue(policy.values["policy"]);
	return isUnresolved(text) ? { unread: text.unresolved } : { value: text };
}

export function accessPolicyOf(policy: Planned | "open" | null): RepositoryFacts["accessPolicy"] {
	const text = textReading(policy);
	return "value" in text && text.value !== null ? accessPolicyIn(text.value) : text;
}
