import { isUnresolved, type Value } from "../reading.ts";
import { accountText, arnParts } from "./access-principals.ts";

/** A condition that narrows down who a statement is for. */
export interface Limit {
	/** One of `limitingKeys`, as documented. */
	readonly key: LimitingKey;
	/** At least one; any of them will do. */
	readonly values: readonly string[];
}

/** A part of a condition that only the deployment knows and that may narrow it down. */
interface OpenLimit {
	/** Null when not even the key is known. */
	readonly key: LimitingKey | null;
	readonly reason: string;
}

export interface Conditions {
	/** All of them hold at once. */
	readonly limits: readonly Limit[];
	readonly open: readonly OpenLimit[];
	/** Keys of conditions that say nothing about who, as they are written. */
	readonly others: readonly string[];
}

/**
 * Keys by which a statement for everybody is for some only. aws:SourceIp is none: it says from where, not who.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, read 2026-11-21.
 */
const limitingKeys = [
	"aws:PrincipalOrgID",
	"aws:PrincipalOrgPaths",
	"aws:PrincipalAccount",
	"aws:PrincipalArn",
	"aws:SourceAccount",
	"aws:SourceArn",
	"aws:SourceVpce",
	"aws:SourceVpc",
] as const;
type LimitingKey = (typeof limitingKeys)[number];

/**
 * Operators that ask for a value. `…IfExists` and, of the two for lists, `ForAllValues:` hold as well where a request has
 * no such key, so neither is among them; nor is what is negated.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html,
 * read 2026-11-21.
 */
const limitingOperator = /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$/i;

/** What a `Condition` says about who. Null when it is no condition that IAM would take. */
export function readConditions(condition: unknown): Conditions | null {
	if (condition === undefined) return { limits: [], open: [], others: [] };
	if (isUnresolved(condition)) return { limits: [], open: [{ key: null, reason: condition.unresolved }], others: [] };
	if (!isBlock(condition)) return null;
	const parts = Object.entries(condition).map(([operator, block]) => readOperator(operator, block));
	if (parts.some((part) => part === null)) return null;
	const whole = parts.filter((part) => part !== null);
	return {
		limits: whole.flatMap(({ limits }) => limits),
		open: whole.flatMap(({ open }) => open),
		others: whole.flatMap(({ others }) => others),
	};
}

function readOperator(operator: string, block: unknown): Conditions | null {
	const limiting = limitingOperator.test(operator);
	if (isUnresolved(block)) {
		return { limits: [], open: limiting ? [{ key: null, reason: block.unresolved }] : [], others: [] };
	}
	if (!isBlock(block)) return null;
	const limits: Limit[] = [];
	const open: OpenLimit[] = [];
	const others: string[] = [];
	for (const [written, value] of Object.entries(block)) {
		const key = limiting ? limitingKeys.find((one) => one.toLowerCase() === written.toLowerCase()) : undefined;
		const values: readonly unknown[] = Array.isArray(value) ? value : [value];
		const texts = values.map(textOf);
		const known = texts.filter((text) => typeof text === "string");
		const unresolved = texts.find(isUnresolved);
		if (texts.includes(null)) return null;
		if (key === undefined || values.length === 0 || known.some(isAnybodys)) others.push(written);
		else if (unresolved !== undefined) open.push({ key, reason: unresolved.unresolved });
		else limits.push({ key, values: known });
	}
	return { limits, open, others };
}

/** YAML reads an account that is not in quotes as a number. Null for what is no value of a condition. */
function textOf(value: unknown): Value<string | null> {
	if (isUnresolved(value) || typeof value === "string") return value;
	if (typeof value === "number") return accountText(value);
	return typeof value === "boolean" ? String(value) : null;
}

/** A value that every account can meet: wildcards alone, also behind what all ids of its kind begin with. */
function isAnybodys(value: string): boolean {
	if (/^(?:o-|vpc-|vpce-)?[*?/]*$/.test(value)) return true;
	const [, , , , account, ...resource] = arnParts(value);
	if (account === undefined) return value.startsWith("arn:") && value.includes("*");
	return account === "" ? /^[*?]+$/.test(resource.join(":")) : /^[*?]+$/.test(account);
}

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
