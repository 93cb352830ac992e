import { defineControl } from "../../core/control.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { isInFile } from "../../domain/repository-in-file.ts";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";

/** Enabled when the policy lists keys. Security Hub's ECR.4 asks the same of public repositories, which are not checked. */
export default defineControl({
	id: "repository/required-tags",
	on: "repository",
	field: "tags",
	title: "ECR repositories should have the tags that the policy lists",
	severity: "LOW",
	why: "Without its tags, nobody knows whose a resource is, and policies and cost reports by tag leave it out.",
	remediation: "Add the tag: aws ecr tag-resource --resource-arn ARN --tags Key=KEY,Value=VALUE.",
	references: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html"],
	isOffByDefault: true,
	settings: requiredTagSettings,
	examples: {
		pass: [
			{ title: "It has the listed tag", facts: aRepository({ tags: { value: { team: "checkout" } } }) },
			{ title: "With other tags", facts: aRepository({ tags: { value: { team: "", stage: "prod" } } }) },
		],
		fail: [
			{ title: "It has no tags", facts: aRepository() },
			{ title: "Its key is in another letter case", facts: aRepository({ tags: { value: { Team: "checkout" } } }) },
		],
		settings: { keys: ["team"] },
	},

	evaluate(facts, { keys }) {
		const judgement = judgeRequiredTags(facts.name, facts.tags, keys);
		return isInFile(facts) ? { ...judgement, remediation: "Add the tag to the repository." } : judgement;
	},
});
