import { isDeepStrictEqual } from "node:util";
import { isFields, itemsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Scope } from "./scope.ts";
import {
	isLost,
	isPartial,
	noValue,
	scalarText,
	type TemplateText,
	textOfHole,
	unresolved,
	withDefaults,
} from "./template-text.ts";

/**
 * Whether a condition function holds. Every operand is looked at, also where one of them decides: what they leave open
 * has to be known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function truthOf(node: unknown, scope: Scope): boolean | TemplateText {
	const entries = isFields(node) ? Object.entries(node) : [];
	const [name, argument] = entries.length === 1 && entries[0] !== undefined ? entries[0] : [];
	const operands = itemsIn(argument);
	switch (name) {
		case "Condition":
			return scope.holds(scalarText(argument) ?? "");
		case "Fn::Equals":
			return operands.length === 2 ? equality(operands.map(scope.valueOf), scope) : misshapen;
		case "Fn::Not":
			return operands.length === 1 ? inverse(truthOf(operands[0], scope)) : misshapen;
		case "Fn::And":
			return combined(operands, false, scope);
		case "Fn::Or":
			return combined(operands, true, scope);
		default:
			return misshapen;
	}
}

const misshapen = textOfHole("Condition", "it is no condition that CloudFormation knows");

const inverse = (truth: boolean | TemplateText): boolean | TemplateText => (isPartial(truth) ? truth : !truth);

/** One operand that is `deciding` decides; otherwise all must be known. */
function combined(operands: readonly unknown[], deciding: boolean, scope: Scope): boolean | TemplateText {
	const truths = operands.map((operand) => truthOf(operand, scope));
	if (truths.includes(deciding)) return deciding;
	return truths.find(isPartial) ?? (truths.length > 0 ? !deciding : misshapen);
}

function equality(operands: readonly unknown[], scope: Scope): boolean | TemplateText {
	const [left, right] = operands.map((operand) => {
		const value = withDefaults(operand);
		return isPartial(value) ? value : scalarText(value);
	});
	if (left === undefined || right === undefined || left === null || right === null) return misshapen;
	if (!isPartial(left) && !isPartial(right)) return left === right;
	const lostSide = [left, right].find((side) => isPartial(side) && isLost(side));
	if (isPartial(lostSide)) return lostSide;
	if (isPartial(left) && isPartial(right) && String(left) === String(right)) return true;
	const question = [String(left), String(right)].toSorted().join(" is ");
	const assumed = scope.assumed.get(question);
	if (typeof assumed === "boolean") return assumed;
	const sides = [left, right].filter(isPartial);
	// The values of a choosable parameter are tried; what they come to is decided then.
	if (!sides.flatMap(({ holes }) => holes).every(({ choosable }) => choosable))
		scope.leaveOpen(question, [true, false]);
	return sides[0] ?? misshapen;
}

/** `Fn::If`: the branch that the template decides for, or both when they come to the same. */
export function branchOf(argument: unknown, scope: Scope): unknown {
	const [name, ...branches] = itemsIn(argument);
	if (typeof name !== "string" || branches.length !== 2)
		return textOfHole("Fn::If", "Fn::If has no condition and two values");
	const truth = scope.holds(name);
	if (truth === true) return scope.valueOf(branches[0]);
	if (truth === false) return scope.valueOf(branches[1]);
	const [first, second] = branches.map(scope.valueOf);
	if (first === noValue || second === noValue ? first === second : isDeepStrictEqual(first, second)) return first;
	return textOfHole("Fn::If", `condition ${formatForDisplay(name)} is not decided: ${unresolved(truth).unresolved}`);
}
