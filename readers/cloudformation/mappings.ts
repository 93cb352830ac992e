import { isFields, itemsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { holeName } from "../../domain/cloudformation/hole-identity.ts";
import {
	holeText,
	isPartial,
	scalarText,
	type TemplateText,
	withDefaults,
} from "../../domain/cloudformation/template-text.ts";
import { deriveHole } from "./functions.ts";
import type { Scope } from "./scope.ts";

/**
 * `Fn::FindInMap`, with the default value of the language extensions.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap-enhancements.html
 */
export function resolveFindInMap(argument: unknown, scope: Scope): unknown {
	const [name, first, second, fallback] = itemsIn(argument).map(scope.valueOf).map(withDefaults);
	if (isPartial(name)) return deriveHole("Fn::FindInMap", name);
	const map = scope.template.mappings.get(scalarText(name) ?? "");
	const found = valuesUnder(map, first).flatMap((row) => valuesUnder(row, second));
	const written = valuesUnder(fallback, "DefaultValue");
	const unknownKeys = [first, second].filter(isPartial);
	const [key] = unknownKeys;
	if (key !== undefined) {
		if (found.length > maxRows) return deriveHole("Fn::FindInMap", key);
		const answers = uniqueValues([...found.map(scope.valueOf), ...written]);
		return answers.length === 1
			? answers[0]
			: (tryAnswers(answers, unknownKeys, argument, scope) ?? deriveHole("Fn::FindInMap", key));
	}
	if (found.length > 0) return scope.valueOf(found[0]);
	const path = [name, first, second].map((one) => scalarText(one) ?? "").join(".");
	return written.length > 0 ? written[0] : holeText("Fn::FindInMap", `the mappings have no ${formatForDisplay(path)}`);
}

/** The value under a key, or all values when the key is unknown. */
function valuesUnder(value: unknown, key: unknown): readonly unknown[] {
	if (!isFields(value)) return [];
	if (isPartial(key)) return Object.values(value);
	const name = scalarText(key) ?? "";
	return Object.hasOwn(value, name) ? [value[name]] : [];
}

const uniqueValues = (values: readonly unknown[]): readonly unknown[] => [
	...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/**
 * The maximum number of keys in a mapping.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const maxRows = 200;
/** Maximum number of values that are tried one by one. */
const maxTried = 8;

function tryAnswers(
	answers: readonly unknown[],
	keys: readonly TemplateText[],
	argument: unknown,
	scope: Scope,
): unknown {
	// The values of an enumerated parameter are tried one by one, which decides this.
	if (answers.length === 0 || answers.length > maxTried) return undefined;
	if (keys.flatMap(({ holes }) => holes).every(({ enumerated }) => enumerated)) return undefined;
	const question = holeName("Fn::FindInMap", argument);
	const assumed = scope.assumed.get(question);
	if (assumed !== undefined) return answers[Number(assumed) % answers.length];
	scope.recordQuestion(question, [...answers.keys()].map(String));
	return undefined;
}
