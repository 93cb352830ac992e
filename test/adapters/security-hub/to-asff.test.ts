import { describe, expect, test } from "@jest/globals";
import { toAsff } from "../../../adapters/security-hub/to-asff.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { LedgerEntry, RecordedVerdict } from "../../../core/ledger.ts";
import type { Subject } from "../../../core/subject.ts";
import { asffFaults } from "../../support/asff.ts";
import { aDigest, readAt } from "../../support/builders.ts";
import {
	aChange,
	anEntry,
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "../../support/entries.ts";
import { aBlock, aControl, aFamily, aRecordedVerdict } from "../../support/verdicts.ts";

const control = aControl({ references: ["https://docs.aws.amazon.com/ecs/read-only"], aws: "ECS.5" });
const arn = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web";

test("a failing control is a finding with message, subject, severity and fix", () => {
	const after = aRecordedVerdict({ containers: ["app", "proxy"], fields: { paths: "/tmp" } });
	const finding = toAsff(anEntry({ about: { revision: "8", activeRevision: "8" } }), aChange({ after }), control);
	expect(finding).toEqual({
		SchemaVersion: "2018-10-08",
		Id: `shipshape/task-definition/read-only-root/${arn}`,
		ProductArn: "arn:aws:securityhub:ap-northeast-1:111122223333:product/111122223333/default",
		ProductName: "Shipshape",
		CompanyName: "Shipshape",
		GeneratorId: "shipshape/task-definition/read-only-root",
		AwsAccountId: "111122223333",
		Types: ["Software and Configuration Checks/AWS Security Best Practices"],
		FirstObservedAt: readAt,
		LastObservedAt: readAt,
		CreatedAt: readAt,
		UpdatedAt: readAt,
		Severity: { Label: "HIGH", Original: "HIGH" },
		FindingProviderFields: {
			Severity: { Label: "HIGH", Original: "HIGH" },
			Types: ["Software and Configuration Checks/AWS Security Best Practices"],
		},
		Title: "Containers have a read-only root filesystem",
		Description: "the root filesystem is writable (revision 8). Containers: app, proxy.",
		Remediation: {
			Recommendation: {
				Text: "set readonlyRootFilesystem to true",
				Url: "https://docs.aws.amazon.com/ecs/read-only",
			},
		},
		ProductFields: {
			"shipshape/control": "task-definition/read-only-root",
			"shipshape/subject": arn,
			"shipshape/status": "fail",
			"shipshape/severity": "HIGH",
			"shipshape/since": readAt,
			"shipshape/firstFailed": readAt,
			"shipshape/rules": "rules-1",
			"shipshape/containers": "app,proxy",
			"shipshape/revision": "8",
			"shipshape/activeRevision": "8",
			"shipshape/paths": "/tmp",
		},
		Resources: [
			{
				Type: "AwsEcsTaskDefinition",
				Id: arn,
				Region: "ap-northeast-1",
				Partition: "aws",
				Details: { AwsEcsTaskDefinition: { Family: "web" } },
			},
		],
		Compliance: { Status: "FAILED", RelatedRequirements: ["ECS.5"] },
		RecordState: "ACTIVE",
	});
	expect(asffFaults(finding)).toEqual([]);
});

test.each<[RecordedVerdict["status"], string, string, string, string]>([
	["fail", "FAILED", "ACTIVE", "HIGH", "it is so."],
	["pass", "PASSED", "ACTIVE", "INFORMATIONAL", "it is so."],
	["unknown", "NOT_AVAILABLE", "ACTIVE", "INFORMATIONAL", "it is so."],
	["waived", "WARNING", "ACTIVE", "INFORMATIONAL", "it is so."],
	["not-applicable", "NOT_AVAILABLE", "ARCHIVED", "INFORMATIONAL", "does not apply because it is so."],
])("%s is %s and %s", (status, compliance, record, label, description) => {
	const finding = toAsff(anEntry(), aChange({ after: aRecordedVerdict({ status, message: "it is so." }) }), control);
	expect(finding).toMatchObject({
		Compliance: { Status: compliance },
		RecordState: record,
		Severity: { Label: label, Original: "HIGH" },
		FindingProviderFields: { Severity: { Label: label } },
		Description: description,
	});
});

test("a waived failure has the owner, the reason and the expiry date", () => {
	const fields = { waiverOwner: "shop team", waiverReason: "replaced in\nspring", waiverExpires: "2027-03-31" };
	const message = "it is writable; waived by shop team until 2027-03-31: replaced in spring";
	const after = aRecordedVerdict({ status: "waived", severity: "CRITICAL", message, fields });
	const finding = toAsff(anEntry(), aChange({ kind: "waived", after }), control);
	expect(finding).toMatchObject({
		Description: `${message}.`,
		Compliance: { Status: "WARNING" },
		Severity: { Label: "INFORMATIONAL", Original: "CRITICAL" },
		RecordState: "ACTIVE",
		ProductFields: {
			"shipshape/status": "waived",
			"shipshape/waiverOwner": "shop team",
			"shipshape/waiverReason": "replaced in spring",
			"shipshape/waiverExpires": "2027-03-31",
		},
	});
	expect(asffFaults(finding)).toEqual([]);
});

describe("a finding that is closed without a verdict", () => {
	const before = aRecordedVerdict({ firstFailed: "2026-11-01T00:00:00.000Z" });
	const closed = aChange({ kind: "closed", before, after: null });

	test.each<[Subject, LedgerEntry["state"], string]>([
		[aFamily(), "gone", "The family no longer has an active revision."],
		[repositorySubject(), "gone", "The repository no longer exists."],
		[imageSubject(), "gone", "The image no longer exists."],
		[serviceSubject(), "gone", "The service no longer exists."],
		[clusterSubject(), "gone", "The cluster no longer exists."],
		[capacityProviderSubject(), "gone", "The capacity provider no longer exists."],
		[repositorySubject(), "present", "This control no longer checks this subject."],
	])("has a description of the reason: %#", (subject, state, says) => {
		const entry = anEntry({ state, controls: {}, subject });
		expect(toAsff(entry, closed, control)).toMatchObject({
			Description: says,
			Compliance: { Status: "NOT_AVAILABLE" },
			RecordState: "ARCHIVED",
			CreatedAt: "2026-11-01T00:00:00.000Z",
			UpdatedAt: readAt,
		});
	});

	test("has a title even if the control no longer exists", () => {
		const finding = toAsff(anEntry({ controls: {} }), closed, undefined);
		expect(finding.Title).toBe("task-definition/read-only-root");
		expect(asffFaults(finding)).toEqual([]);
	});
});

describe("the block of a revision", () => {
	const described = (block: Partial<BlockRecord>, about: LedgerEntry["about"] = {}) => {
		const entry = anEntry({ blocks: [aBlock(block)], about: { revision: "8", activeRevision: "7", ...about } });
		return toAsff(entry, aChange(), control);
	};

	test.each<[Partial<BlockRecord>, LedgerEntry["about"], string]>([
		[{ outcome: "done" }, {}, "revision 8 was blocked (deregistered); 7 is active"],
		[{ outcome: "done" }, { activeRevision: "none" }, "revision 8 was blocked (deregistered); no revision is active"],
		[{ outcome: "would-have", reason: "audit" }, {}, "revision 8 would have been blocked (audit mode)"],
		[{ outcome: "failed", reason: "it was denied" }, {}, "revision 8 could not be blocked; it was denied"],
		[{ outcome: "failed" }, {}, "revision 8 could not be blocked; no reason was given"],
		[{ outcome: "gone" }, {}, "revision 8 became inactive before it could be deregistered"],
		[{ outcome: "protected", reason: "a policy" }, {}, "revision 8 was not blocked; a policy"],
		[{ outcome: "protected" }, {}, "revision 8 was not blocked; the policy protects it"],
	])("is in the description: %o", (block, about, says) => {
		const finding = described(block, about);
		expect(finding.Description).toBe(`the root filesystem is writable (revision 8); ${says}.`);
		expect(finding.ProductFields).toMatchObject({
			"shipshape/blockAction": "deregister",
			"shipshape/blockOutcome": block.outcome,
			"shipshape/blockedRevision": "8",
		});
	});

	test("F18: the finding does not call the blocked revision active, in words or in fields", () => {
		const finding = described({ outcome: "done" }, { activeRevision: "8" });
		expect(finding.Description).toBe(
			"the root filesystem is writable (revision 8); revision 8 was blocked (deregistered).",
		);
		expect(finding.ProductFields).not.toHaveProperty(["shipshape/activeRevision"]);
		expect(described({ outcome: "done" }).ProductFields).toMatchObject({ "shipshape/activeRevision": "7" });
	});

	test("a failed block is never called a block", () => {
		expect(described({ outcome: "failed", reason: "no" }).Description).not.toMatch(/was blocked|deregistered\)/);
	});

	test("is not in the finding of another revision or of an unrelated control", () => {
		expect(described({ revision: 7 }).Description).not.toContain("blocked");
		expect(described({ because: ["image/scanned"] }).Description).not.toContain("blocked");
	});

	test("survives a message of any length", () => {
		const entry = anEntry({ blocks: [aBlock()], about: { revision: "8", activeRevision: "7" } });
		const after = aRecordedVerdict({ message: "😀".repeat(5_000), containers: Array(60).fill("c".repeat(255)) });
		const finding = toAsff(entry, aChange({ after }), control);
		expect(finding.Description).toContain(
			"… (revision 8); revision 8 was blocked (deregistered); 7 is active. Containers: ccc",
		);
		expect(asffFaults(finding)).toEqual([]);
	});
});

describe("the resource", () => {
	test("of a repository has the tag mutability only if ASFF documents the value", () => {
		const details = (tagMutability: string) =>
			toAsff(anEntry({ subject: repositorySubject(), about: { tagMutability } }), aChange(), control);
		const arn = "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments";
		expect(details("MUTABLE").Resources?.[0]?.Details).toEqual({
			AwsEcrRepository: { Arn: arn, RepositoryName: "payments", ImageTagMutability: "MUTABLE" },
		});
		const other = details("IMMUTABLE_WITH_EXCLUSION");
		expect(other.Resources?.[0]?.Details).toEqual({ AwsEcrRepository: { Arn: arn, RepositoryName: "payments" } });
		expect(other.ProductFields?.["shipshape/tagMutability"]).toBe("IMMUTABLE_WITH_EXCLUSION");
	});

	test("of an image has digest, tags and the time of the push", () => {
		const about = { tags: "1.4.2,latest", pushedAt: "2026-11-21T11:00:00.000Z", sizeBytes: "5" };
		const finding = toAsff(anEntry({ subject: imageSubject(), about }), aChange(), control);
		expect(finding.Resources?.[0]).toEqual({
			Type: "AwsEcrContainerImage",
			Id: `arn:aws:ecr:ap-northeast-1:111122223333:repository/payments/${aDigest()}`,
			Region: "ap-northeast-1",
			Partition: "aws",
			Details: {
				AwsEcrContainerImage: {
					RegistryId: "111122223333",
					RepositoryName: "payments",
					ImageDigest: aDigest(),
					ImageTags: ["1.4.2", "latest"],
					ImagePublishedAt: "2026-11-21T11:00:00.000Z",
				},
			},
		});
		const bare = toAsff(anEntry({ subject: imageSubject(), about: { pushedAt: "soon" } }), aChange(), control);
		expect(bare.Resources?.[0]?.Details?.AwsEcrContainerImage).toEqual({
			RegistryId: "111122223333",
			RepositoryName: "payments",
			ImageDigest: aDigest(),
		});
	});

	test("has its own partition", () => {
		const subject = { ...repositorySubject(), partition: "aws-us-gov", region: "us-gov-west-1" };
		const finding = toAsff(anEntry({ subject }), aChange(), control);
		expect(finding.ProductArn).toBe(
			"arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default",
		);
		expect(finding.Resources?.[0]).toMatchObject({ Partition: "aws-us-gov", Region: "us-gov-west-1" });
	});
});
