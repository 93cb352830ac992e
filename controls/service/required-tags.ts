import { defineControl } from "../../core/control.ts";
import { aService } from "../../domain/example-services.ts";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";
import { serviceName } from "../../domain/services/service-name.ts";

/** Enabled when the policy lists keys. */
export default defineControl({
	id: "service/required-tags",
	on: "service",
	field: "tags",
	title: "ECS services should have the tags that the policy lists",
	severity: "LOW",
	aws: "ECS.13",
	why: "Without its tags, nobody knows whose a resource is, and policies and cost reports by tag leave it out.",
	remediation: "Add the tag: aws ecs tag-resource --resource-arn ARN --tags key=KEY,value=VALUE.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-13",
	],
	isOffByDefault: true,
	settings: requiredTagSettings,
	examples: {
		pass: [
			{ title: "It has the listed tag", facts: aService({ tags: { value: { team: "checkout" } } }) },
			{ title: "With other tags", facts: aService({ tags: { value: { team: "", stage: "prod" } } }) },
		],
		fail: [
			{ title: "It has no tags", facts: aService() },
			{ title: "Its key is in another letter case", facts: aService({ tags: { value: { Team: "checkout" } } }) },
		],
		settings: { keys: ["team"] },
	},

	evaluate: (facts, { keys }) => judgeRequiredTags(serviceName(facts), facts.tags, keys),
});
