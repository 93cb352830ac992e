import { isUnresolved, type Value } from "../../core/reading.ts";
import { type LimitingKey, limitingKey, limitingKeys, limitsWho, type Matching } from "./access-limits.ts";
import { accountText } from "./access-principals.ts";

/** A condition that narrows down who a statement is for. */
export interface Limit {
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
 * Operators that ask for a value, never what is negated. `…IfExists` and, of the two for lists, `ForAllValues:` hold as
 * well where a request has no such key: they limit only beside a `Null` that asks for the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * and reference_policies_elements_condition_operators.html there, read 2026-11-21.
 */
const limitingOperator =
	/^(?:foranyvalue:|(?<all>forallvalues:))?(?:stringequals|stringequalsignorecase|stringlike|(?<arn>arnequals|arnlike))(?<exists>ifexists)?$/i;

/** What a `Condition` says about who. Null when it is no condition that IAM would take. */
export function readConditions(condition: unknown): Conditions | null {
	if (condition === undefined) return { limits: [], open: [], others: [] };
	if (isUnresolved(condition)) return { limits: [], open: [{ key: null, reason: condition.unresolved }], others: [] };
	if (!isBlock(condition)) return null;
	const present = presentKeys(condition);
	const parts = Object.entries(condition).map(([operator, block]) => readOperator(operator, block, present));
	if (parts.some((part) => part === null)) return null;
	const whole = parts.filter((part) => part !== null);
	return {
		limits: whole.flatMap(({ limits }) => limits),
		open: whole.flatMap(({ open }) => open),
		others: whole.flatMap(({ others }) => others),
	};
}

/** The keys that a request must have by `"Null": {key: "false"}`. */
function presentKeys(condition: Block): readonly LimitingKey[] {
	const blocks = Object.entries(condition).flatMap(([operator, block]) =>
		operator.toLowerCase() === "null" && isBlock(block) ? Object.entries(block) : [],
	);
	const asked = blocks.filter(([, value]) => {
		const values = listOf(value);
		return values.length > 0 && values.every((one) => String(one).toLowerCase() === "false");
	});
	// Once each, however often and in whatever letters it is written: every other key is compared with them.
	return [...new Set(asked.flatMap(([written]) => limitingKey(written) ?? []))];
}

function readOperator(written: string, block: unknown, present: readonly LimitingKey[]): Conditions | null {
	const { keys, matching } = operatorOf(written, present);
	if (isUnresolved(block)) {
		return { limits: [], open: keys.length > 0 ? [{ key: null, reason: block.unresolved }] : [], others: [] };
	}
	if (!isBlock(block)) return null;
	const limits: Limit[] = [];
	const open: OpenLimit[] = [];
	const others: string[] = [];
	for (const [name, value] of Object.entries(block)) {
		const limiting = limitingKey(name);
		const key = keys.find((one) => one === limiting);
		const texts = listOf(value).map(textOf);
		const known = texts.filter((text) => typeof text === "string");
		const unresolved = texts.find(isUnresolved);
		if (texts.includes(null)) return null;
		if (key === undefined || texts.length === 0 || !known.every((text) => limitsWho(key, text, matching))) {
			others.push(name);
		} else if (unresolved !== undefined) open.push({ key, reason: unresolved.unresolved });
		else limits.push({ key, values: known });
	}
	return { limits, open, others };
}

/** Which keys an operator can limit by, of a request that must have those that are `present`. */
function operatorOf(written: string, present: readonly LimitingKey[]) {
	const { groups } = limitingOperator.exec(written) ?? {};
	const matching: Matching = groups?.["arn"] === undefined ? "text" : "arn";
	if (groups === undefined) return { keys: [], matching };
	const isLenient = groups["all"] !== undefined || groups["exists"] !== undefined;
	return { keys: isLenient ? present : limitingKeys, matching };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** YAML reads an account that is not in quotes as a number. Null for what is no value of a condition. */
function textOf(value: unknown): Value<string | null> {
	if (isUnresolved(value) || typeof value === "string") return value;
	if (typeof value === "number") return accountText(value);
	return typeof value === "boolean" ? String(value) : null;
}

type Block = Readonly<Record<string, unknown>>;

const isBlock = (value: unknown): value is Block =>
	typeof value === "object" && value !== null && !Array.isArray(value);
