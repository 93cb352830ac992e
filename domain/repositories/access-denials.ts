import { globCovers } from "../../core/glob.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { globsOverlap } from "../globs-overlap.ts";
import type { Conditions } from "./access-conditions.ts";
import { readExemptions } from "./access-exemptions.ts";
import { readPrincipals } from "./access-principals.ts";

/** How Deny statements narrow what a statement allows. */
interface Narrowing extends Pick<Conditions, "limits" | "open"> {
	/** Whether everybody is denied what it allows. */
	readonly isVoid: boolean;
	/** Why it is unknown whether a Deny statement revokes it; null if that is known. */
	readonly doubt: string | null;
}

/** A statement that denies something to everybody, or may. */
export interface Denial extends Narrowing {
	/** Null if they are unknown. */
	readonly actions: {
		readonly names: readonly string[];
		readonly areExceptions: boolean;
		readonly doubt: string | null;
	} | null;
}

type Statement = Readonly<Record<string, unknown>>;

const nothing: Narrowing = { limits: [], open: [], isVoid: false, doubt: null };

/**
 * What a statement denies to everybody, or may deny if its effect is unresolved; null if that is nothing. It has to name everybody,
 * without a condition or with ones that everyone meets but who is in an account, an organization or a network, or is an AWS service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, read 2026-11-29.
 */
export function denialOf(statement: Statement | Unresolved): Denial | null {
	if (isUnresolved(statement)) return { ...nothing, doubt: statement.unresolved, actions: null };
	const { Effect: effect, Resource: resource, Action: only, NotAction: except } = statement;
	if (effect === "Allow" || "NotResource" in statement) return null;
	if (resource !== undefined && resource !== "*" && !isUnresolved(resource)) return null;
	const audience = audienceOf(statement);
	if (audience === null) return null;
	const [doubt = audience.doubt] = [effect, resource].filter(isUnresolved).map(({ unresolved }) => unresolved);
	const written: readonly unknown[] = [except ?? only].flat();
	const names = written.filter((name) => typeof name === "string").map((name) => name.toLowerCase());
	const [open] = written.filter(isUnresolved);
	const actions = { names, areExceptions: except !== undefined, doubt: open?.unresolved ?? null };
	return { ...(doubt === null ? audience : doubtful(audience, doubt)), actions };
}

/** What may narrow for a reason: a statement as a whole, or the callers. */
function doubtful({ isVoid, doubt, limits, open }: Narrowing, reason: string): Narrowing {
	if (isVoid || doubt !== null) return { ...nothing, doubt: reason };
	return { ...nothing, open: [...limits, ...open].map(({ key }) => ({ key, reason })) };
}

/** Whom a statement denies something; null if some callers are let through for another reason than who they are. */
function audienceOf(statement: Statement): Narrowing | null {
	const { Principal: named, NotPrincipal: exceptions, Condition: condition } = statement;
	const principals = readPrincipals(exceptions ?? named) ?? [];
	const [unknown] = principals.filter((one) => one.kind === "unknown");
	if (exceptions !== undefined) {
		const accounts = principals.flatMap((one) => (one.kind === "account" ? one.account : []));
		if (condition !== undefined || accounts.length < principals.length - (unknown === undefined ? 0 : 1)) return null;
		return unknown === undefined
			? { ...nothing, limits: [{ key: "aws:PrincipalAccount", values: accounts }] }
			: { ...nothing, doubt: unknown.reason };
	}
	const isForAll = named === "*" || [fieldsIn(named)["AWS"]].flat().includes("*");
	if (!isForAll && unknown === undefined) return null;
	const limited = condition === undefined ? { ...nothing, isVoid: true } : limitedBy(condition);
	return limited === null || isForAll ? limited : doubtful(limited, unknown?.reason ?? "");
}

function limitedBy(condition: unknown): Narrowing | null {
	if (isUnresolved(condition)) return { ...nothing, doubt: condition.unresolved };
	const limit = readExemptions(condition);
	return limit === null ? null : { ...nothing, ...limit };
}

/** A repository policy has up to 10,240 characters (Amazon ECR service quotas); what is longer is not compared and narrows nothing. */
const max = { denials: 100, actions: 500, comparisons: 250 * 250, nameLength: 128 };

/** What denials leave of some of the actions that a statement allows. */
interface NarrowedActions {
	readonly actions: readonly Value<string>[];
	readonly narrowing: Narrowing;
}

/** How the denials of a policy narrow a statement that allows these actions; those that the same denials cover are together. */
export function narrowingsBy(
	denials: readonly Denial[],
	actions: readonly Value<string>[],
): readonly NarrowedActions[] {
	let left = max.comparisons;
	const compared = denials.slice(0, max.denials).filter((denial) => {
		const names = denial.actions?.names.length ?? 0;
		const comparisons = names * actions.length;
		if (names + actions.length > max.actions || comparisons > left) return false;
		left -= comparisons;
		return true;
	});
	const groups = new Map<string, { coverages: readonly Coverage[]; actions: Value<string>[] }>();
	for (const action of actions) {
		const coverages = compared.map((denial) => coverageOf(denial, action));
		const key = JSON.stringify(coverages);
		const group = groups.get(key) ?? { coverages, actions: [] };
		group.actions.push(action);
		groups.set(key, group);
	}
	return [...groups.values()].map((group) => ({
		actions: group.actions,
		narrowing: narrowingOf(compared, group.coverages),
	}));
}

function narrowingOf(denials: readonly Denial[], coverages: readonly Coverage[]): Narrowing {
	const narrowings = denials.flatMap((denial, index): readonly Narrowing[] => {
		const coverage = coverages[index] ?? "none";
		if (coverage === "none") return [];
		return [coverage === "all" ? denial : doubtful(denial, denial.doubt ?? coverage.unresolved)];
	});
	return {
		limits: narrowings.flatMap(({ limits }) => limits),
		open: narrowings.flatMap(({ open }) => open),
		isVoid: narrowings.some(({ isVoid }) => isVoid),
		doubt: narrowings.find(({ doubt }) => doubt !== null)?.doubt ?? null,
	};
}

/** Whether a denial covers all that an action may stand for, or why that is unknown. */
type Coverage = "all" | "none" | Unresolved;

function coverageOf({ actions: denied }: Denial, allowed: Value<string>): Coverage {
	if (denied === null) return "all";
	const { names, areExceptions, doubt } = denied;
	const open = doubt === null ? null : { unresolved: doubt };
	if (!areExceptions && names.includes("*")) return "all";
	if (isUnresolved(allowed)) return open ?? { unresolved: allowed.unresolved };
	const action = allowed.toLowerCase();
	if ([...names, action].some((name) => name.length > max.nameLength)) return "none";
	if (areExceptions) return names.some((name) => globsOverlap(widen(name), widen(action))) ? "none" : (open ?? "all");
	return names.some((name) => globCovers(name, action)) ? "all" : (open ?? "none");
}

/** A `?` stands for one character. As the exceptions may overlap more than they do, nothing is covered by mistake. */
const widen = (action: string): string => action.replaceAll("?", "*");
