import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";
import { globs } from "../../core/settings.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { findCacheRule } from "../../domain/repositories/pull-through-cache.ts";
import { mutabilityDetails, tagMovement } from "../../domain/repositories/tag-mutability.ts";

const excluding = (...exclusionFilters: readonly string[]) =>
	aRepository({ tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters });

/** If a tag can move, the image that was scanned may not be the image that runs. */
export default defineControl({
	id: "repository/tag-immutability",
	on: "repository",
	field: "imageTagMutability",
	title: "ECR repositories should have tag immutability configured",
	severity: "MEDIUM",
	aws: "ECR.2",
	why: "Anyone who can push to a mutable tag can replace the image behind it after it was scanned and reviewed.",
	remediation:
		"Set the tag mutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION with filters only for tags that have to move, " +
		"such as latest, and deploy by version or digest: aws ecr put-image-tag-mutability --repository-name NAME " +
		"--image-tag-mutability IMMUTABLE.",
	fixCommand: "aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2",
	],
	settings: {
		mutableTags: globs(
			["latest", "sha256-*", "buildcache*", "cache-*"],
			"Tags that may move in a repository whose other tags are immutable.",
		),
	},
	examples: {
		pass: [
			{ title: "No tag can move", facts: aRepository() },
			{ title: "Only tags that are meant to move can", facts: excluding("latest", "sha256-*") },
		],
		fail: [
			{ title: "Every tag can move", facts: aRepository({ tagMutability: "MUTABLE" }) },
			{ title: "An exclusion filter that matches versions", facts: excluding("latest", "v*") },
		],
	},

	evaluate(facts, { mutableTags }) {
		const { name, tagMutability, exclusionFilters, pullThroughCachePrefixes: rules } = facts;
		const prefix = findCacheRule(name, wasRead(rules) ? rules.value : []);
		if (prefix !== null) {
			return notApplicable(`${name}: the pull through cache rule ${prefix} fills it, so ECR has to move its tags`);
		}
		if (isUnresolved(tagMutability)) return unknown(`${name}: its tag mutability is ${formatUnknown(tagMutability)}`);
		const { kind, text, ...more } = tagMovement(tagMutability, exclusionFilters, mutableTags);
		const details = mutabilityDetails(facts, tagMutability);
		if (kind === "movable" && !wasRead(rules)) {
			const doubt = `whether a pull through cache fills it could not be read because ${rules.unread}`;
			return unknown(`${name}: ${text}; ${doubt}`, details);
		}
		const judgement = { immutable: pass, movable: fail, unrecognized: unknown }[kind];
		return judgement(`${name}: ${text}`, { ...details, ...more });
	},
});
