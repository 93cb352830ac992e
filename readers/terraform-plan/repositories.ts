import type { EncryptionFacts, RepositoryFacts } from "../../core/facts.ts";
import { type Fields, fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import { isUnresolved, type Reading, type Value } from "../../core/reading.ts";
import { resourceTagsOf } from "../../domain/ecs-json/tags.ts";
import {
	asUnresolved,
	findUnresolved,
	listValue,
	readUnlessUnresolved,
	stringValue,
} from "../../domain/ecs-json/values.ts";
import { scanningByRegistry } from "../../domain/repositories/registry-scanning.ts";
import { accessPolicyIn } from "../policies/policy-text.ts";
import type { PlannedResource } from "./plan.ts";
import type { Registry } from "./registry.ts";

/** The resource of a policy, null for none, or why that is not known. */
export type PolicySource = PlannedResource | { readonly unread: string } | null;

/** The policies of a repository. */
export interface Policies {
	readonly lifecycle: PolicySource;
	readonly access: PolicySource;
}

/** Reads an aws_ecr_repository. */
export function repositoryOf(
	planned: PlannedResource,
	{ lifecycle, access }: Policies,
	registry: Registry,
	{ arn, readAt }: Pick<RepositoryFacts, "arn" | "readAt">,
): RepositoryFacts {
	const { values } = planned;
	const notInSource = { unread: `${registry.source} does not contain it`, needsAws: true } as const;
	const name = nameOf(values);
	const declaredScanOnPush = scanOnPushIn(values["image_scanning_configuration"]);
	return {
		kind: "repository",
		name: isUnresolved(name) ? "(name known after apply)" : name,
		arn,
		...mutabilityOf(values),
		scanning:
			registry.scanning === null
				? { unread: `${registry.source} has no registry scanning configuration` }
				: scanningIn(registry.scanning, name, declaredScanOnPush),
		declaredScanOnPush,
		lifecyclePolicy: policyTextOf(lifecycle),
		pullThroughCachePrefixes: registry.prefixes,
		accessPolicy: accessPolicyOf(access),
		account: accountOf(values, registry),
		encryption: encryptionIn(planned),
		images: notInSource,
		imagesInUse: notInSource,
		tags: tagsOf(values),
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
	return { tagMutability, exclusionFilters: isUnresolved(filters) ? filters : filters.filter((one) => one !== null) };
}

/** A block that may be written once. */
const blockOf = (blocks: unknown): unknown => asUnresolved(blocks) ?? itemsIn(blocks)[0];

const scanOnPushIn = (blocks: unknown): Value<boolean> =>
	readUnlessUnresolved(blockOf(blocks), (block) =>
		readUnlessUnresolved(fieldsIn(block)["scan_on_push"], (flag) => flag === true),
	);

const encryptionIn = (planned: PlannedResource): Value<EncryptionFacts> =>
	readUnlessUnresolved(blockOf(planned.values["encryption_configuration"]), (block) => {
		const kmsKey = stringValue(fieldsIn(block)["kms_key"]);
		return {
			type: stringValue(fieldsIn(block)["encryption_type"]) ?? "AES256",
			kmsKey: isUnresolved(kmsKey) ? (customerKeyAddress(planned) ?? kmsKey) : kmsKey,
		};
	});

/** The address of the customer managed key of a repository, whose ARN is not known yet; null when it may be another key. */
function customerKeyAddress({ references }: PlannedResource): string | null {
	const found = references(["encryption_configuration", 0, "kms_key"]);
	const [key = null] = found;
	return found.every((reference) => /^aws_kms_(?:external_|replica_)?key\./.test(reference)) ? key : null;
}

/** What the provider's `default_tags` add is only in `tags_all`, which only a plan has. */
export const tagsOf = (values: Fields): RepositoryFacts["tags"] => resourceTagsOf(values["tags_all"] ?? values["tags"]);

const accountOf = (values: Fields, { account, source }: Registry): Value<string> => {
	const own = stringValue(values["registry_id"]);
	return typeof own === "string" ? own : (account ?? { unresolved: `${source} does not name the account` });
};

/** The `policy` of a lifecycle or repository policy resource. */
export function policyTextOf(policy: PolicySource): Reading<string | null> {
	const document = documentOf(policy);
	if (!("value" in document) || document.value === null || typeof document.value === "string")
		return document as Reading<string | null>;
	const unresolved = findUnresolved(document.value);
	return unresolved === null ? { value: JSON.stringify(document.value) } : { unread: unresolved.unresolved };
}

export function accessPolicyOf(policy: PolicySource): RepositoryFacts["accessPolicy"] {
	const document = documentOf(policy);
	return "value" in document && typeof document.value === "string" ? accessPolicyIn(document.value) : document;
}

/** The text of a policy or, where a file writes it as one, the document. */
function documentOf(policy: PolicySource): Reading<unknown> {
	if (policy === null) return { value: null };
	if ("unread" in policy) return policy;
	const { policy: written } = policy.values;
	if (isFields(written) && asUnresolved(written) === null) return { value: written };
	const text = stringValue(written);
	return isUnresolved(text) ? { unread: text.unresolved } : { value: text };
}
