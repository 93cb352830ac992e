import type { Control } from "./control.ts";
import type { Facts, RepositoryFacts, ResourceTags, TaskDefinitionFacts } from "./facts.ts";
import { globMatches } from "./glob.ts";
import { type Policy, type PolicyControls, type Scope, settingsOf } from "./policy.ts";
import { type Reading, wasRead } from "./reading.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";

/** A subject, or what of a task definition or a repository decides which scopes match. */
export type ScopedFacts =
	| Facts
	| Pick<TaskDefinitionFacts, "kind" | "arn" | "family" | "deployment" | "tags">
	| Pick<RepositoryFacts, "kind" | "arn" | "name" | "tags">;

/** The policy with the settings of the scopes that match the subject; later scopes win. A switch that may be on is on, and `undecided`. */
export function policyFor(policy: Policy, facts: ScopedFacts): Policy {
	const undecided = new Map<string, string>();
	let own = policy;
	for (const [index, scope] of policy.scopes.entries()) {
		const matching = isInScope(scope, facts);
		if (matching === false) continue;
		const { mode = own.mode, block = {} } = scope;
		const given = Object.entries({ ...block, ...(scope.mode === undefined ? {} : { mode }) });
		if (matching === true) {
			const controls = deepMerge(own.controls, scope.controls) as PolicyControls;
			own = { ...own, mode, controls, block: { ...own.block, ...block } };
			for (const [key] of given) undecided.delete(key);
			continue;
		}
		const reason = `cannot tell whether scope ${index + 1} of the policy applies, because ${matching.unread}`;
		const current: Readonly<Record<string, unknown>> = { ...own.block, mode: own.mode };
		const open = given.flatMap(([key, value]) => (current[key] === value ? [] : key));
		for (const key of [...Object.keys(scope.controls), ...open]) undecided.set(key, reason);
		const on = Object.fromEntries(given.filter(([, value]) => value === true));
		own = { ...own, block: { ...own.block, ...on } };
	}
	return undecided.size === 0 ? own : { ...own, undecided };
}

/** A control's settings in the policy itself, then in each scope that sets some for it; `scope`: its position, from 0. */
export function settingsByScope<K extends SubjectKind, Own extends Settings>(
	{ controls, scopes }: Policy,
	control: Control<K, Own>,
): readonly { readonly scope: number | null; readonly settings: SettingsOf<Own> }[] {
	const own = settingsOf(controls, control);
	return [
		{ scope: null, settings: own },
		...scopes.flatMap((scope, index) => {
			const given = scope.controls[control.id];
			return given === undefined ? [] : { scope: index, settings: deepMerge(own, given) as SettingsOf<Own> };
		}),
	];
}

/** Merges mappings at every depth. Anything else, including lists, is replaced. */
export function deepMerge(base: unknown, given: unknown): unknown {
	if (!isMapping(base) || !isMapping(given)) return given;
	const result = { ...base };
	for (const [key, value] of Object.entries(given)) result[key] = deepMerge(base[key], value);
	return result;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a scope or a route applies to a subject; why it is unknown if that depends on tags that were not read. */
export function isInScope(
	{ match: { tag, ...names } }: Pick<Scope, "match">,
	facts: ScopedFacts,
): boolean | { readonly unread: string } {
	const own = namesOf(facts);
	const isNamed = Object.entries(names).every(([key, globs]) => matchesAnyGlob(globs, own[key]));
	if (!isNamed || tag === undefined) return isNamed;
	const tags = tagsOf(facts);
	if (!wasRead(tags)) return tags;
	return Object.entries(tag).every(
		([key, globs]) => Object.hasOwn(tags.value, key) && matchesAnyGlob(globs, tags.value[key]),
	);
}

const matchesAnyGlob = (globs: readonly string[], text: string | undefined): boolean =>
	text !== undefined && globs.some((glob) => globMatches(glob, text));

function namesOf(facts: ScopedFacts): Readonly<Record<string, string | undefined>> {
	const [arn, , , region, account] = facts.arn.split(":");
	const place = arn === "arn" ? { region, account } : {};
	switch (facts.kind) {
		case "repository":
			return { ...place, repository: facts.name };
		case "image":
			return { ...place, repository: facts.repository };
		case "task-definition":
			return { ...place, family: facts.family, cluster: facts.deployment?.cluster };
		case "service":
			return { ...place, cluster: facts.cluster };
		case "cluster":
			return { ...place, cluster: facts.name };
		case "capacity-provider":
			return place;
	}
}

/** In ECR only repositories have tags; those of an image's repository are not read. */
function tagsOf(facts: ScopedFacts): Reading<ResourceTags> {
	return facts.kind === "image" ? { unread: "the tags of an image's repository are not read" } : facts.tags;
}
