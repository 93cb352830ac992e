import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/repository/customer-managed-key.ts";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { aRepository } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const key = "arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd";
const open = { unresolved: "Ref Type" };
const byAws = (type: string) => `fail MEDIUM payments: encrypted with a key that AWS manages (${type})`;

test.each<[string, RepositoryFacts["encryption"], string]>([
	["a key", { type: "KMS", kmsKey: key }, `pass MEDIUM payments: encrypted with ${key} (KMS)`],
	[
		"dual-layer encryption",
		{ type: "KMS_DSSE", kmsKey: key },
		`pass MEDIUM payments: encrypted with ${key} (KMS_DSSE)`,
	],
	["an alias", { type: "KMS", kmsKey: "alias/images" }, "pass MEDIUM payments: encrypted with alias/images (KMS)"],
	[
		"another alias that ends alike",
		{ type: "KMS", kmsKey: "alias/my-alias/aws/ecr2" },
		"pass MEDIUM payments: encrypted with alias/my-alias/aws/ecr2 (KMS)",
	],
	["the default encryption", { type: "AES256", kmsKey: null }, byAws("AES256")],
	["AES256 whatever the key", { type: "AES256", kmsKey: key }, byAws("AES256")],
	["AES256 and an unresolved key", { type: "AES256", kmsKey: open }, byAws("AES256")],
	["KMS without a key", { type: "KMS", kmsKey: null }, byAws("KMS")],
	["the alias of AWS", { type: "KMS", kmsKey: "alias/aws/ecr" }, byAws("KMS")],
	[
		"the ARN of AWS's alias",
		{ type: "KMS_DSSE", kmsKey: "arn:aws:kms:eu-west-1:111122223333:alias/aws/ecr" },
		byAws("KMS_DSSE"),
	],
	[
		"no key and an unresolved type",
		{ type: open, kmsKey: null },
		"fail MEDIUM payments: encrypted with a key that AWS manages",
	],
	[
		"the alias of AWS and an unresolved type",
		{ type: open, kmsKey: "alias/aws/ecr" },
		"fail MEDIUM payments: encrypted with a key that AWS manages",
	],
	[
		"a key and an unresolved type",
		{ type: open, kmsKey: key },
		"pass MEDIUM payments: encrypted with arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd",
	],
	[
		"an unresolved key",
		{ type: "KMS", kmsKey: { unresolved: "Ref Key" } },
		"unknown MEDIUM payments: its key is unknown (Ref Key)",
	],
	[
		"a type of the future",
		{ type: "HSM", kmsKey: key },
		'unknown MEDIUM payments: the encryption type "HSM" is not recognized',
	],
	["an unknown encryption", { unresolved: "denied" }, "unknown MEDIUM payments: its encryption is unknown (denied)"],
])("gives the right verdict for: %s", (_, encryption, expected) => {
	expect(verdictLines(control, aRepository({ encryption }), { enabled: true })).toEqual([expected]);
});

test("is disabled by default", () => {
	expect(judge([control], aRepository({ encryption: { type: "AES256", kmsKey: null } }), defaultPolicy)).toEqual([]);
});
