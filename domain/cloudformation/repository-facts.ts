import type { EncryptionFacts, RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { readBoolean } from "./booleans.ts";
import { accessPolicyIn, lifecyclePolicyIn } from "./policy-text.ts";
import { mutabilityOf } from "./tag-mutability.ts";
import { tagsIn } from "./tags.ts";
import { acceptHoles, isPartial, scalarText, type TemplateText, unresolved, withDefaults } from "./template-text.ts";

/** What the facts of a repository need besides its properties. */
export interface RepositoryContext extends Pick<RepositoryFacts, "arn" | "account" | "pullThroughCachePrefixes"> {
	/** From which CloudFormation generates a name if none is written. */
	readonly logicalId: string;
	readonly readAt: string;
	/** How the registry scans it. */
	readonly scanningOf: (name: Value<string>, own: Value<boolean>) => RepositoryFacts["scanning"];
}

const notInTemplate = { unread: "a template does not contain it", needsAws: true } as const;

/**
 * The facts of an AWS::ECR::Repository with these properties, with a `TemplateText` in place of what is unknown.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
 */
export function repositoryFactsOf(resolved: unknown, context: RepositoryContext): RepositoryFacts {
	const written = withDefaults(resolved);
	const properties = fieldsIn(written);
	const declaredScanOnPush = scanOnPushIn(properties["ImageScanningConfiguration"]);
	const name = nameIn(withDefaults(properties["RepositoryName"]));
	const { logicalId, arn, account, pullThroughCachePrefixes, readAt } = context;
	const facts: RepositoryFacts = {
		kind: "repository",
		name: isUnresolved(name) ? (name.text?.toString() ?? logicalId) : name,
		arn,
		...mutabilityOf(written),
		scanning: context.scanningOf(name, declaredScanOnPush),
		declaredScanOnPush,
		lifecyclePolicy: lifecyclePolicyIn(properties["LifecyclePolicy"]),
		pullThroughCachePrefixes,
		accessPolicy: accessPolicyIn(properties["RepositoryPolicyText"]),
		account,
		encryption: encryptionIn(properties["EncryptionConfiguration"]),
		images: notInTemplate,
		imagesInUse: notInTemplate,
		tags: tagsIn(properties["Tags"]),
		readAt,
	};
	return isPartial(written) ? { ...facts, ...allUnknown(written) } : facts;
}

/** All properties are unknown until deployment. */
function allUnknown(properties: TemplateText): Partial<RepositoryFacts> {
	const value = unresolved(properties);
	const unread = { unread: value.unresolved };
	return {
		scanning: unread,
		declaredScanOnPush: value,
		lifecyclePolicy: unread,
		accessPolicy: unread,
		encryption: value,
		tags: unread,
	};
}

function nameIn(written: unknown): Value<string> {
	if (isPartial(written)) return unresolved(written);
	return scalarText(written) ?? { unresolved: "only known after deployment" };
}

function scanOnPushIn(configuration: unknown): Value<boolean> {
	const known = acceptHoles(configuration, []);
	if (isUnresolved(known)) return known;
	const flag = acceptHoles(fieldsIn(known)["ScanOnPush"], []);
	return isUnresolved(flag) ? flag : (readBoolean(flag) ?? false);
}

function encryptionIn(configuration: unknown): Value<EncryptionFacts> {
	const known = acceptHoles(configuration, []);
	if (isUnresolved(known)) return known;
	const { EncryptionType, KmsKey } = fieldsIn(known);
	const type = acceptHoles(EncryptionType, []);
	// A key of the same template counts as known: it is customer managed.
	const key = acceptHoles(KmsKey, ["deployment", "resource"]);
	return {
		type: isUnresolved(type) ? type : (scalarText(type) ?? "AES256"),
		kmsKey: isUnresolved(key) ? key : scalarText(key) || null,
	};
}
