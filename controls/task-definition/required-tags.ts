import { defineControl } from "../../core/control.ts";
import { notApplicable } from "../../core/verdict.ts";
import { aTaskDefinition } from "../../domain/example-facts.ts";
import { judgeRequiredTags, requiredTagSettings } from "../../domain/required-tags.ts";

/** Enabled when the policy lists keys. Judges the tags of the revision; Compose services have none. */
export default defineControl({
	id: "task-definition/required-tags",
	on: "task-definition",
	field: "tags",
	title: "ECS task definitions should have the tags that the policy lists",
	severity: "LOW",
	aws: "ECS.15",
	why: "Without its tags, nobody knows whose a resource is, and policies and cost reports by tag leave it out.",
	remediation:
		"Register the next revision with the tag in its tags; a tag is set for each revision, not for the family.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-15",
	],
	isOffByDefault: true,
	settings: requiredTagSettings,
	examples: {
		pass: [
			{ title: "It has the listed tag", facts: aTaskDefinition({ tags: { value: { team: "checkout" } } }) },
			{ title: "With other tags", facts: aTaskDefinition({ tags: { value: { team: "", stage: "prod" } } }) },
		],
		fail: [
			{ title: "It has no tags", facts: aTaskDefinition() },
			{ title: "Its key is in another letter case", facts: aTaskDefinition({ tags: { value: { Team: "checkout" } } }) },
		],
		settings: { keys: ["team"] },
	},

	evaluate({ family, engine, tags }, { keys }) {
		if (engine === "docker") return notApplicable("only ECS has tags of task definitions");
		return judgeRequiredTags(family, tags, keys);
	},
});
