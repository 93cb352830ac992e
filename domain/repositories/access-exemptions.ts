import { isUnresolved } from "../../core/reading.ts";
import {
	type Conditions,
	isBlock,
	listOf,
	type Restriction,
	type UnresolvedLimit,
	valueText,
} from "./access-conditions.ts";
import { limitingKey, restrictsCaller, serviceKey } from "./access-limits.ts";

/** Operators that a request without the key meets as well: `ForAnyValue:` is left out. */
const negatedOperator =
	/^(?:forallvalues:)?(?:stringnotequals|stringnotequalsignorecase|stringnotlike|(?<arn>arnnotequals|arnnotlike))(?:ifexists)?$/i;
const booleanOperator = /^bool(?:ifexists)?$/i;

/** Whom a condition of a Deny statement spares, or why that is unknown. */
type Spared = Restriction | UnresolvedLimit;

/**
 * The callers that the `Condition` of a Deny statement spares, as a limit. Null if some are spared whoever they are. All operators
 * and all their keys have to be met, so that whoever does not meet one of them is spared.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html,
 * read 2026-11-30.
 */
export function readExemptions(condition: unknown): Pick<Conditions, "limits" | "open"> | null {
	if (!isBlock(condition)) return null;
	const parts = Object.entries(condition).flatMap(([operator, block]) => sparedByOperator(operator, block));
	const spared = parts.filter((part) => part !== null);
	if (spared.length < parts.length) return null;
	const open = spared.find((part) => "reason" in part);
	if (open !== undefined) return { limits: [], open: [open] };
	const [first, ...or] = spared.filter((part) => "values" in part);
	return first === undefined ? null : { limits: [or.length === 0 ? first : { ...first, or }], open: [] };
}

function sparedByOperator(operator: string, block: unknown): readonly (Spared | null)[] {
	const isBoolean = booleanOperator.test(operator);
	const { groups, 0: isNegated } = negatedOperator.exec(operator) ?? {};
	if (!isBoolean && isNegated === undefined) return [null];
	if (isUnresolved(block)) return [{ key: null, reason: block.unresolved }];
	const keys = isBlock(block) ? Object.entries(block) : [];
	if (keys.length === 0) return [null];
	const matching = groups?.["arn"] === undefined ? "text" : "arn";
	return keys.map(([name, value]) => {
		const key = isBoolean ? (isServiceKey(name) ? serviceKey : undefined) : limitingKey(name);
		// In a request without the caller's account, a value that refers to it has no meaning.
		if (key === undefined || key.startsWith("aws:Resource")) return null;
		const texts = listOf(value).map(valueText);
		const known = texts.filter((text) => typeof text === "string");
		const spares = (text: string): boolean =>
			key === serviceKey ? text.toLowerCase() === "false" : restrictsCaller(key, text, matching);
		if (texts.includes(null) || texts.length === 0 || !known.every(spares)) return null;
		const unresolved = texts.find(isUnresolved);
		if (unresolved !== undefined) return { key, reason: unresolved.unresolved };
		return { key, values: key === serviceKey ? ["true"] : known };
	});
}

const isServiceKey = (name: string): boolean => name.toLowerCase() === serviceKey.toLowerCase();
