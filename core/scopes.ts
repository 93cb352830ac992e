import type { ControlId } from "./control.ts";
import type { Facts, ResourceTags } from "./facts.ts";
import { globMatches } from "./glob.ts";
import type { ControlSettings, Policy } from "./policy.ts";
import { type Reading, wasRead } from "./reading.ts";

/** Other settings for some subjects. */
export interface Scope {
	/** Every key that is given has to match one of its globs; what a subject does not have matches none. */
	readonly match: {
		/** Account and Region of the subject's ARN: what is judged in a file has none. */
		readonly account?: readonly string[];
		readonly region?: readonly string[];
		/** Of a repository and of the images in it. */
		readonly repository?: readonly string[];
		/** Of a task definition, also the name of a Compose service. */
		readonly family?: readonly string[];
		/** Of services and clusters, which nothing judges yet. */
		readonly cluster?: readonly string[];
		/** Globs of the tag's value, by the tag's key. */
		readonly tag?: Readonly<Record<string, readonly string[]>>;
	};
	/** Mappings are merged into the settings that hold otherwise, lists and single values replace theirs. */
	readonly controls: { readonly [Id in ControlId]?: Partial<ControlSettings[Id]> };
}

/** The policy as it is for one subject. */
interface ScopedPolicy {
	readonly policy: Policy;
	/** Why nobody knows some controls' settings: a scope asks for tags, and they were not read. */
	readonly undecided: ReadonlyMap<string, string>;
}

/** The policy with the settings of the scopes that the subject is in; later scopes win. */
export function policyFor(policy: Policy, facts: Facts): Policy {
	return scopedPolicy(policy, facts).policy;
}

export function scopedPolicy(policy: Policy, facts: Facts): ScopedPolicy {
	const undecided = new Map<string, string>();
	let { controls } = policy;
	for (const [index, scope] of policy.scopes.entries()) {
		const matching = isIn(scope, facts);
		if (matching === true) controls = merged(controls, scope.controls) as ControlSettings;
		if (typeof matching === "boolean") continue;
		const reason = `nobody knows whether scope ${index + 1} of the policy applies: ${matching.unread}`;
		for (const id of Object.keys(scope.controls)) undecided.set(id, reason);
	}
	return { policy: controls === policy.controls ? policy : { ...policy, controls }, undecided };
}

/** Mappings merged at every depth; everything else, lists too, replaced by what is given. */
export function merged(base: unknown, given: unknown): unknown {
	if (!isMapping(base) || !isMapping(given)) return given;
	const result = { ...base };
	for (const [key, value] of Object.entries(given)) result[key] = merged(base[key], value);
	return result;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function isIn({ match: { tag, ...names } }: Scope, facts: Facts): boolean | { readonly unread: string } {
	const own = namesOf(facts);
	const isNamed = Object.entries(names).every(([key, globs]) => matchesOne(globs, own[key]));
	if (!isNamed || tag === undefined) return isNamed;
	const tags = tagsOf(facts);
	if (!wasRead(tags)) return tags;
	return Object.entries(tag).every(
		([key, globs]) => Object.hasOwn(tags.value, key) && matchesOne(globs, tags.value[key]),
	);
}

const matchesOne = (globs: readonly string[], text: string | undefined): boolean =>
	text !== undefined && globs.some((glob) => globMatches(glob, text));

function namesOf(facts: Facts): Readonly<Record<string, string | undefined>> {
	const [arn, , , region, account] = facts.arn.split(":");
	const place = arn === "arn" ? { region, account } : {};
	switch (facts.kind) {
		case "repository":
			return { ...place, repository: facts.name };
		case "image":
			return { ...place, repository: facts.repository };
		case "task-definition":
			return { ...place, family: facts.family };
	}
}

/** ECR has tags on repositories only, and of an image nobody reads those of its repository. */
function tagsOf(facts: Facts): Reading<ResourceTags> {
	return facts.kind === "image" ? { unread: "the tags of an image's repository are not read" } : facts.tags;
}
