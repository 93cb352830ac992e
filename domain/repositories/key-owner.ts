import type { EncryptionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Unresolved } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import { globsOverlap } from "../globs-overlap.ts";
import { globOf } from "../possible-texts.ts";

/** Whose key a repository is encrypted with; `text` completes a sentence that begins with the repository. */
export interface KeyOwner {
	readonly kind: "customer" | "aws" | "unknown";
	readonly text: string;
}

/** The alias of the key that AWS manages for ECR, alone or at the end of an ARN. */
const managedAlias = /(?:^|:)alias\/aws\/ecr$/;

/** The text of a partly known key that cannot be the AWS managed one; null if it may be. */
function customerKeyIn({ text }: Unresolved): string | null {
	if (text === undefined || text.isOnlyHole) return null;
	if (/:key\/$/.test(text.literalStart)) return String(text);
	const glob = globOf(text);
	const managed = text.literalStart.startsWith("alias/") ? ["alias/aws/ecr"] : ["alias/aws/ecr", "*:alias/aws/ecr"];
	const mayBeManaged = managed.some((alias) => globsOverlap(alias, glob));
	return mayBeManaged ? null : String(text);
}

/**
 * AWS manages the key if none is given or if it is the AWS managed key for ECR, whatever the encryption type.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html, read 2026-11-21.
 */
export function keyOwnerOf({ type, kmsKey }: EncryptionFacts): KeyOwner {
	if (type === "AES256" || kmsKey === null || (typeof kmsKey === "string" && managedAlias.test(kmsKey))) {
		const how = isUnresolved(type) ? "" : ` (${truncate(toSingleLine(type), 64)})`;
		return { kind: "aws", text: `encrypted with a key that AWS manages${how}` };
	}
	if (!isUnresolved(type) && type !== "KMS" && type !== "KMS_DSSE") {
		return { kind: "unknown", text: `the encryption type "${truncate(toSingleLine(type), 64)}" is not recognized` };
	}
	// ECR takes a key only for KMS, so a type that is not known is one of these.
	const key = isUnresolved(kmsKey) ? customerKeyIn(kmsKey) : kmsKey;
	if (key === null) {
		const open = isUnresolved(type) ? `its encryption type is ${formatUnknown(type)}` : "";
		return { kind: "unknown", text: isUnresolved(kmsKey) ? `its key is ${formatUnknown(kmsKey)}` : open };
	}
	const how = isUnresolved(type) ? "" : ` (${type})`;
	return { kind: "customer", text: `encrypted with ${truncate(toSingleLine(key), 128)}${how}` };
}
