import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { aLifecycleRule, aRepository } from "../../domain/example-facts.ts";
import { defectsOf, isForUntaggedOnly } from "../../domain/lifecycle/defects.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

const newest = (rulePriority: number, ...tagPatternList: readonly string[]) =>
	aLifecycleRule({
		rulePriority,
		selection: { tagStatus: "tagged", tagPatternList, countType: "imageCountMoreThan", countNumber: 20 },
	});
const withRules = (...rules: readonly unknown[]) =>
	aRepository({ lifecyclePolicy: { value: JSON.stringify({ rules }) } });

/** AWS accepts a policy that does nothing, without a warning: images that no rule matches are never deleted. */
export default defineControl({
	id: "repository/lifecycle-effective",
	on: "repository",
	field: "lifecyclePolicyText",
	title: "ECR lifecycle policies should keep their repositories bounded",
	severity: "LOW",
	why: "A rule that never matches looks like housekeeping while the images and their cost keep growing.",
	remediation:
		"Give every kind of image a rule that deletes old images, and preview the result: aws ecr start-lifecycle-policy-preview --repository-name NAME.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
	],
	examples: {
		pass: [
			{ title: "A rule for untagged images and a rule for all images", facts: aRepository() },
			{ title: "Releases first, then all tags", facts: withRules(aLifecycleRule(), newest(2, "v*"), newest(3, "*")) },
		],
		fail: [
			{
				title: "An earlier rule matches the same tags",
				facts: withRules(aLifecycleRule(), newest(2, "*"), newest(3, "v*")),
			},
			{ title: "The entries of one list are ANDed", facts: withRules(aLifecycleRule(), newest(2, "dev-*", "test-*")) },
		],
	},

	evaluate({ name, lifecyclePolicy, images, tagMutability }) {
		if (!wasRead(lifecyclePolicy)) {
			return unknown(`${name}: the lifecycle policy could not be read because ${lifecyclePolicy.unread}`);
		}
		const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
		if (read === null || read.kind === "empty") return notApplicable(`${name}: there is no lifecycle rule`);
		if (read.kind === "invalid") return notApplicable(`${name}: the policy is not valid because ${read.reason}`);
		const { policy } = read;
		const known = wasRead(images) ? images.value : [];
		const defects = defectsOf(policy, { images: known, immutable: tagMutability === "IMMUTABLE" });
		if (defects.length > 0) {
			const remediation = [...new Set(defects.map(({ advice }) => advice))].join(" ");
			return fail(`${name}: ${defects.map(({ text }) => text).join("; ")}`, { remediation });
		}
		if (isUnresolved(tagMutability) && isForUntaggedOnly(policy)) {
			const mutability = `its tag mutability is ${formatUnknown(tagMutability)}`;
			return unknown(`${name}: every rule is for untagged images, and ${mutability}`);
		}
		return pass(`${name}: the lifecycle policy can keep the repository bounded`);
	},
});
