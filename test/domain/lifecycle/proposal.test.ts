import { describe, expect, test } from "@jest/globals";
import type { RepositoryFacts } from "../../../core/facts.ts";
import { proposalFor } from "../../../domain/lifecycle/proposal.ts";
import type { SuggestSettings } from "../../../domain/lifecycle/suggest.ts";
import { aDigest, aRepository, aStoredImage } from "../../support/builders.ts";

const settings: SuggestSettings = { releaseTags: ["v*"], untaggedDays: 14, keepNewest: 20 };
const old = aStoredImage({
	digest: aDigest("b"),
	tags: [],
	pushedAt: "2025-11-21T12:00:00Z",
	sizeBytes: 3 * 1024 ** 3,
});
const proposed = (facts: Partial<RepositoryFacts>) => proposalFor(aRepository(facts), settings);
const policy = JSON.stringify({
	rules: [
		{
			rulePriority: 1,
			description: "Keep v*",
			selection: {
				tagStatus: "tagged",
				tagPatternList: ["v*"],
				countType: "imageCountMoreThan",
				countNumber: 9999,
			},
			action: { type: "expire" },
		},
		{
			rulePriority: 2,
			description: "Expire untagged images after 14 days",
			selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
			action: { type: "expire" },
		},
		{
			rulePriority: 3,
			description: "Keep the newest 20 tagged images",
			selection: {
				tagStatus: "tagged",
				tagPatternList: ["*"],
				countType: "imageCountMoreThan",
				countNumber: 20,
			},
			action: { type: "expire" },
		},
	],
});

test("gives the policy in a field, with the command that applies it, for a repository at AWS", () => {
	expect(proposed({ images: { value: [aStoredImage(), old] } })).toEqual({
		saving: "the proposed policy would expire 1 of 2 images (3.0 GB, 0.30 USD a month) today",
		remediation:
			"Apply the proposed policy in the field lifecyclePolicy: aws ecr put-lifecycle-policy --repository-name " +
			"payments --lifecycle-policy-text TEXT. Its rules: Keep v*; Expire untagged images after 14 days; Keep the " +
			"newest 20 tagged images.",
		fields: {
			lifecyclePolicy: policy,
			expiringImages: "1",
			freedBytes: String(3 * 1024 ** 3),
			freedUsdPerMonth: "0.30",
			storagePrice: "0.10 USD per GB-month on 2026-03-22 (Amazon ECR private storage in the AWS Price List)",
		},
	});
});

test.each([true, false])("gives the policy in the remediation for a file (scanOnPush: %s)", (declaredScanOnPush) => {
	expect(proposed({ declaredScanOnPush }).remediation).toBe(`Write this lifecycle policy: ${policy}`);
});

test("says when there is nothing to free", () => {
	expect(proposed({ images: { value: [aStoredImage()] } })).toMatchObject({
		saving: "the proposed policy would free nothing today",
		fields: { expiringImages: "0", freedBytes: "0", freedUsdPerMonth: "0.00" },
	});
});

test("leaves the numbers out when the images could not be read", () => {
	expect(proposed({ images: { unread: "access was denied" } })).toMatchObject({
		saving: "what the proposed policy would free is unknown because access was denied",
		remediation: expect.stringContaining("--repository-name payments"),
	});
	expect(proposed({ images: { unread: "access was denied" } }).fields).toEqual({ lifecyclePolicy: policy });
});

describe("uses the price of the Region for", () => {
	const listed = "Amazon ECR private storage in the AWS Price List";
	const elsewhere = `${listed} for us-east-1, assumed for this Region`;
	const arnIn = (region: string) => `arn:aws:ecr:${region}:111122223333:repository/payments`;

	test.each([
		[arnIn("us-east-1"), listed],
		[arnIn("eu-west-1"), elsewhere],
		["infra/a:b:c:us-east-1:template.yaml", elsewhere],
		["infra/template.yaml", elsewhere],
		["arn:", elsewhere],
	])("%s", (arn, source) => {
		expect(proposed({ arn, images: { value: [old] } }).fields).toMatchObject({
			freedUsdPerMonth: "0.30",
			storagePrice: `0.10 USD per GB-month on 2026-03-22 (${source})`,
		});
	});

	test("has no price in China", () => {
		const { saving, fields } = proposed({
			arn: "arn:aws-cn:ecr:cn-north-1:111122223333:repository/payments",
			images: { value: [old] },
		});
		expect(saving).toBe("the proposed policy would expire 1 of 1 images (3.0 GB) today");
		expect(fields).toEqual({ lifecyclePolicy: policy, expiringImages: "1", freedBytes: String(3 * 1024 ** 3) });
	});
});
