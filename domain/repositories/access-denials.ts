import { globCovers } from "../../core/glob.ts";
import { fieldsIn } from "../../core/json.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { globsOverlap } from "../globs-overlap.ts";
import type { Conditions } from "./access-conditions.ts";
import { readExemptions } from "./access-exemptions.ts";
import { readPrincipals } from "./access-principals.ts";

/** How Deny statements narrow what a statement allows. */
export interface Narrowing extends Pick<Conditions, "limits" | "open"> {
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
const max = { denials: 100, actions: 500, nameLength: 128 };

/** How the denials of a policy narrow a statement that allows these actions. */
export function narrowingBy(denials: readonly Denial[], actions: readonly Value<string>[]): Narrowing {
	const narrowings = denials.slice(0, max.denials).flatMap((denial): readonly Narrowing[] => {
		const doubt = coverageDoubt(denial, actions);
		if (doubt === "uncovered") return [];
		return [doubt === null ? denial : doubtful(denial, denial.doubt ?? doubt.unresolved)];
	});
	return {
		limits: narrowings.flatMap(({ limits }) => limits),
		open: narrowings.flatMap(({ open }) => open),
		isVoid: narrowings.some(({ isVoid }) => isVoid),
		doubt: narrowings.find(({ doubt }) => doubt !== null)?.doubt ?? null,
	};
}

/** Whether a denial covers all of these actions: null if it does, otherwise why that is unknown, or that it does not. */
function coverageDoubt(
	{ actions: denied }: Denial,
	allowed: readonly Value<string>[],
): Unresolved | "uncovered" | null {
	if (denied === null) return null;
	const { names, areExceptions, doubt } = denied;
	const known = allowed.filter((action) => typeof action === "string").map((action) => action.toLowerCase());
	const all = [...names, ...known];
	if (all.length > max.actions || all.some((name) => name.length > max.nameLength)) return "uncovered";
	const [open] = allowed.filter(isUnresolved);
	const unknown = doubt === null ? open : { unresolved: doubt };
	if (areExceptions) {
		const areCovered = known.every((action) => !names.some((name) => globsOverlap(widen(name), widen(action))));
		return areCovered ? (unknown ?? null) : "uncovered";
	}
	if (names.includes("*")) return null;
	if (known.every((action) => names.some((name) => globCovers(name, action)))) return open ?? null;
	return unknown ?? "uncovered";
}

/** A `?` stands for one character. As the exceptions may overlap more than they do, nothing is covered by mistake. */
const widen = (action: string): string => action.replaceAll("?", "*");
