import { defineControl } from "../../core/control.ts";
import type { StoredImage } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { globs, integer } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../domain/example-facts.ts";
import { proposalFor } from "../../domain/lifecycle/proposal.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

const lastYear = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2025-11-21T12:00:00Z" });

const holding = (text: string | null, ...images: readonly StoredImage[]) =>
	aRepository({ lifecyclePolicy: { value: text }, images: { value: images } });
const newest = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };
const newestFive = JSON.stringify({ rules: [aLifecycleRule({ selection: newest })] });

/** Whether AWS would accept the policy and it has rules; whether the rules work is for other controls. */
export default defineControl({
	id: "repository/lifecycle-policy",
	on: "repository",
	field: "lifecyclePolicyText",
	title: "ECR repositories should have a lifecycle policy that expires old images",
	severity: "MEDIUM",
	aws: "ECR.3",
	why: "Without a lifecycle policy, every pushed image is kept and billed, and old vulnerable images can still be deployed.",
	remediation:
		"Apply the proposed policy in the finding's field lifecyclePolicy: aws ecr put-lifecycle-policy --repository-name NAME --lifecycle-policy-text TEXT.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3",
	],
	chart: { kind: "lifecycle-savings" },
	settings: {
		releaseTags: globs(["v*", "release-*"], "Tags of releases; the proposed policy keeps these images first."),
		untaggedDays: integer(14, [1, 3650], "Days after which the proposed policy expires untagged images."),
		keepNewest: integer(20, [1, 100_000], "How many of the newest tagged images the proposed policy keeps."),
	},
	examples: {
		pass: [
			{ title: "Untagged images expire after 14 days", facts: aRepository() },
			{ title: "The newest five images are kept", facts: holding(newestFive) },
		],
		fail: [
			{ title: "No policy, and an untagged image from last year", facts: holding(null, aStoredImage(), lastYear) },
			{ title: "A policy without rules", facts: holding("{}") },
		],
	},

	evaluate(facts, settings) {
		const { name, lifecyclePolicy } = facts;
		if (!wasRead(lifecyclePolicy)) {
			return unknown(`${name}: the lifecycle policy could not be read because ${lifecyclePolicy.unread}`);
		}
		const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
		if (read?.kind === "valid") {
			const { length } = read.policy.rules;
			return pass(`${name}: the lifecycle policy has ${length} ${length === 1 ? "rule" : "rules"}`);
		}
		const { saving, ...more } = proposalFor(facts, settings);
		if (read === null) return fail(`${name}: no lifecycle policy; ${saving}`, more);
		const defect = read.kind === "empty" ? "has no rules" : `is not valid because ${read.reason}`;
		return fail(`${name}: the lifecycle policy ${defect}; ${saving}`, more);
	},
});
