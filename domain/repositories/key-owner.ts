import type { EncryptionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";

/** Whose key a repository is encrypted with; `text` completes a sentence that begins with the repository. */
export interface KeyOwner {
	readonly kind: "customer" | "aws" | "unknown";
	readonly text: string;
}

/** The alias of the key that AWS manages for ECR, alone or at the end of an ARN. */
const managedAlias = /(?:^|:)alias\/aws\/ecr$/;

/**
 * AWS manages the key if none is given or if it is the AWS managed key for ECR, whatever the encryption type.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html, read 2026-11-21.
 */
export function keyOwnerOf({ type, kmsKey }: EncryptionFacts): KeyOwner {
	if (type === "AES256" || kmsKey === null || (typeof kmsKey === "string" && managedAlias.test(kmsKey))) {
		const how = isUnresolved(type) ? "" : ` (${truncate(toSingleLine(type), 64)})`;
		return { kind: "aws", text: `encrypted with a key that AWS manages${how}` };
	}
	if (isUnresolved(type)) return { kind: "unknown", text: `its encryption type is ${formatUnknown(type)}` };
	if (type !== "KMS" && type !== "KMS_DSSE") {
		return { kind: "unknown", text: `the encryption type "${truncate(toSingleLine(type), 64)}" is not recognized` };
	}
	if (isUnresolved(kmsKey)) return { kind: "unknown", text: `its key is ${formatUnknown(kmsKey)}` };
	return { kind: "customer", text: `encrypted with ${truncate(toSingleLine(kmsKey), 128)} (${type})` };
}
