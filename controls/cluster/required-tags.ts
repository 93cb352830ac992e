import { defineControl } from "../../core/control.ts";
import { aCluster } from "../../domain/example-services.ts";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";

/** Enabled when the policy lists keys. */
export default defineControl({
	id: "cluster/required-tags",
	on: "cluster",
	field: "tags",
	title: "ECS clusters should have the tags that the policy lists",
	severity: "LOW",
	aws: "ECS.14",
	why: "Without its tags, nobody knows whose a resource is, and policies and cost reports by tag leave it out.",
	remediation: "Add the tag: aws ecs tag-resource --resource-arn ARN --tags key=KEY,value=VALUE.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-14",
	],
	isOffByDefault: true,
	settings: requiredTagSettings,
	examples: {
		pass: [
			{ title: "It has the listed tag", facts: aCluster({ tags: { value: { team: "checkout" } } }) },
			{ title: "With other tags", facts: aCluster({ tags: { value: { team: "", stage: "prod" } } }) },
		],
		fail: [
			{ title: "It has no tags", facts: aCluster() },
			{ title: "Its key is in another letter case", facts: aCluster({ tags: { value: { Team: "checkout" } } }) },
		],
		settings: { keys: ["team"] },
	},

	evaluate: ({ name, tags }, { keys }) => judgeRequiredTags(name, tags, keys),
});
