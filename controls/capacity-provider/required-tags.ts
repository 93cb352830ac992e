import { defineControl } from "../../core/control.ts";
import { aCapacityProvider } from "../../domain/example-services.ts";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";

/** Enabled when the policy lists keys. */
export default defineControl({
	id: "capacity-provider/required-tags",
	on: "capacity-provider",
	field: "tags",
	title: "ECS capacity providers should have the tags that the policy lists",
	severity: "LOW",
	why: "Without its tags, nobody knows whose a resource is, and policies and cost reports by tag leave it out.",
	remediation: "Add the tag: aws ecs tag-resource --resource-arn ARN --tags key=KEY,value=VALUE.",
	references: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html"],
	isOffByDefault: true,
	settings: requiredTagSettings,
	examples: {
		pass: [
			{ title: "It has the listed tag", facts: aCapacityProvider({ tags: { value: { team: "checkout" } } }) },
			{ title: "With other tags", facts: aCapacityProvider({ tags: { value: { team: "", stage: "prod" } } }) },
		],
		fail: [
			{ title: "It has no tags", facts: aCapacityProvider() },
			{
				title: "Its key is in another letter case",
				facts: aCapacityProvider({ tags: { value: { Team: "checkout" } } }),
			},
		],
		settings: { keys: ["team"] },
	},

	evaluate: ({ name, tags }, { keys }) => judgeRequiredTags(name, tags, keys),
});
