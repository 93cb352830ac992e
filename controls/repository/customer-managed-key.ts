import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { keyOwnerOf } from "../../domain/repositories/key-owner.ts";

/** Off by default, because the encryption of an existing repository cannot be changed. */
export default defineControl({
	id: "repository/customer-managed-key",
	on: "repository",
	field: "encryptionConfiguration",
	title: "ECR repositories should be encrypted with customer managed keys",
	severity: "MEDIUM",
	aws: "ECR.5",
	isOffByDefault: true,
	why: "Only a customer managed key shows in your audit log who reads the images, and lets you revoke their access.",
	remediation:
		"Create a new repository with encryptionType KMS and the ARN of a customer managed key, and push the images " +
		"again: the encryption of an existing repository cannot be changed.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-5",
	],
	examples: {
		pass: [
			{ title: "A customer managed key", facts: aRepository() },
			{
				title: "The alias of a customer managed key",
				facts: aRepository({ encryption: { type: "KMS", kmsKey: "alias/images" } }),
			},
		],
		fail: [
			{ title: "The default encryption", facts: aRepository({ encryption: { type: "AES256", kmsKey: null } }) },
			{
				title: "The AWS managed key",
				facts: aRepository({ encryption: { type: "KMS", kmsKey: "alias/aws/ecr" } }),
			},
		],
	},

	evaluate({ name, encryption }) {
		if (isUnresolved(encryption)) return unknown(`${name}: its encryption is ${formatUnknown(encryption)}`);
		const { kind, text } = keyOwnerOf(encryption);
		return { customer: pass, aws: fail, unknown }[kind](`${name}: ${text}`);
	},
});
