import { defineControl } from "../../core/control.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../core/example-facts.ts";
import { wasRead } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { proposalFor } from "../../domain/lifecycle/proposal.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

const lastYear = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2025-11-21T12:00:00Z" });

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
	examples: {
		pass: [
			{ title: "Untagged images expire after 14 days", facts: aRepository() },
			{ title: "The newest five are kept", facts: aRepository({ lifecyclePolicy: { value: newestFive } }) },
		],
		fail: [
			{
				title: "No policy, and an untagged image of last year",
				facts: aRepository({ lifecyclePolicy: { value: null }, images: { value: [aStoredImage(), lastYear] } }),
			},
			{ title: "A policy that says nothing", facts: aRepository({ lifecyclePolicy: { value: "{}" } }) },
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
		switch (read?.kind) {
			case undefined:
				return fail(`${name}: no lifecycle policy; ${saving}`, more);
			case "empty":
				return fail(`${name}: the lifecycle policy has no rules; ${saving}`, more);
			case "invalid":
				return fail(`${name}: the lifecycle policy is not valid: ${read.reason}; ${saving}`, more);
		}
	},
});
