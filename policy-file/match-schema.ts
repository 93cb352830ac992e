import * as z from "zod";
import type { Scope } from "../core/policy.ts";
import { globOrGlobs, type SchemasOf } from "./policy-parts.ts";

/** Which subjects a scope or a route applies to. */
export const matchShape = {
	account: globOrGlobs("The account in the subject's ARN; a subject in a file has none, so this does not match it."),
	region: globOrGlobs("The Region in the subject's ARN; a subject in a file has none, so this does not match it."),
	repository: globOrGlobs("The name of a repository; also matches its images."),
	family: globOrGlobs("The family of a task definition, or the name of a Compose service."),
	cluster: globOrGlobs("The name of a cluster; also matches its services."),
	tag: z
		.record(z.string(), globOrGlobs("The values of the tag."), "a mapping of tag keys to values")
		.describe(
			"The tags of a subject, by key; for images, and if the tags could not be read, the scope's controls are unknown.",
		),
} satisfies SchemasOf<Scope["match"]>;
