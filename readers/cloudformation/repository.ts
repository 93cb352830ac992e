import type { EncryptionFacts, RepositoryFacts } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { ownAccount } from "../../domain/own-account.ts";
import { accessPolicyIn, lifecyclePolicyIn } from "./policy-text.ts";
import { pullThroughCachePrefixes, scanningOf } from "./registry.ts";
import type { Resource, Scope } from "./scope.ts";
import { mutabilityOf } from "./tag-mutability.ts";
import { tagsIn } from "./tags.ts";
import { isPartial, scalarText, settled, type TemplateText, unresolved, withDefaults } from "./template-text.ts";
import { truthIn } from "./truths.ts";

const notHere = { unread: "a template does not say it" };

/**
 * An AWS::ECR::Repository.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
 */
export function repositoryOf(resource: Resource, scope: Scope, arn: string, readAt: string): RepositoryFacts {
	const written = withDefaults(scope.valueOf(resource.properties));
	const properties = fieldsIn(written);
	const declaredScanOnPush = scanOnPushIn(properties["ImageScanningConfiguration"]);
	const name = nameIn(withDefaults(properties["RepositoryName"]));
	const facts: RepositoryFacts = {
		kind: "repository",
		// CloudFormation makes a name of its own out of the logical id where none is written.
		name: isUnresolved(name) ? (name.text?.toString() ?? resource.id) : name,
		arn,
		...mutabilityOf(written),
		scanning: scanningOf(name, declaredScanOnPush, scope),
		declaredScanOnPush,
		lifecyclePolicy: lifecyclePolicyIn(properties["LifecyclePolicy"]),
		pullThroughCachePrefixes: pullThroughCachePrefixes(scope),
		accessPolicy: accessPolicyIn(properties["RepositoryPolicyText"]),
		account: ownAccount,
		encryption: encryptionIn(properties["EncryptionConfiguration"]),
		images: notHere,
		imagesInUse: notHere,
		tags: tagsIn(properties["Tags"]),
		readAt,
	};
	return isPartial(written) ? { ...facts, ...nothingKnown(written) } : facts;
}

/** All properties together come from something that only the deployment knows. */
function nothingKnown(properties: TemplateText): Partial<RepositoryFacts> {
	const open = unresolved(properties);
	const unread = { unread: open.unresolved };
	return {
		scanning: unread,
		declaredScanOnPush: open,
		lifecyclePolicy: unread,
		accessPolicy: unread,
		encryption: open,
		tags: unread,
	};
}

function nameIn(written: unknown): Value<string> {
	if (isPartial(written)) return unresolved(written);
	return scalarText(written) ?? { unresolved: "made by the deployment" };
}

function scanOnPushIn(configuration: unknown): Value<boolean> {
	const known = settled(configuration, []);
	if (isUnresolved(known)) return known;
	const flag = settled(fieldsIn(known)["ScanOnPush"], []);
	return isUnresolved(flag) ? flag : (truthIn(flag) ?? false);
}

function encryptionIn(configuration: unknown): Value<EncryptionFacts> {
	const known = settled(configuration, []);
	if (isUnresolved(known)) return known;
	const { EncryptionType, KmsKey } = fieldsIn(known);
	const type = settled(EncryptionType, []);
	// A key of the same template is known well enough: it is the customer's.
	const key = settled(KmsKey, ["place", "resource"]);
	return {
		type: isUnresolved(type) ? type : (scalarText(type) ?? "AES256"),
		kmsKey: isUnresolved(key) ? key : scalarText(key) || null,
	};
}
