import type { Control } from "./control.ts";
import type { Facts, ResourceTags } from "./facts.ts";
import { globMatches } from "./glob.ts";
import { type Policy, type PolicyControls, type Scope, settingsOf } from "./policy.ts";
import { type Reading, wasRead } from "./reading.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";

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
		if (matching === true) controls = merged(controls, scope.controls) as PolicyControls;
		if (typeof matching === "boolean") continue;
		const reason = `nobody knows whether scope ${index + 1} of the policy applies: ${matching.unread}`;
		for (const id of Object.keys(scope.controls)) undecided.set(id, reason);
	}
	return { policy: controls === policy.controls ? policy : { ...policy, controls }, undecided };
}

/** A control's settings in the policy itself, then in every scope that has some for it, by the scope's position from 0. */
export function settingsByScope<K extends SubjectKind, Own extends Settings>(
	{ controls, scopes }: Policy,
	control: Control<K, Own>,
): readonly { readonly scope: number | null; readonly settings: SettingsOf<Own> }[] {
	const own = settingsOf(controls, control);
	return [
		{ scope: null, settings: own },
		...scopes.flatMap((scope, index) => {
			const given = scope.controls[control.id];
			return given === undefined ? [] : { scope: index, settings: merged(own, given) as SettingsOf<Own> };
		}),
	];
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
