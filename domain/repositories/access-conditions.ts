import { isUnresolved, type Value } from "../../core/reading.ts";
import {
	type CallerKey,
	type LimitingKey,
	limitingKey,
	limitingKeys,
	type Matching,
	restrictsCaller,
} from "./access-limits.ts";
import { accountText } from "./access-principals.ts";

/** A key and the values that meet a condition on it. */
export interface Restriction {
	readonly key: CallerKey;
	/** At least one; any of them meets the condition. */
	readonly values: readonly string[];
}

/** A condition that restricts the callers that a statement applies to. */
export interface Limit extends Restriction {
	/** What meets it instead. */
	readonly or?: readonly Restriction[];
}

/** An unresolved part of a condition that may restrict the callers. */
export interface UnresolvedLimit {
	/** Null when the key is unknown. */
	readonly key: CallerKey | null;
	readonly reason: string;
}

export interface Conditions {
	/** All of them hold at once. */
	readonly limits: readonly Limit[];
	readonly open: readonly UnresolvedLimit[];
	/** Keys of conditions that do not restrict the callers, as written. */
	readonly others: readonly string[];
}

/**
 * Operators that require a value; negated ones are left out. `…IfExists` and `ForAllValues:` are also met by a request
 * without the key, so they restrict the callers only together with a `Null` condition that requires the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * and reference_policies_elements_condition_operators.html there, read 2026-11-21.
 */
const limitingOperator =
	/^(?:foranyvalue:|(?<all>forallvalues:))?(?:stringequals|stringequalsignorecase|stringlike|(?<arn>arnequals|arnlike))(?<exists>ifexists)?$/i;

/** How a `Condition` restricts the callers. Null for one that IAM would reject. */
export function readConditions(condition: unknown): Conditions | null {
	if (condition === undefined) return { limits: [], open: [], others: [] };
	if (isUnresolved(condition)) return { limits: [], open: [{ key: null, reason: condition.unresolved }], others: [] };
	if (!isBlock(condition)) return null;
	const present = presentKeys(condition);
	const parts = Object.entries(condition).map(([operator, block]) => readOperator(operator, block, present));
	if (parts.some((part) => part === null)) return null;
	const readParts = parts.filter((part) => part !== null);
	return {
		limits: readParts.flatMap(({ limits }) => limits),
		open: readParts.flatMap(({ open }) => open),
		others: readParts.flatMap(({ others }) => others),
	};
}

/** The keys that `"Null": {key: "false"}` requires a request to have. */
function presentKeys(condition: Block): readonly LimitingKey[] {
	const blocks = Object.entries(condition).flatMap(([operator, block]) =>
		operator.toLowerCase() === "null" && isBlock(block) ? Object.entries(block) : [],
	);
	const required = blocks.filter(([, value]) => {
		const values = listOf(value);
		return values.length > 0 && values.every((one) => String(one).toLowerCase() === "false");
	});
	// Without duplicates, because every other key is compared with each of them.
	return [...new Set(required.flatMap(([written]) => limitingKey(written) ?? []))];
}

function readOperator(written: string, block: unknown, present: readonly LimitingKey[]): Conditions | null {
	const { keys, matching } = operatorOf(written, present);
	if (isUnresolved(block)) {
		return { limits: [], open: keys.length > 0 ? [{ key: null, reason: block.unresolved }] : [], others: [] };
	}
	if (!isBlock(block)) return null;
	const limits: Limit[] = [];
	const open: UnresolvedLimit[] = [];
	const others: string[] = [];
	for (const [name, value] of Object.entries(block)) {
		const limiting = limitingKey(name);
		const key = keys.find((one) => one === limiting);
		const texts = listOf(value).map(valueText);
		const known = texts.filter((text) => typeof text === "string");
		const unresolved = texts.find(isUnresolved);
		if (texts.includes(null)) return null;
		if (key === undefined || texts.length === 0 || !known.every((text) => restrictsCaller(key, text, matching))) {
			others.push(name);
		} else if (unresolved !== undefined) open.push({ key, reason: unresolved.unresolved });
		else limits.push({ key, values: known });
	}
	return { limits, open, others };
}

/** The keys that an operator can restrict, in a request that is required to have the `present` ones. */
function operatorOf(written: string, present: readonly LimitingKey[]) {
	const { groups } = limitingOperator.exec(written) ?? {};
	const matching: Matching = groups?.["arn"] === undefined ? "text" : "arn";
	if (groups === undefined) return { keys: [], matching };
	const isLenient = groups["all"] !== undefined || groups["exists"] !== undefined;
	return { keys: isLenient ? present : limitingKeys, matching };
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** YAML parses an unquoted account id as a number. Null for an invalid value of a condition. */
export function valueText(value: unknown): Value<string | null> {
	if (isUnresolved(value) || typeof value === "string") return value;
	if (typeof value === "number") return accountText(value);
	return typeof value === "boolean" ? String(value) : null;
}

export type Block = Readonly<Record<string, unknown>>;

export const isBlock = (value: unknown): value is Block =>
	typeof value === "object" && value !== null && !Array.isArray(value);
