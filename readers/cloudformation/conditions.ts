import { isDeepStrictEqual } from "node:util";
import { isFields, itemsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import {
	holeText,
	isAbandoned,
	isPartial,
	noValue,
	scalarText,
	type TemplateText,
	unresolved,
	withDefaults,
} from "../../domain/cloudformation/template-text.ts";
import type { Scope } from "./scope.ts";

/**
 * Whether a condition function holds. Every operand is evaluated, even when one of them decides, to record what is
 * undecided.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function evaluateCondition(node: unknown, scope: Scope): boolean | TemplateText {
	const entries = isFields(node) ? Object.entries(node) : [];
	const [name, argument] = entries.length === 1 && entries[0] !== undefined ? entries[0] : [];
	const operands = itemsIn(argument);
	switch (name) {
		case "Condition":
			return scope.holds(scalarText(argument) ?? "");
		case "Fn::Equals":
			return operands.length === 2 ? compareOperands(operands.map(scope.valueOf), scope) : invalidCondition;
		case "Fn::Not":
			return operands.length === 1 ? negate(evaluateCondition(operands[0], scope)) : invalidCondition;
		case "Fn::And":
			return combineConditions(operands, false, scope);
		case "Fn::Or":
			return combineConditions(operands, true, scope);
		default:
			return invalidCondition;
	}
}

const invalidCondition = holeText("Condition", "it is not a condition that CloudFormation knows");

const negate = (result: boolean | TemplateText): boolean | TemplateText => (isPartial(result) ? result : !result);

/** One operand equal to `deciding` decides; otherwise all must be known. */
function combineConditions(operands: readonly unknown[], deciding: boolean, scope: Scope): boolean | TemplateText {
	const results = operands.map((operand) => evaluateCondition(operand, scope));
	if (results.includes(deciding)) return deciding;
	return results.find(isPartial) ?? (results.length > 0 ? !deciding : invalidCondition);
}

function compareOperands(operands: readonly unknown[], scope: Scope): boolean | TemplateText {
	const [left, right] = operands.map((operand) => {
		const value = withDefaults(operand);
		return isPartial(value) ? value : scalarText(value);
	});
	if (left === undefined || right === undefined || left === null || right === null) return invalidCondition;
	if (!isPartial(left) && !isPartial(right)) return left === right;
	const abandonedSide = [left, right].find((side) => isPartial(side) && isAbandoned(side));
	if (isPartial(abandonedSide)) return abandonedSide;
	if (isPartial(left) && isPartial(right) && String(left) === String(right)) return true;
	const question = [String(left), String(right)].toSorted().join(" is ");
	const assumed = scope.assumed.get(question);
	if (typeof assumed === "boolean") return assumed;
	const sides = [left, right].filter(isPartial);
	// The values of an enumerated parameter are tried one by one, which decides this.
	if (!sides.flatMap(({ holes }) => holes).every(({ enumerated }) => enumerated))
		scope.recordQuestion(question, [true, false]);
	return sides[0] ?? invalidCondition;
}

/** `Fn::If`: the branch that the condition selects, or either when both are equal. */
export function resolveIf(argument: unknown, scope: Scope): unknown {
	const [name, ...branches] = itemsIn(argument);
	if (typeof name !== "string" || branches.length !== 2)
		return holeText("Fn::If", "Fn::If needs a condition and two values", { mayBeAbsent: true });
	const result = scope.holds(name);
	if (result === true) return scope.valueOf(branches[0]);
	if (result === false) return scope.valueOf(branches[1]);
	const [first, second] = branches.map(scope.valueOf);
	if (first === noValue || second === noValue ? first === second : isDeepStrictEqual(first, second)) return first;
	return holeText(
		"Fn::If",
		`the result of condition ${formatForDisplay(name)} is unknown (${unresolved(result).unresolved})`,
		{ mayBeAbsent: true },
	);
}
