import { isDeepStrictEqual } from "node:util";
import { isFields, itemsIn } from "../../core/json.ts";
import { shown } from "../../core/text.ts";
import { gap, gapsOf, isLost, noValue, Open, rendered, scalarText, unresolved, withDefaults } from "./open-text.ts";
import type { Scope } from "./scope.ts";

/**
 * Whether a condition function holds. Every operand is looked at, also where one of them decides: what they leave open
 * has to be known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function truthOf(node: unknown, scope: Scope): boolean | Open {
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

const misshapen = gap("Condition", "it is no condition that CloudFormation knows");

const inverse = (truth: boolean | Open): boolean | Open => (truth instanceof Open ? truth : !truth);

/** One operand that is `deciding` decides; otherwise all must be known. */
function combined(operands: readonly unknown[], deciding: boolean, scope: Scope): boolean | Open {
	const truths = operands.map((operand) => truthOf(operand, scope));
	if (truths.includes(deciding)) return deciding;
	return truths.find((truth) => truth instanceof Open) ?? (truths.length > 0 ? !deciding : misshapen);
}

function equality(operands: readonly unknown[], scope: Scope): boolean | Open {
	const [left, right] = operands.map((operand) => {
		const value = withDefaults(operand);
		return value instanceof Open ? value : scalarText(value);
	});
	if (left === undefined || right === undefined || left === null || right === null) return misshapen;
	if (!(left instanceof Open) && !(right instanceof Open)) return left === right;
	const lostSide = [left, right].find((side) => side instanceof Open && isLost(side));
	if (lostSide instanceof Open) return lostSide;
	if (left instanceof Open && right instanceof Open && rendered(left) === rendered(right)) return true;
	const question = [rendered(left), rendered(right)].toSorted().join(" is ");
	const assumed = scope.assumed.get(question);
	if (typeof assumed === "boolean") return assumed;
	const sides = [left, right].filter((side) => side instanceof Open);
	// The values of a choosable parameter are tried; what they come to is decided then.
	if (!sides.flatMap(gapsOf).every(({ choosable }) => choosable)) scope.leaveOpen(question, [true, false]);
	return sides[0] ?? misshapen;
}

/** `Fn::If`: the branch that the template decides for, or both when they come to the same. */
export function branchOf(argument: unknown, scope: Scope): unknown {
	const [name, ...branches] = itemsIn(argument);
	if (typeof name !== "string" || branches.length !== 2) return gap("Fn::If", "Fn::If has no condition and two values");
	const truth = scope.holds(name);
	if (truth === true) return scope.valueOf(branches[0]);
	if (truth === false) return scope.valueOf(branches[1]);
	const [first, second] = branches.map(scope.valueOf);
	if (first === noValue || second === noValue ? first === second : isDeepStrictEqual(first, second)) return first;
	return gap("Fn::If", `condition ${shown(name)} is not decided: ${unresolved(truth).unresolved}`);
}
