import { defineControl } from "../../core/control.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../core/example-facts.ts";
import type { StoredImage } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { globs, integer } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { proposalFor } from "../../domain/lifecycle/proposal.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

const lastYear = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2025-11-21T12:00:00Z" });

const holding = (text: string | null, ...images: readonly StoredImage[]) =>
	aRepository({ lifecyclePolicy: { value: text }, images: { value: images } });
const newest = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 5 };
const newestFive = JSON.stringify({ rules: [aLifecycleRule({ selection: newest })] });

/** A policy that AWS would take and that has rules; whether they are good ones is asked elsewhere. */
export default defineControl({
	id: "repository/lifecycle-policy",
	on: "repository",
	field: "lifecyclePolicyText",
	title: "Old images expire by a lifecycle policy",
	severity: "MEDIUM",
	aws: "ECR.3",
	why: "Without one every image ever pushed is kept and billed, and old vulnerable ones stay ready to be deployed.",
	remediation:
		"Put the ready policy from the field lifecyclePolicy: aws ecr put-lifecycle-policy --repository-name NAME --lifecycle-policy-text TEXT.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3",
	],
	chart: { kind: "lifecycle-savings" },
	settings: {
		releaseTags: globs(["v*", "release-*"], "Tags that are releases; the ready-made policy keeps them first."),
		untaggedDays: integer(14, [1, 3650], "Days after which the ready-made policy expires untagged images."),
		keepNewest: integer(20, [1, 100_000], "How many of the other images the ready-made policy keeps."),
	},
	examples: {
		pass: [
			{ title: "Untagged images expire after 14 days", facts: aRepository() },
			{ title: "The newest five are kept", facts: holding(newestFive) },
		],
		fail: [
			{ title: "No policy, and an untagged image of last year", facts: holding(null, aStoredImage(), lastYear) },
			{ title: "A policy that says nothing", facts: holding("{}") },
		],
	},

	evaluate(facts, settings) {
		const { name, lifecyclePolicy } = facts;
		if (!wasRead(lifecyclePolicy)) {
			return unknown(`${name}: the lifecycle policy could not be read: ${lifecyclePolicy.unread}`);
		}
		const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
		if (read?.kind === "valid") {
			const { length } = read.policy.rules;
			return pass(`${name}: a lifecycle policy of ${length} ${length === 1 ? "rule" : "rules"}`);
		}
		const { saving, ...more } = proposalFor(facts, settings);
		if (read === null) return fail(`${name}: no lifecycle policy; ${saving}`, more);
		const defect = read.kind === "empty" ? "has no rules" : `is not valid: ${read.reason}`;
		return fail(`${name}: the lifecycle policy ${defect}; ${saving}`, more);
	},
});
